"""What the value of an alert is a number of."""

from __future__ import annotations

import pytest

from o11ygen.promql import parse
from o11ygen.resolved import SeriesIndex
from o11ygen.resolved.value_units import has_percent_sign, misread, unit_of
from tests.stacks import make_metric

SERIES = SeriesIndex.build(
    [make_metric("full", type="gauge", unit="ratio"), make_metric("waited", type="gauge", unit="seconds")], (), (), ()
)


@pytest.mark.parametrize(
    ("expr", "unit"),
    [
        ("full > 0.5", "ratio"),
        ("max by (job) (x_bytes) > 5", "bytes"),
        ("rate(x_seconds_total[5m]) > 5", "seconds/s"),
        ("histogram_quantile(0.9, sum by (le) (rate(x_milliseconds_bucket[5m]))) > 5", "milliseconds"),
        ("rate(x_seconds_count[5m]) > 5", ""),
        ("rate(x_seconds_sum[5m]) > 5", "seconds/s"),
        ("x_bytes + 1 > 5", ""),
        ("x_bytes / y_bytes > 5", ""),
        ("count(x_bytes) > 5", ""),
        ("x > 5", ""),
    ],
)
def test_units(expr: str, unit: str) -> None:
    (outcome,) = SERIES.outcomes_of(expr)
    assert unit_of(outcome) == unit


@pytest.mark.parametrize(
    ("function", "expr", "why"),
    [
        ("humanizePercentage", "x_percent > 5", "is in percent already, and is multiplied by 100 again"),
        ("humanizePercentage", "x > 80", "is compared with 80, so it is no ratio, and is multiplied by 100"),
        ("humanizePercentage", "x > 2", ""),
        ("humanizePercentage", "full > 0.8", ""),
        ("humanizePercentage", "x_bytes > 5", "is in bytes and no ratio"),
        ("humanizePercentage", "count(x) > 5", "is a count and no ratio"),
        ("humanizePercentage", "rate(x_seconds_total[5m]) > 0.9", ""),
        ("humanizeDuration", "x_milliseconds > 5", "is in milliseconds, and is read as seconds"),
        ("humanizeDuration", "waited > 5", ""),
        ("humanizeDuration", "full > 0.5", "is a ratio and no time"),
        ("humanizeDuration", "time() - x > 5", ""),
        ("humanize1024", "x_bytes > 5", ""),
        ("humanize1024", "rate(x_bytes_total[5m]) > 5", ""),
        ("humanize1024", "waited > 5", "is in seconds, which nobody counts in units of 1024"),
        ("humanize", "waited > 5", ""),
    ],
)
def test_what_is_taken_for_something_else(function: str, expr: str, why: str) -> None:
    (outcome,) = SERIES.outcomes_of(expr)
    assert misread(function, outcome, parse(expr).comparison) == why


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ $value }}%", True),
        ("{{.Value}} %", True),
        ('{{ printf "%.2f" $value }}%', True),
        ('{{ $value | printf "%.1f" }}%', True),
        ("{{ $value | humanizePercentage }}%", False),
        ("{{ $value }} of 5%", False),
        ("{{ $labels.x }}%", False),
    ],
)
def test_percent_signs(text: str, found: bool) -> None:
    assert has_percent_sign(text) is found
