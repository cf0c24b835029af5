"""How many series and samples the metrics of an environment make, by what is declared of labels, targets and intervals.

It is the most that the declarations allow: labels that go together, such as a device and its file system, make fewer. A
label that does not say how many values it has counts as one, so where labels are not `told` there may be more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from o11ygen.resolved.scrape import Job, Metric
from o11ygen.resolved.scraped import Remainders
from o11ygen.resolved.stack import Stack


class Estimate(NamedTuple):
    """What one metric makes: its series over all targets, and how many samples of them come in a second."""

    metric: Metric
    series: int
    samples_per_second: float
    told: bool


def estimates(stack: Stack) -> list[Estimate]:
    """One for each metric that something exposes here, those with the most series first."""
    jobs, remainders = {job.name: job for job in stack.jobs}, Remainders.of(stack)
    probes = {probe.name: len(probe.targets) for probe in stack.probes}
    found = []
    for metric in stack.metrics:
        series, per_second = 0, 0.0
        for name in metric.jobs:
            job, interval_ms = jobs.get(name), stack.series.intervals.get(name, 0)
            targets = job.targets if job else probes.get(name, 0)
            stored = targets * _on_each_target(metric, job, remainders)
            series += stored
            per_second += stored * 1000 / interval_ms if interval_ms else 0
        if series:
            told = all(label.cardinality for label in metric.labels)
            found.append(Estimate(metric, series, per_second, told))
    return sorted(found, key=lambda one: (-one.series, one.metric.name))


def total(found: Iterable[Estimate]) -> tuple[int, float]:
    """The series of all together, and the samples of a second."""
    listed = list(found)
    return sum(one.series for one in listed), sum(one.samples_per_second for one in listed)


def _on_each_target(metric: Metric, job: Job | None, remainders: Remainders) -> int:
    """The series that are stored of one target, without the names that relabeling drops."""
    parts = _parts(metric)
    if job is not None and job.metric_relabel:
        parts = {name: count for name, count in parts.items() if not remainders.left(job, metric, name).dropped}
    return math.prod((label.cardinality or 1 for label in metric.labels), start=sum(parts.values()))


def _parts(metric: Metric) -> dict[str, int]:
    """How many series each of its names has for one combination of labels."""
    if metric.type == "histogram":
        bucket = {f"{metric.name}_bucket": len(metric.buckets) + 1}
        return {**dict.fromkeys(metric.series, 1), **bucket}
    if metric.type == "summary":
        return {**dict.fromkeys(metric.series, 1), metric.name: len(metric.quantiles)}
    return {metric.name: 1}


def most_series(stack: Stack, names: Iterable[str], labels: Iterable[str]) -> int:
    """The most series with these labels that an expression makes of the named metrics; 0 where it is not known."""
    metrics = [metric for name in names for metric in stack.series.metrics.get(name, ())]
    exposing = {name for metric in metrics for name in metric.jobs}
    jobs = [job for job in stack.jobs if job.name in exposing]
    if not metrics or len(jobs) != len(exposing):
        return 0
    most = 1
    for label in labels:
        if label == "job":
            # Each target has one.
            most *= 1 if "instance" in labels else len(jobs)
        elif label == "instance":
            most *= sum(job.targets for job in jobs)
        elif label == "le":
            most *= max(len(metric.buckets) + 1 if metric.buckets else 0 for metric in metrics)
        else:
            declared = [one.cardinality for metric in metrics for one in metric.labels if one.name == label]
            most *= max(declared, default=0)
    return most
