"""What relabeling leaves of scraped series, and who is concerned by it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.check import run
from o11ygen.checks import scrape_relabel
from o11ygen.finding import Finding
from o11ygen.resolved import Job, Label, Metric, Stack
from o11ygen.resolved.scraped import Remainders, remainder
from tests import stacks

NAMES = ("a_total", "b_total", "job:a:sum")
STEPS: tuple[dict[str, Any], ...] = (
    {"action": "drop", "source_labels": ("__name__",), "regex": "a_.*"},
    {"action": "keep", "source_labels": ("__name__",), "regex": "b_.*|other"},
    {"action": "drop", "source_labels": ("zone",), "regex": "x"},
    {"action": "labeldrop", "regex": "zone"},
    {
        "action": "replace",
        "source_labels": ("__name__",),
        "regex": "a_(.*)",
        "target_label": "__name__",
        "replacement": "c_$1",
    },
    {"action": "replace", "target_label": "zone", "replacement": ""},
    {"action": "replace", "target_label": "more", "replacement": "x"},
)
EXPRESSIONS = (
    "a_total > 1",
    'sum by (zone) (rate(a_total{job="app"}[5m])) > 1',
    'sum by (zone) (b_total{zone="x"}) > 1',
    'a_total{zone="x"} / on (zone) b_total > 1',
    '{__name__="a_total"} > 1',
    '{__name__=~"a_.*"} > 1',
    "job:a:sum > 1",
    "up == 0",
    "a_total >",
)


@st.composite
def scraped(draw: st.DrawFn) -> Stack:
    jobs = [
        stacks.make_job(name, metric_relabel=tuple(draw(st.lists(st.sampled_from(STEPS), max_size=2))))
        for name in ("app", "other")
    ]
    metrics = [
        stacks.make_metric(
            name,
            labels=draw(st.sampled_from(((), (Label("zone", (), "", 0),), (Label("zone", ("",), "", 1),)))),
            jobs=draw(st.sampled_from((("app",), ("other",), ("app", "other"), ()))),
        )
        for name in NAMES[:2]
    ]
    alerts = [
        stacks.make_alert(f"Alert{at}", expr=expr, annotations={"summary": "{{ $labels.zone }}"})
        for at, expr in enumerate(draw(st.lists(st.sampled_from(EXPRESSIONS), min_size=1, max_size=5)))
    ]
    record = stacks.make_recording("job:a:sum", expr="sum by (job) (a_total)")
    return stacks.make_stack(jobs=tuple(jobs), metrics=tuple(metrics), groups=(stacks.make_group(*alerts, record),))


def found_in(stack: Stack) -> list[Finding]:
    return [one for one in run(stack, severities={}, used=set()) if one.id == "scrape/relabel"]


@settings(max_examples=150, deadline=None)
@given(scraped())
def test_who_reads_nothing_that_is_touched_need_not_be_asked(stack: Stack) -> None:
    found = found_in(stack)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scrape_relabel, "_touched", lambda *_: frozenset(("", *NAMES, "up")))
        assert found_in(stack) == found


@settings(max_examples=50, deadline=None)
@given(scraped())
def test_a_remainder_is_worked_out_once(stack: Stack) -> None:
    def left(job: Job, metric: Metric) -> Any:
        return Remainders.of(stack).left(job, metric, metric.name)

    for job in stack.jobs:
        for metric in stack.metrics:
            assert left(job, metric) == remainder(job, metric, metric.name)
            assert left(job, metric) is left(job, metric)
