"""Metrics, scrape jobs, probes and the Prometheus server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.finding import nearest
from o11ygen.resolve.at import At, MissingValueError
from o11ygen.resolve.credentials import is_credential
from o11ygen.resolve.extra import extra
from o11ygen.resolved import (
    AlertmanagerEndpoint,
    Connection,
    Discovery,
    Job,
    Label,
    Metric,
    Probe,
    PrometheusServer,
    RemoteWrite,
    Source,
)
from o11ygen.size import parse_size
from o11ygen.spec import scrape as spec
from o11ygen.spec.metric import External
from o11ygen.spec.metric import Label as LabelSpec
from o11ygen.spec.metric import Metric as MetricSpec
from o11ygen.spec.project import Service

S = TypeVar("S", spec.ScrapeJob, spec.Probe)
_LIMITS = ("sample_limit", "label_limit", "target_limit")


def metrics(at: At) -> Iterator[Metric]:
    """Every metric of the project, each with the jobs that expose it here."""
    exposed: dict[int, tuple[MetricSpec, Service, list[str]]] = {}
    for service in at.project.services:
        jobs = _present(at, service, service.jobs)
        for metric in service.metrics:
            exposed.setdefault(id(metric), (metric, service, []))
        for job in jobs:
            for metric in service.metrics if job.metrics is None else job.metrics:
                exposed.setdefault(id(metric), (metric, service, []))[2].append(job.name)
        for probe in _present(at, service, service.probes):
            for metric in service.metrics:
                if metric.name.startswith("probe_"):
                    exposed[id(metric)][2].append(probe.name)
    for metric, service, names in exposed.values():
        if metric.refused:
            continue
        kind = metric.kind if isinstance(metric, External) else type(metric).type
        yield Metric(
            metric.name,
            kind,
            metric.help,
            metric.unit,
            tuple(_label(label) for label in metric.labels),
            getattr(metric, "buckets", ()),
            getattr(metric, "native", False),
            type(metric).external,
            service.name,
            tuple(dict.fromkeys(names)),
            at.source(metric.name, metric.label, metric, service),
        )


def _present(at: At, service: Service, specs: Iterable[S]) -> list[S]:
    """The jobs or probes of a service that exist here, with their overrides."""
    by_id = ((conventions.rule_id(service.name, spec.name), spec) for spec in specs)
    return [at.applied(id, spec) for id, spec in by_id if not at.is_disabled(id, spec)]


def _label(label: LabelSpec | str) -> Label:
    if isinstance(label, str):
        return Label(label, (), "", 0)
    return Label(label.name, label.values, label.pattern, label.cardinality or len(label.values))


def jobs(at: At, service: Service) -> Iterator[Job]:
    """The scrape jobs of a service."""
    for declared in service.jobs:
        id = conventions.rule_id(service.name, declared.name)
        if at.is_disabled(id, declared) or declared.refused:
            continue
        job = at.applied(id, declared)
        source = at.source(id, job.label, declared, service)
        try:
            yield _job(at, service, job, source)
        except MissingValueError:
            continue


def _job(at: At, service: Service, job: spec.ScrapeJob, source: Source) -> Job:
    server = at.project.prometheus
    timeout = job.timeout
    interval = _milliseconds(at, job.interval or server.scrape_interval, source, "interval")
    limits: dict[str, Any] = {name: at.pick(getattr(job, name), source, name) for name in _LIMITS}
    if job.body_size_limit is not None:
        limits["body_size_limit"] = at.pick(job.body_size_limit, source, "body_size_limit")
    return Job(
        id=source.id,
        name=job.name,
        service=service.name,
        team=service.team.name,
        connection=connection(at, job, source),
        discovery=_found(at, job, source),
        interval_ms=interval,
        timeout_ms=min(_milliseconds(at, timeout or server.scrape_timeout, source, "timeout"), interval)
        if timeout is None
        else _milliseconds(at, timeout, source, "timeout"),
        own_interval=job.interval is not None,
        own_timeout=timeout is not None,
        path=at.pick(job.path, source, "path"),
        params=at.plain(job.params, source, "params"),
        honor_labels=at.pick(job.honor_labels, source, "honor_labels"),
        relabel=tuple(at.settings(step, source) for step in at.pick(job.relabel, source, "relabel")),
        metric_relabel=tuple(
            at.settings(step, source) for step in at.pick(job.metric_relabel, source, "metric_relabel")
        ),
        limits={name: value for name, value in limits.items() if value},
        metrics=tuple(metric.name for metric in (service.metrics if job.metrics is None else job.metrics)),
        target_labels=(*job.target_labels, *_static_labels(job)),
        extra=extra(at, job, source),
        source=source,
    )


def _static_labels(job: spec.ScrapeJob) -> Iterator[str]:
    found = job.discovery if isinstance(job.discovery, tuple) else ()
    for one in found:
        if isinstance(one, spec.Static):
            yield from one.labels


def probes(at: At, service: Service) -> Iterator[Probe]:
    """The probes of a service."""
    for declared in service.probes:
        id = conventions.rule_id(service.name, declared.name)
        if at.is_disabled(id, declared) or declared.refused:
            continue
        probe = at.applied(id, declared)
        source = at.source(id, probe.label, declared, service)
        try:
            targets = probe.targets and at.pick(probe.targets, source, "targets")
            asked = targets or _addresses(at, probe.name, source, "targets")
            _askable(at, probe, asked, source)
            yield Probe(
                id,
                probe.name,
                service.name,
                service.team.name,
                type(probe).kind,
                conventions.probe_module(probe.name),
                asked,
                at.plain(probe.labels, source, "labels"),
                _milliseconds(at, probe.interval or at.project.prometheus.scrape_interval, source, "interval"),
                probe.interval is not None,
                _milliseconds(at, probe.timeout, source, "timeout"),
                at.settings(probe, source, without=("name", "targets", "labels", "interval", "timeout", "allow")),
                source,
            )
        except MissingValueError:
            continue


def connection(at: At, given: spec.HttpClient, source: Source) -> Connection:
    """How an endpoint is reached."""
    return Connection(
        at.pick(given.scheme, source, "scheme") if isinstance(given, spec.Connection) else "",
        at.plain(given.basic_auth, source, "basic_auth") or {},
        at.plain(given.authorization, source, "authorization") or {},
        at.plain(given.tls, source, "tls") or {},
    )


def _found(at: At, job: spec.ScrapeJob, source: Source) -> tuple[Discovery, ...]:
    found = discovery(at, job.discovery, job.name, source)
    if not found and not any(key.endswith("_sd_configs") for key in job.extra):
        at.report(
            "spec/value",
            source,
            f"{source.what}: `discovery` is empty, so the job has no targets, and nobody would ever see one of them down",
            "Leave `discovery` out to take the environment's `addresses`, or use `disable` where the job does not exist.",
            "discovery",
        )
    return found


def _askable(at: At, probe: spec.Probe, targets: Iterable[str], source: Source) -> None:
    """The exporter takes a URL for an HTTP probe, and `host:port` for a TCP one."""
    for target in targets:
        is_url = "://" in target
        if isinstance(probe, spec.TcpProbe) and (is_url or "/" in target or ":" not in target):
            at.report(
                "spec/value",
                source,
                f"{source.what}: the target `{_shown(target)}` is not `host:port`, so no connection is made and the probe "
                "always fails",
                "Write `host:port`, or use `HttpProbe` for a URL.",
                "targets",
            )
        elif isinstance(probe, spec.HttpProbe) and not target.startswith(("http://", "https://")):
            at.report(
                "spec/value",
                source,
                f"{source.what}: the target `{_shown(target)}` is no URL; the exporter would ask it over plain HTTP, "
                "whatever its users do",
                "Write the scheme, such as `https://shop.example.com/health`, or use `TcpProbe` for `host:port`.",
                "targets",
            )


def _shown(target: str) -> str:
    return "..." if is_credential(target, "") else target


def discovery(at: At, given: Any, name: str, source: Source) -> tuple[Discovery, ...]:
    """How targets are found; static ones without targets take the environment's addresses of that name."""
    result = []
    for one in at.pick(given, source, "discovery"):
        settings = at.settings(one, source)
        if isinstance(one, spec.Static) and not settings.get("targets"):
            settings["targets"] = _addresses(at, name, source, "discovery")
        if isinstance(one, spec.HttpDiscovery):
            settings["connection"] = connection(at, one, source)
        result.append(Discovery(type(one).kind, settings))
    return tuple(result)


def _addresses(at: At, name: str, source: Source, field: str) -> tuple[str, ...]:
    found = at.environment.addresses.get(name)
    if not found:
        hint = nearest(name, at.environment.addresses)
        at.report(
            "environment/missing-value",
            source,
            f"{source.what} has no targets: the environment knows no address of `{name}`",
            hint or f'Add `addresses={{"{name}": ("host:port",)}}` to the environment, or `targets` to it.',
            field,
        )
        raise MissingValueError
    return (found,) if isinstance(found, str) else tuple(found)


def server(at: At) -> PrometheusServer:
    """The Prometheus server."""
    given = at.project.prometheus
    source = at.source("prometheus", "Prometheus", given)
    interval = _milliseconds(at, given.scrape_interval, source, "scrape_interval")
    limits = {name: at.pick(getattr(given, name), source, name) for name in ("sample_limit", "label_limit")}
    return PrometheusServer(
        scrape_interval_ms=interval,
        scrape_timeout_ms=min(_milliseconds(at, given.scrape_timeout, source, "scrape_timeout"), interval)
        if "scrape_timeout" not in given.model_fields_set
        else _milliseconds(at, given.scrape_timeout, source, "scrape_timeout"),
        evaluation_interval_ms=_milliseconds(at, given.evaluation_interval, source, "evaluation_interval"),
        query_offset_ms=_milliseconds(at, given.query_offset, source, "query_offset"),
        features=tuple(at.pick(given.features, source, "features")),
        alertmanagers=tuple(_alertmanager(at, one) for one in at.pick(given.alertmanagers, source, "alertmanagers")),
        alert_relabel=tuple(
            at.settings(step, source) for step in at.pick(given.alert_relabel, source, "alert_relabel")
        ),
        remote_write=tuple(_remote_write(at, one) for one in at.environment.remote_write),
        limits={name: value for name, value in limits.items() if value},
        web_tls=at.plain(given.tls, source, "tls") or {},
        users=dict(given.users),
        extra=extra(at, given, source),
        source=source,
    )


def _alertmanager(at: At, given: spec.AlertmanagerEndpoint) -> AlertmanagerEndpoint:
    source = at.source(given.name, f"Alertmanager endpoint {given.name}", given, at.project.prometheus)
    try:
        found = discovery(at, given.discovery, given.name, source)
    except MissingValueError:
        found = ()
    return AlertmanagerEndpoint(
        given.name,
        connection(at, given, source),
        found,
        given.path_prefix,
        0 if given.timeout is None else _milliseconds(at, given.timeout, source, "timeout"),
        tuple(at.settings(step, source) for step in at.pick(given.alert_relabel, source, "alert_relabel")),
        source,
    )


def _remote_write(at: At, given: spec.RemoteWrite) -> RemoteWrite:
    source = at.source(given.name, f"remote write {given.name}", given)
    headers: Mapping[str, str] = dict(given.headers)
    return RemoteWrite(
        given.name,
        given.url,
        connection(at, given, source),
        headers,
        tuple(at.settings(step, source) for step in given.write_relabel),
        given.send_native_histograms,
        extra(at, given, source),
        source,
    )


def _milliseconds(at: At, value: Any, source: Source, field: str) -> int:
    return parse_duration(at.pick(value, source, field))


def size_bytes(text: str | None) -> int:
    """A size in bytes; 0 for none."""
    return parse_size(text) if text else 0
