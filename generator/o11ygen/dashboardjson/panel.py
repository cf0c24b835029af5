"""One panel: what every type shares, and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from o11ygen.dashboardjson.datasource import DatasourceTypes, datasource_ref
from o11ygen.dashboardjson.fields import finish_fields
from o11ygen.dashboardjson.legacy import lift_legacy
from o11ygen.dashboardjson.options import PLUGIN_VERSION, SHAPED_HERE, finish_options
from o11ygen.dashboardjson.plain import Json, in_order
from o11ygen.dashboardjson.target import finish_targets

Links: TypeAlias = Callable[[list[Json]], list[Json]]

_ORDER = (
    "id",
    "type",
    "title",
    "description",
    "gridPos",
    "collapsed",
    "repeat",
    "repeatDirection",
    "maxPerRow",
    "datasource",
    "interval",
    "maxDataPoints",
    "targets",
    "transformations",
    "fieldConfig",
    "options",
    "links",
)
_GONE = frozenset({"editable", "error", "height", "minSpan", "span", "cacheTimeout"})
_ROW_KEYS = frozenset({"type", "title", "id", "collapsed", "gridPos", "panels", "repeat"})
_DROPPED_WHEN_EMPTY = ("description", "interval", "links", "transformations", "transparent", "hideTimeOverride")
# Show text or lists, never query results: fields, queries and thresholds would mean nothing on them.
_WITHOUT_DATA = frozenset({"text", "news", "dashlist", "alertlist", "annolist"})
# Every grafanalib panel carries it, chosen or not; a graph of 100 points hides short spikes.
_GRAFANALIB_MAX_DATA_POINTS = 100


def finish_panels(panels: list[Json], types: DatasourceTypes, *, links: Links) -> list[Json]:
    """The panels in their order; rows keep theirs inside."""
    return [finish_panel(panel, types, links=links) for panel in panels]


def finish_panel(source: Json, types: DatasourceTypes, *, links: Links) -> Json:
    """A panel in today's shape; a key that no grafanalib panel is known to write stays for the gate to name."""
    if source.get("type") == "row":
        return _finish_row(source, types, links=links)
    panel = {key: value for key, value in source.items() if key not in _GONE}
    kind = str(panel.get("type", ""))
    for key in _DROPPED_WHEN_EMPTY:
        if key in panel and not panel[key]:
            del panel[key]
    if panel.get("maxDataPoints") == _GRAFANALIB_MAX_DATA_POINTS:
        del panel["maxDataPoints"]
    if not panel.get("repeat"):
        for key in ("repeat", "repeatDirection", "maxPerRow"):
            panel.pop(key, None)
    if "links" in panel:
        panel["links"] = links(panel["links"])
    lift_legacy(kind, panel)
    if kind in _WITHOUT_DATA:
        for key in ("datasource", "targets", "fieldConfig"):
            panel.pop(key, None)
    else:
        _finish_data(panel, types)
        panel["fieldConfig"] = finish_fields(kind, panel["fieldConfig"])
    panel["options"] = finish_options(kind, panel["options"])
    if kind in SHAPED_HERE:
        panel["pluginVersion"] = PLUGIN_VERSION
    return in_order(panel, _ORDER)


def _finish_data(panel: Json, types: DatasourceTypes) -> None:
    reference = datasource_ref(panel.pop("datasource", None), types)
    if reference is not None:
        panel["datasource"] = reference
    panel["targets"] = finish_targets(panel.get("targets", []), reference, types)


def _finish_row(source: Json, types: DatasourceTypes, *, links: Links) -> Json:
    row = {key: value for key, value in source.items() if key in _ROW_KEYS}
    row["collapsed"] = bool(row.get("collapsed", False))
    row["panels"] = finish_panels(row.get("panels", []), types, links=links)
    if not row.get("repeat"):
        row.pop("repeat", None)
    return in_order(row, _ORDER)
