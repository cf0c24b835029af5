"""Dashboards that somebody exported or wrote, as resolved ones."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from o11ygen.foreign.dashboards import dashboard
from o11ygen.foreign.facts import Facts
from o11ygen.foreign.run import lint
from o11ygen.foreign.written import Part, Text
from o11ygen.resolved import Dashboard, Panel, Query, Threshold, Variable
from o11ygen.validate.reading import Content
from o11ygen.yamlread import read_json

ROOT = Path(__file__).parents[2]
PROMETHEUS = {"type": "prometheus", "uid": "${datasource}"}
CHOICE = {"name": "datasource", "type": "datasource", "query": "prometheus"}


def built(**fields: Any) -> Dashboard:
    """The dashboard of a file with these fields."""
    data = json.dumps({"schemaVersion": 42, "title": "Shop", "uid": "shop", **fields}, indent=1).encode()
    document = read_json(data)
    text = Text("shop.json", Content(data), document)
    return dashboard(document.value, at=(), origin=lambda path, below: Part(text, path, below))


def panel(**fields: Any) -> Panel:
    """The one panel of a dashboard whose datasource is chosen."""
    given = {"type": "timeseries", "title": "Requests", "datasource": PROMETHEUS, **fields}
    return built(panels=[given], templating={"list": [CHOICE]}).panels[0]


def query(target: dict[str, Any], **holder: Any) -> Query:
    """The one query of a panel."""
    return panel(targets=[target], **holder).queries[0]


def variable(**fields: Any) -> Variable:
    """A variable beside that of the datasource."""
    return built(templating={"list": [CHOICE, {"name": "job", **fields}]}).variables[1]


def test_what_stands_around_the_panels() -> None:
    found = built(
        description="Is it well?",
        tags=["shop", 1],
        refresh="30s",
        time={"from": "now-2d", "to": "now"},
        links=[
            {"type": "link", "title": "Runbooks", "url": "/d/runbooks"},
            {"type": "dashboards", "tags": ["shop"]},
        ],
    )
    assert (found.name, found.uid, found.title, found.description) == ("shop", "shop", "Shop", "Is it well?")
    assert (found.tags, found.refresh, found.time_range_ms) == (("shop",), "30s", 172_800_000)
    assert (found.links, found.linked_tags) == ((("Runbooks", "/d/runbooks"),), (("shop",),))
    assert (found.source.what, found.source.location("refresh").path) == ('dashboard "Shop"', "refresh")


@pytest.mark.parametrize(
    "time",
    [None, "now-6h", {"from": "now/d", "to": "now/d"}, {"from": "now-6h", "to": "now-1h"}, {"from": "2020-01-01"}],
)
def test_a_time_that_is_not_plainly_the_last_one_is_not_known(time: object) -> None:
    assert built(time=time).time_range_ms == 0


def test_rows_of_today_stand_before_their_panels_and_hold_them_when_closed() -> None:
    found = built(
        panels=[
            {"type": "stat", "title": "Before"},
            {"type": "row", "title": "Open", "collapsed": False, "panels": []},
            {"type": "stat", "title": "Inside"},
            {"type": "row", "title": "Closed", "collapsed": True, "panels": [{"type": "stat", "title": "Hidden"}]},
        ]
    )
    rows = [(row.title, row.collapsed, [one.title for one in row.panels]) for row in found.rows]
    assert rows == [("", False, ["Before"]), ("Open", False, ["Inside"]), ("Closed", True, ["Hidden"])]
    assert found.rows[2].panels[0].source.location("title").path == "panels[3].panels[0].title"


def test_rows_of_the_first_format_hold_their_panels() -> None:
    graph = {
        "type": "graph",
        "title": "Memory",
        "yaxes": [{"format": "bytes", "min": "0", "max": None}, {"format": "short"}],
        "targets": [{"expr": "up", "step": 10}],
    }
    found = built(schemaVersion=14, rows=[{"title": "Host", "panels": [graph]}], __inputs=[])
    (memory,) = found.panels
    assert (memory.kind, memory.unit, memory.bounds) == ("timeseries", "bytes", {"min": 0.0})
    assert [one.expr for one in memory.queries] == ["up"]


def test_series_at_the_right_axis_of_an_old_graph_have_its_unit() -> None:
    axes = [{"format": "Bps"}, {"format": "ms"}]
    assert panel(type="graph", yaxes=axes).units == ()
    assert panel(type="graph", yaxes=axes, seriesOverrides=[{"alias": "time", "yaxis": 2}]).units == ("ms",)


def test_a_single_number_of_the_first_format() -> None:
    found = panel(type="singlestat", format="percentunit", valueName="avg", valueMaps=[{"value": "0", "text": "down"}])
    assert (found.kind, found.unit, found.settings, found.mappings) == (
        "stat",
        "percentunit",
        {"calculation": "mean"},
        {"0": "down"},
    )


def test_fields_of_a_panel() -> None:
    found = panel(
        type="stat",
        description="Normal is 3.",
        interval=">1m",
        repeat="job",
        gridPos={"x": 0, "y": 0, "w": 6, "h": 4},
        links=[{"title": "More", "url": "/d/more"}],
        options={"reduceOptions": {"calcs": ["max"]}},
        transformations=[{"id": "merge"}, {"id": "organize", "disabled": True}],
        fieldConfig={
            "defaults": {
                "unit": "s",
                "min": 0,
                "decimals": 1,
                "links": [{"title": "Trace", "url": "/explore"}],
                "thresholds": {
                    "mode": "absolute",
                    "steps": [{"color": "green", "value": None}, {"color": "red", "value": 2}],
                },
                "mappings": [{"type": "value", "options": {"0": {"text": "none"}}}, {"type": "special", "options": {}}],
            },
            "overrides": [
                {"matcher": {}, "properties": [{"id": "unit", "value": "bytes"}, {"id": "color", "value": {}}]}
            ],
        },
    )
    assert (found.unit, found.units, found.bounds) == ("s", ("bytes",), {"min": 0, "decimals": 1})
    assert found.thresholds == (Threshold(-math.inf, "green"), Threshold(2.0, "red"))
    assert (found.settings, found.step_ms, found.width) == ({"calculation": "max"}, 60_000, 6)
    assert found.links == (("More", "/d/more"), ("Trace", "/explore"))
    assert (found.transformations, found.repeat) == (("merge",), "job")
    assert found.mappings == {"0": "none", "special": ""}
    assert found.source.location("unit").path == "panels[0].fieldConfig.defaults.unit"


@pytest.mark.parametrize(
    ("kind", "defaults"),
    [
        # What every new panel has.
        ("stat", {"thresholds": {"steps": [{"color": "green", "value": None}, {"color": "red", "value": 80}]}}),
        # Of the range between least and largest value.
        ("stat", {"thresholds": {"mode": "percentage", "steps": [{"color": "red", "value": 90}]}}),
        # Not drawn.
        ("timeseries", {"thresholds": {"steps": [{"color": "red", "value": 5}]}}),
        ("stat", {"thresholds": {"steps": [{"color": "red", "value": "null"}]}}),
    ],
)
def test_thresholds_that_nobody_sees_or_chose_are_none(kind: str, defaults: dict[str, Any]) -> None:
    assert panel(type=kind, fieldConfig={"defaults": defaults}).thresholds == ()


def test_thresholds_that_a_graph_draws() -> None:
    given = {"thresholds": {"steps": [{"color": "red", "value": 5}]}, "custom": {"thresholdsStyle": {"mode": "line"}}}
    assert panel(fieldConfig={"defaults": given}).thresholds == (Threshold(5.0, "red"),)


@pytest.mark.parametrize(
    ("target", "holder", "language"),
    [
        ({"expr": "up"}, {}, "promql"),
        ({"expr": "up", "datasource": {"type": "prometheus"}}, {"datasource": {"uid": "-- Mixed --"}}, "promql"),
        ({"expr": 'rate({a="b"}[1m])', "datasource": {"type": "loki", "uid": "l"}}, {}, ""),
        ({"expr": "$A > 1", "datasource": {"type": "__expr__", "uid": "__expr__"}}, {}, ""),
        ({"rawSql": "select 1"}, {"datasource": {"type": "postgres"}}, ""),
        # By a name that says nothing: what is no PromQL is in another language.
        ({"expr": "up"}, {"datasource": "Metrics"}, "promql"),
        ({"expr": 'sum(rate({app="x"} |= "error" [1m]))'}, {"datasource": "Logs"}, ""),
        # Where Prometheus is asked, what it does not read is a fault.
        ({"expr": "sum(up"}, {}, "promql"),
        ({"expr": "  "}, {}, ""),
        ({}, {}, ""),
    ],
)
def test_which_queries_are_promql(target: dict[str, Any], holder: dict[str, Any], language: str) -> None:
    found = query(target, **holder)
    assert (found.language, bool(found.expr)) == (language, bool(language))


def test_fields_of_a_query() -> None:
    found = query(
        {
            "expr": "up # all",
            "legendFormat": "{{job}}",
            "instant": True,
            "format": "table",
            "exemplar": True,
            "hide": True,
        }
    )
    assert (found.expr, found.legend, found.instant, found.format) == ("up", "{{job}}", True, "table")
    assert (found.exemplars, found.hidden, found.datasource) == (True, True, "${datasource}")
    assert found.source.location("legend").path == "panels[0].targets[0].legendFormat"
    assert query({"expr": "up", "legendFormat": "__auto", "instant": True, "range": True}).instant is False
    assert query({"expr": "up", "legendFormat": "__auto"}).legend == ""


def test_a_panel_from_the_library_or_of_an_unknown_kind_has_no_more_than_it_says() -> None:
    library = panel(type=None, libraryPanel={"uid": "x"}, datasource=None)
    assert (library.kind, library.queries, library.unit, library.datasource) == ("", (), "", "")
    assert panel(type="acme-panel", targets=[{"expr": "up"}]).kind == "acme-panel"


@pytest.mark.parametrize(
    ("fields", "kind", "query_text", "expr", "values"),
    [
        ({"type": "query", "query": "label_values(up, job)"}, "query", "label_values(up, job)", "up", ()),
        ({"type": "query", "query": {"query": ' up{a="b"} ', "refId": "x"}}, "query", 'up{a="b"}', 'up{a="b"}', ()),
        ({"type": "query", "query": "metrics(up.*)"}, "query", "metrics(up.*)", "", ()),
        ({"type": "query", "query": "nothing(of, this)"}, "query", "nothing(of, this)", "", ()),
        ({"type": "custom", "query": "a, two : b ,c\\,d,"}, "custom", "", "", ("a", "b", "c,d")),
        ({"type": "interval", "query": "1m,5m"}, "interval", "", "", ("1m", "5m")),
        ({"type": "constant", "query": "up"}, "constant", "", "", ("up",)),
        ({"type": "textbox", "query": "up"}, "textbox", "", "", ()),
        ({"type": "adhoc"}, "adhoc", "", "", ()),
    ],
)
def test_variables(fields: dict[str, Any], kind: str, query_text: str, expr: str, values: tuple[str, ...]) -> None:
    found = variable(**fields)
    assert (found.kind, found.query, found.expr, found.values) == (kind, query_text, expr, values)


def test_a_variable_of_another_datasource_is_not_read() -> None:
    found = variable(type="query", query="label_values(job)", datasource={"type": "loki", "uid": "x"})
    assert (found.language, found.expr, found.query) == ("", "", "label_values(job)")


def test_what_can_be_chosen_and_seen_of_a_variable() -> None:
    found = variable(type="query", query="label_values(job)", multi=True, includeAll=True, hide=2)
    assert (found.multi, found.include_all, found.hidden) == (True, True, True)
    found = variable(type="query", query="label_values(job)", hide=1)
    assert (found.multi, found.include_all, found.hidden) == (False, False, False)


def test_an_input_of_an_export_counts_as_a_variable() -> None:
    found = built(__inputs=[{"name": "DS_X", "pluginId": "prometheus"}], panels=[])
    assert [(one.name, one.kind, one.query) for one in found.variables] == [("DS_X", "input", "prometheus")]


def test_variables_are_used_wherever_something_refers_to_them_or_is_repeated() -> None:
    given = {
        "type": "acme",
        "repeat": "job",
        "options": {"text": "of ${team:raw} and [[old]]", "list": ["$deep"]},
        "title": "in $USD",
    }
    found = built(panels=[given], templating={"list": [{"name": "job", "type": "custom", "query": "a"}]})
    assert found.refers == {"job", "team", "old", "deep", "USD"}


def test_annotations_are_queries() -> None:
    found = built(
        annotations={
            "list": [
                {"name": "Deployments", "datasource": PROMETHEUS, "enable": True, "expr": "changes(up[5m]) > 0"},
                {"name": "New", "datasource": PROMETHEUS, "target": {"expr": "up == 0"}},
                {"name": "Off", "datasource": PROMETHEUS, "enable": False, "expr": "up == 0"},
                {"name": "Built in", "builtIn": 1, "datasource": {"type": "grafana", "uid": "-- Grafana --"}},
            ]
        },
        templating={"list": [CHOICE]},
    )
    assert [(one.expr, one.source.what) for one in found.annotations] == [
        ("changes(up[5m]) > 0", 'dashboard "Shop", annotation "Deployments"'),
        ("up == 0", 'dashboard "Shop", annotation "New"'),
    ]
    assert found.annotations[1].source.location("expr").path == "annotations.list[1].target.expr"


def test_what_is_rendered_for_the_example_says_no_less_than_its_spec() -> None:
    """The example's dashboards are clean; read as a stranger's, one gauge is taken for what its name says."""
    found = lint([str(ROOT / "output/production/grafana/dashboards")], facts=Facts(), today=date(2026, 1, 1))
    assert len(found.files) == 3
    assert [(one.id, one.severity.value) for one in found.findings] == [("dashboard/counter", "info")]
