"""Queries of dashboards as Prometheus may get them."""

from __future__ import annotations

import pytest

from o11ygen.resolved.expressions import expand, of_dashboards
from tests.dashboards import make_dashboard, make_panel, make_query, make_row, make_variable

VARIABLES = (make_variable("stage", values=("blue", "green")), make_variable("job", query="label_values(up, job)"))


@pytest.mark.parametrize(
    ("text", "expanded", "adaptive"),
    [
        ("up", "up", False),
        ('up{job=~"$job"}', 'up{job=~".*"}', False),
        ("up{job=~'${job:regex}|[[job]]'}", "up{job=~'.*|.*'}", False),
        ('up{stage="$stage"}', 'up{stage="blue"}', False),
        ("sum by ($stage) (up)", "", False),
        ("topk by (job) ($stage, up)", "topk by (job) (blue, up)", False),
        ("rate(a_total[$__rate_interval])", "rate(a_total[1m])", True),
        ("increase(a_total[${__range}])", "increase(a_total[1h])", True),
        ("a / $__range_s", "a / 3600", False),
        # A range that the reader chooses is one; which label or metric he chooses nobody knows.
        ("rate(a_total[$job])", "rate(a_total[1m])", True),
        ("max_over_time(a[1h:$job])", "max_over_time(a[1h:1m])", True),
        ("max_over_time(a[$stage])", "max_over_time(a[1m])", True),
        ("rate(a_total[$__auto])", "rate(a_total[1m])", True),
        ("a * $__rate_interval_ms + $__from", "a * 60000 + 1700000000000", False),
        # What is asked for is any value, where one is asked for as well.
        ('up{job="$job", a!="$job"}', 'up{job=~".*", a!=".*"}', False),
        ("up{job = '$job/x'} == 1", "up{job =~'.*/x'} == 1", False),
        ('up{job="$stage"}', 'up{job="blue"}', False),
        ("sum by ($job) (up)", "", False),
        ("$job > 1", "", False),
        ('label_replace(up, "x", "$1", "job", "(.*)$")', 'label_replace(up, "x", "$1", "job", "(.*)$")', False),
    ],
)
def test_expanded(text: str, expanded: str, adaptive: bool) -> None:
    assert expand(text, VARIABLES, scrape_interval_ms=15_000) == (expanded, adaptive)


def test_of_a_dashboard_variables_come_first_and_what_nobody_knows_is_left_out() -> None:
    panels = (
        make_panel("timeseries", "Line", queries=(make_query("up"), make_query("$job"))),
        make_panel("table", "Table", queries=(make_query("up[5m]"),)),
        make_panel("stat", "Newest", queries=(make_query("up[5m]", instant=True),)),
    )
    job = make_variable("job", query="label_values(up, job)", expr="up")
    found = of_dashboards((make_dashboard(make_row(*panels), variables=(job,)),), scrape_interval_ms=15_000)
    assert [(one.text, one.what, one.kind, one.field, one.over_time) for one in found] == [
        ("up", "variable job", "variable", "query", False),
        ("up", 'panel "Line"', "panel", "expr", True),
        ("up[5m]", 'panel "Table"', "panel", "expr", False),
        ("up[5m]", 'panel "Newest"', "panel", "expr", False),
    ]
