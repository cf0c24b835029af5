"""Classic dashboards of Grafana, as somebody exported or wrote them, as resolved ones.

What a dashboard does not say, or says in a way that is not known here, stays empty: nothing is told of it then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from o11ygen.duration import parse_duration
from o11ygen.foreign.newer_dashboards import Newer
from o11ygen.foreign.panels import Built, panel
from o11ygen.foreign.queries import query
from o11ygen.resolved import Dashboard, Query, Row, Source, Variable
from o11ygen.resolved.panel_json import datasource_of
from o11ygen.resolved.source import Written
from o11ygen.targets.grafana_variables import references, variable_query
from o11ygen.validate.dashboard_view import Json, Panel, View, entries
from o11ygen.validate.flaw import Path

OriginOf: TypeAlias = Callable[[Path, Mapping[str, Path]], Written]
"""Where a part at a path of the document stands, and where its fields do, by the names that checks have for them."""

_RECENT = re.compile(r"now-([0-9]+(?:ms|[smhdwy]))")
_FIELDS: Mapping[str, Path] = {
    "name": ("title",),
    "time_range": ("time", "from"),
    "variables": ("templating", "list"),
    **{name: (name,) for name in ("uid", "title", "description", "refresh", "links", "tags")},
}
_VARIABLE_FIELDS: Mapping[str, Path] = {
    "name": ("name",),
    "values": ("query",),
    **{name: (name,) for name in ("query", "multi", "refresh", "datasource", "regex")},
}


def dashboard(value: Json, *, at: Path, origin: OriginOf) -> Dashboard:
    """The dashboard that stands at a path of a document, in the classic or the newer format."""
    if isinstance(value.get("elements"), Mapping):
        return _newer(value, at, origin)
    view = View(value, at)
    title = _text(value.get("title"))
    what = f'dashboard "{title}"' if title else "the dashboard"
    source = Source(_text(value.get("uid")) or title, what, origin(at, _FIELDS))
    inputs = (_input(name, plugin, view, source, origin) for name, plugin in view.inputs.items())
    variables = (*(_variable(place, one, view, source, origin) for place, one in view.variables), *inputs)
    return Dashboard(
        name=source.id,
        uid=_text(value.get("uid")),
        title=title,
        description=_text(value.get("description")),
        folder="",
        service="",
        rows=tuple(_rows(view, source, variables, origin)),
        variables=variables,
        links=tuple(
            (_text(one.get("title")), _text(one.get("url")))
            for _, one in entries(value.get("links"))
            if one.get("type") != "dashboards"
        ),
        tags=_texts(value.get("tags")),
        refresh=_text(value.get("refresh")),
        time_range_ms=_shown_ms(value),
        source=source,
        linked_tags=tuple(
            _texts(one.get("tags")) for _, one in entries(value.get("links")) if one.get("type") == "dashboards"
        ),
        annotations=tuple(_annotations(view, source, variables, origin)),
        refers=frozenset(_refers(value, {one.name for one in variables})),
    )


def _newer(value: Json, at: Path, origin: OriginOf) -> Dashboard:
    """A dashboard in the newer format, by way of the classic one; places are those of the newer."""
    newer = Newer(value)

    def placed(path: Path, fields: Mapping[str, Path]) -> Written:
        base = newer.place(path)
        below = {name: newer.place((*path, *field)) for name, field in fields.items()}
        return origin((*at, *base), {name: place[len(base) :] for name, place in below.items()})

    found = dashboard(newer.classic, at=(), origin=placed)
    # What shows a part only for some values refers to variables too.
    return replace(found, refers=found.refers.union(_refers(value, {one.name for one in found.variables})))


def _rows(view: View, source: Source, variables: tuple[Variable, ...], origin: OriginOf) -> Iterator[Row]:
    """The panels under the header that they follow, and those of a closed row under its own."""
    header: Panel | None = None
    below: list[Built] = []
    for one in view.panels:
        if one.type != "row":
            below.append(panel(one, view=view, parent=source, variables=variables, origin=origin))
            continue
        if header is not None or below:
            yield _row(header, below, source, origin)
        header, below = one, []
    if header is not None or below:
        yield _row(header, below, source, origin)


def _row(header: Panel | None, below: list[Built], source: Source, origin: OriginOf) -> Row:
    if header is None:
        return Row("", False, tuple(below), source)
    title = _text(header.body.get("title"))
    own = Source(source.id, f'{source.what}, row "{title}"', origin(header.path, {"title": ("title",)}))
    return Row(title, header.body.get("collapsed") is True, tuple(below), own)


def _variable(path: Path, value: Json, view: View, parent: Source, origin: OriginOf) -> Variable:
    name = value["name"]
    kind = _text(value.get("type")) or "query"
    text = _query_text(value)
    plugin = view.plugin(value.get("datasource"))
    asked = variable_query(text) if kind == "query" and text and plugin == "prometheus" else None
    return Variable(
        name=name,
        title=_text(value.get("label")) or name,
        query=text if kind in ("query", "datasource") else "",
        values=_values(kind, text),
        multi=value.get("multi") is True,
        include_all=value.get("includeAll") is True,
        expr="" if asked is None or asked.fault or asked.function == "metrics" else asked.expr,
        source=Source(parent.id, f"{parent.what}, variable {name}", origin(path, _VARIABLE_FIELDS)),
        kind=kind,
        language="promql" if plugin == "prometheus" else "",
        datasource=datasource_of(value),
        hidden=value.get("hide") == 2,
    )


def _input(name: str, plugin: str, view: View, parent: Source, origin: OriginOf) -> Variable:
    """What the browser asks for when an export is imported: it stands for a datasource, or for a value."""
    source = Source(parent.id, f"{parent.what}, input {name}", origin((*view.path, "__inputs"), {}))
    return Variable(name, name, plugin, (), False, False, "", source, kind="input", language="", datasource="")


def _query_text(variable: Json) -> str:
    """The text that fills a variable, which Grafana wraps in an object since 7.0."""
    query = variable.get("query")
    return _text(query.get("query") if isinstance(query, Mapping) else query).strip()


def _values(kind: str, text: str) -> tuple[str, ...]:
    """Those of a list; what stands before ` : ` is the title of a value."""
    if kind == "constant":
        return (text,) if text else ()
    if kind not in ("custom", "interval"):
        return ()
    listed = re.split(r"(?<!\\),", text)
    return tuple(one.split(" : ", 1)[-1].strip().replace("\\,", ",") for one in listed if one.strip())


def _annotations(view: View, source: Source, variables: tuple[Variable, ...], origin: OriginOf) -> Iterator[Query]:
    holder = view.body.get("annotations")
    for number, one in entries(holder.get("list") if isinstance(holder, Mapping) else None):
        inner = one.get("target") if isinstance(one.get("target"), Mapping) else one
        if isinstance(inner, Mapping) and isinstance(inner.get("expr"), str) and one.get("enable") is not False:
            what = f'{source.what}, annotation "{_text(one.get("name"))}"'
            place: Path = (*view.path, "annotations", "list", number)
            step: Path = () if inner is one else ("target",)
            own = Source(source.id, what, origin(place, {"expr": (*step, "expr")}))
            target = {**inner, "datasource": one.get("datasource")}
            yield query(target, {}, view=view, variables=variables, source=own)


def _shown_ms(value: Json) -> int:
    """The time that it shows at first; 0 where it does not end now, or begins at no fixed distance."""
    time = value.get("time")
    if not isinstance(time, Mapping) or time.get("to") != "now":
        return 0
    match = _RECENT.fullmatch(_text(time.get("from")))
    return parse_duration(match[1]) if match else 0


def _refers(value: Any, names: set[str]) -> Iterator[str]:
    """The names of all variables that some text refers to, or that something is repeated for."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield from references(part)
        elif isinstance(part, Mapping):
            repeat = part.get("repeat")
            if isinstance(repeat, str) and repeat in names:
                yield repeat
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
