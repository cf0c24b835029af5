"""Grafana: dashboards as JSON, and the provisioning of datasources and dashboards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydantic_core

from o11ygen import templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.duration import parse_duration
from o11ygen.lowering.parts import added, document
from o11ygen.lowering.secrets import expanded
from o11ygen.renderer import RenderProblem, RenderProblems, Written, renderer
from o11ygen.resolved import Dashboard, Panel, Stack

_DASHBOARD_FIELDS: Mapping[DocumentPath, str] = {
    ("uid",): "name",
    ("time",): "time_range",
    ("templating",): "variables",
    **{(name,): name for name in ("title", "description", "refresh", "links", "tags")},
}
_PANEL_FIELDS: Mapping[DocumentPath, str] = {
    ("fieldConfig", "defaults", "mappings"): "mappings",
    **{("fieldConfig", "defaults", name): name for name in ("unit", "min", "max", "decimals", "thresholds")},
    **{("options", "yAxis", name): name for name in ("unit", "min", "max", "decimals")},
    ("options", "content"): "content",
    ("gridPos",): "width",
    **{(name,): name for name in ("title", "description", "repeat")},
    # What we write ourselves is right; all else is the author's addition.
    (): "extra",
}
_QUERY_FIELDS: Mapping[DocumentPath, str] = {
    ("legendFormat",): "legend",
    ("exemplar",): "exemplars",
    **{(name,): name for name in ("expr", "format", "instant")},
}


@renderer("grafana")
def render(stack: Stack) -> Iterator[Artifact]:
    """A file for each dashboard, in a folder each, and what Grafana reads at its start."""
    problems: list[RenderProblem] = []
    # One that shares its uid with an earlier one would have the same file, and is reported below.
    first: dict[str, Dashboard] = {}
    for dashboard in stack.dashboards:
        if first.setdefault(dashboard.uid, dashboard) is dashboard:
            yield from _dashboard(stack, dashboard, problems)
    yield from _provisioning(stack, problems)
    if stack.dashboards:
        from o11ygen.lowering.dashboard_problems import shared

        problems += shared(stack.dashboards)
    if problems:
        raise RenderProblems(problems)


def _provisioning(stack: Stack, problems: list[RenderProblem]) -> Iterator[Artifact]:
    # This takes time to load: `--help` and `lint` do without.
    from o11ygen.lowering.datasource_login import reference
    from o11ygen.lowering.grafana_provisioning import datasources, providers

    config = document(datasources(stack))
    sources: dict[DocumentPath, object] = {}
    for number, entry in enumerate(config["datasources"]):
        own = stack.datasources.get(entry["type"])
        if own is not None:
            config["datasources"][number], taken = added(entry, expanded(own.extra, reference), own.source)
            problems += taken
            sources["datasources", number] = Written(own.source, {(): "extra"})
    text = templating.render("grafana/datasources.yml.j2", stack=stack, config=config)
    path = "grafana/provisioning/datasources/datasources.yaml"
    yield Artifact(path, text, config, target="datasources", sources=sources)
    if stack.dashboards:
        config = document(providers(stack))
        text = templating.render("grafana/dashboards.yml.j2", stack=stack, config=config)
        yield Artifact("grafana/provisioning/dashboards/dashboards.yaml", text, config, target="dashboard-providers")


def _dashboard(stack: Stack, dashboard: Dashboard, problems: list[RenderProblem]) -> Iterator[Artifact]:
    """Its file, unless the author says something that can't be rendered: that goes to `problems`."""
    from o11ygen.lowering.dashboard_problems import dashboard_problems

    found = list(dashboard_problems(dashboard))
    problems += found
    if not found:
        own, sources = _built(stack, dashboard)
        value, taken = added(own, dashboard.extra, dashboard.source)
        problems += taken
        text = pydantic_core.to_json(value, indent=2).decode() + "\n"
        path = f"grafana/dashboards/{dashboard.folder}/{dashboard.uid}.json"
        yield Artifact(path, text, value, format="json", target="dashboard", sources=sources)


def _built(stack: Stack, dashboard: Dashboard) -> tuple[dict[str, Any], Mapping[DocumentPath, object]]:
    """The JSON of a dashboard, and which part of the spec each of its parts comes from."""
    # Loading grafanalib takes longer than a small project's whole run: only who has dashboards pays for it.
    from grafanalib import core

    from o11ygen.dashboardjson import finish
    from o11ygen.lowering.dashboards import datasource_variable, environment_title, links, tags, variable
    from o11ygen.lowering.durations import interval

    panels, sources = _panels(dashboard)
    built = core.Dashboard(
        title=environment_title(dashboard.title, stack.environment.name),
        uid=dashboard.uid,
        description=dashboard.description,
        tags=tags(stack, dashboard),
        editable=False,
        refresh=interval(parse_duration(dashboard.refresh)) if dashboard.refresh else "",
        time=core.Time(start=f"now-{interval(dashboard.time_range_ms)}", end="now"),
        timezone="browser",
        sharedCrosshair=True,
        links=links(stack, dashboard),
        templating=core.Templating(list=[datasource_variable(), *map(variable, dashboard.variables)]),
        panels=panels,
    )
    return finish(built), {(): Written(dashboard.source, _DASHBOARD_FIELDS), **sources}


def _panels(dashboard: Dashboard) -> tuple[list[Any], dict[DocumentPath, object]]:
    """Rows and panels in the order and at the places Grafana wants them; what a closed row hides lies inside it."""
    from o11ygen.lowering.grid import placed_rows
    from o11ygen.lowering.panels import grafana_panel, grafana_row

    result: list[Any] = []
    sources: dict[DocumentPath, object] = {}
    for placed in placed_rows(dashboard.rows):
        row = placed.row
        header: DocumentPath = ("panels", len(result))
        sources[header] = row.source
        below = [grafana_panel(panel, place) for panel, place in placed.panels]
        for number, (panel, _) in enumerate(placed.panels):
            inside = (*header, "panels", number) if row.collapsed else ("panels", len(result) + 1 + number)
            _note(sources, inside, panel)
        inside_row, after_row = (below, []) if row.collapsed else ([], below)
        result += [grafana_row(row.title, placed.header, collapsed=row.collapsed, panels=inside_row), *after_row]
    return result, sources


def _note(sources: dict[DocumentPath, object], path: DocumentPath, panel: Panel) -> None:
    sources[path] = Written(panel.source, _PANEL_FIELDS)
    for number, query in enumerate(panel.queries):
        sources[*path, "targets", number] = Written(query.source, _QUERY_FIELDS)
