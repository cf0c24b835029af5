"""Field configuration: thresholds, value mappings, colours and the options a panel type keeps per field."""

from __future__ import annotations

from typing import Any

from o11ygen.dashboardjson.plain import Json, copied, filled

_DEFAULT_COLOR: dict[str, Json] = {
    "timeseries": {"mode": "palette-classic"},
    "barchart": {"mode": "palette-classic"},
    "piechart": {"mode": "palette-classic"},
    "histogram": {"mode": "palette-classic"},
    "stat": {"mode": "thresholds"},
    "gauge": {"mode": "thresholds"},
    "bargauge": {"mode": "thresholds"},
    "table": {"mode": "thresholds"},
    "state-timeline": {"mode": "thresholds"},
    "status-history": {"mode": "thresholds"},
}
_CUSTOM: dict[str, Json] = {
    "timeseries": {
        "axisPlacement": "auto",
        "drawStyle": "line",
        "hideFrom": {"legend": False, "tooltip": False, "viz": False},
        "scaleDistribution": {"type": "linear"},
        "stacking": {"group": "A", "mode": "none"},
        "thresholdsStyle": {"mode": "off"},
    },
    "table": {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False},
}
_STACKABLE = frozenset({"timeseries", "histogram", "trend", "candlestick"})
_WITHOUT_THRESHOLDS = frozenset({"heatmap", "logs", "nodeGraph", "geomap", "canvas", "traces", "flamegraph"})
_FIXED_COLORS = frozenset({"fixed", "shades"})


def finish_fields(kind: str, config: Json) -> Json:
    """`fieldConfig` of a panel of this type: `{"defaults": ..., "overrides": [...]}`."""
    defaults = dict(config.get("defaults", {}))
    if not defaults.get("unit"):
        defaults.pop("unit", None)
    if defaults.get("noValue") == "none":
        # grafanalib's default: Grafana would print the word.
        del defaults["noValue"]
    if "displayName" in defaults and not defaults["displayName"]:
        del defaults["displayName"]
    if kind in _DEFAULT_COLOR and not defaults.get("color"):
        defaults["color"] = dict(_DEFAULT_COLOR[kind])
    color = defaults.get("color")
    if isinstance(color, dict) and color.get("mode") not in _FIXED_COLORS:
        defaults["color"] = {key: value for key, value in color.items() if key != "fixedColor"}
    if kind in _WITHOUT_THRESHOLDS:
        defaults.pop("thresholds", None)
    else:
        defaults["thresholds"] = finish_thresholds(defaults.get("thresholds"))
    if "mappings" in defaults:
        defaults["mappings"] = [_mapping(mapping) for mapping in defaults["mappings"]]
    custom = _custom(kind, defaults.pop("custom", {}))
    if custom:
        defaults["custom"] = custom
    return {
        **{key: value for key, value in config.items() if key not in ("defaults", "overrides")},
        "defaults": {key: defaults[key] for key in sorted(defaults)},
        "overrides": [_override(override) for override in config.get("overrides", [])],
    }


def finish_thresholds(thresholds: Any) -> Json:
    """`{"mode", "steps"}` whose first step holds from minus infinity: the one place where Grafana needs a null.

    A string there makes Grafana compare a number with text, stop at the first step and never turn red; no steps at
    all draw everything grey.
    """
    source = thresholds if isinstance(thresholds, dict) else {"steps": thresholds}
    steps = source.get("steps")
    listed = steps if isinstance(steps, list) else []
    finished: list[Json] = []
    for number, step in enumerate(listed):
        value = step.get("value")
        finished.append({"color": step.get("color", "green"), "value": None if number == 0 else value})
    if not finished:
        finished = [{"color": "green", "value": None}]
    return {"mode": source.get("mode", "absolute"), "steps": finished}


def _mapping(mapping: Json) -> Json:
    """A value mapping; a range that is open at one end keeps its null, which Grafana requires there."""
    options = mapping.get("options")
    if mapping.get("type") == "range" and isinstance(options, dict):
        return {**mapping, "options": {**options, "from": options.get("from"), "to": options.get("to")}}
    return mapping


def _custom(kind: str, custom: Json) -> Json:
    custom = dict(custom)
    if kind == "table":
        _name_cell(custom)
    if kind in _STACKABLE and "stacking" in custom and not custom["stacking"]:
        custom["stacking"] = {"group": "A", "mode": "none"}
    if custom.get("scaleDistribution", {}).get("type") == "linear":
        custom["scaleDistribution"] = {"type": "linear"}
    if "axisLabel" in custom and not custom["axisLabel"]:
        del custom["axisLabel"]
    return filled(custom, _CUSTOM[kind]) if kind in _CUSTOM else custom


def _name_cell(custom: Json) -> None:
    mode = custom.pop("displayMode", None)
    if mode is not None and "cellOptions" not in custom:
        custom["cellOptions"] = cell_options(str(mode))


def cell_options(mode: str) -> Json:
    """A table cell's old display mode in today's words: `lcd-gauge` is a gauge whose mode is `lcd`."""
    gauges = {"basic": "basic", "gradient-gauge": "gradient", "lcd-gauge": "lcd"}
    if mode in gauges:
        return {"mode": gauges[mode], "type": "gauge"}
    backgrounds = {"color-background": "gradient", "color-background-solid": "basic"}
    if mode in backgrounds:
        return {"mode": backgrounds[mode], "type": "color-background"}
    return {"type": mode}


def _override(override: Json) -> Json:
    result = copied(override)
    for entry in result.get("properties", []):
        _finish_property(entry)
    return result


def _finish_property(entry: Json) -> None:
    value = entry.get("value")
    if entry.get("id") == "custom.displayMode":
        entry["id"], entry["value"] = "custom.cellOptions", cell_options(str(value))
    elif entry.get("id") == "thresholds":
        entry["value"] = finish_thresholds(value)
    elif entry.get("id") == "mappings" and isinstance(value, list):
        entry["value"] = [_mapping(mapping) for mapping in value]
    elif entry.get("id") == "custom.hideFrom" and isinstance(value, dict) and value.get("viz"):
        # Hidden in the chart but not in its tooltip reads as a bug, so Grafana hides both.
        entry["value"] = {**value, "tooltip": True}
