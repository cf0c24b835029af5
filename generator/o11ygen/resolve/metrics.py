"""Metrics: those that services declare, and those that probes answer with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from o11ygen import conventions
from o11ygen.resolve.at import At, MissingValueError, identity
from o11ygen.resolved import Label, Metric, Source
from o11ygen.spec import scrape as spec
from o11ygen.spec.metric import Label as LabelSpec
from o11ygen.spec.metric import Metric as MetricSpec
from o11ygen.spec.project import Service
from o11ygen.spec.varying import PerEnv
from o11ygen.targets.blackbox_metrics import ProbeMetric, probe_metrics

S = TypeVar("S", spec.ScrapeJob, spec.Probe)
_UNLIMITED = (-math.inf, math.inf)


def metrics(at: At) -> Iterator[Metric]:
    """Every metric of the project, each with the jobs that expose it here."""
    exposed: dict[int, tuple[MetricSpec, Service, list[str]]] = {}
    for service in at.project.services:
        for metric in service.metrics:
            exposed.setdefault(id(metric), (metric, service, []))
        for job in _present(at, service, service.jobs):
            for metric in _exposed(at, service, job):
                exposed.setdefault(id(metric), (metric, service, []))[2].append(job.name)
        for probe in _present(at, service, service.probes):
            for metric in service.metrics:
                if metric.name.startswith("probe_"):
                    exposed[id(metric)][2].append(probe.name)
    for metric, service, names in exposed.values():
        if not metric.refused:
            key, jobs = (metric.name, identity(metric)), tuple(dict.fromkeys(names))
            having = service, at.inherited_allowances(service), jobs
            yield at.once(key, having, _metric, at, metric, service, jobs)
    yield from _of_probes(at)


def _metric(at: At, metric: MetricSpec, service: Service, jobs: tuple[str, ...]) -> Metric:
    # A field that a kind of metric does not have takes pydantic long to say.
    held: Mapping[str, Any] = metric.__dict__
    return Metric(
        metric.name,
        held["kind"] if "kind" in held else type(metric).type,
        metric.help,
        metric.unit,
        tuple(_label(label) for label in metric.labels),
        held.get("buckets", ()),
        held.get("native", False),
        held.get("quantiles", ()),
        held.get("range") or _UNLIMITED,
        type(metric).external,
        service.name,
        jobs,
        at.source(metric.name, metric.label, metric, service),
    )


def _of_probes(at: At) -> Iterator[Metric]:
    """What the blackbox exporter answers with, but for what a probe's service declares itself."""
    implied: dict[str, tuple[ProbeMetric, list[str], Source]] = {}
    for service in at.project.services:
        probes = _present(at, service, service.probes)
        declared = {metric.name for metric in service.metrics} if probes else ()
        for probe in probes:
            if probe.refused:
                continue
            for one in _probe_metrics(at, probe):
                if one.name not in declared:
                    source = at.source(one.name, f"metric {one.name}", probe, service)
                    implied.setdefault(one.name, (one, [], source))[1].append(probe.name)
    for one, names, source in implied.values():
        labels = tuple(Label(label, (), "", 0) for label in one.labels)
        yield Metric(
            one.name, one.type, one.help, one.unit, labels, (), False, (), one.limits, True, "", tuple(names), source
        )


def _probe_metrics(at: At, probe: spec.Probe) -> Iterable[ProbeMetric]:
    """None where what they depend on is missing, which is told as the probe is resolved."""
    try:
        tls = at.pick(getattr(probe, "tls", True), at.source(probe.name, probe.label, probe), "tls")
    except MissingValueError:
        return ()
    return probe_metrics(type(probe).kind, tls=tls)


def _present(at: At, service: Service, specs: Iterable[S]) -> list[S]:
    """The jobs or probes of a service that exist here, with their overrides."""
    by_id = ((conventions.rule_id(service.name, spec.name), spec) for spec in specs)
    return [at.applied(id, spec) for id, spec in by_id if not at.is_disabled(id, spec)]


def _exposed(at: At, service: Service, job: spec.ScrapeJob) -> tuple[MetricSpec, ...]:
    """The metrics that a job exposes here; none where that is missing, which is told as the job is resolved."""
    given: Any = job.metrics
    if type(given) is PerEnv:
        try:
            given = at.pick(given, at.source(job.name, job.label, job, service), "metrics")
        except MissingValueError:
            return ()
    exposed: tuple[MetricSpec, ...] = service.metrics if given is None else given
    return exposed


def _label(label: LabelSpec | str) -> Label:
    if isinstance(label, str):
        return Label(label, (), "", 0)
    return Label(label.name, label.values, label.pattern, label.cardinality or len(label.values))
