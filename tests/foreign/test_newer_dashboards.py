"""Dashboards in the newer format of Grafana, as resolved ones."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from o11ygen.foreign.dashboards import dashboard
from o11ygen.foreign.facts import Facts
from o11ygen.foreign.run import lint
from o11ygen.foreign.written import Part, Text
from o11ygen.resolved import Dashboard
from o11ygen.validate.reading import Content
from o11ygen.yamlread import read_json

ROOT = Path(__file__).parents[2]


def newer(*, beta: bool) -> Dashboard:
    """A dashboard in the newer format, of its first version or of its beta."""
    expr = {"expr": "up", "legendFormat": "{{job}}"}
    asked = (
        {"query": {"kind": "DataQuery", "group": "prometheus", "datasource": {"name": "$datasource"}, "spec": expr}}
        if beta
        else {"query": {"kind": "prometheus", "spec": expr}, "datasource": {"type": "prometheus", "uid": "$datasource"}}
    )
    shown = {"fieldConfig": {"defaults": {"unit": "s"}}, "options": {"reduceOptions": {"calcs": ["max"]}}}
    drawn = {"kind": "VizConfig", "group": "stat", "spec": shown} if beta else {"kind": "stat", "spec": shown}
    queries = [{"kind": "PanelQuery", "spec": {"refId": "A", "hidden": False, **asked}}]
    data = {
        "kind": "QueryGroup",
        "spec": {
            "queries": queries,
            "transformations": [{"kind": "merge", "spec": {"id": "merge"}}],
            "queryOptions": {"interval": "1m"},
        },
    }
    filling = {"kind": "DataQuery", "group": "prometheus", "spec": {"query": "label_values(up, job)"}}
    variables = [
        {
            "kind": "DatasourceVariable",
            "spec": {"name": "datasource", "pluginId": "prometheus", "hide": "hideVariable"},
        },
        {"kind": "QueryVariable", "spec": {"name": "job", "query": filling, "multi": True, "includeAll": True}},
        {"kind": "CustomVariable", "spec": {"name": "size", "query": "a,b"}},
    ]
    item = {"kind": "GridLayoutItem", "spec": {"width": 6, "height": 4, "element": {"name": "panel-1"}}}
    item["spec"]["repeat"] = {"mode": "variable", "value": "job"}  # type: ignore[index]  # the inner dict
    grid = {"kind": "GridLayout", "spec": {"items": [item]}}
    row = {"kind": "RowsLayoutRow", "spec": {"title": "Health", "collapse": True, "layout": grid}}
    spec = {
        "title": "Shop",
        "elements": {
            "panel-1": {"kind": "Panel", "spec": {"id": 1, "title": "Up", "data": data, "vizConfig": drawn}},
            "panel-2": {"kind": "LibraryPanel", "spec": {"title": "Shared"}},
        },
        "layout": {"kind": "RowsLayout", "spec": {"rows": [row]}},
        "variables": variables,
        "annotations": [{"kind": "AnnotationQuery", "spec": {"name": "New", "enable": True, **asked}}],
        "timeSettings": {"from": "now-6h", "to": "now", "autoRefresh": "30s"},
        "links": [{"type": "link", "title": "More", "url": "/d/more"}],
    }
    data_ = json.dumps({"apiVersion": "dashboard.grafana.app/v2", "spec": spec}, indent=1).encode()
    document = read_json(data_)
    text = Text("shop.json", Content(data_), document)
    return dashboard(document.value["spec"], at=("spec",), origin=lambda path, below: Part(text, path, below))


@pytest.mark.parametrize("beta", [False, True])
def test_the_newer_format(beta: bool) -> None:
    found = newer(beta=beta)
    (row,) = found.rows
    (up,) = row.panels
    assert (found.title, found.time_range_ms, found.refresh, found.links) == (
        "Shop",
        21_600_000,
        "30s",
        (("More", "/d/more"),),
    )
    assert (row.title, row.collapsed) == ("Health", True)
    assert (up.kind, up.title, up.unit, up.settings, up.repeat) == ("stat", "Up", "s", {"calculation": "max"}, "job")
    assert (up.step_ms, up.transformations, up.width) == (60_000, ("merge",), 6)
    assert [(one.expr, one.legend, one.language, one.datasource) for one in up.queries] == [
        ("up", "{{job}}", "promql", "$datasource")
    ]
    assert [(one.name, one.kind, one.query, one.hidden, one.multi) for one in found.variables] == [
        ("datasource", "datasource", "prometheus", True, False),
        ("job", "query", "label_values(up, job)", False, True),
        ("size", "custom", "", False, False),
    ]
    assert [one.expr for one in found.annotations] == ["up"]


def test_places_in_the_newer_format() -> None:
    found = newer(beta=True)
    (up,) = found.panels
    places = [
        found.source.location("refresh"),
        up.source.location("unit"),
        up.source.location("title"),
        up.queries[0].source.location("expr"),
        found.variables[1].source.location("multi"),
        found.rows[0].source.location("title"),
    ]
    assert [one.path for one in places] == [
        "spec.timeSettings.autoRefresh",
        "spec.elements.panel-1.spec.vizConfig.spec.fieldConfig.defaults.unit",
        "spec.elements.panel-1.spec.title",
        "spec.elements.panel-1.spec.data.spec.queries[0].spec.query.spec.expr",
        "spec.variables[1].spec.multi",
        "spec.layout.spec.rows[0].spec.title",
    ]


def test_a_query_in_the_newer_format_that_is_no_promql(tmp_path: Path) -> None:
    query = {"kind": "DataQuery", "group": "prometheus", "spec": {"expr": "sum(up"}}
    queries = [{"kind": "PanelQuery", "spec": {"refId": "A", "query": query}}]
    panel: dict[str, Any] = {
        "title": "Up",
        "description": "1 is well.",
        "vizConfig": {"kind": "VizConfig", "group": "stat", "spec": {}},
    }
    panel["data"] = {"kind": "QueryGroup", "spec": {"queries": queries}}
    item = {"kind": "GridLayoutItem", "spec": {"element": {"name": "panel-1"}}}
    spec = {
        "title": "Shop",
        "description": "Is it up?",
        "elements": {"panel-1": {"kind": "Panel", "spec": panel}},
        "layout": {"kind": "GridLayout", "spec": {"items": [item]}},
    }
    whole = {"apiVersion": "dashboard.grafana.app/v2", "kind": "Dashboard", "metadata": {"name": "shop"}, "spec": spec}
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(whole), "utf-8")
    found = lint([str(file)], facts=Facts(), today=date(2026, 1, 1))
    assert [(one.id, one.location.path) for one in found.findings] == [
        ("promql/syntax", "spec.elements.panel-1.spec.data.spec.queries[0].spec.query.spec.expr")
    ]
