"""What stands around the panels of a dashboard: title, tags, links, the chosen time, and variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from grafanalib import core

from o11ygen import conventions
from o11ygen.resolved import Dashboard, Stack, Variable

Json: TypeAlias = dict[str, Any]

# The datasource that the reader chose at the top of the dashboard.
DATASOURCE: Mapping[str, str] = {"type": "prometheus", "uid": "${datasource}"}
# More links than this push the variables out of sight: they go into a menu.
_MOST_LINKS = 5


def environment_title(title: str, environment: str) -> str:
    """The title of a dashboard says which environment it shows: two browser tabs must not look the same."""
    return f"{title} ({environment})"


def tags(stack: Stack, dashboard: Dashboard) -> list[str]:
    """The project's tag, by which its dashboards link each other, the service's, and the author's."""
    return list(dict.fromkeys((_tag(stack), conventions.slug(dashboard.service), *dashboard.tags)))


def links(stack: Stack, dashboard: Dashboard) -> list[Any]:
    """The project's dashboards, with the chosen time and variables, then the author's links."""
    others = core.DashboardLink(
        title="Dashboards",
        type="dashboards",
        tags=[_tag(stack)],
        asDropdown=len(stack.dashboards) > _MOST_LINKS,
        includeVars=True,
        keepTime=True,
    )
    own = [core.DashboardLink(title=title, type="link", uri=url, keepTime=False) for title, url in dashboard.links]
    return [*([others] if len(stack.dashboards) > 1 else []), *own]


def _tag(stack: Stack) -> str:
    return conventions.slug(stack.project)


def datasource_variable() -> Json:
    """Which Prometheus is asked: the provisioned one until the reader chooses another."""
    return {
        "name": "datasource",
        "type": "datasource",
        "label": "Data source",
        "query": "prometheus",
        "current": {"selected": True, "text": "Prometheus", "value": conventions.DATASOURCE_PROMETHEUS},
        "includeAll": False,
        "multi": False,
        "hide": 0,
        "options": [],
        "refresh": 1,
        "regex": "",
    }


def variable(given: Variable) -> Json:
    """A variable filled from a query, or from fixed values; what is chosen at first is all, if that can be chosen."""
    common: Json = {
        "name": given.name,
        "label": given.title,
        "multi": given.multi,
        "includeAll": given.include_all,
        "hide": 0,
        "skipUrlSync": False,
    }
    if given.include_all:
        common["current"] = {"text": "All", "value": "$__all"}
    return {**common, **(_queried(given.query) if given.query else _listed(given))}


def _queried(query: str) -> Json:
    """Asked anew whenever the time changes: what was there yesterday need not be there today."""
    return {
        "type": "query",
        "datasource": dict(DATASOURCE),
        "definition": query,
        "query": {"query": query, "refId": "variable"},
        "refresh": 2,
        "regex": "",
        "sort": 1,
        "options": [],
    }


def _listed(given: Variable) -> Json:
    chosen = given.values[0]
    result: Json = {
        "type": "custom",
        # Grafana takes the list apart again at each comma that no backslash precedes.
        "query": ",".join(value.replace(",", "\\,") for value in given.values),
        "options": [
            {"selected": value == chosen and not given.include_all, "text": value, "value": value}
            for value in given.values
        ],
    }
    if not given.include_all:
        result["current"] = {"text": chosen, "value": chosen}
    return result
