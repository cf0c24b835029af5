"""prometheus.yml, the flags of the server, and its web configuration where TLS or users are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen import conventions, templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.duration import readable_duration
from o11ygen.lowering.discovery import discovery_fields, discovery_secrets, discovery_sources
from o11ygen.lowering.flags import prometheus_flags, retention_in_file, serves_tls_or_users
from o11ygen.lowering.http_client import CLIENT_FIELDS, client_fields, client_secrets, scheme
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.relabeling import relabeling
from o11ygen.lowering.rule_files import rule_file_patterns
from o11ygen.lowering.scrape_jobs import (
    JOB_FIELDS,
    PROBE_FIELDS,
    job_document,
    job_problems,
    probe_document,
    probe_problems,
)
from o11ygen.lowering.secrets import file_fields, secret_problems
from o11ygen.renderer import RenderProblem, RenderProblems, Written, renderer
from o11ygen.resolved import AlertmanagerEndpoint, RemoteWrite, Stack
from o11ygen.size import format_size
from o11ygen.targets.outlined import prometheus as target
from o11ygen.targets.outlined import remote, storage, web

_FURTHER = "From `Prometheus(extra=...)`."
_SECTIONS = ("global", "alerting", "rule_files", "scrape_configs", "remote_write")
_SERVER_FIELDS: Mapping[DocumentPath, str] = {
    ("global", "scrape_interval"): "scrape_interval",
    ("global", "scrape_timeout"): "scrape_timeout",
    ("global", "evaluation_interval"): "evaluation_interval",
    ("global", "rule_query_offset"): "query_offset",
    ("global", "sample_limit"): "sample_limit",
    ("global", "label_limit"): "label_limit",
    ("alerting", "alert_relabel_configs"): "alert_relabel",
    (): "extra",
}
_WEB_FIELDS: Mapping[DocumentPath, str] = {("tls_server_config",): "tls", ("basic_auth_users",): "users"}
_ENDPOINT_FIELDS: Mapping[DocumentPath, str] = {("alert_relabel_configs",): "alert_relabel", **CLIENT_FIELDS}
_REMOTE_FIELDS: Mapping[DocumentPath, str] = {("write_relabel_configs",): "write_relabel", **CLIENT_FIELDS}


@renderer("prometheus")
def render(stack: Stack) -> Iterator[Artifact]:
    """Everything of Prometheus but its rule files."""
    config = _config(stack)
    text = templating.render(
        "prometheus/prometheus.yml.j2",
        stack=stack,
        config=config,
        notes=_notes(stack),
        further=_FURTHER,
        shown=_SECTIONS,
    )
    yield Artifact("prometheus/prometheus.yml", text, config, target="prometheus", sources=_sources(stack))
    flags = templating.render("prometheus/flags.j2", stack=stack, flags=list(prometheus_flags(stack)))
    yield Artifact("prometheus/flags", flags, format="text")
    if serves_tls_or_users(stack):
        config = _web_config(stack)
        text = templating.render("prometheus/web-config.yml.j2", stack=stack, config=config)
        sources: dict[DocumentPath, object] = {(): Written(stack.prometheus.source, _WEB_FIELDS)}
        yield Artifact("prometheus/web-config.yml", text, config, target="web", sources=sources)
    problems = tuple(_problems(stack))
    if problems:
        raise RenderProblems(problems)


def _config(stack: Stack) -> dict[str, Any]:
    server = stack.prometheus
    config: dict[str, Any] = {"global": document(_global(stack))}
    alerting = {
        "alert_relabel_configs": [document(step) for step in relabeling(server.alert_relabel) or ()],
        "alertmanagers": [_alertmanager(endpoint) for endpoint in server.alertmanagers],
    }
    scrape_configs = [job_document(job) for job in stack.jobs]
    scrape_configs += [probe_document(stack, probe) for probe in stack.probes]
    config["alerting"] = {name: value for name, value in alerting.items() if value}
    config["rule_files"] = rule_file_patterns(stack)
    config["scrape_configs"] = scrape_configs
    config["remote_write"] = [_remote_write(write) for write in server.remote_write]
    if retention_in_file(stack):
        config["storage"] = document(_storage(stack))
    return merged(
        {name: value for name, value in config.items() if value},
        file_fields(server.extra, model=target.PrometheusConfig),
    )


def _global(stack: Stack) -> target.Global:
    server = stack.prometheus
    return part(target.Global)(
        scrape_interval=readable_duration(server.scrape_interval_ms),
        scrape_timeout=readable_duration(server.scrape_timeout_ms),
        evaluation_interval=readable_duration(server.evaluation_interval_ms),
        rule_query_offset=readable_duration(server.query_offset_ms) if server.query_offset_ms else None,
        external_labels=_external_labels(stack) or None,
        sample_limit=server.limits.get("sample_limit"),
        label_limit=server.limits.get("label_limit"),
    )


def _external_labels(stack: Stack) -> dict[str, str]:
    """The labels, with `$` doubled where Prometheus takes it for an environment variable."""
    expands = (
        stack.environment.versions[conventions.PROMETHEUS] >= (3, 0)
        or "expand-external-labels" in stack.prometheus.features
    )
    labels = stack.environment.external_labels
    return {name: value.replace("$", "$$") if expands else value for name, value in labels.items()}


def _alertmanager(endpoint: AlertmanagerEndpoint) -> dict[str, Any]:
    config = part(target.AlertmanagerEndpoint)(
        scheme=scheme(endpoint.connection),
        path_prefix=endpoint.path_prefix or None,
        timeout=readable_duration(endpoint.timeout_ms) if endpoint.timeout_ms else None,
        alert_relabel_configs=relabeling(endpoint.alert_relabel),
        **client_fields(endpoint.connection),
        **discovery_fields(endpoint.discovery),
    )
    return merged(document(config), file_fields(endpoint.extra, model=target.AlertmanagerEndpoint))


def _remote_write(write: RemoteWrite) -> dict[str, Any]:
    config = part(remote.RemoteWrite)(
        url=write.url,
        name=write.name,
        headers=dict(write.headers) or None,
        send_native_histograms=write.send_native_histograms or None,
        write_relabel_configs=relabeling(write.write_relabel),
        **client_fields(write.connection),
    )
    return merged(document(config), file_fields(write.extra, model=remote.RemoteWrite))


def _storage(stack: Stack) -> storage.Storage:
    retention = stack.environment.retention
    kept = part(storage.Retention)(
        time=readable_duration(retention.metrics_ms) if retention.metrics_ms else None,
        size=format_size(retention.metrics_bytes) if retention.metrics_bytes else None,
    )
    return part(storage.Storage)(tsdb=part(storage.TSDB)(retention=kept))


def _web_config(stack: Stack) -> dict[str, Any]:
    server = stack.prometheus
    tls: web.TLSServer | None = None
    if server.web_tls:
        tls = part(web.TLSServer)(
            # Without it, the certificate of a client is not even asked for.
            client_auth_type="RequireAndVerifyClientCert" if "client_ca_file" in server.web_tls else None,
            **file_fields(server.web_tls, model=web.TLSServer),
        )
    return document(part(web.WebConfig)(tls_server_config=tls, basic_auth_users=dict(server.users) or None))


def _notes(stack: Stack) -> dict[tuple[str, int], str]:
    """The comment before each item of a list, by section and position."""
    server = stack.prometheus
    jobs = [*(job.id for job in stack.jobs), *(f"{probe.id}: asked by the blackbox exporter" for probe in stack.probes)]
    named = {
        "alertmanagers": [endpoint.source.what for endpoint in server.alertmanagers],
        "scrape_configs": jobs,
        "remote_write": [write.source.what for write in server.remote_write],
    }
    return {(section, index): note for section, notes in named.items() for index, note in enumerate(notes)}


def _sources(stack: Stack) -> dict[DocumentPath, object]:
    environment = stack.environment.source
    sources: dict[DocumentPath, object] = {
        (): Written(stack.prometheus.source, _SERVER_FIELDS),
        ("global", "external_labels"): Written(environment, {(): "external_labels"}),
        ("storage", "tsdb", "retention"): Written(environment, {(): "retention"}),
    }
    for index, endpoint in enumerate(stack.prometheus.alertmanagers):
        sources["alerting", "alertmanagers", index] = Written(endpoint.source, _ENDPOINT_FIELDS)
        sources.update(discovery_sources(("alerting", "alertmanagers", index), endpoint.discovery))
    for index, job in enumerate(stack.jobs):
        sources["scrape_configs", index] = Written(job.source, JOB_FIELDS)
        sources.update(discovery_sources(("scrape_configs", index), job.discovery))
    for index, probe in enumerate(stack.probes, start=len(stack.jobs)):
        sources["scrape_configs", index] = Written(probe.source, PROBE_FIELDS)
    for index, write in enumerate(stack.prometheus.remote_write):
        sources["remote_write", index] = Written(write.source, _REMOTE_FIELDS)
    return sources


def _problems(stack: Stack) -> Iterator[RenderProblem]:
    server = stack.prometheus
    for job in stack.jobs:
        yield from job_problems(job)
    yield from probe_problems(stack)
    for endpoint in server.alertmanagers:
        settings = {
            **client_secrets(endpoint.connection),
            **discovery_secrets(endpoint.discovery),
            **endpoint.extra,
        }
        yield from secret_problems(settings, model=target.AlertmanagerEndpoint, system="Prometheus")
    for write in server.remote_write:
        written = {"remote_write": [{**client_secrets(write.connection), **write.extra}]}
        yield from secret_problems(written, model=target.PrometheusConfig, system="Prometheus")
    yield from secret_problems(server.extra, model=target.PrometheusConfig, system="Prometheus")
    if server.web_tls:
        yield from secret_problems(server.web_tls, model=web.TLSServer, system="Prometheus")
