"""The one step between grafanalib and Grafana: `finish` makes a dashboard right for Grafana 12 and 13.

grafanalib writes the JSON of an old Grafana and trusts the server to migrate it. Declaring the current
`schemaVersion` switches those migrations off, so everything they would do happens here, once, at build time.
What this step does not know stays in the document: the schema gate (`targets/dashboard.py`) then names it.
"""

from __future__ import annotations

from typing import Any

from o11ygen.dashboardjson.datasource import DatasourceTypes, datasource_ref
from o11ygen.dashboardjson.panel import finish_panels
from o11ygen.dashboardjson.plain import Json, filled, in_order, plain
from o11ygen.dashboardjson.variable import finish_variables

__all__ = ["SCHEMA_VERSION", "finish"]

# The last version of the classic dashboard format; Grafana 12 and 13 both read it without migrating.
SCHEMA_VERSION = 42

_ROOT_ORDER = (
    "uid",
    "title",
    "description",
    "tags",
    "schemaVersion",
    "version",
    "editable",
    "graphTooltip",
    "refresh",
    "time",
    "timepicker",
    "timezone",
    "fiscalYearStartMonth",
    "preload",
    "links",
    "annotations",
    "templating",
    "panels",
)
_GONE = frozenset({"rows", "hideControls", "sharedCrosshair", "style", "__inputs", "__requires", "gnetId", "id"})
_ROOT_DEFAULTS: Json = {
    "tags": [],
    "editable": False,
    "graphTooltip": 0,
    "version": 0,
    "timezone": "browser",
    "time": {"from": "now-1h", "to": "now"},
}
_LINK: Json = {
    "asDropdown": False,
    "icon": "external link",
    "includeVars": False,
    "keepTime": False,
    "tags": [],
    "targetBlank": False,
    "title": "",
    "tooltip": "",
    "type": "link",
    "url": "",
}
_BUILT_IN_ANNOTATION: Json = {
    "builtIn": 1,
    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
    "type": "dashboard",
}
_ANNOTATION: Json = {"enable": True, "iconColor": "red", "name": ""}


def finish(dashboard: Any) -> Json:
    """The dashboard as Grafana 12 and 13 read it without migrating anything.

    Takes a grafanalib `Dashboard`, or the dict of one, and leaves it untouched; gives plain dicts, lists and scalars
    in an order that depends on nothing but the values. Panels keep their ids and places: layout happens before.
    """
    source: Json = plain(dashboard)
    variables = source.get("templating", {}).get("list", [])
    types = DatasourceTypes.of(variables)
    root = {key: value for key, value in source.items() if key not in _GONE}
    if source.get("sharedCrosshair") and not root.get("graphTooltip"):
        root["graphTooltip"] = 1
    root = filled(root, _ROOT_DEFAULTS)
    root["schemaVersion"] = SCHEMA_VERSION
    root["fiscalYearStartMonth"] = root.get("fiscalYearStartMonth", 0)
    root["preload"] = root.get("preload", False)
    refresh = root.get("refresh")
    root["refresh"] = refresh if isinstance(refresh, str) else ""
    if not root.get("description"):
        root.pop("description", None)
    root["timepicker"] = _timepicker(root.get("timepicker", {}))
    root["links"] = finish_links(root.get("links", []))
    root["annotations"] = {"list": _annotations(root.get("annotations", {}).get("list", []), types)}
    root["templating"] = {"list": finish_variables(variables, types)}
    root["panels"] = finish_panels(root.get("panels", []), types, links=finish_links)
    return in_order(root, _ROOT_ORDER)


def finish_links(links: list[Json]) -> list[Json]:
    """Dashboard and panel links with all ten keys: Grafana's link editor breaks on a missing one."""
    return [filled(link, _LINK) for link in links]


def _timepicker(picker: Json) -> Json:
    return {key: value for key, value in picker.items() if key != "time_options"}


def _annotations(entries: list[Json], types: DatasourceTypes) -> list[Json]:
    """Every query with an object reference, and Grafana's own entry, without which alert states are not drawn."""
    finished = []
    for entry in entries:
        annotation = filled(entry, _ANNOTATION)
        reference = datasource_ref(annotation.get("datasource"), types)
        if reference is not None:
            annotation["datasource"] = reference
        finished.append(annotation)
    if not any(annotation.get("builtIn") for annotation in finished):
        finished.insert(0, dict(_BUILT_IN_ANNOTATION))
    return finished
