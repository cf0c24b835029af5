"""Time intervals of alertmanager.yml: whether a moment lies in one.

https://prometheus.io/docs/alerting/latest/configuration/#time_interval
"""

from __future__ import annotations

import calendar
import zoneinfo
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from o11ygen.targets.time_text import MONTHS, WEEKDAYS, minutes


def intervals_of(config: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The periods of each named interval of a configuration."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for field in ("mute_time_intervals", "time_intervals"):
        for interval in config.get(field) or ():
            found[str(interval.get("name"))] = [period or {} for period in interval.get("time_intervals") or ()]
    return found


def contains(periods: Iterable[Mapping[str, Any]], at: datetime) -> bool:
    """Whether the moment (with a time zone) lies in one of the periods."""
    return any(_in_period(period, at) for period in periods)


def _in_period(period: Mapping[str, Any], at: datetime) -> bool:
    local = at.astimezone(_zone(period.get("location")))
    minute = local.hour * 60 + local.minute
    times = period.get("times")
    if times is not None and not any(
        minutes(str(each["start_time"])) <= minute < minutes(str(each["end_time"])) for each in times
    ):
        return False
    weekday = (local.weekday() + 1) % 7
    return (
        _any(period.get("days_of_month"), lambda text: _day_of_month(text, local))
        and _any(period.get("months"), lambda text: _between(text, local.month, MONTHS, 1))
        and _any(period.get("weekdays"), lambda text: _between(text, weekday, WEEKDAYS, 0), null=weekday == 0)
        and _any(period.get("years"), lambda text: _between(text, local.year, (), 0))
    )


def _zone(name: Any) -> zoneinfo.ZoneInfo | Any:
    if name is None or str(name) in ("", "UTC"):
        return UTC
    if str(name) == "Local":
        return None
    return zoneinfo.ZoneInfo(str(name))


def _any(texts: Any, holds: Any, *, null: bool = False) -> bool:
    """Whether one of the texts holds. A null is the zero of its kind: Sunday, or what never comes."""
    return texts is None or any(null if text is None else holds(str(text)) for text in texts)


def _ends(text: str, names: tuple[str, ...], first: int) -> tuple[int, int]:
    parts = text.lower().split(":")
    values = [names.index(part) + first if part in names else int(part) for part in parts]
    return values[0], values[-1]


def _between(text: str, value: int, names: tuple[str, ...], first: int) -> bool:
    start, end = _ends(text, names, first)
    return start <= value <= end


def _day_of_month(text: str, local: datetime) -> bool:
    """Negative days count from the end; a range that starts after the month's end is not in it, an end is cut off."""
    last = calendar.monthrange(local.year, local.month)[1]
    start, end = (day if day > 0 else last + day + 1 for day in _ends(text, (), 0))
    if start > last:
        return False
    return max(start, -last) <= local.day <= min(end, last)
