"""Whether a moment lies in a time interval."""

from datetime import UTC, datetime

import pytest
import yaml

from o11ygen.routing.intervals import contains, intervals_of

MONDAY_NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "inside", "outside"),
    [
        ("{}", "2026-03-02T03:00", None),
        ("times: [{start_time: '09:00', end_time: '17:00'}]", "2026-03-02T09:00", "2026-03-02T17:00"),
        ("times: [{start_time: '22:00', end_time: '24:00'}]", "2026-03-02T23:59", "2026-03-03T00:00"),
        ("weekdays: ['monday:friday']", "2026-03-06T12:00", "2026-03-07T12:00"),
        ("weekdays: [sunday]", "2026-03-01T12:00", "2026-03-02T12:00"),
        ("days_of_month: ['-3:-1']", "2026-02-26T00:00", "2026-02-25T00:00"),
        ("days_of_month: ['29:31']", "2026-03-29T00:00", "2026-02-28T00:00"),
        ("days_of_month: ['25:31']", "2026-02-28T00:00", "2026-02-24T00:00"),
        ("days_of_month: ['-31:-1']", "2026-02-01T00:00", None),
        ("months: ['january:3', december]", "2026-03-02T00:00", "2026-04-02T00:00"),
        ("weekdays: [null]", "2026-03-01T12:00", "2026-03-02T12:00"),
        ("months: [null, march]", "2026-03-01T12:00", "2026-04-02T12:00"),
        ("years: ['2025:2026']", "2026-03-02T00:00", "2027-03-02T00:00"),
        (
            "{location: Europe/Berlin, times: [{start_time: '09:00', end_time: '10:00'}]}",
            "2026-03-02T08:30",
            "2026-03-02T09:30",
        ),
        (
            "{location: America/New_York, weekdays: [sunday]}",
            "2026-03-02T03:00",
            "2026-03-02T06:00",
        ),
    ],
)
def test_a_period_holds_where_all_that_it_says_holds(period: str, inside: str, outside: str | None) -> None:
    read = yaml.safe_load(period)
    assert contains([read], _at(inside))
    assert outside is None or not contains([read], _at(outside))


def test_an_interval_is_any_of_its_periods_and_none_is_never() -> None:
    config = yaml.safe_load(
        "{time_intervals: [{name: a, time_intervals: [{weekdays: [sunday]}, {weekdays: [monday]}]}, {name: never}],"
        " mute_time_intervals: [{name: old, time_intervals: [{}]}]}"
    )
    intervals = intervals_of(config)
    assert contains(intervals["a"], MONDAY_NIGHT)
    assert not contains(intervals["never"], MONDAY_NIGHT)
    assert contains(intervals["old"], MONDAY_NIGHT)
