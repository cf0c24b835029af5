"""The time intervals of Alertmanager."""

import re
import zoneinfo
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from o11ygen.targets.model import Since, Target, refuse
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Text

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


def _weekdays(text: str) -> str:
    start, end = _bounds(text, WEEKDAYS, 0, "weekday")
    if start > end:
        hint = f"A week starts on Sunday: write `{WEEKDAYS[start]}:saturday` and `sunday:{WEEKDAYS[end]}`"
        raise refuse(f"the range `{text}` ends before it starts", hint)
    return text


def _months(text: str) -> str:
    return _ordered(text, *_bounds(text, MONTHS, 1, "month"))


def _years(text: str) -> str:
    return _ordered(text, *_bounds(text, (), 0, "year"))


def _days_of_month(text: str) -> str:
    start, end = _bounds(text, (), 0, "day of the month")
    for day in (start, end):
        if day == 0 or not -31 <= day <= 31:
            raise refuse(f"{day} is not a day of the month", "Write 1 to 31, or -1 to -31 counted from the end")
    if start < 0 < end:
        raise refuse(f"the range `{text}` starts at the end of the month", "Let the end be negative too")
    # Alertmanager compares the two ends in a month of 28 days.
    return _ordered(text, start if start > 0 else 28 + start, end if end > 0 else 28 + end)


def _time(text: str) -> str:
    minutes(text)
    return text


def _location(name: str) -> str:
    if name in ("", "UTC", "Local"):
        return name
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        if zoneinfo.available_timezones():
            raise refuse(f"`{name}` is not a time zone", "Write an IANA name such as `Europe/Berlin`") from None
    return name


class TimeRange(Target):
    """Part of a day; the end is not part of it."""

    start_time: Annotated[Text, AfterValidator(_time)] = Field(description="Start, `HH:MM`.")
    end_time: Annotated[Text, AfterValidator(_time)] = Field(description="End, `HH:MM`.")

    @relation
    def _order(self, versions: Versions) -> Iterator[Fault]:
        if minutes(self.start_time) >= minutes(self.end_time):
            message = f"the range ends at {self.end_time}, not after it starts at {self.start_time}"
            hint = f"Split it at midnight: {self.start_time} to 24:00, and 00:00 to {self.end_time}"
            same = self.start_time == self.end_time
            yield Fault(message, "Write a later end; a whole day is 00:00 to 24:00" if same else hint, ("end_time",))


class TimePeriod(Target):
    """One period; all that is given must hold at once."""

    times: list[TimeRange] | None = Field(default=None, description="Times of day.")
    weekdays: list[Annotated[Text, AfterValidator(_weekdays)]] | None = Field(
        default=None, description="Weekdays, such as `monday:friday`."
    )
    days_of_month: list[Annotated[Text, AfterValidator(_days_of_month)]] | None = Field(
        default=None, description="Days, such as `1:5` or `-3:-1`."
    )
    months: list[Annotated[Text, AfterValidator(_months)]] | None = Field(
        default=None, description="Months, such as `january:march`."
    )
    years: list[Annotated[Text, AfterValidator(_years)]] | None = Field(
        default=None, description="Years, such as `2025:2026`."
    )
    location: Annotated[Annotated[Text, AfterValidator(_location)] | None, Since(alertmanager="0.25")] = Field(
        default=None, description="Time zone; UTC unless given."
    )


class TimeInterval(Target):
    """A named time interval, made of periods."""

    name: Text = Field(description="Name that routes refer to.")
    time_intervals: list[TimePeriod] | None = Field(default=None, description="Periods.")

    @relation
    def _name(self, versions: Versions) -> Iterator[Fault]:
        if not self.name:
            yield Fault("the time interval has no name", "Add `name`", ("name",))
