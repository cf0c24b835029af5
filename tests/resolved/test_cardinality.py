"""How many series and samples metrics make."""

from __future__ import annotations

import pytest

from o11ygen.resolved import Label, Metric, Stack
from o11ygen.resolved.cardinality import estimates, most_series, total
from o11ygen.resolved.series import SeriesIndex
from tests.stacks import make_job, make_metric, make_probe, make_stack, static

FEW = Label("plan", ("free", "paid"), "", 2)
MANY = Label("country", (), "", 200)
UNKNOWN = Label("status", (), "", 0)


def stack_of(*metrics: Metric, **parts: object) -> Stack:
    jobs, probes = parts.get("jobs", (make_job("app", interval_ms=10_000),)), parts.get("probes", ())
    series = SeriesIndex.build(metrics, (), jobs, probes)  # type: ignore[arg-type]  # given by name, as tuples
    return make_stack(metrics=metrics, series=series, jobs=jobs, probes=probes)


@pytest.mark.parametrize(
    ("metric", "series", "told"),
    [
        (make_metric("a_total", jobs=("app",)), 1, True),
        (make_metric("a_total", jobs=("app",), labels=(FEW, MANY)), 400, True),
        (make_metric("a_total", jobs=("app",), labels=(FEW, UNKNOWN)), 2, False),
        (make_metric("a", type="histogram", jobs=("app",), labels=(FEW,), buckets=(1.0, 2.0)), 10, True),
        (make_metric("a", type="histogram", jobs=("app",), native=True), 4, True),
        (make_metric("a", type="summary", jobs=("app",), quantiles=(0.5, 0.9)), 4, True),
    ],
)
def test_the_series_of_one_target(metric: Metric, series: int, told: bool) -> None:
    (found,) = estimates(stack_of(metric))
    assert (found.series, found.told) == (series, told)
    assert found.samples_per_second == pytest.approx(series / 10)


def test_targets_of_every_job_and_probe_count() -> None:
    listed = make_job("listed", interval_ms=10_000, discovery=(static("a:1", "b:1"), static("c:1")))
    found = make_job("found", interval_ms=20_000, expected_targets=40)
    probe = make_probe("front", interval_ms=60_000, targets=("https://a.example.com", "https://b.example.com"))
    metric = make_metric("a_total", jobs=("listed", "found", "front"), labels=(FEW,))
    (one,) = estimates(stack_of(metric, jobs=(listed, found), probes=(probe,)))
    assert one.series == 2 * (3 + 40 + 2)
    assert one.samples_per_second == pytest.approx(6 / 10 + 80 / 20 + 4 / 60)


def test_what_nobody_exposes_or_relabeling_drops_is_not_stored() -> None:
    drop = {"action": "drop", "source_labels": ("__name__",), "regex": "a_bucket"}
    job = make_job("app", interval_ms=10_000, metric_relabel=(drop,))
    metric = make_metric("a", type="histogram", jobs=("app",), buckets=(1.0, 2.0))
    gone = make_metric("b_total", jobs=())
    (one,) = estimates(stack_of(metric, gone, jobs=(job,)))
    assert (one.metric.name, one.series) == ("a", 2)


def test_the_largest_come_first_and_add_up() -> None:
    metrics = [
        make_metric("a_total", jobs=("app",), labels=(FEW,)),
        make_metric("b_total", jobs=("app",), labels=(MANY,)),
    ]
    found = estimates(stack_of(*metrics))
    assert [one.metric.name for one in found] == ["b_total", "a_total"]
    series, per_second = total(found)
    assert series == 202
    assert per_second == pytest.approx(20.2)


@pytest.mark.parametrize(
    ("labels", "most"),
    [
        ((), 1),
        (("country",), 200),
        (("job",), 1),
        (("job", "instance", "country"), 400),
        (("status",), 0),
        (("nobody_knows",), 0),
    ],
)
def test_the_most_series_of_a_result(labels: tuple[str, ...], most: int) -> None:
    job = make_job("app", discovery=(static("a:1", "b:1"),))
    metric = make_metric("a_total", jobs=("app",), labels=(MANY, UNKNOWN))
    assert most_series(stack_of(metric, jobs=(job,)), ("a_total",), labels) == most


def test_nothing_is_known_of_series_that_no_job_exposes() -> None:
    metric = make_metric("a_total", jobs=("elsewhere",), labels=(MANY,))
    assert most_series(stack_of(metric), ("a_total",), ("country",)) == 0
    assert most_series(stack_of(metric), ("b_total",), ()) == 0
