"""Judges a Grafana dashboard (the classic JSON that file provisioning reads): its shape, and what a shape can't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.finding import nearest
from o11ygen.targets.dashboard_faults import content_faults, null_faults
from o11ygen.targets.dashboard_schema import accepts_dashboard, accepts_panel, panel_types
from o11ygen.targets.path import Path
from o11ygen.targets.problem import Problem

Json: TypeAlias = Mapping[str, Any]

# The last version of the classic format. An older one is migrated in the browser at every load.
LAST_SCHEMA_VERSION = 42

# Fields that Grafana reads and writes although its published types lack them, with where Grafana uses them.
_ANNOTATION_GAPS = frozenset(
    {
        "expr",  # the query of a Prometheus annotation
        "titleFormat",  # its title, with label placeholders
        "textFormat",  # its text
        "tagKeys",  # the labels shown as tags
        "step",  # its resolution
        "useValueForTime",  # the sample's value is the time of the event
    }
)
_VARIABLE_GAPS = {
    "interval": frozenset({"auto", "auto_min", "auto_count"}),  # the "auto" choice of an interval
    "query": frozenset({"definition"}),  # the query as the editor shows it in its list
}
# Panels that Grafana dropped with Angular, and what took their place.
_SUCCESSORS = {
    "graph": "timeseries",
    "singlestat": "stat",
    "table-old": "table",
    "heatmap-new": "heatmap",
    "grafana-singlestat-panel": "stat",
    "grafana-piechart-panel": "piechart",
    "grafana-worldmap-panel": "geomap",
    "natel-discrete-panel": "state-timeline",
    "flant-statusmap-panel": "status-history",
}
_NO_GAPS: frozenset[str] = frozenset()


def judge_dashboard(dashboard: Json) -> tuple[Problem, ...]:
    """Every fault of a dashboard, in the order of its parts; empty when Grafana 12 and 13 read it as written.

    A `missing` field is one that Grafana fills in by itself; all other kinds lose or change what the author wrote.
    """
    if "elements" in dashboard or "apiVersion" in dashboard:
        return (
            Problem(
                (),
                "this is a dashboard of the v2 format, which file provisioning refuses",
                "Export it as classic JSON, or wrap it for the Kubernetes-style API",
            ),
        )
    problems = [*_judge_root(dashboard), *null_faults(dashboard)]
    for path, panel in walk_panels(dashboard):
        problems.extend(_judge_panel(path, panel))
    problems.extend(content_faults(dashboard, tuple(walk_panels(dashboard))))
    return tuple(dict.fromkeys(problems))


def walk_panels(dashboard: Json) -> Iterator[tuple[Path, Json]]:
    """Each panel with its place, rows before the panels inside them."""
    for number, panel in enumerate(_list(dashboard.get("panels"))):
        if not isinstance(panel, dict):
            continue
        yield ("panels", number), panel
        if panel.get("type") == "row":
            for inner_number, inner in enumerate(_list(panel.get("panels"))):
                if isinstance(inner, dict):
                    yield ("panels", number, "panels", inner_number), inner


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _judge_root(dashboard: Json) -> Iterator[Problem]:
    version = dashboard.get("schemaVersion")
    if isinstance(version, int) and version < LAST_SCHEMA_VERSION:
        yield Problem(
            ("schemaVersion",),
            f"schema version {version} is migrated in the browser at every load, so what is shown is not this file",
            f"Save the migrated dashboard, whose version is {LAST_SCHEMA_VERSION}",
            "deprecated",
        )
    if isinstance(version, int) and version > LAST_SCHEMA_VERSION:
        yield Problem(
            ("schemaVersion",), f"no Grafana has schema version {version}", f"Write {LAST_SCHEMA_VERSION}, the last one"
        )
    if dashboard.get("__inputs"):
        yield Problem(
            ("__inputs",),
            "inputs are only asked for by the import dialog; a provisioned file keeps the unresolved `${DS_...}`",
            "Use a datasource variable",
        )
    shape = _without_gaps(dashboard)
    if not accepts_dashboard()(shape):
        yield from _explained(shape, "dashboard", ())


def _judge_panel(path: Path, panel: Json) -> Iterator[Problem]:
    kind = panel.get("type")
    if not isinstance(kind, str) or kind not in panel_types():
        yield Problem((*path, "type"), f"`{kind}` is not a panel type of Grafana 12 and 13", _type_hint(str(kind)))
        return
    shape = {**panel, "panels": []} if kind == "row" else panel
    if not accepts_panel(kind)(shape):
        yield from _explained(shape, kind, path)


def _type_hint(kind: str) -> str:
    if kind in _SUCCESSORS:
        return f"Use `{_SUCCESSORS[kind]}`, which took its place"
    return nearest(kind, panel_types()) or "Known types: " + ", ".join(sorted(panel_types()))


def _explained(shape: Json, kind: str, path: Path) -> Iterator[Problem]:
    # Loading jsonschema costs more than judging a hundred dashboards, and right ones never get here.
    from o11ygen.targets.dashboard_errors import explain

    yield from explain(shape, kind, path)


def _without_gaps(dashboard: Json) -> dict[str, Any]:
    """The dashboard without its panels and without the fields that the published types lack."""
    shape = {key: value for key, value in dashboard.items() if key != "__inputs"}
    shape["panels"] = []
    annotations, templating = dashboard.get("annotations"), dashboard.get("templating")
    if isinstance(annotations, dict) and isinstance(annotations.get("list"), list):
        shape["annotations"] = {
            **annotations,
            "list": [_less(entry, _ANNOTATION_GAPS) for entry in annotations["list"]],
        }
    if isinstance(templating, dict) and isinstance(templating.get("list"), list):
        shape["templating"] = {
            **templating,
            "list": [_less(entry, _variable_gaps(entry)) for entry in templating["list"]],
        }
    return shape


def _variable_gaps(variable: Any) -> frozenset[str]:
    return _VARIABLE_GAPS.get(str(variable.get("type")), _NO_GAPS) if isinstance(variable, dict) else _NO_GAPS


def _less(entry: Any, gaps: frozenset[str]) -> Any:
    if not isinstance(entry, dict) or gaps.isdisjoint(entry):
        return entry
    return {key: value for key, value in entry.items() if key not in gaps}
