"""Of which kind samples are, and in which unit, by declaration and by name."""

from __future__ import annotations

import math

import pytest

from o11ygen.promql.parse import tree
from o11ygen.resolved.exposed import exposed
from o11ygen.resolved.rules import RecordingRule
from o11ygen.resolved.scrape import Metric
from o11ygen.resolved.series import SeriesIndex
from o11ygen.resolved.source import UNKNOWN
from o11ygen.resolved.units import unit_of


def metric(name: str, type_: str, *, unit: str = "", native: bool = False) -> Metric:
    return Metric(
        name, type_, "", unit, (), (1.0,) if type_ == "histogram" else (), native, (), (-math.inf, math.inf), False, "shop",
        ("app",), UNKNOWN,
    )  # fmt: skip


def index(*metrics: Metric, records: dict[str, str] | None = None) -> SeriesIndex:
    rules = [RecordingRule(name, name, "", "up", {}, unit, "", UNKNOWN) for name, unit in (records or {}).items()]
    return SeriesIndex.build(metrics, rules, (), ())


DECLARED = index(
    metric("requests_total", "counter"),
    metric("depth", "gauge", unit="percent"),
    metric("latency_seconds", "histogram", native=True),
    metric("wait", "summary", unit="seconds"),
    metric("build_info", "info"),
    records={"job:depth:ratio": "", "job:depth:max": "percent"},
)


@pytest.mark.parametrize(
    ("name", "kind", "grows"),
    [
        ("requests_total", "counter", True),
        ("depth", "gauge", False),
        ("latency_seconds", "native", False),
        ("latency_seconds_bucket", "bucket", True),
        ("latency_seconds_sum", "sum", True),
        ("latency_seconds_count", "count", True),
        ("wait", "quantile", False),
        ("wait_sum", "sum", True),
        ("build_info", "info", False),
        ("up", "gauge", False),
        ("job:depth:ratio", "", False),
        # Where others are declared, a name alone tells nothing.
        ("errors_total", "", False),
    ],
)
def test_declared(name: str, kind: str, grows: bool) -> None:
    found = exposed(DECLARED, name)
    assert (found.kind, found.grows, found.by_name) == (kind, grows, False)


def test_declared_in_several_ways_is_not_known() -> None:
    assert exposed(index(metric("x", "counter"), metric("x", "gauge")), "x").kind == ""


@pytest.mark.parametrize(
    ("name", "kind"), [("errors_total", "counter"), ("x_bucket", "bucket"), ("x_count", ""), ("x", ""), ("up", "gauge")]
)
def test_by_name_where_nothing_is_declared(name: str, kind: str) -> None:
    found = exposed(index(), name)
    assert found.kind == kind
    assert found.by_name is (name != "up")


def test_in_words() -> None:
    assert str(exposed(index(), "errors_total")) == "by its name a counter"
    assert str(exposed(DECLARED, "requests_total")) == "a counter"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("depth", "percent"),
        ("max by (job) (avg_over_time(depth[5m])) > 3", "percent"),
        ("job:depth:max", "percent"),
        ("job:depth:ratio", "ratio"),
        ("histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))", "seconds"),
        ("latency_seconds_sum", "seconds"),
        ("latency_seconds_count", ""),
        ("wait", "seconds"),
        ("rate(wait_sum[5m])", ""),
        ("count(depth)", ""),
        ("depth * 2", ""),
        ("depth > bool 1", ""),
        ("max_over_time((depth)[5m:1m])", "percent"),
    ],
)
def test_units(text: str, unit: str) -> None:
    whole = tree(text)
    assert whole is not None
    assert unit_of(whole, DECLARED) == unit
