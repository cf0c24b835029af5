"""What stands behind a series name: the labels that are sure, those that are possible, and how often it is scraped."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    External,
    Gauge,
    Histogram,
    HttpProbe,
    Label,
    RecordingRule,
    ScrapeJob,
    Static,
    Summary,
)
from o11ygen.resolved import SeriesIndex
from tests.resolve.stage import APP, make_environment, make_project, make_service, stack_of

_CLASSIC = {"size_bytes_bucket": {"a", "le"}, "size_bytes_sum": {"a"}, "size_bytes_count": {"a"}}


def series_of(*records: RecordingRule, **fields: Any) -> SeriesIndex:
    environment = make_environment(addresses={"app": "a:1", "b": "b:1", "page": "https://x", "alertmanager": "am:9093"})
    service = make_service(recording_rules=records, **fields)
    return stack_of(make_project(service, environments=(environment,))).series


def labels(found: frozenset[str] | None) -> set[str]:
    """The labels of a series that is known."""
    assert found is not None
    return set(found)


@pytest.mark.parametrize(
    ("metric", "names"),
    [
        (Gauge("size_bytes"), {"size_bytes": {"a"}}),
        (Histogram("size_bytes"), _CLASSIC),
        (Histogram("size_bytes", native=True), {"size_bytes": {"a"}, **_CLASSIC}),
        (Summary("size_bytes"), {"size_bytes": {"a", "quantile"}, "size_bytes_sum": {"a"}, "size_bytes_count": {"a"}}),
        (External("size_bytes", kind="histogram"), _CLASSIC),
    ],
)  # fmt: skip
def test_the_series_of_a_metric(metric: Any, names: dict[str, set[str]]) -> None:
    series = series_of(metrics=(metric.replace(labels=("a",)),))
    assert set(series.metrics) == set(names)
    for name, own in names.items():
        assert labels(series.carried(name)) == labels(series.possible(name)) == {*own, "job", "instance"}
    assert not series.knows("other")
    assert (series.carried("other"), series.possible("other")) == (None, None)


def test_two_declarations_of_a_name() -> None:
    one, other = Gauge("size_bytes", labels=("a", "b")), Gauge("size_bytes", labels=("b", "c"))
    jobs = (ScrapeJob("app", metrics=(one,)), ScrapeJob("b", metrics=(other,), interval="5m"))
    series = series_of(metrics=(one, other), jobs=jobs)
    assert labels(series.carried("size_bytes")) == {"b", "job", "instance"}
    assert labels(series.possible("size_bytes")) == {"a", "b", "c", "job", "instance"}
    assert series.interval_of("size_bytes") == 300_000


def test_labels_of_jobs_and_static_targets() -> None:
    jobs = (
        ScrapeJob("app", target_labels=("zone",)),
        ScrapeJob("b", discovery=(Static(("b:1",), labels={"rack": "1"}),), target_labels=("zone",)),
    )
    series = series_of(metrics=(Gauge("size_bytes"),), jobs=jobs)
    assert labels(series.carried("size_bytes")) == {"job", "instance", "zone"}
    assert labels(series.possible("size_bytes")) == {"job", "instance", "zone", "rack"}
    assert labels(series.carried("up")) == {"job", "instance"}
    assert labels(series.possible("up")) == {"job", "instance", "zone", "rack"}


def test_what_probes_tell() -> None:
    success = External("probe_success", kind="gauge")
    series = series_of(
        metrics=(success,), jobs=(APP,), probes=(HttpProbe("page", labels={"tier": "1"}, interval="2m"),)
    )
    assert labels(series.possible("probe_success")) == {"job", "instance", "tier"}
    assert series.interval_of("probe_success") == 120_000


def test_recording_rules_carry_what_their_expression_keeps() -> None:
    metrics = (Gauge("size_bytes", labels=("a", "b")),)
    series = series_of(
        RecordingRule("x:y:sum", expr="sum by (a, job) (size_bytes)", labels={"extra": "1"}),
        RecordingRule("x:z:max", expr="max without (job) (x:y:sum)"),
        metrics=metrics,
    )
    assert labels(series.carried("x:y:sum")) == {"a", "job", "extra"}
    assert labels(series.possible("x:y:sum")) == {"a", "job", "extra"}
    assert labels(series.carried("x:z:max")) == {"a", "extra"}


def test_a_recording_rule_that_reads_itself_ends() -> None:
    series = series_of(
        RecordingRule("x:y:z", expr="x:y:z or sum by (a) (size_bytes)"), metrics=(Gauge("size_bytes", labels=("a",)),)
    )
    assert series.knows("x:y:z")
    assert series.carried("x:y:z") == frozenset()


def test_what_prometheus_makes_itself() -> None:
    series = series_of()
    assert series.carried("ALERTS") is None
    assert {"up", "ALERTS", "scrape_duration_seconds", "requests_total"} <= series.names


def test_values_of_a_label() -> None:
    known, unknown = Label("a", values=("x", "y")), Label("a")
    series = series_of(metrics=(Gauge("size_bytes", labels=(known,)), Gauge("age_seconds", labels=(unknown,))))
    assert series.values_of("size_bytes", "a") == {"x", "y"}
    assert series.values_of("age_seconds", "a") == frozenset()
    assert series.values_of("other", "a") == frozenset()
