"""A small project to resolve: each test gives only what it is about."""

from __future__ import annotations

from typing import Any

from o11ygen import Alert, Counter, Environment, Project, Prometheus, Routing, ScrapeJob, Service, Severity, Team, slack
from o11ygen.finding import Finding
from o11ygen.resolve import index, resolve
from o11ygen.resolved import AlertRule, Stack

TEAM = Team("web", page=slack("#page"), notify=slack("#notify"))
REQUESTS = Counter("requests_total", "Requests.", labels=("status", "path"))
APP = ScrapeJob("app")


def make_alert(name: str = "Down", **fields: Any) -> Alert:
    if "levels" not in fields:
        fields.setdefault("severity", Severity.WARNING)
    return Alert(name, **{"expr": "up == 0", **fields})


def make_environment(name: str = "production", **fields: Any) -> Environment:
    addresses = {"app": "app:1", "alertmanager": "am:9093"}
    return Environment(name, **{"tier": name, "addresses": addresses, **fields})


def make_service(*alerts: Alert, name: str = "shop", **fields: Any) -> Service:
    return Service(name, **{"team": TEAM, "jobs": (APP,), "metrics": (REQUESTS,), "alerts": alerts, **fields})


def make_project(*services: Service, environments: tuple[Environment, ...] = (), **fields: Any) -> Project:
    given = {"routing": Routing(default=slack("#unrouted")), "prometheus": Prometheus(scrape_interval="30s")}
    return Project("demo", services=services, environments=environments or (make_environment(),), **{**given, **fields})


def resolved(project: Project, name: str = "production") -> tuple[Stack | None, tuple[Finding, ...]]:
    """One environment of a project, resolved, and what stood in the way."""
    environment = next(one for one in project.environments if one.name == name)
    result = resolve(project, environment, index(project), spec="specs")
    return result.stack, result.findings


def stack_of(project: Project, name: str = "production") -> Stack:
    """One environment of a project that resolves without a finding."""
    stack, findings = resolved(project, name)
    assert findings == ()
    assert stack is not None
    return stack


def rule_of(project: Project, name: str = "production", *, severity: str = "") -> AlertRule:
    """The only alert of an environment, or the only one of a severity."""
    (rule,) = [one for one in stack_of(project, name).alerts if severity in ("", one.severity)]
    return rule
