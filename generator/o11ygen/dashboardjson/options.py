"""Panel options by type, complete: what Grafana's editor would write for a panel just created."""

from __future__ import annotations

from typing import Any

from o11ygen.dashboardjson.plain import Json, filled

# The release whose option shapes the tables below hold; Grafana skips a panel's own migration from there on.
PLUGIN_VERSION = "13.2.2"

_LEGEND: Json = {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True}
_TOOLTIP: Json = {"mode": "single", "sort": "none"}
_REDUCE: Json = {"calcs": ["lastNotNull"], "fields": "", "values": False}

_OPTIONS: dict[str, Json] = {
    "timeseries": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "barchart": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "histogram": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "state-timeline": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "status-history": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "xychart": {"legend": _LEGEND, "tooltip": _TOOLTIP},
    "piechart": {
        "displayLabels": [],
        "legend": {**_LEGEND, "values": []},
        "pieType": "pie",
        "reduceOptions": _REDUCE,
        "tooltip": _TOOLTIP,
    },
    "stat": {
        "colorMode": "value",
        "graphMode": "area",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": _REDUCE,
        "showPercentChange": False,
        "textMode": "auto",
        "wideLayout": True,
    },
    # The arc of Grafana 13 with the looks of 12: neither sparkline nor glow appears by upgrading.
    "gauge": {
        "barShape": "flat",
        "barWidthFactor": 0.5,
        "effects": {"barGlow": False, "centerGlow": False, "gradient": False},
        "endpointMarker": "point",
        "minVizHeight": 75,
        "minVizWidth": 75,
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "segmentCount": 1,
        "segmentSpacing": 0.3,
        "shape": "gauge",
        "showThresholdLabels": False,
        "showThresholdMarkers": True,
        "sizing": "auto",
        "sparkline": False,
        "textMode": "auto",
    },
    "bargauge": {
        "displayMode": "gradient",
        "legend": {**_LEGEND, "showLegend": False},
        "maxVizHeight": 300,
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "auto",
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "showUnfilled": True,
        "sizing": "auto",
        "valueMode": "color",
    },
    "heatmap": {
        "calculate": False,
        "cellGap": 1,
        "color": {
            "exponent": 0.5,
            "fill": "dark-orange",
            "mode": "scheme",
            "reverse": False,
            "scale": "exponential",
            "scheme": "Oranges",
            "steps": 64,
        },
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-9},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "showValue": "never",
        "tooltip": {"mode": "single", "showColorScale": False, "yHistogram": False},
        "yAxis": {"axisPlacement": "left", "reverse": False},
    },
    "table": {"cellHeight": "sm", "showHeader": True, "sortBy": []},
    "text": {"content": "", "mode": "markdown"},
    "logs": {
        "dedupStrategy": "none",
        "enableLogDetails": True,
        "prettifyLogMessage": False,
        "showCommonLabels": False,
        "showLabels": False,
        "showLogContextToggle": False,
        "showTime": True,
        "sortOrder": "Descending",
        "wrapLogMessage": False,
    },
}
SHAPED_HERE = frozenset(_OPTIONS)


def finish_options(kind: str, options: Any) -> Json:
    """The options of a panel of this type; chosen values stay, missing ones are spelled out."""
    chosen: Json = dict(options) if isinstance(options, dict) else {}
    if "legend" in chosen and isinstance(chosen["legend"], dict):
        chosen["legend"] = _legend(chosen["legend"])
    return filled(chosen, _OPTIONS.get(kind, {}))


def _legend(legend: Json) -> Json:
    """A legend with `showLegend`, which took the place of the display mode `hidden`."""
    if legend.get("displayMode") == "hidden":
        return {**legend, "displayMode": "list", "showLegend": False}
    return legend
