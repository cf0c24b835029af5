"""Panels as grafanalib builds them; `dashboardjson.finish` then makes them right for Grafana 12 and 13."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from grafanalib import core

from o11ygen.lowering.dashboards import DATASOURCE, Json
from o11ygen.lowering.grid import COLUMNS, Place
from o11ygen.resolved import Panel, Query

# A panel, or the dict of one.
Built: TypeAlias = Any

_GREEN = "green"
# A value that nobody judges is not green: that would say it is well.
_UNJUDGED: Json = {"mode": "fixed", "fixedColor": "blue"}
_JUDGED: Json = {"mode": "thresholds"}
# The numbers of copies side by side that Grafana offers.
_PER_ROW = (2, 3, 4, 6, 8, 12)


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
    return core.Panel(**{**_queried(panel), **common}, **_extra(panel, *parts)).panel_json({"type": kind})


def _queried(panel: Panel, *, format: str = "", instant: bool = False, legend: str = "") -> Json:
    """The datasource and the queries; what is given here takes the place of what the author left open."""
    queries = [
        _target(
            query,
            format=format if format and query.format == "time_series" else query.format,
            instant=query.instant or instant,
            legend=query.legend or legend,
        )
        for query in panel.queries
    ]
    return {"dataSource": dict(DATASOURCE), "targets": queries}


def _target(query: Query, *, format: str, instant: bool, legend: str) -> Json:
    """A dict: grafanalib's own Target lacks `range`, `exemplar` and `editorMode`. The letters come at the end."""
    return {
        "datasource": dict(DATASOURCE),
        "editorMode": "code",
        "exemplar": query.exemplars,
        "expr": query.expr,
        "format": format,
        "instant": instant,
        "legendFormat": legend or "__auto",
        "range": not instant,
    }


def _field_config(
    panel: Panel, *, color: Json, custom: Json | None = None, overrides: list[Json] | None = None
) -> Json:
    """Unit, bounds, colours and texts of values, as every panel type understands them."""
    defaults: Json = {
        "color": color,
        "custom": custom or {},
        "mappings": [_mapping(panel.mappings)] if panel.mappings else [],
        "thresholds": {"mode": "absolute", "steps": _steps(panel)},
        **panel.bounds,
    }
    if panel.unit:
        defaults["unit"] = panel.unit
    return {"fieldConfig": {"defaults": defaults, "overrides": overrides or []}}


def _steps(panel: Panel) -> list[Json]:
    """From minus infinity on, which Grafana writes as null, it is green, unless the author says another colour."""
    steps = sorted(panel.thresholds, key=lambda step: step.value)
    lowest = steps.pop(0).color if steps and steps[0].value == -math.inf else _GREEN
    return [{"color": lowest, "value": None}, *({"color": step.color, "value": step.value} for step in steps)]


def _value_color(panel: Panel) -> Json:
    return _JUDGED if panel.thresholds else _UNJUDGED


def _mapping(mappings: Mapping[str, str]) -> Json:
    options = {value: {"index": index, "text": text} for index, (value, text) in enumerate(mappings.items())}
    return {"type": "value", "options": options}


def _extra(panel: Panel, *parts: Json) -> Json:
    """What grafanalib has no words for, then what the author adds over it."""
    merged: Json = {}
    for part in (*parts, panel.extra):
        _merge(merged, part)
    return {"extraJson": merged}


def _merge(into: Json, change: Mapping[str, Any]) -> None:
    for key, value in change.items():
        if isinstance(value, Mapping):
            present = into.get(key)
            inner = dict(present) if isinstance(present, Mapping) else {}
            _merge(inner, value)
            into[key] = inner
        else:
            into[key] = value


def _reduced(panel: Panel) -> Json:
    return {"reduceOptions": {"calcs": [panel.settings["calculation"]], "fields": "", "values": False}}


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
        "thresholdsStyle": {"mode": "dashed" if panel.thresholds else "off"},
    }
    calcs = list(settings["legend_values"])
    options = {
        "legend": {
            "calcs": calcs,
            "displayMode": "table" if calcs else "list",
            "placement": "bottom",
            "showLegend": True,
        },
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    fields = _field_config(panel, color={"mode": "palette-classic"}, custom=custom)
    return core.TimeSeries(**common, **_queried(panel), **_extra(panel, fields, {"options": options}))


def _stat(panel: Panel, common: Json) -> Built:
    settings = panel.settings
    options = {
        **_reduced(panel),
        "colorMode": settings["color_mode"],
        "graphMode": "area" if settings["graph"] else "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "textMode": "auto",
    }
    fields = _field_config(panel, color=_value_color(panel))
    return _plain("stat", panel, common, fields, {"options": options})


def _gauge(panel: Panel, common: Json) -> Built:
    options = {**_reduced(panel), "showThresholdLabels": False, "showThresholdMarkers": True}
    return _plain("gauge", panel, common, _field_config(panel, color=_value_color(panel)), {"options": options})


def _bargauge(panel: Panel, common: Json) -> Built:
    options = {
        **_reduced(panel),
        "displayMode": "gradient",
        "orientation": "horizontal" if panel.settings["horizontal"] else "vertical",
    }
    return _plain("bargauge", panel, common, _field_config(panel, color=_value_color(panel)), {"options": options})


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
    fields = _field_config(panel, color=_JUDGED, overrides=[numbers] if panel.thresholds else [])
    return core.Table(
        **common,
        **_queried(panel, format="table", instant=True),
        transformations=transformations,
        **_extra(panel, fields, {"options": {"showHeader": True, "cellHeight": "sm"}}),
    )


def _heatmap(panel: Panel, common: Json) -> Built:
    """Prometheus has counted: Grafana draws the buckets as they come, and the bounds are those of the axis."""
    axis = {**panel.bounds, **({"unit": panel.unit} if panel.unit else {})}
    options: Json = {"calculate": False, "yAxis": axis}
    queried = _queried(panel, format="heatmap", legend="{{le}}")
    return _plain("heatmap", panel, {**common, **queried}, {"options": options})


def _text(panel: Panel, common: Json) -> Built:
    return core.Text(**common, content=panel.settings["content"], mode="markdown", **_extra(panel))


_BUILDERS: Mapping[str, Callable[[Panel, Json], Built]] = {
    "bargauge": _bargauge,
    "gauge": _gauge,
    "heatmap": _heatmap,
    "stat": _stat,
    "table": _table,
    "text": _text,
    "timeseries": _timeseries,
}
