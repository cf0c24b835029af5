"""The parts that panels of all kinds have: queries, fields with their colours, and what the author adds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from o11ygen.lowering.dashboards import DATASOURCE, Json
from o11ygen.resolved import Panel, Query

_GREEN = "green"
# Lists that the author adds to; any other list takes the place of ours.
_ADDED_TO = frozenset({"links", "overrides", "targets", "transformations"})
# How a value gets its colour: from the thresholds, or the next free one of the palette for each series.
JUDGED: Json = {"mode": "thresholds"}
BY_SERIES: Json = {"mode": "palette-classic"}
# A value that nobody judges is not green: that would say it is well.
_UNJUDGED: Json = {"mode": "fixed", "fixedColor": "blue"}


def queries(panel: Panel, *, format: str = "", instant: bool = False, legend: str = "") -> Json:
    """The queries; what is given here takes the place of what the author left open."""
    targets = [
        _target(
            query,
            format=format if format and query.format == "time_series" else query.format,
            instant=query.instant or instant,
            legend=query.legend or legend,
        )
        for query in panel.queries
    ]
    return {"targets": targets}


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


def field_config(panel: Panel, *, color: Json, custom: Json | None = None, overrides: list[Json] | None = None) -> Json:
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


def value_color(panel: Panel) -> Json:
    """Of panels whose numbers have the colours of their thresholds."""
    return JUDGED if panel.thresholds else _UNJUDGED


def _mapping(mappings: Mapping[str, str]) -> Json:
    options = {value: {"index": index, "text": text} for index, (value, text) in enumerate(mappings.items())}
    return {"type": "value", "options": options}


def extra(panel: Panel, *parts: Json) -> Json:
    """What grafanalib has no words for, then what the author adds over it."""
    merged: Json = {}
    for part in (*parts, panel.extra):
        _merge(merged, part)
    return {"extraJson": merged}


def _merge(into: Json, change: Mapping[str, Any]) -> None:
    """Nothing but `into` itself is changed: what is given may be shared, so it is copied before it is added to."""
    for key, value in change.items():
        present = into.get(key)
        if isinstance(present, Mapping) and isinstance(value, Mapping):
            inner = dict(present)
            _merge(inner, value)
            into[key] = inner
        elif key in _ADDED_TO and isinstance(present, list | tuple) and isinstance(value, list | tuple):
            into[key] = [*present, *value]
        else:
            into[key] = value


def reduced(panel: Panel) -> Json:
    """How each series becomes one number."""
    return {"reduceOptions": {"calcs": [panel.settings["calculation"]], "fields": "", "values": False}}
