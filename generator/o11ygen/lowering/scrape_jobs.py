"""Scrape jobs of prometheus.yml: one for each job, and one for each probe by way of the blackbox exporter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen import conventions
from o11ygen.artifact import DocumentPath
from o11ygen.duration import readable_duration
from o11ygen.lowering.discovery import discovery_fields, discovery_secrets
from o11ygen.lowering.http_client import CLIENT_FIELDS, client_fields, client_secrets, scheme
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.relabeling import relabeling
from o11ygen.lowering.secrets import file_fields, secret_problems
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Job, Probe, Stack
from o11ygen.targets.outlined import scrape, static

JOB_FIELDS: Mapping[DocumentPath, str] = {
    ("job_name",): "name",
    ("scrape_interval",): "interval",
    ("scrape_timeout",): "timeout",
    ("metrics_path",): "path",
    ("relabel_configs",): "relabel",
    ("metric_relabel_configs",): "metric_relabel",
    ("static_configs",): "discovery",
    **CLIENT_FIELDS,
}
PROBE_FIELDS: Mapping[DocumentPath, str] = {
    ("job_name",): "name",
    ("scrape_interval",): "interval",
    ("scrape_timeout",): "timeout",
    ("static_configs", 0, "labels"): "labels",
    ("static_configs",): "targets",
}
# The exporter gives up this long before the scrape does, so that its answer still arrives.
# https://github.com/prometheus/blackbox_exporter#prometheus-configuration
_ANSWER_MS = 500


def job_document(job: Job) -> dict[str, Any]:
    """The job, with only what it says itself; the rest is `global`'s or Prometheus' own."""
    config = part(scrape.ScrapeConfig)(
        job_name=job.name,
        honor_labels=job.honor_labels or None,
        scrape_interval=readable_duration(job.interval_ms) if job.own_interval else None,
        scrape_timeout=readable_duration(job.timeout_ms) if job.own_timeout else None,
        metrics_path=None if job.path == "/metrics" else job.path,
        scheme=scheme(job.connection),
        params={name: list(values) for name, values in job.params.items()} or None,
        body_size_limit=job.limits.get("body_size_limit"),
        sample_limit=job.limits.get("sample_limit"),
        target_limit=job.limits.get("target_limit"),
        label_limit=job.limits.get("label_limit"),
        relabel_configs=relabeling(job.relabel),
        metric_relabel_configs=relabeling(job.metric_relabel),
        **client_fields(job.connection),
        **discovery_fields(job.discovery),
    )
    return merged(document(config), file_fields(job.extra, model=scrape.ScrapeConfig))


def job_problems(job: Job) -> Iterator[RenderProblem]:
    """The job's secrets that Prometheus can't read."""
    settings = {**client_secrets(job.connection), **discovery_secrets(job.discovery)}
    yield from secret_problems(settings, model=scrape.ScrapeConfig, system="Prometheus")
    yield from secret_problems(job.extra, model=scrape.ScrapeConfig, system="Prometheus")


def probe_document(stack: Stack, probe: Probe) -> dict[str, Any]:
    """The job that has the blackbox exporter ask the probe's targets, each the `instance` of its own answer."""
    return document(
        part(scrape.ScrapeConfig)(
            job_name=probe.name,
            scrape_interval=readable_duration(probe.interval_ms) if probe.own_interval else None,
            scrape_timeout=_scrape_timeout(stack, probe),
            metrics_path="/probe",
            params={"module": [probe.module]},
            static_configs=[part(static.StaticConfig)(targets=list(probe.targets), labels=dict(probe.labels) or None)],
            relabel_configs=relabeling(
                (
                    {"source_labels": ["__address__"], "target_label": "__param_target"},
                    {"source_labels": ["__param_target"], "target_label": "instance"},
                    {"target_label": "__address__", "replacement": _exporter(stack)},
                )
            ),
        )
    )


def probe_problems(stack: Stack) -> Iterator[RenderProblem]:
    """Probes without an exporter that could ask them."""
    if stack.probes and not stack.environment.addresses.get(conventions.BLACKBOX):
        yield RenderProblem(
            "environment/missing-value",
            stack.environment.source,
            f"environment `{stack.environment.name}` knows no address of `{conventions.BLACKBOX}`, which the "
            f"probe {stack.probes[0].name} is asked by; Prometheus would ask nobody, and no probe could ever fail",
            f'Add `addresses={{"{conventions.BLACKBOX}": "host:9115"}}` to the environment.',
            "addresses",
        )


def _exporter(stack: Stack) -> str:
    return next(iter(stack.environment.addresses.get(conventions.BLACKBOX, ())), conventions.BLACKBOX)


def _scrape_timeout(stack: Stack, probe: Probe) -> str | None:
    """A longer timeout than the server's where the exporter would otherwise be cut short."""
    needed = probe.timeout_ms + _ANSWER_MS
    return readable_duration(needed) if needed > min(stack.prometheus.scrape_timeout_ms, probe.interval_ms) else None
