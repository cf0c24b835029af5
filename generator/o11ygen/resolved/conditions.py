"""What matchers say of each other, whatever alerts there are: which can't hold together, and which follow from others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from o11ygen.resolved.outcomes import ANYTHING, alternatives, candidates, holds
from o11ygen.resolved.routing import Matcher, Route, anchored

_OPPOSITE = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}


def by_label(matchers: Iterable[Matcher]) -> dict[str, list[Matcher]]:
    """The matchers of each label."""
    found: dict[str, list[Matcher]] = {}
    for matcher in matchers:
        found.setdefault(matcher.name, []).append(matcher)
    return found


def exclusive(matchers: Iterable[Matcher], *, labels: Collection[str] | None = None) -> tuple[Matcher, ...]:
    """Matchers of one label that no value satisfies together, as few as tell it; none when in doubt.

    With `labels`, only those are looked at.
    """
    grouped = by_label(matchers)
    for name, group in grouped.items():
        if labels is not None and name not in labels:
            continue
        # One by itself has a value that satisfies it, unless it is `!~".*"`.
        if (len(group) > 1 or group[0].op == "!~") and not _may_hold(name, group):
            for at, one in enumerate(group):
                for other in (one, *group[:at]):
                    if not _may_hold(name, [one, other]):
                        return (one,) if one is other else (other, one)
            return tuple(group)
    return ()


def implied(matcher: Matcher, given: Mapping[str, Sequence[Matcher]]) -> bool:
    """Whether all labels that satisfy the given matchers satisfy this one; no when in doubt."""
    own = given.get(matcher.name, ())
    return matcher in own or not _may_hold(matcher.name, [*own, negated(matcher)])


def covered(given: tuple[Matcher, ...], routes: Sequence[Route]) -> bool:
    """Whether all labels that satisfy the given matchers satisfy those of one of the routes; no when in doubt."""
    if exclusive(given):
        return True
    if not routes:
        return False
    first, *others = routes
    held = given
    for matcher in first.matchers:
        if not covered((*held, negated(matcher)), others):
            return False
        held = (*held, matcher)
    return True


def values_of(matchers: Sequence[Matcher]) -> tuple[str, ...]:
    """The only values that the matchers of one label leave it; none where these are not listed."""
    for matcher in matchers:
        texts = listed_by(matcher)
        if texts:
            return tuple(text for text in texts if all(one.matches({one.name: text}) for one in matchers))
    # `!~".+"` leaves the missing label.
    return ("",) if any(one.op == "!~" and one.value in (".+", "(.+)") for one in matchers) else ()


def listed_by(matcher: Matcher) -> tuple[str, ...]:
    """The only values that a matcher leaves its label; none where these are not listed."""
    if matcher.op == "=":
        return (matcher.value,)
    return alternatives(matcher.value) if matcher.op == "=~" else ()


def _may_hold(name: str, matchers: Sequence[Matcher]) -> bool:
    if any("~" in one.op and anchored(one.value) is None for one in matchers):
        return True
    for matcher in matchers:
        texts = listed_by(matcher)
        if texts:
            return any(all(one.matches({name: text}) for one in matchers) for text in texts)
    return any(all(holds(one, value) for one in matchers) for value in candidates(name, ANYTHING, matchers))


def negated(matcher: Matcher) -> Matcher:
    """The matcher that holds where this one does not."""
    return Matcher(matcher.name, _OPPOSITE[matcher.op], matcher.value)
