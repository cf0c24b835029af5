"""Dashboards and their queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.resolve import parameters
from o11ygen.resolve.at import At, Here, MissingValueError
from o11ygen.resolve.extra import extra
from o11ygen.resolve.selection import Selection, selection
from o11ygen.resolved import Dashboard, Panel, Query, Row, Source, Threshold, Variable, panel_json
from o11ygen.resolved.dashboards import DATASOURCE
from o11ygen.spec import dashboard as spec
from o11ygen.spec.project import Service
from o11ygen.targets.grafana_variables import variable_query

# Variables that every dashboard has.
_VARIABLES = ("datasource",)
_COMMON = frozenset(spec.Panel.model_fields)


def dashboards(at: At, service: Service) -> Iterator[Dashboard]:
    """The dashboards of a service."""
    for declared in service.dashboards:
        id = conventions.rule_id(service.name, declared.name)
        if at.is_disabled(id, declared) or declared.refused:
            continue
        source = at.source(id, declared.label, declared, service)
        try:
            yield _dashboard(at, service, at.applied(id, declared), source)
        except MissingValueError:
            continue


def _dashboard(at: At, service: Service, declared: spec.Dashboard, source: Source) -> Dashboard:
    selector = selection(at, service)
    given = at.here(declared, source)
    names = (*_VARIABLES, *(at.here(variable, source).name for variable in given.variables))
    links = (at.here(link, source) for link in given.links)
    return Dashboard(
        name=given.name,
        uid=conventions.dashboard_uid(at.project.name, given.name),
        title=given.title,
        description=given.description,
        folder=given.folder or service.name,
        service=service.name,
        rows=tuple(_row(at, row, source, declared, service, selector, names) for row in given.rows),
        variables=tuple(_variable(at, one, source, declared, service, selector, names) for one in given.variables),
        links=tuple((link.title, link.url) for link in links),
        tags=given.tags,
        refresh=given.refresh,
        time_range_ms=parse_duration(given.time_range),
        extra=extra(at, given, source),
        source=source,
    )


def _variable(
    at: At,
    declared: spec.Variable,
    parent: Source,
    dashboard: spec.Dashboard,
    service: Service,
    selector: Selection,
    names: tuple[str, ...],
) -> Variable:
    variable = at.here(declared, parent)
    source = at.source(parent.id, f"{parent.what}, variable {variable.name}", declared, dashboard, service)
    query = _replaced(at, variable.query, selector, names, source, "query")
    asked = variable_query(query)
    return Variable(
        name=variable.name,
        title=variable.title or variable.name,
        query=query,
        values=variable.values,
        multi=variable.multi,
        include_all=variable.include_all,
        expr="" if asked.function == "metrics" else asked.expr,
        source=source,
        kind="query" if query else "custom",
    )


def _row(
    at: At,
    declared: spec.Row,
    parent: Source,
    dashboard: spec.Dashboard,
    service: Service,
    selector: Selection,
    names: tuple[str, ...],
) -> Row:
    row = at.here(declared, parent)
    return Row(
        row.title,
        row.collapsed,
        tuple(_panel(at, panel, parent, dashboard, service, selector, names) for panel in row.panels),
        at.source(parent.id, f'{parent.what}, row "{row.title}"', declared, dashboard, service),
    )


def _panel(
    at: At,
    declared: spec.Panel,
    parent: Source,
    dashboard: spec.Dashboard,
    service: Service,
    selector: Selection,
    names: tuple[str, ...],
) -> Panel:
    panel = at.here(declared, parent)
    source = at.source(parent.id, f"{parent.what}, {panel.label}", declared, dashboard, service)
    bounds = {name: value for name in ("min", "max", "decimals") if (value := getattr(panel, name)) is not None}
    thresholds = (at.here(one, source) for one in panel.thresholds)
    added = extra(at, panel, source)
    return Panel(
        kind=type(panel).kind,
        title=panel.title,
        description=panel.description,
        queries=tuple(
            _query(at, query, source, declared, dashboard, service, selector, names) for query in panel.queries
        ),
        unit=panel.unit,
        width=panel.width,
        height=panel.height,
        thresholds=tuple(Threshold(one.value, one.color) for one in thresholds),
        bounds=bounds,
        mappings=dict(panel.mappings),
        repeat=panel.repeat,
        settings=_settings(at, panel, source),
        extra=added,
        source=source,
        datasource=panel_json.datasource_of(added) or DATASOURCE,
        links=panel_json.links_of(added),
        step_ms=panel_json.step_of(added),
        units=panel_json.units_of(added),
        transformations=panel_json.transformations_of(added),
    )


def _settings(at: At, panel: Here, source: Source) -> dict[str, Any]:
    """What only this kind of panel has, defaults included: a renderer asks nothing twice."""
    return {
        name: at.plain(getattr(panel, name), source, name) for name in type(panel).model_fields if name not in _COMMON
    }


def _query(
    at: At,
    declared: spec.Query,
    parent: Source,
    panel: spec.Panel,
    dashboard: spec.Dashboard,
    service: Service,
    selector: Selection,
    names: tuple[str, ...],
) -> Query:
    source = at.source(parent.id, parent.what, declared, panel, dashboard, service)
    query = at.here(declared, source)
    text = _replaced(at, query.expr, selector, names, source, "expr")
    return Query(text, query.legend, query.instant, query.format, query.exemplars, source)


def _replaced(at: At, text: str, selector: Selection, names: tuple[str, ...], source: Source, field: str) -> str:
    """A query with the parameters that a dashboard has; Grafana's variables stay."""
    replaced, problems = parameters.in_promql(text, selector.among({}), variables=names)
    for problem in (*problems, *selector.problems(text)):
        at.report("spec/parameter", source, f"{source.what}: {problem.message}", problem.hint, field)
    return replaced
