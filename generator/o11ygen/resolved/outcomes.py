"""Where alerts may end when not all of their labels are known: every way through the routing tree that is possible."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from o11ygen.promql.together import matched_together, words_of
from o11ygen.record import record

if TYPE_CHECKING:
    from o11ygen.resolved.routing import Matcher, Route

# Patterns that every value matches.
_EVERYTHING = frozenset((".*", ".+", "(.*)", "(.+)"))
# So many patterns on one label are combined in every way.
_MOST_PATTERNS = 5
_LITERALS = re.compile(r"(?:[^\\.+*?()|\[\]{}^$]|\\[^\w]|\|)+")


class Values(NamedTuple):
    """What a label may be: one of `known`, where an empty text is a missing label; if `open`, anything else as well."""

    known: frozenset[str]
    open: bool = False

    @property
    def sure(self) -> bool:
        """Whether the label is always there."""
        return "" not in self.known


MISSING = Values(frozenset(("",)))
ANYTHING = Values(frozenset(("",)), open=True)


class _Other(NamedTuple):
    """Some value that no matcher spells out, and that matches these patterns."""

    matched: frozenset[str]


Candidate: TypeAlias = str | _Other
_World: TypeAlias = Mapping[str, tuple[Candidate, ...]]


@record
class Outcome:
    """Where an alert ends, and for which of its series: `where` is empty if for all, else reads `job="app"`."""

    routes: tuple[Route, ...]
    where: str = ""

    def is_heard(self, telling: Container[str]) -> bool:
        """Whether one of the receivers `telling` somebody is reached, at a place where alerts may end."""
        return any(not route.catch_all and route.receiver in telling for route in self.routes)


def alternatives(pattern: str) -> tuple[str, ...]:
    """The values that a regular expression such as `a|b` stands for; none when it is more than a choice of texts."""
    if _LITERALS.fullmatch(pattern) is None:
        return words_of(pattern)
    return tuple(re.sub(r"\\(.)", r"\1", text) for text in pattern.split("|"))


def outcomes(root: Route, labels: Mapping[str, Values]) -> tuple[Outcome, ...]:
    """Each way through the tree that an alert may take; a label that `labels` does not name is missing."""
    matchers = [matcher for route in root.walk() for matcher in route.matchers]
    world = {name: candidates(name, labels.get(name, MISSING), matchers) for name in {one.name for one in matchers}}
    found: dict[tuple[int, ...], tuple[tuple[Route, ...], list[str]]] = {}
    for narrowed, routes in _walk(root, world):
        where = ", ".join(filter(None, (_where(name, world[name], narrowed[name]) for name in sorted(world))))
        found.setdefault(tuple(map(id, routes)), (routes, []))[1].append(where)
    if len(found) == 1:
        return tuple(Outcome(routes) for routes, _ in found.values())
    return tuple(Outcome(routes, " or ".join(dict.fromkeys(wheres))) for routes, wheres in found.values())


def may_match(matchers: Iterable[Matcher], labels: Mapping[str, Values]) -> bool:
    """Whether an alert with such labels can satisfy all matchers."""
    listed = tuple(matchers)
    names = {matcher.name for matcher in listed}
    world = {name: candidates(name, labels.get(name, MISSING), listed) for name in names}
    return any(held for _, held in _split(listed, world))


def candidates(name: str, values: Values, matchers: Iterable[Matcher]) -> tuple[Candidate, ...]:
    """Values enough to tell apart all that the matchers of the tree can tell apart."""
    known: list[Candidate] = sorted(values.known)
    if not values.open:
        return tuple(known)
    spelled: set[str] = set()
    patterns: set[str] = set()
    for matcher in matchers:
        if matcher.name == name:
            texts = alternatives(matcher.value) if "~" in matcher.op else (matcher.value,)
            spelled.update(texts)
            if not texts and matcher.value not in _EVERYTHING:
                patterns.add(matcher.value)
    known += sorted(spelled - values.known - {""})
    return (*known, *(_Other(frozenset(matched)) for matched in _choices(sorted(patterns))))


def _choices(patterns: list[str]) -> Iterator[tuple[str, ...]]:
    """Which of the patterns one value may match. In doubt any of them together, and of very many two, or all."""
    known = matched_together(tuple(patterns))
    if known is not None:
        yield from sorted(tuple(sorted(one)) for one in known)
        return
    sizes = range(len(patterns) + 1) if len(patterns) <= _MOST_PATTERNS else (0, 1, 2, len(patterns))
    for size in sizes:
        yield from combinations(patterns, size)


def holds(matcher: Matcher, candidate: Candidate) -> bool:
    """Whether the matcher is satisfied by a value that `candidates` gave."""
    if isinstance(candidate, str):
        return matcher.matches({matcher.name: candidate})
    if matcher.op in ("=", "!="):
        return matcher.op == "!="
    return (matcher.value in candidate.matched or matcher.value in _EVERYTHING) == (matcher.op == "=~")


def _split(matchers: tuple[Matcher, ...], world: _World) -> Iterator[tuple[_World, bool]]:
    """The part of the world in which all matchers hold, and those in which one does not."""
    for matcher in matchers:
        candidates = world[matcher.name]
        holding = tuple(one for one in candidates if holds(matcher, one))
        if len(holding) < len(candidates):
            yield {**world, matcher.name: tuple(one for one in candidates if one not in holding)}, False
            if not holding:
                return
            world = {**world, matcher.name: holding}
    yield world, True


def _walk(route: Route, world: _World) -> Iterator[tuple[_World, tuple[Route, ...]]]:
    """As `Route.reached`, in every part of the world that differs."""
    for own, held in _split(route.matchers, world):
        if not held:
            yield own, ()
            continue
        ways: list[tuple[_World, tuple[Route, ...], bool]] = [(own, (), False)]
        for child in route.routes:
            ways = [way for before in ways for way in _on(child, before)]
        for end, found, _ in ways:
            yield end, found or (route,)


def _on(child: Route, way: tuple[_World, tuple[Route, ...], bool]) -> Iterator[tuple[_World, tuple[Route, ...], bool]]:
    """A way so far, gone on through the next sibling unless an earlier one has ended it."""
    world, found, ended = way
    if ended:
        yield way
        return
    for narrowed, below in _walk(child, world):
        yield narrowed, found + below, bool(below) and not child.continue_


def _where(name: str, all_: tuple[Candidate, ...], left: tuple[Candidate, ...]) -> str:
    """What sets some candidates apart from the others, as a matcher: `job=~"a|b"`."""
    if len(left) == len(all_):
        return ""
    texts, pattern, every = _said(left)
    if not every:
        texts, pattern, every = _said(tuple(one for one in all_ if one not in left))
        if not every:
            return f"some values of `{name}`"
        sign = "!"
    else:
        sign = "="
    plain = len(texts) == 1 and not pattern
    operator = sign + ("~" if not plain else "" if sign == "=" else "=")
    return f'{name}{operator}"{"|".join((*texts, *pattern[:1]))}"'


def _said(candidates: tuple[Candidate, ...]) -> tuple[list[str], list[str], bool]:
    """The texts among them, the patterns that all others match, and whether that tells of every one."""
    texts = [one for one in candidates if isinstance(one, str)]
    others = [one.matched for one in candidates if not isinstance(one, str)]
    shared = sorted(frozenset.intersection(*others)) if others else []
    return texts, shared, bool(shared) or not others
