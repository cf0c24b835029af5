from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Related, Severity
from o11ygen.resolved import AlertRule, Stack

# As they are called in public collections, the most urgent first.
_RANKS = {
    "page": 0,
    "emergency": 0,
    "critical": 1,
    "error": 2,
    "major": 2,
    "high": 2,
    "warning": 3,
    "minor": 4,
    "info": 5,
}
_CONDITION = re.compile(r"(?P<op>[<>]=?)\s*(?P<threshold>[0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+)?)(?![\w.:])")
# Behind these, and within parentheses, a larger number may make the alert fire sooner or later.
_TURNED = re.compile(r"\b(?:unless|absent)\b", re.IGNORECASE)
_QUOTED = re.compile(r"""\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`""")


class _Condition(NamedTuple):
    op: str
    threshold: float
    plain: bool
    """Whether the alert fires later the further the threshold is out."""

    def __str__(self) -> str:
        return f"{self.op} {self.threshold:g}"

    def comes_before(self, other: _Condition) -> bool:
        return self.threshold < other.threshold if self.op[0] == ">" else self.threshold > other.threshold


class _Level(NamedTuple):
    alert: AlertRule
    rank: int
    what: str
    conditions: tuple[_Condition, ...]


@check("alert/levels", Severity.ERROR)
def alert_levels(stack: Stack) -> Iterator[Flaw]:
    """Levels of one alert whose thresholds contradict their severities.

    The higher severity is for what is worse. Where its threshold is passed first, people are woken for what should wait
    until the morning, and the lower level, which the higher one inhibits, is never told. Levels with the same condition
    and the same duration are one alert that is told twice.

    Bad::

        Alert(
            "Busy", ..., expr="sum by (job) (rate(requests_total[5m])) > $threshold",
            levels={Severity.WARNING: Level(threshold=100), Severity.CRITICAL: Level(threshold=10)},
        )

    Good::

        Alert(
            "Busy", ..., expr="sum by (job) (rate(requests_total[5m])) > $threshold",
            levels={Severity.WARNING: Level(threshold=10), Severity.CRITICAL: Level(threshold=100)},
        )
    """
    named: dict[str, list[AlertRule]] = {}
    for alert in stack.alerts:
        if alert.leveled:
            named.setdefault(alert.id, []).append(alert)
    kind_of, right = stack.series.kinds.of_alert, stack.series.right.setdefault("alert/levels", set())
    for alerts in named.values():
        kinds = tuple([(kind_of(alert), _if_turned(alert.expr)) for alert in alerts])
        if kinds in right:
            continue
        levels = sorted(filter(None, map(_level, alerts)), key=lambda level: level.rank)
        pairs = [(one, other) for one, other in combinations(levels, 2) if one.rank != other.rank]
        found = [flaw for one, other in pairs if one.what == other.what for flaw in _flaws(one, other)]
        yield from found
        # Others of these kinds have the same conditions. Levels that ask for different things were not compared, and in
        # others of their kinds they may ask for the same.
        if not found and all(one.what == other.what for one, other in pairs):
            right.add(kinds)


def _if_turned(expr: str) -> str:
    """The expression, if `_TURNED` may be in it: it may stand in a name, and alerts of a kind differ in those."""
    folded = expr.lower()
    return expr if "unless" in folded or "absent" in folded else ""


def _level(alert: AlertRule) -> _Level | None:
    """The level with its expression but for the numbers that it compares with; None where it compares with none."""
    rank = _RANKS.get(alert.severity)
    expr = _QUOTED.sub(lambda text: "x" * len(text[0]), alert.expr)
    conditions = tuple(
        _Condition(found["op"], float(found["threshold"]), plain=_is_plain(expr[: found.start()], expr[found.end() :]))
        for found in _CONDITION.finditer(expr)
    )
    if rank is None or not conditions:
        return None
    # Quoted texts count: other labels are another condition.
    what = " ".join(_CONDITION.sub(lambda found: f"{found['op'][0]} ?", alert.expr).split())
    return _Level(alert, rank, what, conditions)


def _is_plain(before: str, behind: str) -> bool:
    return not behind.strip() or (before.count("(") == before.count(")") and not _TURNED.search(before))


def _flaws(higher: _Level, lower: _Level) -> Iterator[Flaw]:
    """What is wrong between two levels that differ in nothing but the numbers that they compare with."""
    pairs = tuple(zip(higher.conditions, lower.conditions, strict=True))
    differing = [(one, other) for one, other in pairs if one != other]
    first = bool(differing) and all(one.plain and one.comes_before(other) for one, other in differing)
    if not first and (differing or higher.alert.for_ms > lower.alert.for_ms):
        return
    high, low = (differing or pairs)[0 if differing else -1]
    what = f"{higher.alert.source.what}: level {higher.alert.severity} (`{high}`)"
    against = f"level {lower.alert.severity} (`{low}`)"
    place = lower.alert.source.location("levels")
    elsewhere = place != higher.alert.source.location("levels")
    related = (Related(place, f"{against} stands here"),) if elsewhere else ()
    if first:
        yield Flaw(
            higher.alert.source,
            f"{what} is reached before {against}: what is worse counts as less urgent",
            "Exchange the thresholds.",
            field="levels",
            related=related,
        )
    else:
        sooner = (
            f"after {readable_duration(higher.alert.for_ms)} already, not {readable_duration(lower.alert.for_ms)}"
            if higher.alert.for_ms < lower.alert.for_ms
            else "at the same time"
        )
        yield Flaw(
            higher.alert.source,
            f"{what} has the condition of {against} and fires {sooner}; there is never only the lower one",
            "Give the higher level the worse threshold, or the longer `for`; or keep one of them.",
            field="levels",
            related=related,
            severity=Severity.WARNING,
        )
