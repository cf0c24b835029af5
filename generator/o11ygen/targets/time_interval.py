"""The time intervals of Alertmanager."""

from typing import Annotated

from pydantic import AfterValidator, Field

from o11ygen.targets import time_text
from o11ygen.targets.model import Since, Target
from o11ygen.targets.scalars import Text


class TimeRange(Target):
    """Part of a day; the end is not part of it."""

    start_time: Annotated[Text, AfterValidator(time_text.time_of_day)] = Field(description="Start, `HH:MM`.")
    end_time: Annotated[Text, AfterValidator(time_text.time_of_day)] = Field(description="End, `HH:MM`.")

    _order = time_text.time_order


class TimePeriod(Target):
    """One period; all that is given must hold at once.

    Alertmanager takes a null in a list for its zero: Sunday, or a day, month or year that never comes.
    """

    times: list[TimeRange | None] | None = Field(default=None, description="Times of day.")
    weekdays: list[Annotated[Text, AfterValidator(time_text.weekdays)] | None] | None = Field(
        default=None, description="Weekdays, such as `monday:friday`."
    )
    days_of_month: list[Annotated[Text, AfterValidator(time_text.days_of_month)] | None] | None = Field(
        default=None, description="Days, such as `1:5` or `-3:-1`."
    )
    months: list[Annotated[Text, AfterValidator(time_text.months)] | None] | None = Field(
        default=None, description="Months, such as `january:march`."
    )
    years: list[Annotated[Text, AfterValidator(time_text.years)] | None] | None = Field(
        default=None, description="Years, such as `2025:2026`."
    )
    location: Annotated[Annotated[Text, AfterValidator(time_text.location)] | None, Since(alertmanager="0.25")] = Field(
        default=None, description="Time zone; UTC unless given."
    )


class TimeInterval(Target):
    """A named time interval, made of periods."""

    name: Text = Field(description="Name that routes refer to.")
    time_intervals: list[TimePeriod | None] | None = Field(default=None, description="Periods.")

    _name = time_text.interval_name
