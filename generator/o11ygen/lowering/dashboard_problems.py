"""What an author says of dashboards and Grafana would pass over without a word, or load as something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from o11ygen.lowering.panel_problems import panel_problems
from o11ygen.lowering.panels import identity
from o11ygen.manifest import path_fault
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Dashboard, Source, Variable
from o11ygen.resolved.collisions import collisions

# Grafana takes what stands before ` : ` for the title of the value behind it.
_TITLED = re.compile(r"\s:\s")
# The variables that every dashboard has.
_OWN_VARIABLES = frozenset({"datasource"})


def shared(dashboards: Iterable[Dashboard]) -> Iterator[RenderProblem]:
    """Dashboards that share a uid, or a title in one folder; in the words of the check, which may have been accepted."""
    for flaw in collisions(dashboards):
        yield RenderProblem("dashboard/twice", flaw.source, flaw.message, flaw.hint, flaw.field)


def dashboard_problems(dashboard: Dashboard) -> Iterator[RenderProblem]:
    """Everything of one dashboard that Grafana has no words for, in the order of its parts."""
    yield from _folder(dashboard)
    for variable in dashboard.variables:
        for fault, hint in _variable_faults(variable):
            message = f"{dashboard.source.what}: the variable `{variable.name}` {fault}"
            yield RenderProblem("dashboard/variable", dashboard.source, message, hint, "variables")
    yield from _twice(dashboard, "row", ((row.title, row.source) for row in dashboard.rows))
    yield from _twice(dashboard, "panel", ((identity(panel), panel.source) for panel in dashboard.panels))
    variables = _OWN_VARIABLES | {variable.name for variable in dashboard.variables}
    for panel in dashboard.panels:
        yield from panel_problems(panel, variables=variables)


def _folder(dashboard: Dashboard) -> Iterator[RenderProblem]:
    """The directory of a dashboard's file is its folder, by that very name."""
    nested = "/" in dashboard.folder
    fault = "lies inside another one, where Grafana 12 does not look" if nested else path_fault(dashboard.folder)
    if fault:
        folder = f"the folder `{dashboard.folder}`, which is also the directory of its file,"
        message = f"{dashboard.source.what}: {folder} {fault}"
        hint = "Write a plain name, such as `Churn`."
        yield RenderProblem("dashboard/folder", dashboard.source, message, hint, "folder")


def _variable_faults(variable: Variable) -> Iterator[tuple[str, str]]:
    if variable.query and variable.values:
        yield "has both a query and values, and Grafana takes one", "Keep the `query` or the `values`."
    if not variable.query and not variable.values:
        yield "has nothing to choose from", "Give it a `query` or `values`."
    for value in variable.values:
        if not value or value != value.strip() or "\\" in value or _TITLED.search(value):
            yield (
                f"has the value `{value}`, which Grafana reads as another one: it cuts off blanks at the ends, and takes "
                "a backslash or ` : ` for signs of its own",
                "Choose another value, or fill the variable from a query.",
            )


def _twice(dashboard: Dashboard, kind: str, named: Iterable[tuple[str, Source]]) -> Iterator[RenderProblem]:
    seen: set[str] = set()
    for title, source in named:
        if title in seen:
            message = (
                f"{dashboard.source.what}: a second {kind} is called `{title}`; ids follow from titles, so a link to one "
                "of the two would lead to the other"
            )
            hint = "Give each a title of its own that says what only this one shows."
            yield RenderProblem("dashboard/title", source, message, hint, "title")
        seen.add(title)
