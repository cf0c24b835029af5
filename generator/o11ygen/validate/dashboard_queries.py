"""What a dashboard asks: its panels' PromQL, the queries that fill its variables, and the variables that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from o11ygen.finding import Severity, nearest
from o11ygen.targets.grafana_query import with_values, without_comments
from o11ygen.targets.grafana_variables import GLOBAL, references, variable_query
from o11ygen.validate.circles import circles
from o11ygen.validate.dashboard_view import BUILT_IN, Json, Panel, View
from o11ygen.validate.flaw import Flaw, Path, warning
from o11ygen.validate.rules import Reading, judge_expression

# Types of panels that ask no datasource.
_ASK_NOTHING = frozenset(("row", "text", "dashlist", "news", "alertlist", "annolist", "welcome", "gettingstarted"))


def judge_queries(view: View, reading: Reading) -> Iterator[Flaw]:
    """What its queries do not find, and what Prometheus does not read."""
    for path, variable in view.variables:
        yield from _variable(path, variable, view, reading)
    yield from _circles(view)
    for panel in view.panels:
        if panel.type not in _ASK_NOTHING:
            yield from _datasource(panel.path, panel.body, view)
            for path, target in panel.targets:
                yield from _datasource(path, target, view)
                yield from _target(path, target, panel, view, reading)
        yield from _names(panel.body.get("title"), (*panel.path, "title"), view, "readers see the dollar sign")
        repeat = panel.body.get("repeat")
        if isinstance(repeat, str) and repeat and repeat not in view.names:
            message = f"the panel is repeated for each value of `{repeat}`, which is no variable of the dashboard"
            hint = nearest(repeat, view.names) or "Name one of its variables, or remove `repeat`."
            yield warning("grafana/variable", message, hint, (*panel.path, "repeat"))


def _target(path: Path, target: Json, panel: Panel, view: View, reading: Reading) -> Iterator[Flaw]:
    expr = target.get("expr")
    if not isinstance(expr, str) or not expr.strip():
        return
    place = (*path, "expr")
    found = list(_names(without_comments(expr), place, view, "the query finds nothing", Severity.ERROR))
    if not found and view.plugin(target.get("datasource"), panel.body.get("datasource")) == "prometheus":
        found += _promql(expr, place, reading)
    hidden = target.get("hide") is True
    yield from (replace(flaw, severity=Severity.WARNING) for flaw in found) if hidden else found
    yield from _names(target.get("legendFormat"), (*path, "legendFormat"), view, "readers see the dollar sign")


def _promql(expr: str, at: Path, reading: Reading) -> list[Flaw]:
    """Why Prometheus does not read a query, whatever its variables hold."""
    first: list[Flaw] = []
    for text in with_values(expr):
        flaws = list(judge_expression(text, at, reading))
        if not flaws:
            return []
        first = first or flaws
    # Places in a query with values are none in the file, except where it has no variables.
    return first if next(iter(with_values(expr))) == expr else [replace(flaw, offset=-1) for flaw in first]


def _names(text: Any, at: Path, view: View, wrong: str, severity: Severity = Severity.WARNING) -> Iterator[Flaw]:
    """The variables that a text names and the dashboard has not."""
    if not isinstance(text, str):
        return
    for name in dict.fromkeys(references(text)):
        # A dollar sign behind a backslash is one, and a name that no release has may be one of the next.
        escaped = f"\\${name}" in text
        if name in view.names or name in GLOBAL or name.startswith("__") or escaped:
            continue
        message = f"`${name}` is no variable of the dashboard, so {wrong}"
        listed = ", ".join(f"`{one}`" for one in sorted(view.names)) or "none"
        yield Flaw("grafana/variable", message, nearest(name, view.names) or f"It has {listed}.", at, severity)


def _datasource(path: Path, holder: Json, view: View) -> Iterator[Flaw]:
    """A reference to a datasource through a variable that is not there."""
    reference = holder.get("datasource")
    at: Path = (*path, "datasource")
    if isinstance(reference, Mapping):
        at, reference = (*at, "uid"), reference.get("uid")
    if not isinstance(reference, str) or reference in BUILT_IN:
        return
    for name in references(reference):
        if name not in view.names and name not in GLOBAL:
            message = f"the datasource is `${name}`, which is no variable of the dashboard: there is none to ask"
            hint = nearest(name, view.names) or "Add a variable of type `datasource` with this name."
            yield Flaw("grafana/datasource", message, hint, at)


def _variable(path: Path, variable: Json, view: View, reading: Reading) -> Iterator[Flaw]:
    if variable.get("type") not in ("query", None):
        return
    query, at = _query_of(variable, path)
    if not query:
        return
    name = variable["name"]
    found = list(_names(query, at, view, "there is nothing to choose from", Severity.ERROR))
    yield from found
    if found or view.plugin(variable.get("datasource")) != "prometheus":
        return
    asked = variable_query(query)
    if asked.fault:
        message = f"the query of the variable `{name}` {asked.fault}; there is nothing to choose from"
        yield Flaw("grafana/variable-query", message, asked.hint, at)
    elif asked.function != "metrics" and asked.expr:
        yield from _promql(asked.expr, at, reading)


def _query_of(variable: Json, path: Path) -> tuple[str, Path]:
    """The text that fills a variable, and its place; Grafana wraps it in an object since 7.0."""
    query = variable.get("query")
    at: Path = (*path, "query")
    if isinstance(query, Mapping):
        at, query = (*at, "query"), query.get("query")
    return (query.strip(), at) if isinstance(query, str) else ("", at)


def _circles(view: View) -> Iterator[Flaw]:
    """Variables that wait for one another: none of them is ever filled."""
    asked: dict[str, tuple[str, ...]] = {}
    for _, variable in view.variables:
        asked.setdefault(variable["name"], _asked(variable))
    places: dict[str, Path] = {}
    for path, variable in view.variables:
        places.setdefault(variable["name"], path)
    for way in circles(asked):
        at: Path = (*places[way[0]], "query")
        if len(way) == 1:
            message = f"the variable `{way[0]}` stands in its own query: a choice takes the others off the list"
            yield warning("grafana/variable", message, "Take it out of the query.", at)
        else:
            chain = " → ".join(f"`{name}`" for name in (*way, way[0]))
            message = f"variables wait for one another ({chain}), so none of them is ever filled"
            yield Flaw("grafana/variable", message, "Take a variable out of the query of one of them.", at)


def _asked(variable: Json) -> tuple[str, ...]:
    query, _ = _query_of(variable, ())
    regex = variable.get("regex")
    return tuple(dict.fromkeys(references(query + " " + (regex if isinstance(regex, str) else ""))))
