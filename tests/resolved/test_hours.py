"""The minutes of a week that time intervals cover, beside what Alertmanager's times say of each moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.resolved import Route, Source, TimeInterval
from o11ygen.resolved.hours import WEEK, always, ever, hours_of, minutes_of, told
from o11ygen.routing.intervals import contains

SOURCE = Source("", "")
SUNDAY = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def interval(name: str = "i", location: str = "UTC", **settings_: Any) -> TimeInterval:
    return TimeInterval(name, {"location": location, **settings_}, SOURCE)


def document(one: TimeInterval) -> list[dict[str, object]]:
    times = [
        dict(zip(("start_time", "end_time"), text.split("-"), strict=True)) for text in one.settings.get("times", ())
    ]
    rest = {name: list(value) for name, value in one.settings.items() if name not in ("times", "location") and value}
    return [{**({"times": times} if times else {}), **rest}]


TIMES = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda ends: ends[0] < ends[1])
RANGES = TIMES.map(lambda ends: f"{ends[0] // 60:02}:{ends[0] % 60:02}-{ends[1] // 60:02}:{ends[1] % 60:02}")
WEEKDAYS = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda ends: f"{DAYS[min(ends)]}:{DAYS[max(ends)]}")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(RANGES, max_size=2).map(tuple),
    st.lists(WEEKDAYS, max_size=2).map(tuple),
    st.lists(st.integers(0, 7 * 1440 - 1), min_size=5, max_size=5),
)
def test_minutes_of_a_week(times: tuple[str, ...], weekdays: tuple[str, ...], minutes: list[int]) -> None:
    one = interval(times=times, weekdays=weekdays)
    for minute in minutes:
        expected = contains(document(one), SUNDAY + timedelta(minutes=minute))
        assert bool(minutes_of(one) >> minute & 1) is expected


@pytest.mark.parametrize(
    ("given_", "comes"),
    [
        ({}, True),
        ({"days_of_month": ("30",), "months": ("february",)}, False),
        ({"days_of_month": ("29",), "months": ("february",), "weekdays": ("monday",)}, True),
        ({"days_of_month": ("29",), "months": ("2",), "years": ("2026",)}, False),
        ({"days_of_month": ("-31",), "months": ("april",)}, False),
        ({"days_of_month": ("-1",), "months": ("april",)}, True),
        ({"days_of_month": ("31",), "months": ("april", "june")}, False),
        ({"days_of_month": ("24",), "months": ("december",), "years": ("2026",), "weekdays": ("sunday",)}, False),
        ({"days_of_month": ("24",), "months": ("december",), "years": ("2026:2027",), "weekdays": ("friday",)}, True),
    ],
)
def test_ever(given_: dict[str, Any], comes: bool) -> None:
    assert ever(interval(**given_)) is comes
    # Every day of some years, as Alertmanager would look at it.
    every = (date(2024, 1, 1) + timedelta(days=number) for number in range(28 * 366))
    moments = (datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in every)
    assert any(contains(document(interval(**given_)), at) for at in moments) is comes


@pytest.mark.parametrize(
    ("given_", "endless"),
    [
        ({"times": ("00:00-24:00",)}, True),
        ({"times": ("00:00-12:00", "11:00-24:00"), "weekdays": ("sunday:saturday",)}, True),
        ({"times": ("00:00-12:00", "12:01-24:00")}, False),
        ({"weekdays": ("monday:saturday",)}, False),
        ({"days_of_month": ("1:31",)}, True),
        ({"days_of_month": ("1:30",)}, False),
        ({"months": ("january:december",)}, True),
        ({"months": ("january:november",)}, False),
        ({"years": ("2026:2050",)}, False),
    ],
)
def test_always(given_: dict[str, Any], endless: bool) -> None:
    assert always(interval(**given_)) is endless


def allowed(*, active: tuple[TimeInterval, ...] = (), mute: tuple[TimeInterval, ...] = ()) -> int | None:
    names = {name: tuple(one.name for one in listed) for name, listed in (("active", active), ("mute", mute))}
    route = Route("r", "r", (), (), 0, 0, 0, names["mute"], names["active"], False, False, frozenset(), (), SOURCE)
    return told(route, {one.name: one for one in (*active, *mute)})


def test_told() -> None:
    office = interval("office", times=("09:00-17:00",), weekdays=("monday:friday",))
    noon = interval("noon", times=("12:00-13:00",))
    feast = interval("feast", days_of_month=("25",), months=("december",))
    assert allowed() == WEEK
    assert hours_of(allowed(active=(office,)) or 0) == 40
    assert hours_of(allowed(active=(office,), mute=(noon,)) or 0) == 35
    assert allowed(active=(noon,), mute=(interval("all", weekdays=("sunday:saturday",)),)) == 0
    assert allowed(mute=(feast,)) == WEEK
    assert hours_of(allowed(active=(feast,)) or 0) == 168
    assert allowed(active=(interval("never", days_of_month=("30",), months=("february",)),)) == 0
    assert allowed(active=(office,), mute=(interval("far", location="Asia/Tokyo", times=("09:00-17:00",)),)) is None
