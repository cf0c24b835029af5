"""Checks of what the time intervals of Alertmanager hold: times of day, days, months, years, zones; without pydantic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.refusal import refuse
from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.time_interval import TimeInterval, TimeRange

WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_NUMBER = re.compile(r"[-+]?\d+", re.ASCII)
_ZONE = re.compile(r"[A-Za-z][\w+-]*(?:/[\w+-]+)*", re.ASCII)
# Alertmanager reads a number of 64 bits; one with more digits than that has names no year.
_LONGEST = 19


def minutes(text: str) -> int:
    """`HH:MM` in minutes since midnight; raises for anything else."""
    if _TIME.fullmatch(text) is None:
        raise refuse(f"`{text}` is not a time of day", "Write `HH:MM`, from 00:00 to 24:00")
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _bounds(text: str, names: tuple[str, ...], first: int, what: str) -> tuple[int, int]:
    """Both ends of `start:end`, or of the single value twice; names count from `first`."""
    parts = text.lower().split(":")
    if len(parts) > 2:
        raise refuse(f"`{text}` is not a range", f"Write one {what}, or two with a colon between them")
    values: list[int] = []
    for part in parts:
        if part in names:
            values.append(names.index(part) + first)
        elif names is not WEEKDAYS and _NUMBER.fullmatch(part) and len(part) < _LONGEST:
            values.append(int(part))
        else:
            raise refuse(f"`{part}` is not a {what}", f"Write a {what}" + (f" such as `{names[1]}`" if names else ""))
    return values[0], values[-1]


def _ordered(text: str, start: int, end: int) -> str:
    if start > end:
        raise refuse(f"the range `{text}` ends before it starts", "Make two ranges of it")
    return text


def weekdays(text: str) -> str:
    """A weekday, or a range of them in one week."""
    start, end = _bounds(text, WEEKDAYS, 0, "weekday")
    if start > end:
        hint = f"A week starts on Sunday: write `{WEEKDAYS[start]}:saturday` and `sunday:{WEEKDAYS[end]}`"
        raise refuse(f"the range `{text}` ends before it starts", hint)
    return text


def months(text: str) -> str:
    """A month, or a range of them in one year."""
    return _ordered(text, *_bounds(text, MONTHS, 1, "month"))


def years(text: str) -> str:
    """A year, or a range of them."""
    return _ordered(text, *_bounds(text, (), 0, "year"))


def days_of_month(text: str) -> str:
    """A day of the month, or a range of them."""
    start, end = _bounds(text, (), 0, "day of the month")
    for day in (start, end):
        if day == 0 or not -31 <= day <= 31:
            raise refuse(f"{day} is not a day of the month", "Write 1 to 31, or -1 to -31 counted from the end")
    if start < 0 < end:
        raise refuse(f"the range `{text}` starts at the end of the month", "Let the end be negative too")
    # Alertmanager compares the two ends in a month of 28 days.
    return _ordered(text, start if start > 0 else 28 + start, end if end > 0 else 28 + end)


def time_of_day(text: str) -> str:
    """A time of day."""
    minutes(text)
    return text


def _is_known(zone: str) -> bool:
    """Whether the database of the system has the zone."""
    if _ZONE.fullmatch(zone) is None:
        return False
    try:
        with open(f"/usr/share/zoneinfo/{zone}", "rb") as file:
            return file.read(4) == b"TZif"
    except OSError:
        return False


def location(name: str) -> str:
    """The IANA name of a time zone."""
    if name in ("", "UTC", "Local") or _is_known(name):
        return name
    # Few systems have their zones elsewhere, and it takes time to find out where.
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        if zoneinfo.available_timezones():
            raise refuse(f"`{name}` is not a time zone", "Write an IANA name such as `Europe/Berlin`") from None
    return name


@relation
def time_order(times: TimeRange, versions: Versions) -> Iterator[Fault]:
    """A range of times ends after it starts."""
    if minutes(times.start_time) >= minutes(times.end_time):
        message = f"the range ends at {times.end_time}, not after it starts at {times.start_time}"
        hint = f"Split it at midnight: {times.start_time} to 24:00, and 00:00 to {times.end_time}"
        same = times.start_time == times.end_time
        yield Fault(message, "Write a later end; a whole day is 00:00 to 24:00" if same else hint, ("end_time",))


@relation
def interval_name(interval: TimeInterval, versions: Versions) -> Iterator[Fault]:
    """A time interval has a name."""
    if not interval.name:
        yield Fault("the time interval has no name", "Add `name`", ("name",))
