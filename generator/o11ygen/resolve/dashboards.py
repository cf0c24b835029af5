"""Dashboards and their queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.resolve import parameters
from o11ygen.resolve.at import At, MissingValueError
from o11ygen.resolve.selection import Selection, selection
from o11ygen.resolved import Dashboard, Panel, Query, Row, Source, Threshold, Variable
from o11ygen.spec import dashboard as spec
from o11ygen.spec.project import Service

# Variables that every dashboard has.
_VARIABLES = ("datasource",)
_COMMON = frozenset(spec.Panel.model_fields)


def dashboards(at: At, service: Service) -> Iterator[Dashboard]:
    """The dashboards of a service."""
    for declared in service.dashboards:
        id = conventions.rule_id(service.name, declared.name)
        if at.is_disabled(id, declared) or declared.refused:
            continue
        given = at.applied(id, declared)
        source = at.source(id, given.label, declared, service)
        try:
            yield _dashboard(at, service, given, source)
        except MissingValueError:
            continue


def _dashboard(at: At, service: Service, given: spec.Dashboard, source: Source) -> Dashboard:
    selector = selection(at, service)
    names = (*_VARIABLES, *(variable.name for variable in given.variables))
    return Dashboard(
        name=given.name,
        uid=conventions.dashboard_uid(at.project.name, given.name),
        title=given.title,
        description=given.description,
        folder=given.folder or service.name,
        service=service.name,
        rows=tuple(
            Row(
                row.title,
                row.collapsed,
                tuple(_panel(at, panel, source, given, service, selector, names) for panel in row.panels),
                at.source(source.id, f'{source.what}, row "{row.title}"', row, given, service),
            )
            for row in given.rows
        ),
        variables=tuple(
            Variable(one.name, one.title or one.name, one.query, one.values, one.multi, one.include_all)
            for one in given.variables
        ),
        links=tuple((link.title, at.pick(link.url, source, "links")) for link in given.links),
        tags=given.tags,
        refresh=given.refresh,
        time_range_ms=parse_duration(given.time_range),
        source=source,
    )


def _panel(
    at: At,
    panel: spec.Panel,
    parent: Source,
    dashboard: spec.Dashboard,
    service: Service,
    selector: Selection,
    names: tuple[str, ...],
) -> Panel:
    source = at.source(parent.id, f"{parent.what}, {panel.label}", panel, dashboard, service)
    bounds = {
        name: at.pick(value, source, name)
        for name in ("min", "max", "decimals")
        if (value := getattr(panel, name)) is not None
    }
    return Panel(
        kind=type(panel).kind,
        title=panel.title,
        description=panel.description,
        queries=tuple(
            _query(at, query, source, panel, dashboard, service, selector, names)
            for query in cast("tuple[spec.Query, ...]", panel.queries)
        ),
        unit=panel.unit,
        width=panel.width,
        height=panel.height,
        thresholds=tuple(Threshold(at.pick(one.value, source, "thresholds"), one.color) for one in panel.thresholds),
        bounds=bounds,
        mappings=dict(panel.mappings),
        repeat=panel.repeat,
        settings=_settings(at, panel, source),
        extra=at.plain(panel.extra, source, "extra"),
        source=source,
    )


def _settings(at: At, panel: spec.Panel, source: Source) -> dict[str, Any]:
    """What only this kind of panel has, defaults included: a renderer asks nothing twice."""
    return {
        name: at.plain(getattr(panel, name), source, name) for name in type(panel).model_fields if name not in _COMMON
    }


def _query(
    at: At,
    query: spec.Query,
    parent: Source,
    panel: spec.Panel,
    dashboard: spec.Dashboard,
    service: Service,
    selector: Selection,
    names: tuple[str, ...],
) -> Query:
    source = at.source(parent.id, parent.what, query, panel, dashboard, service)
    text = at.pick(query.expr, source, "expr")
    replaced = parameters.in_promql(text, selector.parameters, variables=names)
    for problem in (*replaced.problems, *selector.problems(text)):
        at.report("spec/parameter", source, f"{source.what}: {problem.message}", problem.hint, "expr")
    return Query(replaced.text, query.legend, query.instant, query.format, query.exemplars, source)
