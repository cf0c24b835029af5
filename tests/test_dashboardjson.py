"""The step between grafanalib and Grafana: every panel type, every repair, and the same bytes each time."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import grafanalib.core as grafana
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.dashboardjson import finish
from o11ygen.dashboardjson.fields import cell_options, finish_thresholds
from o11ygen.targets.dashboard import judge_dashboard

PROMETHEUS = {"type": "prometheus", "uid": "${datasource}"}
DATASOURCE = grafana.Template(name="datasource", type="datasource", query="prometheus", default="prometheus")
LIMITS = [grafana.Threshold("green", 0, 0.0), grafana.Threshold("red", 1, 0.9)]


def query(expr: str = "up", **fields: Any) -> grafana.Target:
    return grafana.Target(expr=expr, **fields)


def place(number: int) -> grafana.GridPos:
    return grafana.GridPos(h=8, w=12, x=12 * (number % 2), y=8 * (number // 2))


def dashboard(*panels: Any, **fields: Any) -> grafana.Dashboard:
    fields.setdefault("templating", grafana.Templating(list=[copy.deepcopy(DATASOURCE)]))
    return grafana.Dashboard(title="Overview", uid="overview", panels=list(panels), **fields).auto_panel_ids()


def finished_panel(panel: Any) -> dict[str, Any]:
    found: dict[str, Any] = finish(dashboard(panel))["panels"][0]
    return found


PANELS: dict[str, Callable[[], Any]] = {
    "timeseries": lambda: grafana.TimeSeries(
        title="A", dataSource=PROMETHEUS, targets=[query()], unit="s", thresholds=LIMITS, legendDisplayMode="hidden"
    ),
    "stat": lambda: grafana.Stat(title="A", dataSource=PROMETHEUS, targets=[query()], format="percentunit"),
    "gauge": lambda: grafana.GaugePanel(title="A", dataSource=PROMETHEUS, targets=[query()], calc="max", label="Now"),
    "bargauge": lambda: grafana.BarGauge(title="A", dataSource=PROMETHEUS, targets=[query()], label="Now", limit=3),
    "table": lambda: grafana.Table(
        title="A", dataSource=PROMETHEUS, targets=[query(format="table", instant=True)], displayMode="lcd-gauge"
    ),
    "heatmap": lambda: grafana.Heatmap(title="A", dataSource=PROMETHEUS, targets=[query(format="heatmap")]),
    "text": lambda: grafana.Text(title="A", content="# Read me"),
    "row": lambda: grafana.RowPanel(title="A", collapsed=True, panels=[grafana.Text(title="B", content="b")]),
    "logs": lambda: grafana.Logs(title="A", dataSource={"type": "loki", "uid": "loki"}, targets=[{"expr": "{a=`b`}"}]),
    "state-timeline": lambda: grafana.StateTimeline(title="A", dataSource=PROMETHEUS, targets=[query()]),
    "histogram": lambda: grafana.Histogram(title="A", dataSource=PROMETHEUS, targets=[query()]),
    "piechart": lambda: grafana.PieChartv2(title="A", dataSource=PROMETHEUS, targets=[query()]),
    "barchart": lambda: grafana.BarChart(title="A", dataSource=PROMETHEUS, targets=[query()]),
    "news": lambda: grafana.News(title="A", feedUrl="https://example.com/feed.xml"),
    "dashlist": lambda: grafana.DashboardList(title="A", searchTags=["churn"]),
    "alertlist": lambda: grafana.AlertList(title="A", limit=5),
}


@pytest.mark.parametrize("kind", sorted(PANELS))
def test_grafana_accepts_every_panel_type_without_a_word(kind: str) -> None:
    result = finish(dashboard(PANELS[kind]()))
    assert result["panels"][0]["type"] == kind
    assert judge_dashboard(result) == ()


def test_a_dashboard_of_all_panels_has_no_stray_null_and_no_text_null() -> None:
    result = finish(dashboard(*(make() for make in PANELS.values())))
    assert judge_dashboard(result) == ()
    nulls: list[tuple[str | int, ...]] = []

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        assert value != "null", path
        if value is None:
            nulls.append(path)
        for step, item in (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        ):
            walk(item, (*path, step))

    walk(result, ())
    assert nulls
    assert {path[-3:] for path in nulls} == {("steps", 0, "value")}


def test_the_input_stays_as_it_was() -> None:
    source = json.loads(json.dumps(dashboard(PANELS["gauge"](), PANELS["table"]()), default=lambda x: x.to_json_data()))
    before = copy.deepcopy(source)
    finish(source)
    assert source == before


def test_a_finished_dashboard_is_left_as_it_is() -> None:
    once = finish(dashboard(*(make() for make in PANELS.values())))
    assert json.dumps(finish(once)) == json.dumps(once)


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(PANELS)))
def test_the_order_of_keys_in_the_input_changes_no_byte(shuffle: random.Random, kind: str) -> None:
    source = json.loads(json.dumps(dashboard(PANELS[kind]()), default=lambda x: x.to_json_data()))

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            shuffle.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    assert json.dumps(finish(shuffled(source))) == json.dumps(finish(source))


class TestRoot:
    def test_it_says_the_last_version_and_drops_what_it_outgrew(self) -> None:
        result = finish(dashboard())
        assert result["schemaVersion"] == 42
        assert not {"rows", "hideControls", "sharedCrosshair", "style", "__inputs", "gnetId", "id"} & set(result)
        assert result["fiscalYearStartMonth"] == 0
        assert result["preload"] is False
        assert "time_options" not in result["timepicker"]
        assert "nowDelay" not in result["timepicker"]

    def test_a_shared_crosshair_becomes_a_graph_tooltip(self) -> None:
        assert finish(dashboard(sharedCrosshair=True))["graphTooltip"] == 1

    @pytest.mark.parametrize(("written", "read"), [(False, ""), (None, ""), ("30s", "30s")])
    def test_refresh_is_text(self, written: Any, read: str) -> None:
        assert finish(dashboard(refresh=written))["refresh"] == read

    def test_links_have_all_ten_keys(self) -> None:
        (link,) = finish(dashboard(links=[grafana.ExternalLink("https://example.com", "Docs")]))["links"]
        assert link == {
            "asDropdown": False,
            "icon": "external link",
            "includeVars": False,
            "keepTime": False,
            "tags": [],
            "targetBlank": False,
            "title": "Docs",
            "tooltip": "",
            "type": "link",
            "url": "https://example.com",
        }

    def test_the_built_in_annotation_leads_and_is_added_once(self) -> None:
        source = dashboard(annotations=grafana.Annotations(list=[{"name": "Deploys", "datasource": "$datasource"}]))
        first, second = finish(source)["annotations"]["list"]
        assert first == {
            "builtIn": 1,
            "datasource": {"type": "grafana", "uid": "-- Grafana --"},
            "enable": True,
            "hide": True,
            "iconColor": "rgba(0, 211, 255, 1)",
            "name": "Annotations & Alerts",
            "type": "dashboard",
        }
        assert second["datasource"] == {"type": "prometheus", "uid": "$datasource"}
        assert len(finish(finish(source))["annotations"]["list"]) == 2

    def test_infinity_has_no_place_in_json(self) -> None:
        with pytest.raises(ValueError, match="`inf`"):
            finish({"title": "A", "panels": [{"type": "stat", "maxDataPoints": float("inf")}]})

    def test_an_object_that_json_lacks_is_named(self) -> None:
        with pytest.raises(TypeError, match="`object`"):
            finish({"title": object()})


class TestVariables:
    def variable(self, **fields: Any) -> dict[str, Any]:
        templating = grafana.Templating(list=[copy.deepcopy(DATASOURCE), grafana.Template(**fields)])
        result = finish(dashboard(templating=templating))
        assert judge_dashboard(result) == ()
        found: dict[str, Any] = result["templating"]["list"][1]
        return found

    def test_all_of_a_query_with_several_values(self) -> None:
        found = self.variable(name="job", query="label_values(job)", multi=True, includeAll=True, default="All")
        assert found["current"] == {"selected": True, "text": ["All"], "value": ["$__all"]}
        assert found["allValue"] == ".+"
        assert not {"useTags", "tagsQuery", "tagValuesQuery", "auto", "auto_min", "auto_count"} & set(found)

    def test_all_of_a_query_with_one_value(self) -> None:
        found = self.variable(name="job", query="label_values(job)", includeAll=True, default="All")
        assert found["current"] == {"selected": True, "text": "All", "value": "$__all"}

    def test_all_of_a_custom_list(self) -> None:
        found = self.variable(name="tier", type="custom", query="a,b", includeAll=True, default="All")
        assert found["current"] == {"selected": True, "text": "All", "value": "$__all"}
        assert "allValue" not in found

    def test_a_chosen_value_of_several_is_a_list(self) -> None:
        found = self.variable(name="tier", type="custom", query="a,b", multi=True, default="b")
        assert found["current"] == {"selected": True, "text": ["b"], "value": ["b"]}

    def test_nothing_chosen_leaves_the_choice_to_grafana(self) -> None:
        assert "current" not in self.variable(name="job", query="label_values(job)")

    def test_an_interval_has_options_and_keeps_its_own_fields(self) -> None:
        found = self.variable(name="window", type="interval", query="1m,5m, 1h", default="5m")
        assert found["options"] == [
            {"selected": False, "text": "1m", "value": "1m"},
            {"selected": True, "text": "5m", "value": "5m"},
            {"selected": False, "text": "1h", "value": "1h"},
        ]
        assert found["current"] == {"selected": True, "text": "5m", "value": "5m"}
        assert found["auto_count"] == 30
        assert "multi" not in found

    @pytest.mark.parametrize("written", ["$datasource", "${datasource}", {"uid": "$datasource"}])
    def test_a_datasource_gets_its_type_from_the_variable(self, written: Any) -> None:
        found = self.variable(name="job", query="label_values(job)", dataSource=written)
        assert found["datasource"]["type"] == "prometheus"


class TestThresholds:
    def test_the_base_step_is_null_and_never_the_text(self) -> None:
        panel = finished_panel(PANELS["timeseries"]())
        assert panel["fieldConfig"]["defaults"]["thresholds"] == {
            "mode": "absolute",
            "steps": [{"color": "green", "value": None}, {"color": "red", "value": 0.9}],
        }

    @pytest.mark.parametrize("nothing", [None, "", [], {}, {"mode": "absolute", "steps": ""}])
    def test_without_steps_the_base_is_green(self, nothing: Any) -> None:
        assert finish_thresholds(nothing) == {"mode": "absolute", "steps": [{"color": "green", "value": None}]}

    def test_a_percentage_stays_one(self) -> None:
        given_ = {"mode": "percentage", "steps": [{"color": "red", "value": "null"}, {"color": "blue", "value": 7}]}
        assert finish_thresholds(given_) == {
            "mode": "percentage",
            "steps": [{"color": "red", "value": None}, {"color": "blue", "value": 7}],
        }


class TestPanels:
    def test_what_grafanalib_adds_to_every_panel_is_gone(self) -> None:
        panel = finished_panel(PANELS["stat"]())
        gone = {"editable", "error", "height", "minSpan", "span", "repeat", "maxPerRow", "timeFrom", "maxDataPoints"}
        assert not gone & set(panel)
        assert panel["pluginVersion"] == "13.2.2"
        assert "noValue" not in panel["fieldConfig"]["defaults"]

    def test_a_chosen_number_of_points_stays(self) -> None:
        panel = grafana.TimeSeries(title="A", dataSource=PROMETHEUS, targets=[query()], maxDataPoints=500)
        assert finished_panel(panel)["maxDataPoints"] == 500

    def test_an_unknown_key_stays_for_the_gate_to_name(self) -> None:
        panel = grafana.Text(title="A", content="a", extraJson={"tranparent": True})
        result = finish(dashboard(panel))
        assert [problem.place for problem in judge_dashboard(result)] == ["panels[0].tranparent"]

    def test_a_repeated_panel_keeps_its_direction(self) -> None:
        panel = PANELS["stat"]()
        panel.repeat = grafana.Repeat("h", "job", 4)
        found = finished_panel(panel)
        assert (found["repeat"], found["repeatDirection"], found["maxPerRow"]) == ("job", "h", 4)

    def test_a_row_keeps_only_what_a_row_has(self) -> None:
        row = finished_panel(PANELS["row"]())
        assert list(row) == ["id", "type", "title", "collapsed", "panels"]
        assert row["panels"][0]["options"] == {"content": "b", "mode": "markdown"}

    def test_a_hidden_legend(self) -> None:
        panel = finished_panel(PANELS["timeseries"]())
        assert panel["options"]["legend"] == {
            "calcs": [],
            "displayMode": "list",
            "placement": "bottom",
            "showLegend": False,
        }

    def test_a_gauge_calculates_what_was_chosen(self) -> None:
        panel = finished_panel(PANELS["gauge"]())
        assert panel["options"]["reduceOptions"] == {"calcs": ["max"], "fields": "", "values": False}
        assert panel["options"]["shape"] == "gauge"
        assert panel["fieldConfig"]["defaults"]["displayName"] == "Now"
        assert panel["fieldConfig"]["defaults"]["color"] == {"mode": "thresholds"}

    def test_a_bar_gauge_leaves_its_old_home(self) -> None:
        panel = finished_panel(PANELS["bargauge"]())
        assert "fieldOptions" not in panel["options"]
        assert panel["options"]["reduceOptions"] == {"calcs": ["mean"], "fields": "", "limit": 3, "values": False}
        assert panel["fieldConfig"]["defaults"]["displayName"] == "Now"
        assert panel["fieldConfig"]["defaults"]["max"] == 100

    @pytest.mark.parametrize(
        ("target_format", "data_format", "calculate"),
        [("heatmap", "timeseries", False), ("time_series", "tsbuckets", False), ("time_series", "timeseries", True)],
    )
    def test_a_heatmap_counts_only_what_prometheus_has_not(
        self, target_format: str, data_format: str, calculate: bool
    ) -> None:
        panel = grafana.Heatmap(
            title="A", dataSource=PROMETHEUS, targets=[query(format=target_format)], dataFormat=data_format
        )
        assert finished_panel(panel)["options"]["calculate"] is calculate

    def test_a_heatmap_keeps_its_axis(self) -> None:
        panel = grafana.Heatmap(
            title="A", dataSource=PROMETHEUS, targets=[query(format="heatmap")], yAxis=grafana.YAxis(format="s", max=3)
        )
        assert finished_panel(panel)["options"]["yAxis"] == {
            "axisPlacement": "left",
            "max": 3,
            "reverse": False,
            "unit": "s",
        }

    def test_a_table_names_its_cells_and_keeps_its_mappings(self) -> None:
        panel = PANELS["table"]()
        panel.mappings = [{"type": "range", "options": {"from": 1, "to": None, "result": {"text": "up"}}}]
        found = finished_panel(panel)
        assert found["fieldConfig"]["defaults"]["custom"]["cellOptions"] == {"mode": "lcd", "type": "gauge"}
        assert found["fieldConfig"]["defaults"]["mappings"] == [
            {"type": "range", "options": {"from": 1, "to": None, "result": {"text": "up"}}}
        ]
        assert not {"color", "columns", "fontSize", "mappings"} & set(found)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("auto", {"type": "auto"}),
            ("basic", {"mode": "basic", "type": "gauge"}),
            ("gradient-gauge", {"mode": "gradient", "type": "gauge"}),
            ("color-background", {"mode": "gradient", "type": "color-background"}),
            ("color-background-solid", {"mode": "basic", "type": "color-background"}),
            ("color-text", {"type": "color-text"}),
        ],
    )
    def test_cells(self, old: str, new: dict[str, str]) -> None:
        assert cell_options(old) == new

    def test_overrides_are_repaired_too(self) -> None:
        panel = PANELS["table"]()
        panel.overrides = [
            {
                "matcher": {"id": "byName", "options": "Value"},
                "properties": [
                    {"id": "custom.displayMode", "value": "color-text"},
                    {"id": "thresholds", "value": {"mode": "absolute", "steps": [{"color": "red", "value": "null"}]}},
                    {"id": "custom.hideFrom", "value": {"viz": True, "legend": False, "tooltip": False}},
                ],
            }
        ]
        (override,) = finished_panel(panel)["fieldConfig"]["overrides"]
        assert override["properties"] == [
            {"id": "custom.cellOptions", "value": {"type": "color-text"}},
            {"id": "thresholds", "value": {"mode": "absolute", "steps": [{"color": "red", "value": None}]}},
            {"id": "custom.hideFrom", "value": {"viz": True, "legend": False, "tooltip": True}},
        ]


class TestTargets:
    def targets(self, *targets: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = finished_panel(
            grafana.TimeSeries(title="A", dataSource=PROMETHEUS, targets=list(targets))
        )["targets"]
        return found

    def test_a_prometheus_query_is_what_the_editor_writes(self) -> None:
        assert self.targets(query("rate(a[5m])", legendFormat="{{job}}")) == [
            {
                "refId": "A",
                "datasource": PROMETHEUS,
                "expr": "rate(a[5m])",
                "legendFormat": "{{job}}",
                "editorMode": "code",
                "format": "time_series",
                "range": True,
                "instant": False,
            }
        ]

    def test_letters_go_round_those_in_use(self) -> None:
        found = self.targets(query(), query(refId="A"), query(), query(refId="C"), query())
        assert [target["refId"] for target in found] == ["B", "A", "D", "C", "E"]

    def test_letters_do_not_end_with_z(self) -> None:
        found = self.targets(*(query() for _ in range(28)))
        assert [target["refId"] for target in found[24:]] == ["Y", "Z", "AA", "AB"]

    def test_a_query_of_another_datasource_is_left_alone(self) -> None:
        loki = {"type": "loki", "uid": "loki"}
        assert self.targets({"datasource": loki, "expr": "{a=`b`}", "queryType": "range", "step": "1m"}) == [
            {"refId": "A", "datasource": loki, "expr": "{a=`b`}", "queryType": "range", "step": "1m"}
        ]

    def test_an_instant_query_is_no_range_query(self) -> None:
        (target,) = self.targets(query(instant=True))
        assert (target["instant"], target["range"]) == (True, False)
