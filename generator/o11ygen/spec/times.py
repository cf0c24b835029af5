"""Times of the day, week, month and year, as Alertmanager reads them: the items of a time interval."""

from __future__ import annotations

import re
import zoneinfo
from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from o11ygen.finding import nearest
from o11ygen.spec.model import refuse

_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NUMBER = re.compile(r"-?\d{1,4}", re.ASCII)
# The least days a month has: by it Alertmanager compares an end that counts from the end of the month.
_SHORTEST = 28


def _time_range(text: str) -> str:
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", text, re.ASCII)
    if match is None or match[0][:2] == "24" or match[0][6:] > "24:00":
        raise refuse(f'"{text}" is no time range', 'Write "HH:MM-HH:MM" between 00:00 and 24:00.')
    if match[0][:5] >= match[0][6:]:
        raise refuse(
            f'"{text}" ends before it starts; Alertmanager refuses it',
            f'Split a night in two: "{match[0][:5]}-24:00" and "00:00-{match[0][6:]}".',
        )
    return text


def _parts(text: str) -> tuple[str, str]:
    """Both ends of `start:end`, or the single value twice."""
    first, colon, last = text.lower().partition(":")
    if "-" in first[1:] and not colon:
        raise refuse(f'"{text}" is no range', f'Write a colon: "{text.replace("-", ":")}".')
    return first, last if colon else first


def _number(part: str, text: str, *, least: int, most: int, what: str) -> int:
    number = int(part) if _NUMBER.fullmatch(part) else None
    if number is None or not least <= number <= most:
        raise refuse(f'"{text}" is no {what}', f"Write a number from {least} to {most}, or two with a colon between.")
    return number


def _ordered(text: str, first: int, last: int) -> str:
    if first > last:
        raise refuse(f'the range "{text}" ends before it starts; Alertmanager refuses it', "Write two ranges.")
    return text


def _weekday(text: str) -> str:
    for part in (parts := _parts(text)):
        if part not in _WEEKDAYS:
            raise refuse(
                f'"{part}" is no weekday', nearest(part, _WEEKDAYS) or 'Write its English name: "monday:friday".'
            )
    return _ordered(text, *map(_WEEKDAYS.index, parts))


def _month(text: str) -> str:
    numbers: list[int] = []
    for part in _parts(text):
        if part in _MONTHS:
            numbers.append(_MONTHS.index(part) + 1)
        elif _NUMBER.fullmatch(part):
            numbers.append(_number(part, text, least=1, most=12, what="month"))
        else:
            raise refuse(f'"{part}" is no month', nearest(part, _MONTHS) or 'Write "december", or a number up to 12.')
    return _ordered(text, *numbers)


def _year(text: str) -> str:
    first, last = (_number(part, text, least=1, most=9999, what="year") for part in _parts(text))
    return _ordered(text, first, last)


def _day_of_month(text: str) -> str:
    first, last = (_number(part, text, least=-31, most=31, what="day of the month") for part in _parts(text))
    if 0 in (first, last):
        raise refuse(f'"{text}" is no day of the month', "Write 1 to 31, or -1 to -31 counted from the end.")
    if first < 0 < last:
        raise refuse(
            f'"{text}" starts at the end of the month; Alertmanager refuses it', "Let its end be negative too."
        )
    _ordered(text, *(day if day > 0 else _SHORTEST + day for day in (first, last)))
    return text


def _location(name: str) -> str:
    if name in ("UTC", "Local"):
        return name
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # A machine without the database can't tell.
        if known := zoneinfo.available_timezones():
            raise refuse(
                f'"{name}" is no time zone', nearest(name, known) or "Write an IANA name such as `Europe/Berlin`."
            ) from None
    return name


TimeRange: TypeAlias = Annotated[str, AfterValidator(_time_range)]
Weekday: TypeAlias = Annotated[str, AfterValidator(_weekday)]
DayOfMonth: TypeAlias = Annotated[str, AfterValidator(_day_of_month)]
Month: TypeAlias = Annotated[str, AfterValidator(_month)]
Year: TypeAlias = Annotated[str, AfterValidator(_year)]
Location: TypeAlias = Annotated[str, AfterValidator(_location)]
