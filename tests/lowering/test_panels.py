"""Every option of every panel arrives in the JSON, at the place where Grafana reads it."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from grafanalib import core

from o11ygen.dashboardjson import finish
from o11ygen.lowering.dashboards import datasource_variable
from o11ygen.lowering.grid import Place
from o11ygen.lowering.panels import grafana_panel, identity, panel_id
from o11ygen.resolved import Panel, Threshold
from o11ygen.spec.dashboard import AnyPanel
from o11ygen.spec.dashboard import Panel as Written
from tests.dashboards import SETTINGS, make_panel, make_query

PLACE = Place(4, 9, 12, 8)
CUSTOM = "fieldConfig.defaults.custom."
WRITTEN = {kind.kind: kind for kind in get_args(AnyPanel)}
EVERY_KIND = tuple(WRITTEN)
WITH_DATA = tuple(kind for kind in WRITTEN if kind != "text")
WITH_FIELDS = tuple(kind for kind in WITH_DATA if kind != "heatmap")


def rendered(panel: Panel) -> dict[str, Any]:
    dashboard = core.Dashboard(
        title="Overview",
        templating=core.Templating(list=[datasource_variable()]),
        panels=[grafana_panel(panel, PLACE)],
    )
    found: dict[str, Any] = finish(dashboard)["panels"][0]
    return found


def at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


LIMITS = (Threshold(0.9, "red"), Threshold(0.5, "orange"))
STEPS = [{"color": "green", "value": None}, {"color": "orange", "value": 0.5}, {"color": "red", "value": 0.9}]
BY_VALUE = [{"type": "value", "options": {"0": {"index": 0, "text": "down"}, "1": {"index": 1, "text": "up"}}}]
HEATMAP_ENDS = {"min": 1, "max": 5, "decimals": 2}

# The author's field; the kinds of panel that have it; what is given; where it arrives, and as what.
OPTIONS: tuple[tuple[str, tuple[str, ...], dict[str, Any], str, Any], ...] = (
    ("title", EVERY_KIND, {"title": "Load"}, "title", "Load"),
    ("description", EVERY_KIND, {"description": "What it tells."}, "description", "What it tells."),
    ("queries", WITH_DATA, {"queries": (make_query("one"), make_query("two"))}, "targets.1.expr", "two"),
    ("queries", WITH_DATA, {"queries": (make_query("one"), make_query("two"))}, "targets.1.refId", "B"),
    ("unit", WITH_FIELDS, {"unit": "s"}, "fieldConfig.defaults.unit", "s"),
    ("unit", ("heatmap",), {"unit": "s"}, "options.yAxis.unit", "s"),
    ("thresholds", WITH_FIELDS, {"thresholds": LIMITS}, "fieldConfig.defaults.thresholds.steps", STEPS),
    (
        "thresholds",
        ("stat", "gauge", "bargauge"),
        {"thresholds": LIMITS},
        "fieldConfig.defaults.color.mode",
        "thresholds",
    ),
    ("thresholds", ("timeseries",), {"thresholds": LIMITS}, f"{CUSTOM}thresholdsStyle.mode", "dashed"),
    ("min", WITH_FIELDS, {"bounds": {"min": 0}}, "fieldConfig.defaults.min", 0),
    ("max", WITH_FIELDS, {"bounds": {"max": 2.5}}, "fieldConfig.defaults.max", 2.5),
    ("decimals", WITH_FIELDS, {"bounds": {"decimals": 3}}, "fieldConfig.defaults.decimals", 3),
    *(
        (name, ("heatmap",), {"bounds": HEATMAP_ENDS}, f"options.yAxis.{name}", value)
        for name, value in HEATMAP_ENDS.items()
    ),
    ("mappings", WITH_FIELDS, {"mappings": {"0": "down", "1": "up"}}, "fieldConfig.defaults.mappings", BY_VALUE),
    ("width", EVERY_KIND, {}, "gridPos", {"h": 8, "w": 12, "x": 4, "y": 9}),
    ("height", EVERY_KIND, {}, "gridPos", {"h": 8, "w": 12, "x": 4, "y": 9}),
    ("repeat", EVERY_KIND, {"repeat": "job", "width": 5}, "repeat", "job"),
    ("repeat", EVERY_KIND, {"repeat": "job", "width": 5}, "repeatDirection", "h"),
    ("repeat", EVERY_KIND, {"repeat": "job", "width": 5}, "maxPerRow", 4),
    ("repeat", EVERY_KIND, {"repeat": "job", "width": 13}, "repeatDirection", "v"),
    ("extra", EVERY_KIND, {"extra": {"transparent": True}}, "transparent", True),
    ("calculation", ("stat", "gauge", "bargauge"), {"calculation": "p95"}, "options.reduceOptions.calcs", ["p95"]),
    ("color_mode", ("stat",), {"color_mode": "background"}, "options.colorMode", "background"),
    ("graph", ("stat",), {"graph": True}, "options.graphMode", "area"),
    ("graph", ("stat",), {"graph": False}, "options.graphMode", "none"),
    ("horizontal", ("bargauge",), {"horizontal": True}, "options.orientation", "horizontal"),
    ("horizontal", ("bargauge",), {"horizontal": False}, "options.orientation", "vertical"),
    ("stack", ("timeseries",), {"stack": True}, f"{CUSTOM}stacking.mode", "normal"),
    ("stack", ("timeseries",), {"stack": False}, f"{CUSTOM}stacking.mode", "none"),
    ("fill", ("timeseries",), {"fill": 33}, f"{CUSTOM}fillOpacity", 33),
    ("bars", ("timeseries",), {"bars": True}, f"{CUSTOM}drawStyle", "bars"),
    ("bars", ("timeseries",), {"bars": False}, f"{CUSTOM}drawStyle", "line"),
    ("log_scale", ("timeseries",), {"log_scale": True}, f"{CUSTOM}scaleDistribution", {"type": "log", "log": 10}),
    ("log_scale", ("timeseries",), {"log_scale": False}, f"{CUSTOM}scaleDistribution", {"type": "linear"}),
    ("legend_values", ("timeseries",), {"legend_values": ("max", "p95")}, "options.legend.calcs", ["max", "p95"]),
    ("columns", ("table",), {"columns": {"a": "A"}}, "transformations.1.options.renameByName", {"a": "A"}),
    ("content", ("text",), {"content": "# Read"}, "options.content", "# Read"),
)


@pytest.mark.parametrize(
    ("kind", "given", "path", "expected"),
    [
        pytest.param(kind, given, path, expected, id=f"{kind}-{name}-{path}")
        for name, kinds, given, path, expected in OPTIONS
        for kind in kinds
    ],
)
def test_an_option_arrives(kind: str, given: dict[str, Any], path: str, expected: Any) -> None:
    settings = {name: value for name, value in given.items() if name in SETTINGS[kind]}
    parts = {name: value for name, value in given.items() if name not in settings}
    found = at(rendered(make_panel(kind, settings=settings, **parts)), path)
    assert (found, type(found)) == (expected, type(expected))


# What a heatmap and a text can't show is refused: the golden case `says-too-much` has the messages.
REFUSED = {
    ("heatmap", "thresholds"),
    ("heatmap", "mappings"),
    *(("text", name) for name in ("queries", "unit", "thresholds", "min", "max", "decimals", "mappings")),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_option_of_the_author_is_left_out_of_the_table(kind: str) -> None:
    # `allow` is for checks, and means nothing to Grafana.
    written = set(WRITTEN[kind].model_fields) - {"allow"}
    proven = {name for name, kinds, *_ in OPTIONS if kind in kinds}
    refused = {name for of, name in REFUSED if of == kind}
    assert written == proven | refused
    assert not proven & refused


def test_the_settings_of_a_kind_are_those_of_its_model() -> None:
    common = set(Written.model_fields)
    assert {kind: set(model.model_fields) - common for kind, model in WRITTEN.items()} == {
        kind: set(settings) for kind, settings in SETTINGS.items()
    }


class TestQueries:
    def target(self, kind: str = "timeseries", **parts: Any) -> dict[str, Any]:
        found: dict[str, Any] = rendered(make_panel(kind, queries=(make_query(**parts),)))["targets"][0]
        return found

    def test_it_asks_the_chosen_datasource_over_time(self) -> None:
        datasource = {"type": "prometheus", "uid": "${datasource}"}
        assert self.target(expr="up", legend="{{job}} {{instance}}") == {
            "refId": "A",
            "datasource": datasource,
            "expr": "up",
            "legendFormat": "{{job}} {{instance}}",
            "editorMode": "code",
            "format": "time_series",
            "range": True,
            "instant": False,
            "exemplar": False,
        }
        assert rendered(make_panel())["datasource"] == datasource

    def test_an_instant_query_is_no_range_query(self) -> None:
        target = self.target("stat", instant=True)
        assert (target["instant"], target["range"]) == (True, False)

    def test_exemplars(self) -> None:
        assert self.target(exemplars=True)["exemplar"] is True

    def test_a_table_asks_for_the_newest_values_in_rows(self) -> None:
        target = self.target("table")
        assert (target["instant"], target["range"], target["format"]) == (True, False, "table")

    def test_a_heatmap_asks_for_buckets_and_names_them_by_their_bounds(self) -> None:
        target = self.target("heatmap")
        assert (target["format"], target["legendFormat"], target["range"]) == ("heatmap", "{{le}}", True)
        assert self.target("heatmap", legend="up to {{le}}")["legendFormat"] == "up to {{le}}"

    def test_a_form_that_the_author_chose_stays(self) -> None:
        assert self.target("timeseries", format="table")["format"] == "table"
        assert self.target("table", format="heatmap")["format"] == "heatmap"


class TestThresholds:
    def color(self, *thresholds: Threshold, kind: str = "stat") -> tuple[Any, Any]:
        defaults = rendered(make_panel(kind, thresholds=thresholds))["fieldConfig"]["defaults"]
        return defaults["color"], defaults["thresholds"]["steps"]

    @pytest.mark.parametrize("kind", ["stat", "gauge", "bargauge"])
    def test_a_value_that_nobody_judges_is_not_green(self, kind: str) -> None:
        assert self.color(kind=kind) == (
            {"mode": "fixed", "fixedColor": "blue"},
            [{"color": "green", "value": None}],
        )

    def test_the_lowest_colour_may_be_another_than_green(self) -> None:
        _, steps = self.color(Threshold(1, "green"), Threshold(float("-inf"), "red"))
        assert steps == [{"color": "red", "value": None}, {"color": "green", "value": 1}]

    def test_an_axis_reaches_each_threshold(self) -> None:
        panel = make_panel(thresholds=(*LIMITS, Threshold(float("-inf"), "red")))
        custom = rendered(panel)["fieldConfig"]["defaults"]["custom"]
        assert (custom["axisSoftMin"], custom["axisSoftMax"]) == (0.5, 0.9)

    def test_an_end_that_the_author_gives_is_the_end(self) -> None:
        custom = rendered(make_panel(thresholds=LIMITS, bounds={"min": 0, "max": 1}))["fieldConfig"]["defaults"][
            "custom"
        ]
        assert not {"axisSoftMin", "axisSoftMax"} & set(custom)

    def test_a_table_colours_its_numbers_alone(self) -> None:
        (override,) = rendered(make_panel("table", thresholds=LIMITS))["fieldConfig"]["overrides"]
        assert override["matcher"] == {"id": "byType", "options": "number"}
        assert rendered(make_panel("table"))["fieldConfig"]["overrides"] == []


class TestWhatGrafanalibWouldAdd:
    @pytest.mark.parametrize("kind", WITH_FIELDS)
    def test_no_end_unit_or_text_that_the_author_did_not_give(self, kind: str) -> None:
        defaults = rendered(make_panel(kind))["fieldConfig"]["defaults"]
        assert set(defaults) <= {"color", "custom", "mappings", "thresholds"}
        assert defaults["mappings"] == []

    def test_no_decimals_or_ends_on_the_axis_of_a_heatmap(self) -> None:
        options = rendered(make_panel("heatmap"))["options"]
        assert options["yAxis"] == {"axisPlacement": "left", "reverse": False}
        assert options["calculate"] is False


class TestLegend:
    @pytest.mark.parametrize(
        ("values", "width", "mode", "placement"),
        [((), 24, "list", "bottom"), (("max",), 11, "list", "bottom"), (("max",), 12, "table", "right")],
    )
    def test_a_table_of_values_stands_beside_the_graph_where_there_is_room(
        self, values: tuple[str, ...], width: int, mode: str, placement: str
    ) -> None:
        legend = rendered(make_panel(width=width, settings={"legend_values": values}))["options"]["legend"]
        assert (legend["displayMode"], legend["placement"], legend["showLegend"]) == (mode, placement, True)


class TestTable:
    def transformations(self, queries: int, columns: dict[str, str]) -> list[str]:
        panel = make_panel("table", queries=(make_query(),) * queries, settings={"columns": columns})
        return [each["id"] for each in rendered(panel)["transformations"]]

    def test_several_queries_become_one_table(self) -> None:
        assert self.transformations(2, {"a": "A"}) == ["merge", "filterFieldsByName", "organize"]
        assert self.transformations(1, {"a": "A"}) == ["filterFieldsByName", "organize"]

    def test_columns_stand_in_the_order_of_the_author(self) -> None:
        panel = make_panel("table", settings={"columns": {"z": "Z", "a": "A"}})
        keep, order = rendered(panel)["transformations"]
        assert keep["options"] == {"include": {"names": ["z", "a"]}}
        assert order["options"]["indexByName"] == {"z": 0, "a": 1}

    def test_without_columns_only_the_time_is_hidden(self) -> None:
        (transformation,) = rendered(make_panel("table"))["transformations"]
        assert transformation == {"id": "organize", "options": {"excludeByName": {"Time": True}}}


class TestExtra:
    def test_mappings_are_merged_and_single_values_replaced(self) -> None:
        extra = {"options": {"legend": {"calcs": ["max"]}}, "fieldConfig": {"defaults": {"unit": "m"}}}
        panel = rendered(make_panel(unit="s", settings={"legend_values": ("mean",)}, extra=extra))
        assert panel["options"]["legend"] == {
            "calcs": ["max"],
            "displayMode": "table",
            "placement": "right",
            "showLegend": True,
        }
        assert panel["fieldConfig"]["defaults"]["unit"] == "m"

    def test_overrides_queries_and_transformations_are_added(self) -> None:
        override = {"matcher": {"id": "byName", "options": "A"}, "properties": [{"id": "unit", "value": "s"}]}
        extra = {
            "fieldConfig": {"overrides": [override]},
            "targets": [{"expr": "more"}],
            "transformations": [{"id": "sortBy", "options": {}}],
        }
        panel = rendered(make_panel("table", thresholds=LIMITS, extra=extra))
        assert panel["fieldConfig"]["overrides"][1:] == [override]
        assert [target["expr"] for target in panel["targets"]] == ["up", "more"]
        assert [target["refId"] for target in panel["targets"]] == ["A", "B"]
        assert [each["id"] for each in panel["transformations"]] == ["organize", "sortBy"]

    def test_what_the_author_gave_stays_as_it_was(self) -> None:
        extra: dict[str, Any] = {"options": {"legend": {"calcs": ["max"]}}, "fieldConfig": {"overrides": []}}
        rendered(make_panel("table", thresholds=LIMITS, extra=extra))
        assert extra == {"options": {"legend": {"calcs": ["max"]}}, "fieldConfig": {"overrides": []}}


class TestIds:
    def test_they_follow_from_the_title_alone(self) -> None:
        assert panel_id("Requests") == panel_id("Requests") == rendered(make_panel(title="Requests"))["id"]
        assert panel_id("Requests") != panel_id("requests")

    def test_a_row_may_be_called_like_a_panel(self) -> None:
        assert panel_id("Requests", row=True) != panel_id("Requests")

    def test_they_fit_into_the_integers_of_every_reader(self) -> None:
        assert all(0 < panel_id(str(number)) < 2**31 for number in range(500))

    def test_a_text_without_a_title_is_known_by_what_it_says(self) -> None:
        assert identity(make_panel("text", "", settings={"content": "A note."})) == "A note."
        assert identity(make_panel("text", "Note", settings={"content": "A note."})) == "Note"
