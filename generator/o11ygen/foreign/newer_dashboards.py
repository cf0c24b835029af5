"""Dashboards in Grafana's newer format (`elements`, `layout`), as classic ones, with where each part stands.

https://grafana.com/docs/grafana/latest/as-code/observability-as-code/schema-v2/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.validate.dashboard_view import LAST, Json, entries
from o11ygen.validate.flaw import Path

_VARIABLES = {
    "QueryVariable": "query",
    "CustomVariable": "custom",
    "DatasourceVariable": "datasource",
    "IntervalVariable": "interval",
    "ConstantVariable": "constant",
    "TextVariable": "textbox",
    "AdhocVariable": "adhoc",
    "GroupByVariable": "groupby",
}
_HIDDEN = {"hideVariable": 2, "hideLabel": 1}
# Where fields of the classic format stand in the newer one: below the dashboard, a panel, and a query of it.
_OF_A_DASHBOARD: Mapping[str, Path] = {
    "time": ("timeSettings",),
    "refresh": ("timeSettings", "autoRefresh"),
    "templating": ("variables",),
}
_OF_A_PANEL: Mapping[str, Path] = {
    "targets": ("data", "spec", "queries"),
    "transformations": ("data", "spec", "transformations"),
    "interval": ("data", "spec", "queryOptions", "interval"),
    "fieldConfig": ("vizConfig", "spec", "fieldConfig"),
    "options": ("vizConfig", "spec", "options"),
}


class Newer:
    """A dashboard in the newer format: `classic` is what it is in the other one."""

    def __init__(self, spec: Json) -> None:
        self._spec = spec
        # What each panel of the classic form is, by its number.
        self._places: list[Path] = []
        self.classic = self._built()

    def place(self, path: Path) -> Path:
        """Where in the newer format the part at a path of the classic one stands."""
        match path:
            case ("panels", int(number), *rest):
                return (*self._places[number], *self._in_a_panel(tuple(rest)))
            case ("templating", "list", int(number), *rest):
                return ("variables", number, "spec", *rest)
            case ("annotations", "list", int(number), *rest):
                return ("annotations", number, "spec", *rest)
            case (str(name), *rest) if name in _OF_A_DASHBOARD:
                below = rest if name == "time" else []
                return (*_OF_A_DASHBOARD[name], *below)
        return path

    def _in_a_panel(self, path: Path) -> Path:
        match path:
            case ("targets", int(number)):
                return (*_OF_A_PANEL["targets"], number, "spec")
            case ("targets", int(number), *rest):
                return (*_OF_A_PANEL["targets"], number, "spec", "query", "spec", *rest)
            case (str(name), *rest) if name in _OF_A_PANEL:
                return (*_OF_A_PANEL[name], *rest)
        return path

    def _built(self) -> Json:
        spec = self._spec
        time = _part(spec, "timeSettings")
        layout = _part(spec, "layout")
        return {
            **{name: spec.get(name) for name in ("title", "description", "tags", "links")},
            "schemaVersion": LAST,
            "uid": spec.get("uid"),
            "refresh": time.get("autoRefresh"),
            "time": {"from": time.get("from"), "to": time.get("to")},
            "templating": {"list": [_variable(one) for _, one in entries(spec.get("variables"))]},
            "annotations": {"list": [_annotation(one) for _, one in entries(spec.get("annotations"))]},
            "panels": list(self._panels(layout, ("layout",))),
        }

    def _panels(self, layout: Json, at: Path) -> Iterator[Json]:
        """The panels in the order of the layout, each row before its own."""
        spec = _part(layout, "spec")
        for name in ("rows", "tabs"):
            for number, row in entries(spec.get(name)):
                inner, place = _part(row, "spec"), (*at, "spec", name, number, "spec")
                self._places.append(place)
                yield {"type": "row", "title": inner.get("title"), "collapsed": inner.get("collapse") is True}
                yield from self._panels(_part(inner, "layout"), (*place, "layout"))
        for number, item in entries(spec.get("items")):
            inner, place = _part(item, "spec"), (*at, "spec", "items", number, "spec")
            if "elements" in inner:
                self._places.append(place)
                yield {"type": "row", "title": inner.get("title"), "collapsed": inner.get("collapsed") is True}
                for _, one in entries(inner["elements"]):
                    yield from self._element(_part(one, "spec"))
            else:
                yield from self._element(inner)

    def _element(self, item: Json) -> Iterator[Json]:
        name = _part(item, "element").get("name")
        element = _part(_part(self._spec, "elements"), name) if isinstance(name, str) else {}
        if element.get("kind") == "Panel":
            self._places.append(("elements", name, "spec"))
            yield _panel(_part(element, "spec"), item)


def _panel(spec: Json, item: Json) -> Json:
    drawn, data = _part(spec, "vizConfig"), _part(_part(spec, "data"), "spec")
    shown = _part(drawn, "spec")
    return {
        **{name: spec.get(name) for name in ("id", "title", "description", "links")},
        "type": drawn.get("group") or drawn.get("kind"),
        "fieldConfig": shown.get("fieldConfig"),
        "options": shown.get("options"),
        "targets": [_target(_part(one, "spec")) for _, one in entries(data.get("queries"))],
        "transformations": [
            {"id": one.get("group") or one.get("kind"), **_part(one, "spec")}
            for _, one in entries(data.get("transformations"))
        ],
        "interval": _part(data, "queryOptions").get("interval"),
        "repeat": _part(item, "repeat").get("value"),
        "gridPos": {"w": item.get("width"), "h": item.get("height")},
    }


def _target(spec: Json) -> Json:
    query = _part(spec, "query")
    return {
        **_part(query, "spec"),
        "refId": spec.get("refId"),
        "hide": spec.get("hidden") is True,
        "datasource": _datasource(query, spec),
    }


def _datasource(query: Json, holder: Json) -> Json:
    """The plugin and the uid of what is asked: beside the query, or in it as of the second beta."""
    named = _part(query, "datasource").get("name")
    beside = _part(holder, "datasource")
    plugin = query.get("group") if query.get("kind") == "DataQuery" else query.get("kind")
    return {"type": plugin or beside.get("type"), "uid": named or beside.get("uid")}


def _variable(variable: Json) -> Json:
    spec = _part(variable, "spec")
    kind = _VARIABLES.get(str(variable.get("kind")), str(variable.get("kind")))
    query = spec.get("pluginId") if kind == "datasource" else spec.get("query")
    asked = _part(spec, "query") if kind == "query" else {}
    if asked:
        inner = _part(asked, "spec")
        query = inner.get("query") or inner.get("__legacyStringValue")
    return {
        **{name: spec.get(name) for name in ("name", "label", "multi", "includeAll", "regex")},
        "type": kind,
        "query": query,
        "hide": _HIDDEN.get(str(spec.get("hide")), 0),
        "datasource": _datasource(asked, spec) if kind == "query" else None,
    }


def _annotation(annotation: Json) -> Json:
    spec = _part(annotation, "spec")
    query = _part(spec, "query")
    return {
        "name": spec.get("name"),
        "enable": spec.get("enable"),
        "datasource": _datasource(query, spec),
        **{name: value for name, value in _part(query, "spec").items() if name == "expr"},
    }


def _part(holder: Json, name: str) -> Any:
    found = holder.get(name)
    return found if isinstance(found, Mapping) else {}
