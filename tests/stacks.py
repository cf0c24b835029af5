"""A resolved stack to build tests from: small and complete, each part exchangeable."""

from __future__ import annotations

import math
from typing import Any

from o11ygen.resolved import (
    AlertmanagerEndpoint,
    AlertRule,
    Connection,
    Discovery,
    Environment,
    Integration,
    Job,
    Matcher,
    Metric,
    Probe,
    PrometheusServer,
    Receiver,
    RecordingRule,
    RemoteWrite,
    Retention,
    Route,
    RuleGroup,
    SecretRef,
    SeriesIndex,
    Source,
    Stack,
    Team,
)
from o11ygen.resolved.routing import Router
from o11ygen.version import Version

VERSIONS = {
    "prometheus": "3.5",
    "alertmanager": "0.28",
    "grafana": "12.0",
    "jaeger": "2.9",
    "node_exporter": "1.9",
    "blackbox_exporter": "0.27",
}
DAY = 86_400_000
PLAIN = Connection("http", {}, {}, {})


def source(id: str, what: str = "") -> Source:
    return Source(id, what or id)


def secret(path: str, *, kind: str = "file", of: str = "a receiver") -> SecretRef:
    return SecretRef(kind, path, source("secret", of))


def static(*targets: str, **labels: str) -> Discovery:
    return Discovery("static", {"targets": targets, "labels": labels} if labels else {"targets": targets})


def make_environment(name: str = "production", *, versions: dict[str, str] | None = None, **parts: Any) -> Environment:
    fields: dict[str, Any] = {
        "name": name,
        "tier": name,
        "may_page": name == "production",
        "versions": {system: Version.parse(text) for system, text in {**VERSIONS, **(versions or {})}.items()},
        "external_labels": {"environment": name},
        "addresses": {"alertmanager": ("alertmanager:9093",), "blackbox-exporter": ("blackbox-exporter:9115",)},
        "urls": {},
        "retention": Retention(15 * DAY, 0, 0, 0),
        "source": source(name, f"environment {name}"),
    }
    return Environment(**{**fields, **parts})


def make_job(name: str = "app", *, service: str = "shop", **parts: Any) -> Job:
    fields: dict[str, Any] = {
        "id": f"{service}.{name}",
        "name": name,
        "service": service,
        "team": "web",
        "connection": PLAIN,
        "discovery": (static(f"{name}:8080"),),
        "interval_ms": 60_000,
        "timeout_ms": 10_000,
        "own_interval": "interval_ms" in parts,
        "own_timeout": "timeout_ms" in parts,
        "path": "/metrics",
        "params": {},
        "honor_labels": False,
        "relabel": (),
        "metric_relabel": (),
        "limits": {},
        "metrics": (),
        "target_labels": (),
        "extra": {},
        "source": source(f"{service}.{name}", f"scrape job {name}"),
    }
    return Job(**{**fields, **parts})


def make_probe(name: str = "front-page", *, kind: str = "http", service: str = "shop", **parts: Any) -> Probe:
    fields: dict[str, Any] = {
        "id": f"{service}.{name}",
        "name": name,
        "service": service,
        "team": "web",
        "kind": kind,
        "module": name.replace("-", "_"),
        "targets": ("https://shop.example.com/",),
        "labels": {},
        "interval_ms": 60_000,
        "own_interval": "interval_ms" in parts,
        "timeout_ms": 5_000,
        "settings": {},
        "source": source(f"{service}.{name}", f"probe {name}"),
    }
    return Probe(**{**fields, **parts})


def make_metric(name: str, *, type: str = "counter", service: str = "shop", **parts: Any) -> Metric:
    fields: dict[str, Any] = {
        "name": name,
        "type": type,
        "help": "",
        "unit": "",
        "labels": (),
        "buckets": (),
        "native": False,
        "quantiles": (),
        "range": (-math.inf, math.inf),
        "external": False,
        "service": service,
        "jobs": ("app",),
        "source": source(f"{service}.{name}", f"metric {name}"),
    }
    return Metric(**{**fields, **parts})


def make_alert(
    name: str = "HighErrorRate",
    *,
    service: str = "shop",
    severity: str = "warning",
    labels: dict[str, str] | None = None,
    **parts: Any,
) -> AlertRule:
    fields: dict[str, Any] = {
        "id": f"{service}.{name}",
        "name": name,
        "service": service,
        "team": "web",
        "severity": severity,
        "expr": "up == 0",
        "for_ms": 300_000,
        "keep_firing_ms": 0,
        "labels": {"service": service, "team": "web", "severity": severity, **(labels or {})},
        "annotations": {"summary": "{{ $labels.job }} is down", "runbook_url": "https://runbooks.example.com/down"},
        "parameters": {},
        "leveled": False,
        "dashboard": "",
        "extra": {},
        "source": source(f"{service}.{name}", f"alert {name}"),
    }
    return AlertRule(**{**fields, **parts})


def make_recording(name: str = "job:up:sum", *, service: str = "shop", **parts: Any) -> RecordingRule:
    fields: dict[str, Any] = {
        "id": f"{service}.{name}",
        "name": name,
        "service": service,
        "expr": "sum by (job) (up)",
        "labels": {},
        "unit": "",
        "description": "",
        "source": source(f"{service}.{name}", f"recording rule {name}"),
    }
    return RecordingRule(**{**fields, **parts})


def make_group(
    *rules: AlertRule | RecordingRule, name: str = "shop.alerts", service: str = "shop", **parts: Any
) -> RuleGroup:
    fields: dict[str, Any] = {
        "name": name,
        "service": service,
        "interval_ms": 0,
        "limit": 0,
        "query_offset_ms": 0,
        "rules": rules,
        "source": source(name, f"group {name}"),
    }
    return RuleGroup(**{**fields, **parts})


def make_server(**parts: Any) -> PrometheusServer:
    fields: dict[str, Any] = {
        "scrape_interval_ms": 60_000,
        "scrape_timeout_ms": 10_000,
        "evaluation_interval_ms": 60_000,
        "query_offset_ms": 0,
        "features": (),
        "alertmanagers": (make_endpoint(),),
        "alert_relabel": (),
        "remote_write": (),
        "limits": {},
        "web_tls": {},
        "users": {},
        "extra": {},
        "source": source("prometheus", "Prometheus"),
    }
    return PrometheusServer(**{**fields, **parts})


def make_endpoint(name: str = "alertmanager", **parts: Any) -> AlertmanagerEndpoint:
    fields: dict[str, Any] = {
        "name": name,
        "connection": PLAIN,
        "discovery": (static(f"{name}:9093"),),
        "path_prefix": "",
        "timeout_ms": 0,
        "alert_relabel": (),
        "source": source(name, f"Alertmanager endpoint {name}"),
    }
    return AlertmanagerEndpoint(**{**fields, **parts})


def make_remote_write(name: str = "archive", **parts: Any) -> RemoteWrite:
    fields: dict[str, Any] = {
        "name": name,
        "url": "https://archive.example.com/api/v1/write",
        "connection": PLAIN,
        "headers": {},
        "write_relabel": (),
        "send_native_histograms": False,
        "extra": {},
        "source": source(name, f"remote write {name}"),
    }
    return RemoteWrite(**{**fields, **parts})


def make_integration(
    kind: str = "webhook", *, receiver: str = "drop", pages: bool = False, **settings: Any
) -> Integration:
    extra = settings.pop("extra", {})
    return Integration(kind, settings, extra, pages, source(receiver, f"receiver {receiver}"))


def make_receiver(name: str = "drop", *integrations: Integration) -> Receiver:
    return Receiver(name, integrations, source(name, f"receiver {name}"))


def make_route(*matchers: Matcher, receiver: str = "drop", routes: tuple[Route, ...] = (), **parts: Any) -> Route:
    """A route; what is named in `parts` is its own."""
    timing = ("group_wait_ms", "group_interval_ms", "repeat_interval_ms")
    own = frozenset(name.removesuffix("_ms") for name in parts if name in ("group_by", *timing))
    fields: dict[str, Any] = {
        "title": f"to {receiver}",
        "receiver": receiver,
        "matchers": matchers,
        "group_by": ("alertname", "severity"),
        "group_wait_ms": 30_000,
        "group_interval_ms": 300_000,
        "repeat_interval_ms": 14_400_000,
        "mute": (),
        "active": (),
        "continue_": False,
        "catch_all": False,
        "own": own,
        "routes": routes,
        "source": source("route", "route"),
    }
    return Route(**{**fields, **parts})


def make_stack(**parts: Any) -> Stack:
    """A stack of one service with nothing in it but a Prometheus, an Alertmanager and a receiver that drops."""
    fields: dict[str, Any] = {
        "project": "shop",
        "spec": "specs",
        "environment": make_environment(),
        "teams": (Team("web", "", source("web", "team web")),),
        "services": ("shop",),
        "metrics": (),
        "jobs": (),
        "probes": (),
        "groups": (),
        "prometheus": make_server(),
        "route": make_route(),
        "receivers": (make_receiver(),),
        "inhibitions": (),
        "time_intervals": (),
        "notification_templates": (),
        "notifications": {},
        "dashboards": (),
        "datasources": {},
        "tracing": (),
        "rule_files": "together",
        "compose": True,
        "source": source("shop", "project shop"),
    }
    given = {**fields, **parts}
    records = [rule for group in given["groups"] for rule in group.rules if isinstance(rule, RecordingRule)]
    given.setdefault("series", SeriesIndex.build(given["metrics"], records, given["jobs"], given["probes"]))
    given.setdefault("router", Router.of(given["route"]))
    return Stack(**given)
