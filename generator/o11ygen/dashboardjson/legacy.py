"""Panels that grafanalib still writes for an older Grafana, moved to where today's Grafana reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from o11ygen.dashboardjson.plain import Json

_ANGULAR_HEATMAP = (
    "cards",
    "color",
    "dataFormat",
    "heatmap",
    "hideZeroBuckets",
    "highlightCards",
    "legend",
    "reverseYBuckets",
    "tooltip",
    "xAxis",
    "xBucketNumber",
    "xBucketSize",
    "yAxis",
    "yBucketBound",
    "yBucketNumber",
    "yBucketSize",
)
_BUCKET_BOUNDS = {"upper": "ge", "lower": "le", "middle": "unknown"}
_DASHLIST_OPTIONS = {
    "headings": "showHeadings",
    "limit": "maxItems",
    "query": "query",
    "recent": "showRecentlyViewed",
    "search": "showSearch",
    "starred": "showStarred",
    "tags": "tags",
}
_OLD_ALERTLIST = ("dashboardTags", "nameFilter", "onlyAlertsOnDashboard", "show", "sortOrder", "stateFilter")


def lift_legacy(kind: str, panel: Json) -> None:
    """Move what an old shape says to where Grafana reads it now; `panel` is changed, its values are not shared."""
    panel["fieldConfig"] = {**panel.get("fieldConfig", {})}
    panel["fieldConfig"]["defaults"] = {**panel["fieldConfig"].get("defaults", {})}
    options = panel.get("options")
    panel["options"] = dict(options) if isinstance(options, dict) else {}
    lift = _LIFTS.get(kind)
    if lift is not None:
        lift(panel)


def _lift_gauge(panel: Json) -> None:
    """A gauge without `options`: the chosen calculation stands among the field defaults and is ignored there."""
    config, options = panel["fieldConfig"], panel["options"]
    for key in ("showThresholdLabels", "showThresholdMarkers"):
        if key in config:
            options.setdefault(key, config.pop(key))
    _lift_reduction(config["defaults"], options)


def _lift_bargauge(panel: Json) -> None:
    options, defaults = panel["options"], panel["fieldConfig"]["defaults"]
    old = options.pop("fieldOptions", None)
    for key in ("showThresholdLabels", "showThresholdMarkers"):
        options.pop(key, None)
    if not isinstance(old, dict):
        return
    for key, value in old.get("defaults", {}).items():
        defaults.setdefault(key, value)
    if old.get("thresholds"):
        mode = (defaults.get("thresholds") or {}).get("mode", "absolute")
        defaults["thresholds"] = {"mode": mode, "steps": old["thresholds"]}
    if old.get("mappings"):
        defaults.setdefault("mappings", old["mappings"])
    reduction = {key: old[key] for key in ("calcs", "values", "limit") if key in old}
    _lift_reduction(defaults, options, reduction)


def _lift_reduction(defaults: Json, options: Json, source: Json | None = None) -> None:
    """`calcs`, `values` and `limit` to `options.reduceOptions`; `title` to the display name; `override` is no more."""
    old = defaults if source is None else source
    reduce_options = dict(options.get("reduceOptions", {}))
    for key in ("calcs", "values", "limit"):
        value = old.pop(key, None)
        if value is not None:
            reduce_options.setdefault(key, value)
    options["reduceOptions"] = reduce_options
    defaults.pop("override", None)
    title = defaults.pop("title", None)
    if title:
        defaults.setdefault("displayName", title)


def _lift_heatmap(panel: Json) -> None:
    old = {key: panel.pop(key) for key in _ANGULAR_HEATMAP if key in panel}
    if not old:
        return
    options = panel["options"]
    bucketed = old.get("dataFormat") == "tsbuckets" or any(
        target.get("format") == "heatmap" for target in panel.get("targets", [])
    )
    options.setdefault("calculate", not bucketed)
    options.setdefault("yAxis", _y_axis(old))
    scheme = str(old.get("color", {}).get("colorScheme", "")).removeprefix("interpolate")
    if scheme:
        options.setdefault("color", {"scheme": scheme})
    bound = _BUCKET_BOUNDS.get(str(old.get("yBucketBound", "")))
    if bound is not None:
        options.setdefault("rowsFrame", {"layout": bound})


def _y_axis(old: Json) -> Json:
    source: dict[str, Any] = old.get("yAxis", {})
    axis: Json = {"reverse": bool(old.get("reverseYBuckets", False))}
    if source.get("show") is False:
        axis["axisPlacement"] = "hidden"
    if source.get("format"):
        axis["unit"] = source["format"]
    for key in ("decimals", "min", "max"):
        if key in source:
            axis[key] = source[key]
    return axis


def _lift_table(panel: Json) -> None:
    defaults = panel["fieldConfig"]["defaults"]
    for key in ("columns", "fontSize"):
        panel.pop(key, None)
    mappings = panel.pop("mappings", None)
    if mappings:
        defaults.setdefault("mappings", mappings)
    color = panel.pop("color", None)
    if isinstance(color, dict):
        defaults.setdefault("color", color)


def _lift_dashlist(panel: Json) -> None:
    options = panel["options"]
    for old, new in _DASHLIST_OPTIONS.items():
        value = panel.pop(old, None)
        if value is not None:
            options.setdefault(new, value)


def _lift_alertlist(panel: Json) -> None:
    """The old alert list filtered alerts of the old alerting, which is gone: only its length still means something."""
    limit = panel.pop("limit", None)
    for key in _OLD_ALERTLIST:
        panel.pop(key, None)
    if limit is not None:
        panel["options"].setdefault("maxItems", limit)


def _lift_news(panel: Json) -> None:
    panel["options"].pop("useProxy", None)


_LIFTS: dict[str, Callable[[Json], None]] = {
    "gauge": _lift_gauge,
    "bargauge": _lift_bargauge,
    "heatmap": _lift_heatmap,
    "table": _lift_table,
    "dashlist": _lift_dashlist,
    "alertlist": _lift_alertlist,
    "news": _lift_news,
}
