"""Panels of foreign dashboards, in the format of today and in that of the panels which Grafana has replaced."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.foreign.queries import query
from o11ygen.resolved import Panel, Query, Source, Threshold, Variable, panel_json
from o11ygen.resolved.source import Written
from o11ygen.validate.dashboard_parts import MIGRATED
from o11ygen.validate.dashboard_view import Json, View
from o11ygen.validate.dashboard_view import Panel as Found
from o11ygen.validate.flaw import Path

Built: TypeAlias = Panel
_OriginOf: TypeAlias = Callable[[Path, Mapping[str, Path]], Written]

_DEFAULTS = ("fieldConfig", "defaults")
_FIELDS: Mapping[str, Path] = {
    "queries": ("targets",),
    "calculation": ("options", "reduceOptions", "calcs"),
    "columns": ("transformations",),
    "extra": (),
    **{name: (*_DEFAULTS, name) for name in ("unit", "min", "max", "decimals", "thresholds", "mappings")},
    **{name: (name,) for name in ("title", "description", "repeat", "links", "datasource", "interval")},
}
_QUERY_FIELDS: Mapping[str, Path] = {
    "legend": ("legendFormat",),
    "exemplars": ("exemplar",),
    **{name: (name,) for name in ("expr", "instant", "format", "datasource")},
}
# What every new panel has until somebody changes it: nobody chose it.
_UNTOUCHED = ((-math.inf, "green"), (80.0, "red"))
# Reducers as they were called before Grafana 7.
_RENAMED = {"avg": "mean", "current": "lastNotNull", "total": "sum"}
_NUMBER = re.compile(r"\s*-?[0-9]+(?:\.[0-9]+)?\s*")


def panel(found: Found, *, view: View, parent: Source, variables: tuple[Variable, ...], origin: _OriginOf) -> Built:
    """A panel; one of a kind that is not known has its title and its queries."""
    body = found.body
    title = _text(body.get("title"))
    what = f'{parent.what}, panel "{title}"' if title else f"{parent.what}, panel {body.get('id', 'without a title')}"
    source = Source(parent.id, what, origin(found.path, _FIELDS))
    settings: dict[str, Any] = {}
    calculation = _calculation(body)
    if calculation:
        settings["calculation"] = calculation
    if _part(body, "options").get("calculate") is True or body.get("dataFormat") == "timeseries":
        settings["calculate"] = True
    place = _part(body, "gridPos")
    return Panel(
        kind=MIGRATED.get(found.type, found.type),
        title=title,
        description=_text(body.get("description")),
        queries=tuple(_queries(found, view, source, variables, origin)),
        unit=_unit(body),
        width=_whole(place.get("w")),
        height=_whole(place.get("h")),
        thresholds=_thresholds(found),
        bounds=_bounds(body),
        mappings=_mappings(body),
        repeat=_text(body.get("repeat")),
        settings=settings,
        extra={},
        source=source,
        datasource=panel_json.datasource_of(body),
        links=panel_json.links_of(body),
        step_ms=max((panel_json.step_of(one) for one in (body, *_dicts(body.get("targets")))), default=0),
        units=(*panel_json.units_of(body), *_right_axis(body)),
        transformations=panel_json.transformations_of(body),
    )


def _queries(
    found: Found, view: View, parent: Source, variables: tuple[Variable, ...], origin: _OriginOf
) -> Iterator[Query]:
    for path, target in found.targets:
        source = Source(parent.id, parent.what, origin(path, _QUERY_FIELDS))
        yield query(target, found.body, view=view, variables=variables, source=source)


def _unit(body: Json) -> str:
    """Today's, that of an old graph's left axis, of a single number, or of a heatmap's axis."""
    left = next(_dicts(body.get("yaxes")), {})
    places = (
        _part(_part(body, "fieldConfig"), "defaults").get("unit"),
        _part(_part(body, "options"), "yAxis").get("unit"),
        left.get("format"),
        _part(body, "yAxis").get("format"),
        body.get("format") if body.get("type") == "singlestat" else None,
    )
    return next((one for one in map(_text, places) if one), "")


def _right_axis(body: Json) -> Iterator[str]:
    """The unit of an old graph's right axis, where some series stand at it."""
    if any(str(one.get("yaxis")) == "2" for one in _dicts(body.get("seriesOverrides"))):
        yield from (_text(one.get("format")) for one in list(_dicts(body.get("yaxes")))[1:2])


def _bounds(body: Json) -> dict[str, float]:
    defaults = _part(_part(body, "fieldConfig"), "defaults")
    left = next(_dicts(body.get("yaxes")), {})
    found = {}
    for name in ("min", "max", "decimals"):
        value = defaults.get(name, left.get(name))
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            value = float(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found[name] = value
    return found


def _thresholds(found: Found) -> tuple[Threshold, ...]:
    """Those that somebody sees: a graph shows none unless it is told to, and nobody chose those of a new panel."""
    defaults = _part(_part(found.body, "fieldConfig"), "defaults")
    given = _part(defaults, "thresholds")
    style = _part(_part(defaults, "custom"), "thresholdsStyle").get("mode", "off")
    colored = _part(defaults, "color").get("mode") == "thresholds"
    if given.get("mode", "absolute") != "absolute" or (found.type == "timeseries" and style == "off" and not colored):
        return ()
    steps = []
    for number, step in enumerate(_dicts(given.get("steps"))):
        value = -math.inf if number == 0 and step.get("value") is None else step.get("value")
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            steps.append((float(value), _text(step.get("color"))))
    return () if tuple(steps) == _UNTOUCHED else tuple(Threshold(*step) for step in steps)


def _mappings(body: Json) -> dict[str, str]:
    """Texts for values; what maps more than one value stands under its own kind."""
    found: dict[str, str] = {}
    listed = [*_dicts(_part(_part(body, "fieldConfig"), "defaults").get("mappings")), *_dicts(body.get("valueMaps"))]
    for one in listed:
        options = _part(one, "options")
        if one.get("type") == "value":
            found |= {str(value): _text(_part(options, value).get("text")) for value in options}
        else:
            found[str(one.get("value", one.get("type")))] = _text(one.get("text"))
    return found


def _calculation(body: Json) -> str:
    reduced = _part(_part(body, "options"), "reduceOptions")
    listed = reduced.get("calcs")
    if reduced and reduced.get("values") is not True and isinstance(listed, list) and len(listed) == 1:
        return _text(listed[0])
    name = _text(body.get("valueName"))
    return _RENAMED.get(name, name)


def _dicts(listed: Any) -> Iterator[Json]:
    return (one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, Mapping))


def _part(holder: Json, name: str) -> Json:
    found = holder.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
