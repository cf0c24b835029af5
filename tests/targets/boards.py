"""A right dashboard, and what is said of it once it is edited."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, TypeAlias

from o11ygen.targets.dashboard import judge_dashboard

PROMETHEUS = {"type": "prometheus", "uid": "$datasource"}
FIRST = "panels[0]"
# Place, kind, message and hint.
Fault: TypeAlias = tuple[str, str, str, str]
Edit: TypeAlias = Callable[[dict[str, Any]], object]


def panel(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "timeseries",
        "title": "Requests",
        "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0},
        "datasource": PROMETHEUS,
        "targets": [{"refId": "A", "datasource": PROMETHEUS, "expr": "up"}],
        "fieldConfig": {
            "defaults": {
                "unit": "reqps",
                "thresholds": {
                    "mode": "absolute",
                    "steps": [{"color": "green", "value": None}, {"color": "red", "value": 10}],
                },
            },
            "overrides": [],
        },
        "options": {"legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True}},
        **fields,
    }


def dashboard(*panels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "uid": "overview",
        "title": "Overview",
        "schemaVersion": 42,
        "panels": list(panels) or [panel()],
        "templating": {
            "list": [
                {"name": "datasource", "type": "datasource", "query": "prometheus"},
                {"name": "window", "type": "interval", "query": "5m", "auto": True, "auto_min": "1m", "auto_count": 9},
            ]
        },
        "annotations": {
            "list": [
                {
                    "name": "Deploys",
                    "datasource": PROMETHEUS,
                    "enable": True,
                    "iconColor": "red",
                    "expr": "up",
                    "titleFormat": "{{job}}",
                }
            ]
        },
        **fields,
    }


def faults(value: dict[str, Any]) -> list[Fault]:
    return [(found.place, found.kind, found.message, found.hint) for found in judge_dashboard(value)]


def edited(edit: Edit) -> dict[str, Any]:
    value = copy.deepcopy(dashboard())
    edit(value)
    return value
