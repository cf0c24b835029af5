"""Scrape jobs, probes and the Prometheus server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.finding import nearest
from o11ygen.resolve.at import At, Here, MissingValueError, identity
from o11ygen.resolve.extra import extra
from o11ygen.resolve.reachable import judge_asked, judge_scraped, judge_tls, judge_url
from o11ygen.resolved import (
    AlertmanagerEndpoint,
    Connection,
    Discovery,
    Job,
    Probe,
    PrometheusServer,
    RemoteWrite,
    Source,
    addresses,
)
from o11ygen.size import parse_size
from o11ygen.spec import scrape as spec
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Service

S = TypeVar("S", spec.ScrapeJob, spec.Probe)
T = TypeVar("T")
_LIMITS = ("sample_limit", "label_limit", "target_limit")
# The servers that take the path of their external URL for all they answer; Jaeger's metrics have a port of their own.
# https://prometheus.io/docs/prometheus/latest/command-line/prometheus/ (--web.route-prefix)
_BELOW_THEIR_URL = (conventions.PROMETHEUS, conventions.ALERTMANAGER, conventions.GRAFANA)
_METRICS = "/metrics"


def jobs(at: At, service: Service) -> Iterator[Job]:
    """The scrape jobs of a service."""
    return _resolved(at, service, service.jobs, _job)


def probes(at: At, service: Service) -> Iterator[Probe]:
    """The probes of a service."""
    return _resolved(at, service, service.probes, _probe)


def _resolved(
    at: At, service: Service, specs: Iterable[S], make: Callable[[At, Service, Here, Source, S], T]
) -> Iterator[T]:
    having = service, at.inherited_allowances(service)

    def made(id: str, declared: S) -> T | None:
        source = at.source(id, declared.label, declared, service)
        try:
            return make(at, service, at.here(at.applied(id, declared), source), source, declared)
        except MissingValueError:
            return None

    for declared in specs:
        id = conventions.rule_id(service.name, declared.name)
        if not at.is_disabled(id, declared) and not declared.refused:
            one = at.once((id, identity(declared)), having, made, id, declared)
            if one is not None:
                yield one


def _job(at: At, service: Service, job: Here, source: Source, declared: spec.ScrapeJob) -> Job:
    server = at.prometheus
    interval = parse_duration(job.interval or server.scrape_interval)
    timeout = job.timeout or server.scrape_timeout
    limits = {name: getattr(job, name) for name in (*_LIMITS, "body_size_limit")}
    judge_scraped(at, job, source)
    judge_tls(at, job, source, relabel=job.relabel)
    return Job(
        id=source.id,
        name=job.name,
        service=service.name,
        team=at.team(service).name,
        connection=connection(at, job, source),
        discovery=_found(at, job, source, declared, service),
        interval_ms=interval,
        timeout_ms=min(parse_duration(timeout), interval) if job.timeout is None else parse_duration(timeout),
        own_interval=job.interval is not None,
        own_timeout=job.timeout is not None,
        path=_path(at, job),
        params=job.params,
        honor_labels=job.honor_labels,
        relabel=tuple(at.settings(step, source) for step in job.relabel),
        metric_relabel=tuple(at.settings(step, source) for step in job.metric_relabel),
        limits={name: value for name, value in limits.items() if value},
        metrics=tuple(metric.name for metric in (service.metrics if job.metrics is None else job.metrics)),
        target_labels=(*job.target_labels, *_static_labels(at, job, source)),
        extra=extra(at, job, source),
        source=source,
        expected_targets=job.expected_targets,
    )


def _path(at: At, job: Here) -> str:
    """What nobody gave is the servers' own page, wherever it stands."""
    return f"{_below(at, job.name)}{_METRICS}" if job.path is None else job.path


def _below(at: At, system: str) -> str:
    """The path of the URL of a server that answers below it, its API and metrics as well; empty for any other."""
    if system not in _BELOW_THEIR_URL:
        return ""
    at.varied = True
    return addresses.path(at.environment.urls.get(system, ""))


def _static_labels(at: At, job: Here, source: Source) -> Iterator[str]:
    for one in job.discovery:
        if isinstance(one, spec.Static):
            yield from at.here(one, source).labels


def _probe(at: At, service: Service, probe: Here, source: Source, declared: spec.Probe) -> Probe:
    asked = probe.targets or _addresses(at, probe.name, source, "targets")
    judge_asked(at, probe, asked, source)
    return Probe(
        source.id,
        probe.name,
        service.name,
        at.team(service).name,
        type(probe).kind,
        conventions.probe_module(probe.name),
        asked,
        dict(probe.labels),
        parse_duration(probe.interval or at.prometheus.scrape_interval),
        probe.interval is not None,
        parse_duration(probe.timeout),
        at.settings(probe, source, without=("name", "targets", "labels", "interval", "timeout", "allow")),
        source,
        extra(at, probe, source),
    )


def connection(at: At, given: Here, source: Source) -> Connection:
    """How an endpoint is reached."""
    return Connection(
        # What is reached by a URL has none.
        getattr(given, "scheme", ""),
        at.plain(given.basic_auth, source, "basic_auth") or {},
        at.plain(given.authorization, source, "authorization") or {},
        at.plain(given.tls, source, "tls") or {},
    )


def _found(at: At, job: Here, source: Source, *owners: Spec) -> tuple[Discovery, ...]:
    found = discovery(at, job.discovery, job.name, source, *owners)
    if not found and not any(key.endswith("_sd_configs") for key in job.extra):
        at.report(
            "spec/value",
            source,
            f"{source.what}: `discovery` is empty, so the job has no targets, and nobody would ever see one of them down",
            "Leave `discovery` out to take the environment's `addresses`, or use `disable` where the job does not exist.",
            "discovery",
        )
    return found


def discovery(at: At, given: Any, name: str, source: Source, *owners: Spec) -> tuple[Discovery, ...]:
    """How targets are found; static ones without targets take the environment's addresses of that name."""
    result = []
    for declared in given:
        one = at.here(declared, source)
        settings = at.settings(one, source)
        own = at.source(source.id, source.what, declared, *owners)
        if isinstance(one, spec.Static) and not settings.get("targets"):
            settings["targets"] = _addresses(at, name, source, "discovery")
        if isinstance(one, spec.HttpDiscovery):
            judge_url(at, one, own)
            settings["connection"] = connection(at, one, source)
        result.append(Discovery(type(one).kind, settings, extra(at, one, own), own))
    return tuple(result)


def _addresses(at: At, name: str, source: Source, field: str) -> tuple[str, ...]:
    at.varied = True
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
    given = at.prometheus
    source = at.source("prometheus", "Prometheus", given)
    interval, timeout = parse_duration(given.scrape_interval), parse_duration(given.scrape_timeout)
    limits = {name: getattr(given, name) for name in ("sample_limit", "label_limit")}
    return PrometheusServer(
        scrape_interval_ms=interval,
        scrape_timeout_ms=timeout if "scrape_timeout" in given.model_fields_set else min(timeout, interval),
        evaluation_interval_ms=parse_duration(given.evaluation_interval),
        query_offset_ms=parse_duration(given.query_offset),
        features=given.features,
        alertmanagers=tuple(_alertmanager(at, one) for one in given.alertmanagers),
        alert_relabel=tuple(at.settings(step, source) for step in given.alert_relabel),
        remote_write=tuple(_remote_write(at, one) for one in at.environment.remote_write),
        limits={name: value for name, value in limits.items() if value},
        web_tls=at.plain(given.tls, source, "tls") or {},
        users=dict(given.users),
        extra=extra(at, given, source),
        source=source,
    )


def _alertmanager(at: At, declared: spec.AlertmanagerEndpoint) -> AlertmanagerEndpoint:
    source = at.source(declared.name, f"Alertmanager endpoint {declared.name}", declared, at.prometheus)
    given = at.here(declared, source)
    judge_tls(at, given, source)
    try:
        found = discovery(at, given.discovery, given.name, source, declared, at.prometheus)
    except MissingValueError:
        found = ()
    return AlertmanagerEndpoint(
        given.name,
        connection(at, given, source),
        found,
        _below(at, given.name) if given.path_prefix is None else given.path_prefix,
        0 if given.timeout is None else parse_duration(given.timeout),
        tuple(at.settings(step, source) for step in given.alert_relabel),
        source,
        extra(at, given, source),
    )


def _remote_write(at: At, declared: spec.RemoteWrite) -> RemoteWrite:
    source = at.source(declared.name, f"remote write {declared.name}", declared)
    given = at.here(declared, source)
    judge_url(at, given, source)
    return RemoteWrite(
        given.name,
        given.url,
        connection(at, given, source),
        dict(given.headers),
        tuple(at.settings(step, source) for step in given.write_relabel),
        given.send_native_histograms,
        extra(at, given, source),
        source,
    )


def size_bytes(text: str | None) -> int:
    """A size in bytes; 0 for none."""
    return parse_size(text) if text else 0
