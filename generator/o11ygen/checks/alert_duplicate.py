from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.promql import Matcher, parse
from o11ygen.resolved import AlertRule, Stack

if TYPE_CHECKING:
    from o11ygen.promql.meaning import Meaning

# All but letters: numbers, durations and matchers may be written in several ways, and in any order.
_NO_LETTERS = {ord(sign): None for sign in map(chr, range(128)) if not sign.isalpha()}
_NO_LETTER_BYTES = bytes(_NO_LETTERS)
_IN_LOWER_CASE = bytes(range(256)).lower()
# Labels that every alert of a project has, for its owner: two owners of one condition are told of one thing twice.
_WHOSE = (conventions.SERVICE, conventions.TEAM)


@check("alert/duplicate", Severity.WARNING)
def alert_duplicate(stack: Stack) -> Iterator[Flaw]:
    """Alerts that ask for the same as another one, in whatever words.

    Expressions are compared by what they mean: spaces, parentheses, the order of matchers and of labels make no
    difference. Both fire at the same time: people are told twice of one thing, and a silence for one of them leaves the
    other. Of two alerts with one severity of which one only asks for more, the wider fires with the narrower (info). Across
    files that somebody else wrote both are an info: one server may not load both.

    Bad::

        Alert("Down", ..., expr='up{job="app"} == 0')
        Alert("Unreachable", ..., expr='(0 == up{job="app"})')

    Good::

        Alert("Down", ..., expr='up{job="app"} == 0')
    """
    own = "conventions" in stack.known
    alike: dict[object, list[AlertRule]] = {}
    # Alerts of one service share their labels, and so what these tell.
    tellings: dict[int, tuple[tuple[str, str], ...]] = {}
    # What means the same reads the same series, with the same letters: few others need to be read for it.
    read_by = stack.series.kinds.read_by
    for alert in stack.alerts:
        known = alert.made.get("letters")
        if known is None:
            telling = tellings.get(id(alert.labels))
            if telling is None:
                telling = tellings[id(alert.labels)] = _telling(alert, own=own)
            letters = (frozenset(read_by(alert.expr)), _letters(alert.expr))
            known = alert.made["letters"] = (letters, alert.for_ms, telling)
        alike.setdefault(known, []).append(alert)
    for alerts in alike.values():
        if len(alerts) > 1:
            yield from _among(alerts, stack)


def _letters(text: str) -> int:
    """The same number for texts of the same letters, in whatever order."""
    if not text.isascii():  # what is lower case elsewhere is not told byte by byte
        return sum(text.translate(_NO_LETTERS).lower().encode())
    return sum(text.encode().translate(_IN_LOWER_CASE, _NO_LETTER_BYTES))


def _among(alerts: list[AlertRule], stack: Stack) -> Iterator[Flaw]:
    """Those that repeat an earlier one."""
    from o11ygen.promql.meaning import meaning_of

    own = "conventions" in stack.known
    earlier: dict[Hashable, tuple[AlertRule, Meaning]] = {}
    # A meaning takes another parse. Expressions that mean the same ask for the same labels with the same values, so one
    # whose labels nobody else asks for needs none.
    asked = [_asked(alert.expr) for alert in alerts]
    often = Counter(asked)
    for alert, labels in zip(alerts, asked, strict=True):
        meaning = meaning_of(alert.expr) if labels is not None and often[labels] > 1 else None
        if meaning is None:
            continue
        key = (meaning.what, meaning.op[:1], _telling(alert, own=own))
        first = earlier.setdefault(key, (alert, meaning))
        # Two of one name in one service are told of as such.
        if first[0] is not alert and not (own and first[0].id == alert.id and first[0].severity == alert.severity):
            yield from _flaws(alert, meaning, *first, stack)


def _asked(text: str) -> frozenset[Matcher] | None:
    """What an expression asks of labels, wherever in it; None for one that reads no series."""
    selectors = parse(text).selectors
    matchers = frozenset([one for selector in selectors for one in selector.matchers if one.name != "__name__"])
    return matchers if selectors else None


def _telling(alert: AlertRule, *, own: bool) -> tuple[tuple[str, str], ...]:
    """The labels that tell it apart from others; strangers may tell two teams of one thing on purpose."""
    left_out = _WHOSE if own else ()
    return tuple(sorted([item for item in alert.labels.items() if item[0] not in left_out]))


def _flaws(alert: AlertRule, meaning: Meaning, other: AlertRule, first: Meaning, stack: Stack) -> Iterator[Flaw]:
    own = "conventions" in stack.known
    # Whether one server loads the files that somebody else wrote is not known.
    elsewhere = "rules" not in stack.known and alert.source.location().file != other.source.location().file
    related = (Related(other.source.location("expr"), f"{other.id} asks for it here"),)
    if meaning == first:
        if alert.for_ms == other.for_ms:
            yield Flaw(
                alert.source,
                f"{alert.what}: the expression asks for the same as that of `{other.id}`, for the same severity; "
                f"{'if one server loads both files, ' if elsewhere else ''}both fire together, and people are told twice",
                f"Remove one of them, or select what belongs to each{', as `$selector` does' if own else ''}.",
                field="expr",
                related=related,
                severity=Severity.INFO if elsewhere else None,
            )
    elif meaning.op[:1] in ("<", ">") and alert.for_ms == other.for_ms:
        above = meaning.threshold > first.threshold
        narrower, wider = (alert, other) if above == (meaning.op[0] == ">") else (other, alert)
        yield Flaw(
            alert.source,
            f"{alert.what}: whenever `{narrower.name}` fires, `{wider.name}` fires too, with the same severity",
            "Give them different severities, as levels of one alert, or keep the wider one.",
            field="expr",
            related=related,
            severity=Severity.INFO,
        )
