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
_LAST_CONDITION = r"(?P<what>.*?)\s*(?P<op>[<>]=?)\s*(?P<threshold>[0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+)?)\s*\Z"


class _Level(NamedTuple):
    alert: AlertRule
    rank: int
    what: str
    op: str
    threshold: float


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
    named: dict[str, list[_Level]] = {}
    for alert in stack.alerts:
        if alert.leveled and (level := _level(alert)) is not None:
            named.setdefault(alert.id, []).append(level)
    for levels in named.values():
        for one, other in combinations(sorted(levels, key=lambda level: level.rank), 2):
            if one.rank != other.rank and (one.what, one.op[0]) == (other.what, other.op[0]):
                yield from _flaws(one, other)


def _level(alert: AlertRule) -> _Level | None:
    rank = _RANKS.get(alert.severity)
    condition = re.match(_LAST_CONDITION, alert.expr, re.DOTALL)
    if rank is None or condition is None:
        return None
    what = " ".join(condition["what"].split())
    return _Level(alert, rank, what, condition["op"], float(condition["threshold"]))


def _flaws(higher: _Level, lower: _Level) -> Iterator[Flaw]:
    """What is wrong between two levels with the same condition but for the threshold."""
    what = f"{higher.alert.source.what}: level {higher.alert.severity} (`{higher.op} {higher.threshold:g}`)"
    against = f"level {lower.alert.severity} (`{lower.op} {lower.threshold:g}`)"
    place = lower.alert.source.location("levels")
    elsewhere = place != higher.alert.source.location("levels")
    related = (Related(place, f"{against} stands here"),) if elsewhere else ()
    first = higher.threshold < lower.threshold if higher.op[0] == ">" else higher.threshold > lower.threshold
    if first:
        yield Flaw(
            higher.alert.source,
            f"{what} is reached before {against}: what is worse counts as less urgent",
            "Exchange the thresholds.",
            field="levels",
            related=related,
        )
    elif (higher.threshold, higher.op) == (lower.threshold, lower.op) and higher.alert.for_ms <= lower.alert.for_ms:
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
