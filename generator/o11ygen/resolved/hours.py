"""Which minutes of a week time intervals cover, and whether they ever come."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from o11ygen.resolved.routing import Route, TimeInterval

_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY = 24 * 60
# A set of minutes of a week, from Sunday on, is a number with a bit for each.
WEEK = (1 << (7 * _DAY)) - 1
# After so many years days of the week, of the month and leap years come as before.
_CYCLE = range(2024, 2024 + 28)


def hours_of(minutes: int) -> int:
    """How many hours a set of minutes comes to, rounded."""
    return round(minutes.bit_count() / 60)


def told(route: Route, intervals: Mapping[str, TimeInterval]) -> int | None:
    """The minutes of a week in which a route may notify somebody; None where its intervals are of several time zones.

    What is limited to days of the month, months or years is taken to hold back nothing, and to let through all year.
    """
    active = [intervals[name] for name in route.active if name in intervals]
    mute = [intervals[name] for name in route.mute if name in intervals]
    if len({str(one.settings.get("location")) for one in (*active, *mute)}) > 1:
        return None
    allowed = WEEK
    if active:
        allowed = 0
        for one in active:
            allowed |= minutes_of(one) if ever(one) else 0
    for one in mute:
        if not _is_limited(one):
            allowed &= ~minutes_of(one)
    return allowed


def minutes_of(interval: TimeInterval) -> int:
    """The minutes of a week that an interval covers when it comes."""
    day = 0
    for text in interval.settings.get("times") or ("00:00-24:00",):
        start, end = (_minute(part) for part in text.split("-"))
        day |= (1 << end) - (1 << start)
    found = 0
    for index in range(7):
        if _in(interval.settings.get("weekdays"), index, _WEEKDAYS, 0):
            found |= day << (index * _DAY)
    return found


def always(interval: TimeInterval) -> bool:
    """Whether an interval never ends."""
    settings = interval.settings
    whole = minutes_of(interval) == WEEK and not settings.get("years")
    months = all(_in(settings.get("months"), number, _MONTHS, 1) for number in range(1, 13))
    days = settings.get("days_of_month")
    return whole and months and (not days or any(_whole_month(text) for text in days))


def ever(interval: TimeInterval) -> bool:
    """Whether some day of its years, or of any, is in it."""
    if not interval.settings.get("days_of_month") and not interval.settings.get("years"):
        return True
    return any(_is_day(interval, day) for day in _days(interval))


def _is_limited(interval: TimeInterval) -> bool:
    return any(interval.settings.get(name) for name in ("days_of_month", "months", "years"))


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _in(texts: Sequence[str] | None, value: int, names: tuple[str, ...], first: int) -> bool:
    """Whether one of the ranges, such as `monday:friday`, has the value; none are all."""
    return not texts or any(start <= value <= end for start, end in _ranges(texts, names, first))


def _ranges(texts: Iterable[str], names: tuple[str, ...], first: int) -> Iterator[tuple[int, int]]:
    for text in texts:
        ends = [names.index(part) + first if part in names else int(part) for part in text.lower().split(":")]
        yield ends[0], ends[-1]


def _days(interval: TimeInterval) -> Iterator[datetime.date]:
    """The days of its years in its months, as many years as tell all that there is to tell."""
    given = interval.settings.get("years")
    years = [_CYCLE] if not given else [range(first, last + 1)[: len(_CYCLE)] for first, last in _ranges(given, (), 0)]
    for year in (year for some in years for year in some):
        for month in range(1, 13):
            if _in(interval.settings.get("months"), month, _MONTHS, 1):
                for number in range(1, calendar.monthrange(year, month)[1] + 1):
                    yield datetime.date(year, month, number)


def _is_day(interval: TimeInterval, day: datetime.date) -> bool:
    if not _in(interval.settings.get("weekdays"), day.isoweekday() % 7, _WEEKDAYS, 0):
        return False
    texts = interval.settings.get("days_of_month")
    if not texts:
        return True
    last = calendar.monthrange(day.year, day.month)[1]
    for start, end in _ranges(texts, (), 0):
        # Negative days count from the end; a range that starts after the month's end is not in it.
        first, final = (one if one > 0 else last + one + 1 for one in (start, end))
        if first <= last and first <= day.day <= min(final, last):
            return True
    return False


def _whole_month(text: str) -> bool:
    return text in ("1:31", "1:-1", "-31:-1", "-31:31")
