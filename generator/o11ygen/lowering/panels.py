"""Panels as grafanalib builds them; `dashboardjson.finish` then makes them right for Grafana 12 and 13."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from grafanalib import core

from o11ygen import conventions
from o11ygen.resolved import Panel, Query

Json: TypeAlias = dict[str, Any]

# The datasource that the reader chose at the top of the dashboard.
DATASOURCE: Json = {"type": "prometheus", "uid": "${datasource}"}
_GREEN = "green"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def panel_id(dashboard: str, row: str, title: str, ordinal: int) -> int:
    """A number that depends on where the panel belongs and not on its place, so that inserting one moves none.

    `ordinal` tells panels of one title in one row apart. Positive, below 2^31.
    """
    digest = hashlib.sha256("\x00".join((dashboard, row, title, str(ordinal))).encode()).digest()
    return int.from_bytes(digest[:4], "big") % (2**31 - 1) + 1


def grafana_panel(panel: Panel, *, id: int, x: int, y: int) -> Any:
    """One panel at its place."""
    return _BUILDERS[panel.kind](
        panel,
        {
            "title": panel.title,
            "description": panel.description or None,
            "id": id,
            "gridPos": core.GridPos(h=panel.height, w=panel.width, x=x, y=y),
            "transparent": False,
            **({"repeat": core.Repeat(direction="h", variable=panel.repeat)} if panel.repeat else {}),
        },
    )


def _queried(panel: Panel) -> Json:
    return {
        "dataSource": DATASOURCE,
        "targets": [_target(query, _ref_id(number)) for number, query in enumerate(panel.queries)],
    }


def _ref_id(number: int) -> str:
    """A, B, ..., Z, AA, AB, ..."""
    first, last = divmod(number, len(_LETTERS))
    return (_LETTERS[first - 1] if first else "") + _LETTERS[last]


def _target(query: Query, ref_id: str) -> Json:
    """A dict: grafanalib's own Target lacks `range`, `exemplar` and `editorMode`."""
    return {
        "datasource": DATASOURCE,
        "editorMode": "code",
        "exemplar": query.exemplars,
        "expr": query.expr,
        "format": query.format,
        "instant": query.instant,
        "legendFormat": query.legend or "__auto",
        "range": not query.instant,
        "refId": ref_id,
    }


def _field_config(panel: Panel, *, color: str, custom: Mapping[str, Any] | None = None) -> Json:
    """Unit, bounds, colours and texts of values, as every panel type understands them."""
    steps: list[Json] = [{"color": _GREEN, "value": None}]
    steps += [{"color": one.color, "value": one.value} for one in sorted(panel.thresholds, key=lambda one: one.value)]
    defaults: Json = {
        "color": {"mode": color},
        "custom": dict(custom or {}),
        "mappings": [_mapping(panel.mappings)] if panel.mappings else [],
        "thresholds": {"mode": "absolute", "steps": steps},
        **panel.bounds,
    }
    if panel.unit:
        defaults["unit"] = panel.unit
    return {"fieldConfig": {"defaults": defaults, "overrides": []}}


def _mapping(mappings: Mapping[str, str]) -> Json:
    options = {value: {"index": index, "text": text} for index, (value, text) in enumerate(mappings.items())}
    return {"type": "value", "options": options}


def _extra(panel: Panel, *parts: Json) -> Json:
    """What grafanalib has no words for, then what the author adds over it."""
    merged: Json = {}
    for part in (*parts, dict(panel.extra)):
        _merge(merged, part)
    return {"extraJson": merged}


def _merge(base: Json, change: Mapping[str, Any]) -> None:
    for key, value in change.items():
        if isinstance(value, Mapping) and isinstance(base.get(key), dict):
            _merge(base[key], value)
        else:
            base[key] = dict(value) if isinstance(value, Mapping) else value


def _reduced(calculation: str) -> Json:
    return {"reduceOptions": {"calcs": [calculation], "fields": "", "values": False}}


def _timeseries(panel: Panel, common: Json) -> Any:
    settings = panel.settings
    custom = {
        "drawStyle": "bars" if settings["bars"] else "line",
        "fillOpacity": settings["fill"],
        "lineWidth": 1,
        "scaleDistribution": {"type": "log", "log": 10} if settings["log_scale"] else {"type": "linear"},
        "showPoints": "never",
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
    extra = _extra(panel, _field_config(panel, color="palette-classic", custom=custom), {"options": options})
    return core.TimeSeries(**common, **_queried(panel), **extra)


def _stat(panel: Panel, common: Json) -> Any:
    settings = panel.settings
    options = {
        **_reduced(settings["calculation"]),
        "colorMode": settings["color_mode"],
        "graphMode": "area" if settings["graph"] else "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "textMode": "auto",
    }
    extra = _extra(panel, _field_config(panel, color="thresholds"), {"options": options})
    # grafanalib's own defaults are the texts "" for thresholds and "none" for a missing value.
    return core.Stat(**common, **_queried(panel), thresholds=[], noValue=None, **extra)


def _gauge(panel: Panel, common: Json) -> Any:
    options = {**_reduced(panel.settings["calculation"]), "showThresholdLabels": False, "showThresholdMarkers": True}
    extra = _extra(panel, _field_config(panel, color="thresholds"), {"options": options})
    return core.GaugePanel(**common, **_queried(panel), **extra)


def _bargauge(panel: Panel, common: Json) -> Any:
    options = {
        **_reduced(panel.settings["calculation"]),
        "displayMode": "gradient",
        "orientation": "horizontal" if panel.settings["horizontal"] else "vertical",
    }
    extra = _extra(panel, _field_config(panel, color="thresholds"), {"options": options})
    return core.BarGauge(**common, **_queried(panel), **extra)


def _table(panel: Panel, common: Json) -> Any:
    columns: Mapping[str, str] = panel.settings["columns"]
    transformations: list[Json] = [{"id": "merge", "options": {}}] if len(panel.queries) > 1 else []
    if columns:
        transformations += [
            {"id": "filterFieldsByName", "options": {"include": {"names": list(columns)}}},
            {
                "id": "organize",
                "options": {
                    "indexByName": {name: index for index, name in enumerate(columns)},
                    "renameByName": dict(columns),
                },
            },
        ]
    options = {"showHeader": True, "cellHeight": "sm"}
    extra = _extra(panel, _field_config(panel, color="thresholds"), {"options": options})
    return core.Table(**common, **_queried(panel), transformations=transformations, **extra)


def _heatmap(panel: Panel, common: Json) -> Any:
    options: Json = {"calculate": False, "yAxis": {"unit": panel.unit} if panel.unit else {}}
    extra = _extra(panel, _field_config(panel, color="thresholds"), {"options": options})
    return core.Heatmap(**common, **_queried(panel), **extra)


def _text(panel: Panel, common: Json) -> Any:
    return core.Text(**common, content=panel.settings["content"], mode="markdown", **_extra(panel))


_BUILDERS: Mapping[str, Callable[[Panel, Json], Any]] = {
    "bargauge": _bargauge,
    "gauge": _gauge,
    "heatmap": _heatmap,
    "stat": _stat,
    "table": _table,
    "text": _text,
    "timeseries": _timeseries,
}


def environment_title(title: str, environment: str) -> str:
    """The title of a dashboard says which environment it shows: two browser tabs must not look the same."""
    return f"{title} ({environment})"


def tags(project: str, service: str, own: tuple[str, ...]) -> list[str]:
    """The project's tag, by which its dashboards link each other, the service's, and the author's."""
    return list(dict.fromkeys((conventions.slug(project), conventions.slug(service), *own)))
