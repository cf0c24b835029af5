"""What the shape of a dashboard can't say: nulls, units, ids, letters of queries, datasources, places on the grid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

from o11ygen.finding import nearest
from o11ygen.targets.path import Path, format_path
from o11ygen.targets.problem import Problem

Json: TypeAlias = Mapping[str, Any]
Panels: TypeAlias = Sequence[tuple[Path, Json]]

_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::\w+)?\})")
_GRID_WIDTH = 24
# Units made on the spot: `suffix: req`, `time:YYYY-MM-DD`, `currency:kr`.
_UNIT_PREFIXES = ("prefix:", "suffix:", "time:", "si:", "count:", "currency:", "bool:")
# Text for people, or a choice of Grafana that is called so: there the word stands for itself.
_WORD_ALLOWED = frozenset(
    {"match", "text", "content", "title", "description", "noValue", "displayName", "label", "query", "expr", "tooltip"}
)


@lru_cache(maxsize=1)
def units() -> frozenset[str]:
    """The ids of Grafana's units, such as `percentunit`, `s`, `bytes`, `reqps`."""
    return frozenset(json.loads(files(__package__).joinpath("grafana_units.json").read_bytes()))


def unit_fault(unit: str) -> tuple[str, str] | None:
    """What is wrong with a unit and what to write instead, or None."""
    if not unit or unit in units() or unit.startswith(_UNIT_PREFIXES):
        return None
    return (
        f"`{unit}` is not a unit of Grafana: it is printed behind an unscaled number",
        nearest(unit, units(), likeness=0.8) or f"Write a unit's id, or `suffix: {unit}` if that is what you want",
    )


def null_faults(dashboard: Json) -> Iterator[Problem]:
    """Nulls where Grafana expects a value or nothing, and the text `null` where a null was meant."""
    found: list[Problem] = []
    _walk_nulls(dashboard, [], found)
    return iter(found)


def _walk_nulls(value: Any, path: list[str | int], found: list[Problem]) -> None:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for step, item in items:
        kind = item.__class__
        # Nearly every value is one of these: it is passed over without asking what else it may be.
        if (kind is str and item != "null") or kind is int or kind is bool:
            continue
        if isinstance(item, (dict, list)):
            path.append(step)
            _walk_nulls(item, path, found)
            path.pop()
        elif item is None:
            if not _null_belongs((*path, step)):
                found.append(Problem((*path, step), f"`{step}` is null", "Leave the field out"))
        elif item == "null" and step not in _WORD_ALLOWED:
            found.append(
                Problem(
                    (*path, step),
                    f'`{step}` is the text "null": Grafana compares numbers with it, and a threshold never turns red',
                    "Write null without quotes",
                )
            )


def _null_belongs(path: Path) -> bool:
    if path == ("id",):
        return True
    if len(path) >= 3 and path[-3:] == ("steps", 0, "value"):
        return True
    return len(path) >= 2 and path[-2] == "options" and path[-1] in ("from", "to")


def content_faults(dashboard: Json, panels: Panels) -> Iterator[Problem]:
    """The faults between the parts of a dashboard, and values outside Grafana's lists."""
    yield from _identity(dashboard)
    yield from _panel_ids(panels)
    variables = _variables(dashboard)
    yield from _variable_names(dashboard)
    for path, panel in panels:
        yield from _grid(path, panel)
        yield from _letters(path, panel)
        yield from _units(path, panel)
        yield from _thresholds(path, panel)
        for place, uid in _datasources(path, panel):
            match = _VARIABLE.fullmatch(uid)
            name = (match[1] or match[2]) if match else ""
            if name and name not in variables:
                yield Problem(
                    place,
                    f"the datasource variable `{name}` is not declared, so the panel stays empty",
                    nearest(name, variables) or "Declare it under `templating`, or write the datasource's uid",
                )


def _identity(dashboard: Json) -> Iterator[Problem]:
    title, uid = dashboard.get("title"), dashboard.get("uid")
    if not isinstance(title, str) or not title.strip():
        yield Problem(("title",), "a dashboard needs a title: Grafana refuses to load it without", "Write one")
    if uid is None or uid == "":
        yield Problem(
            ("uid",), "`uid` is missing: links break each time the file is loaded anew", "Write a fixed one", "missing"
        )
    elif isinstance(uid, str) and _UID.fullmatch(uid) is None:
        yield Problem(("uid",), f"`{uid}` is no uid: Grafana refuses it", "Use at most 40 letters, digits, `-` and `_`")


def _panel_ids(panels: Panels) -> Iterator[Problem]:
    first: dict[Any, Path] = {}
    for path, panel in panels:
        number = panel.get("id")
        if number is None:
            yield Problem(
                (*path, "id"), "`id` is missing: Grafana numbers the panel anew, and links to it break", "", "missing"
            )
        elif isinstance(number, int) and number in first:
            yield Problem(
                (*path, "id"),
                f"panel id {number} is taken by {format_path(first[number])}: one of the two shows the other's data",
                "Give each panel a number of its own",
            )
        elif isinstance(number, int):
            first[number] = path


def _variables(dashboard: Json) -> tuple[str, ...]:
    entries = _entries(dashboard.get("templating"), "list")
    return tuple(str(entry["name"]) for _, entry in entries if "name" in entry)


def _variable_names(dashboard: Json) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, entry in _entries(dashboard.get("templating"), "list"):
        name = entry.get("name")
        if isinstance(name, str) and name in seen:
            yield Problem(
                ("templating", "list", number, "name"),
                f"the variable `{name}` is declared twice: the later one is never shown",
                "Rename one of them",
            )
        seen.add(str(name))


def _entries(holder: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    listed = holder.get(key) if isinstance(holder, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            yield number, entry


def _grid(path: Path, panel: Json) -> Iterator[Problem]:
    place = panel.get("gridPos")
    if not isinstance(place, dict):
        return
    x, width = place.get("x"), place.get("w")
    if isinstance(x, int) and isinstance(width, int) and (x < 0 or width < 1 or x + width > _GRID_WIDTH):
        yield Problem(
            (*path, "gridPos"),
            f"the panel reaches from column {x} to {x + width}; the grid has {_GRID_WIDTH} columns",
            "Grafana moves it: choose a place inside the grid",
        )


def _letters(path: Path, panel: Json) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, target in _entries(panel, "targets"):
        letter = target.get("refId")
        place: Path = (*path, "targets", number, "refId")
        if not letter:
            yield Problem(place, "`refId` is missing: expressions and alerts can't name the query", "Write a letter")
        elif isinstance(letter, str) and letter in seen:
            yield Problem(
                place, f"two queries are called `{letter}`: one result replaces the other", "Give each its own letter"
            )
        seen.add(str(letter))


def _units(path: Path, panel: Json) -> Iterator[Problem]:
    for place, unit in _unit_places(panel):
        fault = unit_fault(unit) if isinstance(unit, str) else None
        if fault is not None:
            yield Problem((*path, *place), *fault)


def _unit_places(panel: Json) -> Iterator[tuple[Path, Any]]:
    config, options = panel.get("fieldConfig"), panel.get("options")
    defaults = config.get("defaults") if isinstance(config, dict) else None
    if isinstance(defaults, dict):
        yield ("fieldConfig", "defaults", "unit"), defaults.get("unit")
    for number, override in _entries(config, "overrides"):
        for inner, entry in _entries(override, "properties"):
            if entry.get("id") == "unit":
                yield ("fieldConfig", "overrides", number, "properties", inner, "value"), entry.get("value")
    for key in ("yAxis", "cellValues"):
        part = options.get(key) if isinstance(options, dict) else None
        if isinstance(part, dict):
            yield ("options", key, "unit"), part.get("unit")


def _thresholds(path: Path, panel: Json) -> Iterator[Problem]:
    config = panel.get("fieldConfig")
    defaults = config.get("defaults") if isinstance(config, dict) else None
    thresholds = defaults.get("thresholds") if isinstance(defaults, dict) else None
    place: Path = (*path, "fieldConfig", "defaults", "thresholds", "steps")
    if isinstance(thresholds, dict) and thresholds.get("steps") == []:
        yield Problem(place, "thresholds without steps draw everything grey", "Write at least the base colour")
        return
    last: float | None = None
    for number, step in _entries(thresholds, "steps"):
        value = step.get("value")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        if last is not None and value <= last:
            yield Problem(
                (*place, number, "value"), f"the step {value} follows {last} and is never reached", "Sort the steps"
            )
        last = value


def _datasources(path: Path, panel: Json) -> Iterator[tuple[Path, str]]:
    holders: list[tuple[Path, Json]] = [(path, panel)]
    holders.extend(((*path, "targets", number), target) for number, target in _entries(panel, "targets"))
    for place, holder in holders:
        reference = holder.get("datasource")
        uid = reference.get("uid") if isinstance(reference, dict) else None
        if isinstance(uid, str):
            yield (*place, "datasource", "uid"), uid
