"""Every name that is generated rather than written by the author, said once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

# Static labels of every alert, and the external label of every environment.
SERVICE = "service"
TEAM = "team"
SEVERITY = "severity"
ENVIRONMENT = "environment"
RULE_LABELS = (SERVICE, TEAM, SEVERITY)
# The label that Prometheus itself gives every alert.
ALERT_NAME = "alertname"
# Labels that Prometheus adds to whatever it scrapes.
TARGET_LABELS = ("job", "instance")

SUMMARY = "summary"
DESCRIPTION = "description"
RUNBOOK = "runbook_url"
DASHBOARD = "dashboard_url"

# Higher first; a level inhibits those that follow it.
SEVERITIES = ("critical", "warning", "info")

# Names of the systems, as they stand in `Environment.addresses` and `Environment.urls`.
PROMETHEUS = "prometheus"
ALERTMANAGER = "alertmanager"
GRAFANA = "grafana"
JAEGER = "jaeger"
JAEGER_QUERY = "jaeger-query"
JAEGER_OTLP = "jaeger-otlp"
BLACKBOX = "blackbox-exporter"
NODE = "node-exporter"

SYSTEMS = (PROMETHEUS, ALERTMANAGER, GRAFANA, JAEGER, JAEGER_QUERY, JAEGER_OTLP, BLACKBOX, NODE)
# Those with a web interface that people open.
WEB_SYSTEMS = (PROMETHEUS, ALERTMANAGER, GRAFANA, JAEGER)

# Where each of them listens that has one port, or two that speak differently.
PORTS: Mapping[str, tuple[int, ...]] = {
    PROMETHEUS: (9090,),
    ALERTMANAGER: (9093,),
    GRAFANA: (3000,),
    JAEGER_QUERY: (16686, 16685),
    JAEGER_OTLP: (4318, 4317),
    BLACKBOX: (9115,),
    NODE: (9100,),
}

# Where the stack's own files lie inside the containers.
PROMETHEUS_FOLDER = "/etc/prometheus"
ALERTMANAGER_FOLDER = "/etc/alertmanager"
JAEGER_FOLDER = "/etc/jaeger"
BLACKBOX_FOLDER = "/etc/blackbox_exporter"
GRAFANA_DASHBOARDS = "/etc/grafana/dashboards"
SECRETS_FOLDER = "/run/secrets"

DATASOURCE_PROMETHEUS = "prometheus"
DATASOURCE_ALERTMANAGER = "alertmanager"
DATASOURCE_JAEGER = "jaeger"

ALERT_RULES = "prometheus/alert-rules.yml"
RECORDING_RULES = "prometheus/recording-rules.yml"
RULES_FOLDER = "prometheus/rules"


def rule_id(service: str, name: str) -> str:
    """The id of an alert, recording rule, job or probe: `churn-predictor.HighErrorRate`."""
    return f"{service}.{name}"


def alert_group(service: str) -> str:
    """The group of a service's alerts."""
    return f"{service}.alerts"


def recording_group(service: str) -> str:
    """The group of a service's recording rules."""
    return f"{service}.recording"


def named_group(service: str, name: str) -> str:
    """A group that the author named."""
    return f"{service}.{name}"


def job_matcher(jobs: Iterable[str]) -> str:
    """The matcher that selects what some jobs scrape, for `$selector`; empty for none."""
    names = list(jobs)
    if len(names) <= 1:
        return "".join(f'job="{name}"' for name in names)
    return 'job=~"' + "|".join(names) + '"'


def slug(text: str) -> str:
    """Lower-case letters, digits and single hyphens; the text's other characters become hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def team_receiver(team: str, role: str) -> str:
    """The receiver of a team's role: `ml-platform-page`."""
    return f"{team}-{role}"


def dashboard_uid(project: str, name: str) -> str:
    """The uid of a dashboard: readable, at most the 40 characters Grafana allows, and never different for one name."""
    uid = f"{slug(project)}-{slug(name)}"
    if len(uid) <= 40:
        return uid
    return f"{uid[:31]}-{hashlib.sha256(uid.encode()).hexdigest()[:8]}"


def dashboard_path(uid: str) -> str:
    """The path of a dashboard in Grafana."""
    return f"/d/{uid}"


def probe_module(job: str) -> str:
    """The blackbox exporter's module of a probe: its name with underscores, and two for one that it has already."""
    return job.replace("_", "__").replace("-", "_")
