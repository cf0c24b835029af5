"""What dashboards show of what alerts watch."""

from __future__ import annotations

import pytest

from o11ygen.resolved import SeriesIndex
from o11ygen.resolved.shown import Watched, asked_alike, metrics_behind, watched
from tests.stacks import make_recording


def test_metrics_behind_recording_rules_and_parts_of_histograms() -> None:
    records = (
        make_recording("job:a:rate5m", expr="sum by (job) (rate(a_total[5m]))"),
        make_recording("a:ratio", expr="job:a:rate5m / on (job) b_count"),
        make_recording("circle", expr="circle + 1"),
    )
    series = SeriesIndex.build((), records, (), ())
    assert metrics_behind(("a:ratio > 1",), series) == {"a:ratio", "job:a:rate5m", "a_total", "b_count", "b"}
    assert metrics_behind(("circle", "up"), series) == {"circle", "up"}
    assert metrics_behind(("time()", "sum(", ""), series) == frozenset()


@pytest.mark.parametrize(
    ("expr", "found"),
    [
        ("max(a) > 5", Watched("max(a)", ">", 5)),
        ("((5 < (max(a))))", Watched("max(a)", ">", 5)),
        ("rate(a_total[5m]) >= 2 * 10", Watched("rate(a_total[])", ">=", 20)),
        ("a > bool 1", None),
        ("a > b", None),
        ("a > 1 and b > 2", None),
        ("a > 1 or b > 2", None),
        ("a", None),
        ("a >", None),
    ],
)
def test_watched(expr: str, found: Watched | None) -> None:
    assert watched(expr) == found


@pytest.mark.parametrize(
    ("query", "alike"),
    [
        ("sort_desc(max(a))", "max(a)"),
        ("topk(5, (max(a)))", "max(a)"),
        ('a{job="x",instance=~".*"}', 'a{job="x"}'),
        ('a{instance=~".*"}', "a"),
        ("rate(a_total[1m])", "rate(a_total[])"),
        ("max(a", ""),
    ],
)
def test_asked_alike(query: str, alike: str) -> None:
    assert asked_alike(query) == alike
