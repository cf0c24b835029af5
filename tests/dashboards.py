"""Dashboards to build tests from: a project around them as an author writes it, and resolved ones in parts."""

from __future__ import annotations

from typing import Any

from o11ygen.resolved import Dashboard, Panel, Query, Row, Variable
from o11ygen.spec.dashboard import Dashboard as Written
from o11ygen.spec.environment import Environment
from o11ygen.spec.project import Project, Service
from o11ygen.spec.receiver import email
from o11ygen.spec.routing import Routing
from o11ygen.spec.scrape import ScrapeJob
from o11ygen.spec.team import Team
from tests.stacks import source

# What only one kind of panel has, as `resolve` fills it in where the author says nothing.
SETTINGS: dict[str, dict[str, Any]] = {
    "bargauge": {"calculation": "lastNotNull", "horizontal": True},
    "gauge": {"calculation": "lastNotNull"},
    "heatmap": {},
    "stat": {"calculation": "lastNotNull", "color_mode": "value", "graph": True},
    "table": {"columns": {}},
    "text": {"content": "Read me."},
    "timeseries": {"stack": False, "fill": 10, "bars": False, "legend_values": (), "log_scale": False},
}


def shop(*dashboards: Written, environments: tuple[Environment, ...] | None = None, **fields: Any) -> Project:
    """A project of one service that has these dashboards, in production unless other environments are given."""
    people = email("web@example.com")
    team = Team("web", page=people, notify=people)
    service = Service("shop", team=team, jobs=(ScrapeJob("shop"),), dashboards=dashboards)
    return Project(
        "shop",
        services=(service,),
        environments=environments or (production(),),
        routing=Routing(default=people),
        **fields,
    )


def production(**fields: Any) -> Environment:
    """An environment with the addresses that a dashboard's datasources need."""
    addresses = {"shop": "shop:8080", "prometheus": "prometheus:9090", "alertmanager": "alertmanager:9093"}
    return Environment(fields.pop("name", "production"), **{"tier": "production", "addresses": addresses, **fields})


def make_query(expr: str = "up", **parts: Any) -> Query:
    fields = {"legend": "", "instant": False, "format": "time_series", "exemplars": False}
    return Query(expr=expr, **{**fields, "source": source("overview", "dashboard overview, a query"), **parts})


def make_panel(kind: str = "timeseries", title: str = "Requests", *, settings: Any = None, **parts: Any) -> Panel:
    fields: dict[str, Any] = {
        "description": "",
        "queries": () if kind == "text" else (make_query(),),
        "unit": "",
        "width": 12,
        "height": 8,
        "thresholds": (),
        "bounds": {},
        "mappings": {},
        "repeat": "",
        "extra": {},
        "source": source("overview", f'panel "{title}"'),
    }
    return Panel(kind=kind, title=title, settings={**SETTINGS[kind], **(settings or {})}, **{**fields, **parts})


def make_row(*panels: Panel, title: str = "Health", collapsed: bool = False) -> Row:
    return Row(title, collapsed, panels, source("overview", f'row "{title}"'))


def make_variable(name: str = "job", **parts: Any) -> Variable:
    fields: dict[str, Any] = {
        "title": name,
        "query": "",
        "values": (),
        "multi": False,
        "include_all": False,
        "expr": "",
        "source": source("overview", f"variable {name}"),
    }
    return Variable(name, **{**fields, **parts})


def make_dashboard(*rows: Row, **parts: Any) -> Dashboard:
    fields: dict[str, Any] = {
        "name": "overview",
        "uid": "shop-overview",
        "title": "Overview",
        "description": "",
        "folder": "Shop",
        "service": "shop",
        "variables": (),
        "links": (),
        "tags": (),
        "refresh": "1m",
        "time_range_ms": 3_600_000,
        "source": source("overview", "dashboard overview"),
    }
    return Dashboard(rows=rows, **{**fields, **parts})
