"""What an author says of a dashboard and Grafana would pass over without a word, or show as something else."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from o11ygen.finding import nearest
from o11ygen.lowering.panel_words import CALCULATIONS, color_fault
from o11ygen.lowering.panels import identity
from o11ygen.manifest import path_fault
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Dashboard, Panel, Query, Source, Stack, Variable

# What a kind of panel has no words for.
_DATALESS = ("queries", "unit", "thresholds", "min", "max", "decimals", "mappings")
_NOT_OF: Mapping[str, tuple[str, ...]] = {"text": _DATALESS, "heatmap": ("thresholds", "mappings")}
# Panels with an axis of time, which need more than the newest value.
_OVER_TIME = frozenset({"timeseries", "heatmap"})
_DATASOURCE_ONLY = frozenset({"datasource"})


def stack_problems(stack: Stack) -> Iterator[RenderProblem]:
    """What is wrong between dashboards: Grafana keeps one of those that share a uid, or a title in one folder."""
    uids: dict[str, Dashboard] = {}
    titles: dict[tuple[str, str], Dashboard] = {}
    for dashboard in stack.dashboards:
        what = dashboard.source.what
        first = uids.setdefault(dashboard.uid, dashboard)
        if first is not dashboard:
            yield RenderProblem(
                "dashboard/uid",
                dashboard.source,
                f"{what}: its uid `{dashboard.uid}` is that of {first.source.what}, so Grafana loads only one of them",
                "Give one of the two another name.",
                "name",
            )
        first = titles.setdefault((dashboard.folder.casefold(), dashboard.title.casefold()), dashboard)
        if first is not dashboard:
            yield RenderProblem(
                "dashboard/title",
                dashboard.source,
                f"{what}: `{dashboard.title}` is the title of {first.source.what} in the same folder, "
                "and Grafana loads only one of them",
                "Give one of the two another title, or another folder.",
                "title",
            )


def dashboard_problems(dashboard: Dashboard) -> Iterator[RenderProblem]:
    """Everything of one dashboard that Grafana has no words for, in the order it is written in."""
    yield from _folder(dashboard)
    for variable in dashboard.variables:
        yield from _variable(dashboard, variable)
    yield from _twice(dashboard, "row", ((row.title, row.source) for row in dashboard.rows))
    yield from _twice(dashboard, "panel", ((identity(panel), panel.source) for panel in dashboard.panels))
    variables = _DATASOURCE_ONLY | {variable.name for variable in dashboard.variables}
    for panel in dashboard.panels:
        yield from panel_problems(panel, variables=variables)


def _folder(dashboard: Dashboard) -> Iterator[RenderProblem]:
    fault = "is a folder inside another one, which Grafana reads from files only since 13" * ("/" in dashboard.folder)
    fault = fault or path_fault(dashboard.folder)
    if fault:
        yield RenderProblem(
            "dashboard/folder",
            dashboard.source,
            f"{dashboard.source.what}: the folder `{dashboard.folder}` is the directory of its file, and {fault}",
            "Write a plain name, such as `Churn`.",
            "folder",
        )


def _variable(dashboard: Dashboard, variable: Variable) -> Iterator[RenderProblem]:
    what = f"{dashboard.source.what}: the variable `{variable.name}`"
    if bool(variable.query) == bool(variable.values):
        fault = "has both a query and values, and Grafana takes one" if variable.query else "has nothing to choose from"
        yield _of(
            dashboard.source, "variable", f"{what} {fault}", "Give it either a `query` or `values`.", "variables"
        )
    for value in variable.values:
        if value != value.strip() or re.search(r"\s:\s", value) or not value or "\\" in value:
            yield _of(
                dashboard.source,
                "variable",
                f"{what} has the value `{value}`, which Grafana reads as another one: it trims values, and takes "
                "` : ` for the end of a title and a backslash for part of its own syntax",
                "Choose another value, or fill the variable from a query.",
                "variables",
            )


def _twice(dashboard: Dashboard, kind: str, named: Iterable[tuple[str, Source]]) -> Iterator[RenderProblem]:
    counted: Counter[str] = Counter()
    for title, source in named:
        counted[title] += 1
        if counted[title] == 2:
            yield _of(
                source,
                "title",
                f"{dashboard.source.what}: two of its {kind}s are called `{title}`; the id of a {kind} follows from its "
                "title, and links to one of them would lead to the other",
                "Give each a title of its own, such as by naming what it shows.",
                "title",
            )


def panel_problems(panel: Panel, *, variables: Iterable[str]) -> Iterator[RenderProblem]:
    """Everything of one panel that its kind has no words for; `variables` are the names that its dashboard has."""
    yield from _options(panel)
    for query in panel.queries:
        yield from _query(panel, query)
    for message, hint, field in _words(panel, frozenset(variables)):
        yield _of(panel.source, "panel", f"{panel.source.what}: {message}", hint, field)


def _options(panel: Panel) -> Iterator[RenderProblem]:
    given = {
        "queries": panel.queries,
        "unit": panel.unit,
        "thresholds": panel.thresholds,
        "mappings": panel.mappings,
        **panel.bounds,
    }
    for name in _NOT_OF.get(panel.kind, ()):
        if given.get(name, ()) not in ((), "", {}):
            yield _of(
                panel.source,
                "panel",
                f"{panel.source.what}: a {panel.kind} panel has no `{name}`, so it would change nothing",
                "Take it out, or show the value in a panel of another kind.",
                name,
            )
    if not panel.queries and panel.kind != "text":
        yield _of(
            panel.source,
            "panel",
            f"{panel.source.what}: it has no query, so it shows nothing but `No data`",
            "Give it a query.",
            "queries",
        )


def _query(panel: Panel, query: Query) -> Iterator[RenderProblem]:
    what = query.source.what
    if query.instant and panel.kind in _OVER_TIME:
        message = f"{what}: an instant query gives a single point, and a {panel.kind} panel shows values over time"
        yield _of(query.source, "query", message, "Take `instant` out, or show the value in a stat panel.", "instant")
    if query.exemplars and panel.kind not in _OVER_TIME:
        message = f"{what}: a {panel.kind} panel shows no exemplars, which are asked for at every refresh all the same"
        yield _of(query.source, "query", message, "Take `exemplars` out.", "exemplars")
    if query.legend and panel.kind == "table":
        message = f"{what}: a table has a column for each label and no legend, so `{query.legend}` is shown nowhere"
        yield _of(query.source, "query", message, "Take it out, and choose columns with `columns`.", "legend")


def _words(panel: Panel, variables: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Message, hint and field of each word that Grafana does not know, and each number that can't be meant."""
    for field, names in (("calculation", (panel.settings.get("calculation"),)), _legend_values(panel)):
        for name in names:
            if name is not None and name not in CALCULATIONS:
                hint = nearest(name, CALCULATIONS) or "Use one such as `lastNotNull`, `mean`, `max` or `p95`."
                yield f"`{name}` is no calculation of Grafana, which then shows nothing", hint, field
    for step in panel.thresholds:
        fault = color_fault(step.color)
        if fault is not None:
            yield f"`{step.color}` is no colour of Grafana's palette", fault, "thresholds"
    yield from _numbers(panel)
    if panel.repeat and panel.repeat not in variables:
        hint = nearest(panel.repeat, variables) or "Add it to the `variables` of the dashboard."
        yield f"it is repeated for `{panel.repeat}`, which is no variable of the dashboard", hint, "repeat"


def _legend_values(panel: Panel) -> tuple[str, tuple[Any, ...]]:
    return "legend_values", tuple(panel.settings.get("legend_values", ()))


def _numbers(panel: Panel) -> Iterator[tuple[str, str, str]]:
    values = [step.value for step in panel.thresholds]
    # Minus infinity is where the colour of the lowest values begins.
    if any(math.isnan(value) or value == math.inf for value in values):
        yield "no value ever reaches a threshold that is infinite or not a number", "Write a number.", "thresholds"
    elif len(set(values)) < len(values):
        yield "two thresholds begin at the same value, and only one of the colours is seen", "Keep one.", "thresholds"
    for name, value in panel.bounds.items():
        if not math.isfinite(value):
            yield f"`{name}` is not a number that an axis could have", "Write a number, or leave it out.", name
    if panel.bounds.get("min", -math.inf) >= panel.bounds.get("max", math.inf):
        yield "`min` is not below `max`, so there is no axis between them", "Swap them, or leave one out.", "min"


def _of(source: Source, name: str, message: str, hint: str, field: str) -> RenderProblem:
    return RenderProblem(f"dashboard/{name}", source, message, hint, field)


_Problems = Callable[[Panel], Iterator[RenderProblem]]
