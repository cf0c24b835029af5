"""What stands in the JSON of a panel: of a foreign one as a whole, of an author's own as far as he adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.duration import parse_duration

Json: TypeAlias = Mapping[str, Any]

_STEP = re.compile(r">?\s*([0-9]+(?:ms|[smhdwy]))")


def links_of(panel: Json) -> tuple[tuple[str, str], ...]:
    """Title and URL of the links of the panel, of its values, and of single series or columns."""
    fields = _part(panel, "fieldConfig")
    listed = [panel.get("links"), _part(fields, "defaults").get("links"), _part(panel, "options").get("dataLinks")]
    listed += [value for name, value in _overridden(fields) if name == "links"]
    return tuple((_text(link.get("title")), _text(link.get("url"))) for links in listed for link in _items(links))


def units_of(panel: Json) -> tuple[str, ...]:
    """The units that single series or columns have instead of the panel's."""
    return tuple(_text(value) for name, value in _overridden(_part(panel, "fieldConfig")) if name == "unit")


def transformations_of(panel: Json) -> tuple[str, ...]:
    """The ids of what is done with the results before they are drawn."""
    return tuple(_text(one.get("id")) for one in _items(panel.get("transformations")) if not one.get("disabled"))


def step_of(panel: Json) -> int:
    """The least time between two points, in milliseconds; 0 where Grafana chooses."""
    match = _STEP.fullmatch(_text(panel.get("interval")).strip())
    return parse_duration(match[1]) if match else 0


def datasource_of(holder: Json) -> str:
    """The uid or the name of what is asked; empty where nothing is said."""
    reference = holder.get("datasource")
    return _text(reference.get("uid") if isinstance(reference, Mapping) else reference)


def _overridden(fields: Json) -> Iterator[tuple[str, Any]]:
    for override in _items(fields.get("overrides")):
        for one in _items(override.get("properties")):
            yield _text(one.get("id")), one.get("value")


def _items(listed: Any) -> Iterator[Json]:
    return (one for one in (listed if isinstance(listed, list | tuple) else ()) if isinstance(one, Mapping))


def _part(holder: Json, name: str) -> Json:
    found = holder.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
