"""Grafana: dashboards as JSON, and the provisioning of datasources and dashboards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from o11ygen import conventions, templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.duration import format_duration
from o11ygen.renderer import renderer
from o11ygen.resolved import Dashboard, Row, Stack, Variable

_FOLDER = "/etc/grafana/dashboards"
_ROW_HEIGHT = 1
_COLUMNS = 24


@renderer("grafana")
def render(stack: Stack) -> Iterator[Artifact]:
    """A file for each dashboard, in a folder each, and what Grafana reads at its start."""
    for dashboard in stack.dashboards:
        yield _dashboard(stack, dashboard)
    datasources = _datasources(stack)
    text = templating.render("grafana/datasources.yml.j2", stack=stack, config=datasources)
    yield Artifact("grafana/provisioning/datasources/datasources.yaml", text, datasources, target="datasources")
    if stack.dashboards:
        providers = _providers(stack)
        text = templating.render("grafana/dashboards.yml.j2", stack=stack, config=providers)
        yield Artifact("grafana/provisioning/dashboards/dashboards.yaml", text, providers, target="dashboard-providers")


def _dashboard(stack: Stack, dashboard: Dashboard) -> Artifact:
    # Loading grafanalib takes longer than a small project's whole run: only who has dashboards pays for it.
    from grafanalib import core

    from o11ygen.dashboardjson import finish
    from o11ygen.lowering.panels import environment_title, tags

    panels, sources = _placed(dashboard)
    built = core.Dashboard(
        title=environment_title(dashboard.title, stack.environment.name),
        uid=dashboard.uid,
        description=dashboard.description,
        tags=tags(stack.project, dashboard.service, dashboard.tags),
        editable=False,
        refresh=dashboard.refresh,
        time=core.Time(start=f"now-{format_duration(dashboard.time_range_ms)}", end="now"),
        timezone="browser",
        sharedCrosshair=True,
        links=_links(stack, dashboard),
        templating=core.Templating(list=[_datasource_variable(), *map(_variable, dashboard.variables)]),
        panels=panels,
    )
    value = finish(built)
    path = f"grafana/dashboards/{conventions.slug(dashboard.folder)}/{dashboard.uid}.json"
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return Artifact(path, text, value, format="json", target="dashboard", sources={(): dashboard.source, **sources})


def _placed(dashboard: Dashboard) -> tuple[list[Any], dict[DocumentPath, object]]:
    """The panels at their places, row below row, and where in the document each of them ends up."""
    from grafanalib import core

    from o11ygen.lowering.panels import grafana_panel, panel_id

    placed: list[Any] = []
    sources: dict[DocumentPath, object] = {}
    y = 0
    seen: dict[tuple[str, str], int] = {}
    for row in dashboard.rows:
        header = len(placed)
        sources["panels", header] = row.source
        below: list[Any] = []
        positions, height = _positions(row, y + _ROW_HEIGHT)
        for panel, (x, top) in zip(row.panels, positions, strict=True):
            ordinal = seen[row.title, panel.title] = seen.get((row.title, panel.title), -1) + 1
            id = panel_id(dashboard.uid, row.title, panel.title, ordinal)
            path = ("panels", header, "panels", len(below)) if row.collapsed else ("panels", header + 1 + len(below))
            sources[path] = panel.source
            below.append(grafana_panel(panel, id=id, x=x, y=top))
        placed.append(
            core.RowPanel(
                title=row.title,
                id=panel_id(dashboard.uid, row.title, "", 0),
                gridPos=core.GridPos(h=_ROW_HEIGHT, w=_COLUMNS, x=0, y=y),
                collapsed=row.collapsed,
                panels=below if row.collapsed else [],
            )
        )
        if not row.collapsed:
            placed.extend(below)
        y += _ROW_HEIGHT + (0 if row.collapsed else height)
    return placed, sources


def _positions(row: Row, top: int) -> tuple[list[tuple[int, int]], int]:
    """The (x, y) of each panel: from left to right, in a new line when the next one would not fit; and their height."""
    result: list[tuple[int, int]] = []
    x, y, line = 0, top, 0
    for panel in row.panels:
        if x + panel.width > _COLUMNS:
            x, y, line = 0, y + line, 0
        result.append((x, y))
        x += panel.width
        line = max(line, panel.height)
    return result, y + line - top


def _links(stack: Stack, dashboard: Dashboard) -> list[Any]:
    """The project's other dashboards, with the chosen time and variables, then the author's links."""
    from grafanalib import core

    others = core.DashboardLink(
        title="Dashboards",
        type="dashboards",
        tags=[conventions.slug(stack.project)],
        asDropdown=False,
        includeVars=True,
        keepTime=True,
    )
    own = [
        core.DashboardLink(title=title, type="link", uri=url, keepTime=False, includeVars=False)
        for title, url in dashboard.links
    ]
    return [*([others] if len(stack.dashboards) > 1 else []), *own]


def _datasource_variable() -> dict[str, Any]:
    name = conventions.DATASOURCE_PROMETHEUS
    return {
        "current": {"selected": True, "text": "Prometheus", "value": name},
        "hide": 0,
        "includeAll": False,
        "label": "Data source",
        "multi": False,
        "name": "datasource",
        "options": [],
        "query": "prometheus",
        "refresh": 1,
        "regex": "",
        "type": "datasource",
    }


def _variable(variable: Variable) -> dict[str, Any]:
    """A variable filled from a query, or from fixed values."""
    common: dict[str, Any] = {
        "hide": 0,
        "includeAll": variable.include_all,
        "label": variable.title,
        "multi": variable.multi,
        "name": variable.name,
        "skipUrlSync": False,
    }
    if variable.include_all:
        text, value = "All", "$__all"
        common["current"] = {
            "selected": True,
            "text": [text] if variable.multi else text,
            "value": [value] if variable.multi else value,
        }
        if variable.query:
            # Also series without the label, which Grafana's own list of all values would leave out.
            common["allValue"] = ".*"
    if not variable.query:
        chosen = variable.values[0] if variable.values else ""
        options = [{"selected": value == chosen, "text": value, "value": value} for value in variable.values]
        common.setdefault("current", {"selected": True, "text": chosen, "value": chosen})
        return {**common, "type": "custom", "query": ",".join(variable.values), "options": options}
    return {
        **common,
        "type": "query",
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "definition": variable.query,
        "query": {"query": variable.query, "refId": "variable"},
        "refresh": 2,
        "regex": "",
        "sort": 1,
        "options": [],
    }


def _datasources(stack: Stack) -> dict[str, Any]:
    """Prometheus, Alertmanager and Jaeger under fixed uids, so that dashboards and links hold."""
    address = stack.environment.addresses
    interval = format_duration(stack.prometheus.scrape_interval_ms)
    version = stack.environment.versions[conventions.PROMETHEUS]
    prometheus: dict[str, Any] = {
        "name": "Prometheus",
        "type": "prometheus",
        "uid": conventions.DATASOURCE_PROMETHEUS,
        "access": "proxy",
        "url": _url(address.get(conventions.PROMETHEUS, ("prometheus:9090",))[0]),
        "isDefault": True,
        "editable": False,
        "jsonData": {
            "httpMethod": "POST",
            "timeInterval": interval,
            "prometheusType": "Prometheus",
            "prometheusVersion": f"{version.major}.{version.minor}.{version.patch}",
            "manageAlerts": True,
        },
    }
    result = [prometheus]
    if conventions.ALERTMANAGER in address:
        result.append(
            {
                "name": "Alertmanager",
                "type": "alertmanager",
                "uid": conventions.DATASOURCE_ALERTMANAGER,
                "access": "proxy",
                "url": _url(address[conventions.ALERTMANAGER][0]),
                "editable": False,
                "jsonData": {"implementation": "prometheus", "handleGrafanaManagedAlerts": False},
            }
        )
    if stack.tracing:
        query = address.get(conventions.JAEGER_QUERY, ("jaeger:16686",))[0]
        result.append(
            {
                "name": "Jaeger",
                "type": "jaeger",
                "uid": conventions.DATASOURCE_JAEGER,
                "access": "proxy",
                "url": _url(query),
                "editable": False,
                "jsonData": {"nodeGraph": {"enabled": True}, "traceIdTimeParams": {"enabled": True}},
            }
        )
    document: dict[str, Any] = {"apiVersion": 1}
    if stack.environment.versions[conventions.GRAFANA] >= (11, 1):
        document["prune"] = True
    return {**document, "datasources": result}


def _url(address: str) -> str:
    return address if "://" in address else f"http://{address}"


def _providers(stack: Stack) -> dict[str, Any]:
    return {
        "apiVersion": 1,
        "providers": [
            {
                "name": conventions.slug(stack.project),
                "orgId": 1,
                "type": "file",
                "disableDeletion": False,
                "updateIntervalSeconds": 30,
                "allowUiUpdates": False,
                "options": {"path": _FOLDER, "foldersFromFilesStructure": True},
            }
        ],
    }
