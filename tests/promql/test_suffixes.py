"""What the name of a series tells."""

from __future__ import annotations

import pytest

from o11ygen.promql.suffixes import counts_events, kind_by_name, unit_by_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("requests_total", "counter"),
        ("latency_seconds_bucket", "bucket"),
        ("latency_seconds_count", ""),
        ("latency_seconds_sum", ""),
        ("requests", ""),
        ("job:requests:total", ""),
        ("job:requests_total", ""),
    ],
)
def test_the_kind_of_a_name(name: str, expected: str) -> None:
    assert kind_by_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("requests_total", True),
        ("node_edac_uncorrectable_errors_total", True),
        ("nodes_offline_total", False),
        ("slots_total", False),
        ("errors", False),
        ("total", False),
        ("requests_total_bytes", False),
    ],
)
def test_names_that_count_events(name: str, expected: bool) -> None:
    assert counts_events(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("disk_used_ratio", "ratio"),
        ("instance:cpu_used:ratio", "ratio"),
        ("instance:cpu_used:ratio_rate5m", "ratio"),
        ("cpu_percent", "percent"),
        ("battery_percentage", "percent"),
        ("latency_seconds_bucket", "seconds"),
        ("cpu_seconds_total", "seconds"),
        ("last_run_timestamp_milliseconds", "milliseconds"),
        ("took_ms", "milliseconds"),
        ("free_bytes", "bytes"),
        ("job:latency_seconds:rate5m", ""),
        ("ratio_of_things", ""),
        ("total", ""),
        ("queue_depth", ""),
    ],
)
def test_the_unit_of_a_name(name: str, expected: str) -> None:
    assert unit_by_name(name) == expected
