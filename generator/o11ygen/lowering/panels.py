"""Panels as grafanalib builds them; `dashboardjson.finish` then makes them right for Grafana 12 and 13."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from grafanalib import core

from o11ygen.lowering.dashboards import DATASOURCE, Json
from o11ygen.lowering.grid import COLUMNS, Place
from o11ygen.lowering.panel_parts import BY_SERIES, JUDGED, extra, field_config, queries, reduced, value_color
from o11ygen.resolved import Panel

# A panel, or the dict of one.
Built: TypeAlias = Any

# The numbers of copies side by side that Grafana offers.
_PER_ROW = (2, 3, 4, 6, 8, 12)
# From this width on a table of values finds room beside the graph; below it, it would take half of its height.
_WIDE = 12


def panel_id(title: str, *, row: bool = False) -> int:
    """A number that depends on nothing but the title, so that inserting or moving a panel changes no other one's.

    Titles are unique in a dashboard; a row may be called like a panel. Positive, below 2^31.
    """
    digest = hashlib.sha256(("row\x00" if row else "panel\x00").encode() + title.encode()).digest()
    return int.from_bytes(digest[:4], "big") % (2**31 - 1) + 1


def identity(panel: Panel) -> str:
    """What tells a panel from the others of its dashboard: the title, or the text of a panel without one."""
    return panel.title or str(panel.settings.get("content", ""))


def grafana_row(title: str, place: Place, *, collapsed: bool, panels: list[Built]) -> Built:
    """The header of a row; `panels` are those inside it, which only a collapsed one has."""
    return core.RowPanel(
        title=title, id=panel_id(title, row=True), gridPos=_position(place), collapsed=collapsed, panels=panels
    )


def grafana_panel(panel: Panel, place: Place) -> Built:
    """One panel at its place."""
    common = {
        "title": panel.title,
        "description": panel.description or None,
        "id": panel_id(identity(panel)),
        "gridPos": _position(place),
        **({"repeat": _repeat(panel)} if panel.repeat else {}),
    }
    return _BUILDERS[panel.kind](panel, common)


def _position(place: Place) -> core.GridPos:
    return core.GridPos(h=place.height, w=place.width, x=place.x, y=place.y)


def _repeat(panel: Panel) -> core.Repeat:
    """Copies side by side as long as each keeps about the author's width; those of a wide panel one below the other."""
    fitting = [number for number in _PER_ROW if number <= COLUMNS // panel.width]
    if not fitting:
        return core.Repeat(direction="v", variable=panel.repeat)
    return core.Repeat(direction="h", variable=panel.repeat, maxPerRow=fitting[-1])


def _plain(kind: str, panel: Panel, common: Json, *parts: Json) -> Built:
    """A panel without its class in grafanalib, which still writes the fields of Grafana 6 with values of its own.

    A bar gauge of theirs ends at 100 and turns red at 80, whatever its values are.
    """
    return core.Panel(**common, dataSource=dict(DATASOURCE), **extra(panel, *parts)).panel_json({"type": kind})


def _timeseries(panel: Panel, common: Json) -> Built:
    settings = panel.settings
    custom = {
        "drawStyle": "bars" if settings["bars"] else "line",
        "fillOpacity": settings["fill"],
        "lineWidth": 1,
        "scaleDistribution": {"type": "log", "log": 10} if settings["log_scale"] else {"type": "linear"},
        # A sample without neighbours has no line: only as a point is it seen.
        "showPoints": "auto",
        "spanNulls": False,
        "stacking": {"group": "A", "mode": "normal" if settings["stack"] else "none"},
        **_thresholds_in_sight(panel),
    }
    options = {"legend": _legend(panel), "tooltip": {"mode": "multi", "sort": "desc"}}
    fields = field_config(panel, color=BY_SERIES, custom=custom)
    added = extra(panel, queries(panel), fields, {"options": options})
    return core.TimeSeries(**common, dataSource=dict(DATASOURCE), **added)


def _thresholds_in_sight(panel: Panel) -> Json:
    """A line where each threshold begins, and an axis that reaches it: how far away it still is counts as well.

    Where the author says how the axis ends, nothing else may: a soft end makes Grafana take the hard one for a limit.
    """
    values = [step.value for step in panel.thresholds if step.value != -math.inf]
    if not values:
        return {"thresholdsStyle": {"mode": "off"}}
    ends = {} if "min" in panel.bounds else {"axisSoftMin": min(values)}
    ends |= {} if "max" in panel.bounds else {"axisSoftMax": max(values)}
    return {"thresholdsStyle": {"mode": "dashed"}, **ends}


def _legend(panel: Panel) -> Json:
    calculations = list(panel.settings["legend_values"])
    table = bool(calculations) and panel.width >= _WIDE
    return {
        "calcs": calculations,
        "displayMode": "table" if table else "list",
        "placement": "right" if table else "bottom",
        "showLegend": True,
    }


def _stat(panel: Panel, common: Json) -> Built:
    settings = panel.settings
    options = {
        **reduced(panel),
        "colorMode": settings["color_mode"],
        "graphMode": "area" if settings["graph"] else "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "textMode": "auto",
    }
    fields = field_config(panel, color=value_color(panel))
    return _plain("stat", panel, common, queries(panel), fields, {"options": options})


def _gauge(panel: Panel, common: Json) -> Built:
    options = {**reduced(panel), "showThresholdLabels": False, "showThresholdMarkers": True}
    fields = field_config(panel, color=value_color(panel))
    return _plain("gauge", panel, common, queries(panel), fields, {"options": options})


def _bargauge(panel: Panel, common: Json) -> Built:
    options = {
        **reduced(panel),
        "displayMode": "gradient",
        "orientation": "horizontal" if panel.settings["horizontal"] else "vertical",
    }
    fields = field_config(panel, color=value_color(panel))
    return _plain("bargauge", panel, common, queries(panel), fields, {"options": options})


def _table(panel: Panel, common: Json) -> Built:
    """The newest value of each series, its labels beside it; colours are those of the numbers alone."""
    columns: Mapping[str, str] = panel.settings["columns"]
    transformations: list[Json] = [{"id": "merge", "options": {}}] if len(panel.queries) > 1 else []
    if columns:
        transformations.append({"id": "filterFieldsByName", "options": {"include": {"names": list(columns)}}})
        order = {name: index for index, name in enumerate(columns)}
        transformations.append({"id": "organize", "options": {"indexByName": order, "renameByName": dict(columns)}})
    else:
        # All rows are of one time: that of the query.
        transformations.append({"id": "organize", "options": {"excludeByName": {"Time": True}}})
    numbers = {
        "matcher": {"id": "byType", "options": "number"},
        "properties": [{"id": "custom.cellOptions", "value": {"type": "color-text"}}],
    }
    fields = field_config(panel, color=JUDGED, overrides=[numbers] if panel.thresholds else [])
    asked = queries(panel, format="table", instant=True)
    own = {"transformations": transformations, "options": {"showHeader": True, "cellHeight": "sm"}}
    return core.Table(**common, dataSource=dict(DATASOURCE), **extra(panel, asked, fields, own))


def _heatmap(panel: Panel, common: Json) -> Built:
    """Prometheus has counted: Grafana draws the buckets as they come, and the bounds are those of the axis."""
    axis = {**panel.bounds, **({"unit": panel.unit} if panel.unit else {})}
    options: Json = {"calculate": False, "yAxis": axis}
    asked = queries(panel, format="heatmap", legend="{{le}}")
    return _plain("heatmap", panel, common, asked, {"options": options})


def _text(panel: Panel, common: Json) -> Built:
    return core.Text(**common, content=panel.settings["content"], mode="markdown", **extra(panel))


_BUILDERS: Mapping[str, Callable[[Panel, Json], Built]] = {
    "bargauge": _bargauge,
    "gauge": _gauge,
    "heatmap": _heatmap,
    "stat": _stat,
    "table": _table,
    "text": _text,
    "timeseries": _timeseries,
}
