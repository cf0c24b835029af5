"""The unit of what a panel shows."""

from __future__ import annotations

import pytest

from o11ygen.resolved import SeriesIndex
from o11ygen.resolved.panel_unit import counts_things, fitting, is_measured
from tests.stacks import make_metric

SERIES = SeriesIndex.build(
    (
        make_metric("age_seconds", type="gauge", unit="seconds"),
        make_metric("sent_bytes_total", unit="bytes"),
        make_metric("used_ratio", type="gauge", unit="ratio"),
        make_metric("built_timestamp_seconds", type="gauge", unit="seconds"),
        make_metric("requests_total"),
        make_metric("latency_seconds", type="histogram", unit="seconds"),
    ),
    (),
    (),
    (),
)


@pytest.mark.parametrize(
    ("expr", "unit"),
    [
        ("age_seconds", "s"),
        ("max(age_seconds) > 5", "s"),
        ("age_seconds * 1000", None),
        ("rate(sent_bytes_total[5m])", "Bps"),
        ("increase(sent_bytes_total[5m])", "bytes"),
        ("used_ratio", "percentunit"),
        ("used_ratio * 100", "percent"),
        ("histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))", "s"),
        ("rate(latency_seconds_sum[5m])", "percentunit"),
        ("rate(latency_seconds_sum[5m]) / rate(latency_seconds_count[5m])", "s"),
        ("rate(requests_total[5m])", None),
        # By the name alone.
        ("sum by (job) (foreign_bytes)", "bytes"),
        ("rate(foreign_seconds_total[5m])", "percentunit"),
        ("histogram_quantile(0.9, rate(foreign_seconds_bucket[5m]))", "s"),
        ("foreign_seconds_count", None),
        # Many exporters call a percentage so.
        ("foreign_ratio", None),
        ("rate(squid_kbytes_out_bytes_total[5m])", None),
        ("kb_per_seconds", None),
        ("foreign_bytes / 1024", None),
        ("foreign_bytes - other_bytes", None),
        ("foreign", None),
    ],
)
def test_fitting_units(expr: str, unit: str | None) -> None:
    (outcome,) = SERIES.outcomes_of(expr)
    found = fitting(outcome)
    assert (found and found.units[0]) == unit


def test_times_since_1970_fit_no_unit_as_they_are() -> None:
    (outcome,) = SERIES.outcomes_of("max(built_timestamp_seconds)")
    assert fitting(outcome) == ("seconds since 1970", ())
    (outcome,) = SERIES.outcomes_of("built_timestamp_seconds * 1000")
    assert fitting(outcome) is None


def test_the_axis_of_buckets() -> None:
    (outcome,) = SERIES.outcomes_of("sum by (le) (rate(latency_seconds_bucket[5m]))")
    found = fitting(outcome, of_buckets=True)
    assert found is not None
    assert found.units[0] == "s"


@pytest.mark.parametrize(
    ("expr", "unit", "wrong"),
    [
        ("count(up)", "bytes", True),
        ("count(up)", "dateTimeAsIso", True),
        ("count(up)", "short", False),
        ("rate(requests_total[5m])", "s", True),
        ("rate(requests_total[5m])", "reqps", False),
        ("rate(foreign_total[5m])", "s", False),
        ("age_seconds", "bytes", False),
        ("rate(sent_bytes_total[5m])", "s", False),
    ],
)
def test_numbers_of_things(expr: str, unit: str, wrong: bool) -> None:
    (outcome,) = SERIES.outcomes_of(expr)
    assert counts_things(outcome, unit) is wrong


@pytest.mark.parametrize(
    ("unit", "measured"),
    [("s", True), ("Bps", True), ("dateTimeAsIso", True), ("short", False), ("none", False), ("suffix:cores", False)],
)
def test_units_that_measure(unit: str, measured: bool) -> None:
    assert is_measured(unit) is measured
