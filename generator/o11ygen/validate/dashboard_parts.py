"""The parts of a dashboard as Grafana loads them: what it refuses, what it can't draw, and what it draws elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.finding import Severity, nearest, nearest_name
from o11ygen.targets.dashboard_faults import unit_fault
from o11ygen.targets.dashboard_schema import panel_types
from o11ygen.targets.path import format_path
from o11ygen.validate.dashboard_view import GRID_SINCE, LAST, UIDS_SINCE, Json, Panel, View, entries
from o11ygen.validate.flaw import Flaw, Path, warning

_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_COLUMNS = 24
# What Grafana draws an old panel with. https://grafana.com/docs/grafana/latest/developers/angular_deprecation/
MIGRATED = {
    "graph": "timeseries",
    "singlestat": "stat",
    "table-old": "table",
    "heatmap-new": "heatmap",
    "grafana-singlestat-panel": "stat",
    "grafana-piechart-panel": "piechart",
    "grafana-worldmap-panel": "geomap",
    "natel-discrete-panel": "state-timeline",
}
# Panels that were made with Angular, which Grafana 12 no longer runs, and that nothing takes the place of by itself.
_GONE = frozenset(
    (
        "agenty-flowcharting-panel",
        "btplc-status-dot-panel",
        "mtanda-heatmap-epoch-panel",
        "mtanda-histogram-panel",
        "ryantxu-ajax-panel",
        "vonage-status-panel",
    )
)
# Panels of Grafana without published types.
_UNTYPED = ("alertGroups", "alertlist", "datagrid", "debug", "gettingstarted", "live", "welcome")
# What must be a list or an object: Grafana walks through it as the page is made, and shows nothing when it can't.
_OF_A_DASHBOARD = {"panels": list, "links": list, "tags": list, "templating": dict, "annotations": dict, "time": dict}
_OF_A_PANEL = {"targets": list, "transformations": list, "links": list, "options": dict, "fieldConfig": dict}
_OF_FIELDS = {"defaults": dict, "overrides": list}
_WORDS: dict[type, str] = {list: "a list", dict: "an object"}


def judge_parts(view: View) -> Iterator[Flaw]:
    """The faults of the dashboard itself, and of each panel and variable."""
    yield from _identity(view)
    yield from _version(view)
    yield from _shape(view.body, view.path, _OF_A_DASHBOARD)
    yield from _variables(view)
    yield from _ids(view)
    yield from _grid(view)
    for panel in view.panels:
        yield from _panel(panel, view)


def _identity(view: View) -> Iterator[Flaw]:
    title, uid = view.body.get("title"), view.body.get("uid")
    if not isinstance(title, str) or not title.strip():
        hint = "Write `title` as text."
        yield Flaw("grafana/title", "a dashboard without a title is refused by Grafana", hint, (*view.path, "title"))
    if uid in (None, ""):
        message = "without `uid` the dashboard has another one on each server, and links to it break"
        yield warning("grafana/uid", message, "Write a fixed one.", (*view.path, "uid"))
    elif not isinstance(uid, str) or _UID.fullmatch(uid) is None:
        message = f"`{uid}` is no uid: Grafana refuses the dashboard"
        yield Flaw("grafana/uid", message, "Use at most 40 letters, digits, `-` and `_`.", (*view.path, "uid"))


def _version(view: View) -> Iterator[Flaw]:
    at = (*view.path, "schemaVersion")
    if view.version > LAST:
        message = f"no Grafana has schema version {view.version}; the last one is {LAST}"
        yield warning("grafana/schema-version", message, f"Write {LAST}.", at)
    elif view.version < LAST:
        told = f"the format is that of schema version {view.version}" if view.version else "without `schemaVersion`"
        message = f"{told}: Grafana brings the dashboard up to {LAST} at every load, so what is shown is not this file"
        hint = f"Save it from Grafana, which writes version {LAST}."
        yield Flaw("grafana/schema-version", message, hint, at, Severity.INFO, refused=False)
    rows = [row for _, row in entries(view.body.get("rows")) if row.get("panels")]
    if rows and view.version >= GRID_SINCE:
        message = f"the panels stand in `rows`, which Grafana reads below schema version {GRID_SINCE} only"
        yield Flaw("grafana/rows", message, "Write `panels`, each with its `gridPos`.", (*view.path, "rows"))


def _shape(holder: Json, path: Path, wanted: Mapping[str, type]) -> Iterator[Flaw]:
    """What is no list or no object where Grafana walks through one."""
    for name, kind in wanted.items():
        value = holder.get(name)
        if value is not None and not isinstance(value, kind):
            message = f"`{name}` must be {_WORDS[kind]}: Grafana does not draw what holds it"
            yield Flaw("grafana/value", message, f"Write {_WORDS[kind]}, or leave it out.", (*path, name))


def _variables(view: View) -> Iterator[Flaw]:
    first: dict[str, Path] = {}
    for path, variable in view.variables:
        name = variable["name"]
        if name in first:
            message = f"the variable `{name}` is declared twice, first as `{format_path(first[name])}`: one is not used"
            yield warning("grafana/variable", message, "Rename one of them.", (*path, "name"))
        elif not re.fullmatch(r"\w+", name, re.ASCII):
            message = f"`{name}` is no name of a variable: `${name}` is read as another one"
            yield warning("grafana/variable", message, "Use letters, digits and `_`.", (*path, "name"))
        first.setdefault(name, path)


def _ids(view: View) -> Iterator[Flaw]:
    first: dict[Any, Path] = {}
    for panel in view.panels:
        number = panel.body.get("id")
        if number in (None, 0) or isinstance(number, (list, dict)):
            continue
        if number in first:
            message = (
                f"panel id {number} is taken by `{format_path(first[number])}`: Grafana renumbers this one at every "
                "load, so links to it and alerts of it lead elsewhere"
            )
            yield warning("grafana/panel-id", message, "Give each panel a number of its own.", (*panel.path, "id"))
        first.setdefault(number, panel.path)


def _panel(panel: Panel, view: View) -> Iterator[Flaw]:
    if "libraryPanel" in panel.body:
        return
    yield from _type(panel)
    yield from _shape(panel.body, panel.path, _OF_A_PANEL)
    config = panel.body.get("fieldConfig")
    if isinstance(config, Mapping):
        yield from _shape(config, (*panel.path, "fieldConfig"), _OF_FIELDS)
        yield from _fields(config, (*panel.path, "fieldConfig"))
    yield from _letters(panel)
    if view.version >= UIDS_SINCE and isinstance(panel.body.get("datasource"), str):
        message = f"the datasource is named by text, which Grafana no longer writes since schema version {UIDS_SINCE}"
        hint = 'Write `{"type": "prometheus", "uid": "..."}`.'
        yield warning("grafana/datasource", message, hint, (*panel.path, "datasource"))


def _type(panel: Panel) -> Iterator[Flaw]:
    kind, at = panel.type, (*panel.path, "type")
    known = (*panel_types(), *_UNTYPED)
    if not kind:
        yield Flaw("grafana/panel-type", "a panel without `type` is not drawn", "Write one, such as `timeseries`.", at)
    elif kind in MIGRATED:
        message = f"`{kind}` panels are gone from Grafana 12, which draws them as `{MIGRATED[kind]}`, nearly the same"
        yield warning(
            "grafana/panel-type", message, f"Look at the panel in Grafana, and save it as `{MIGRATED[kind]}`.", at
        )
    elif kind in _GONE:
        message = f"`{kind}` is made with Angular, which Grafana 12 no longer runs: the panel is not drawn"
        yield Flaw("grafana/panel-type", message, "Use a panel of Grafana's own.", at)
    elif kind not in known:
        near = nearest_name(kind, known)
        if near and "-panel" not in kind:
            message = (
                f"`{kind}` is not a panel type of Grafana, and the panel is not drawn unless a plugin has this name"
            )
            yield Flaw("grafana/panel-type", message, nearest(kind, known), at)
        else:
            message = f"`{kind}` is a plugin: the panel is drawn where it is installed only"
            yield warning("grafana/plugin", message, "Install it on every Grafana that loads this file.", at)


def _letters(panel: Panel) -> Iterator[Flaw]:
    seen: set[str] = set()
    for path, target in panel.targets:
        letter = target.get("refId")
        if isinstance(letter, str) and letter in seen:
            message = f"two queries of the panel are called `{letter}`: one result replaces the other"
            yield Flaw("grafana/query-letter", message, "Give each a letter of its own.", (*path, "refId"))
        if isinstance(letter, str) and letter:
            seen.add(letter)


def _fields(config: Json, path: Path) -> Iterator[Flaw]:
    defaults = config.get("defaults")
    if not isinstance(defaults, Mapping):
        return
    unit = defaults.get("unit")
    fault = unit_fault(unit) if isinstance(unit, str) else None
    if fault is not None:
        yield warning(
            "grafana/unit", fault[0], fault[1] + ("" if fault[1][-1] in ".?" else "."), (*path, "defaults", "unit")
        )
    thresholds = defaults.get("thresholds")
    steps = thresholds.get("steps") if isinstance(thresholds, Mapping) else None
    last: float | None = None
    for number, step in entries(steps):
        at, value = (*path, "defaults", "thresholds", "steps", number, "value"), step.get("value")
        if value == "null":
            message = '`value` is the text "null": Grafana compares numbers with it, and the colour never changes'
            yield Flaw("grafana/threshold", message, "Write null without quotes.", at)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            if last is not None and value < last:
                message = f"the step {value} follows {last}, so that its colour is never reached"
                yield warning("grafana/threshold", message, "Sort the steps from low to high.", at)
            last = value


def _grid(view: View) -> Iterator[Flaw]:
    """Panels outside the grid, and panels that lie on one another: Grafana moves them."""
    placed: list[tuple[Path, tuple[int, int, int, int]]] = []
    for panel in view.panels:
        place = panel.body.get("gridPos")
        if place is None:
            continue
        at = (*panel.path, "gridPos")
        box = tuple(place.get(side) if isinstance(place, Mapping) else None for side in ("x", "y", "w", "h"))
        x, y, w, h = (0 if value is None else value for value in box)
        if not all(isinstance(value, (int, float)) for value in (x, y, w, h)) or not isinstance(place, Mapping):
            message = "`gridPos` must hold numbers: Grafana does not place the panel"
            yield Flaw("grafana/grid", message, "Write `x`, `y`, `w` and `h` as numbers.", at)
            continue
        if x < 0 or w < 0 or x + w > _COLUMNS:
            message = f"the panel reaches from column {x} to {x + w}; the grid has {_COLUMNS}, and Grafana moves it"
            yield warning("grafana/grid", message, "Choose a place inside the grid.", at)
        if len(panel.path) == len(view.path) + 2:
            placed.append((panel.path, (x, y, w, h)))
    yield from _overlaps(placed)


def _overlaps(placed: list[tuple[Path, tuple[int, int, int, int]]]) -> Iterator[Flaw]:
    for index, (path, (x, y, w, h)) in enumerate(placed):
        for other, (left, top, width, height) in placed[:index]:
            if x < left + width and left < x + w and y < top + height and top < y + h:
                message = f"the panel lies on `{format_path(other)}`: Grafana moves one of them down"
                yield warning("grafana/grid", message, "Give each a place of its own.", (*path, "gridPos"))
                break
