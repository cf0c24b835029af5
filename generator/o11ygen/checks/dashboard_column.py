from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.resolved import Panel, Stack
from o11ygen.resolved.expressions import Asked, queries_of

_VALUE = re.compile(r"Value(?: #(?P<letter>\w+))?")
_ALWAYS = frozenset({"Time", "__name__"})


@check("dashboard/column", Severity.WARNING)
def dashboard_column(stack: Stack) -> Iterator[Flaw]:
    """Tables with a column for a label that the query does not return, or for a value that is called otherwise.

    Grafana leaves such a column out without a word. Values are called `Value` if the table has one query, else `Value #A`,
    `Value #B` and so on, in the order of the queries.

    Bad::

        TablePanel("Requests", "sum by (method) (requests_total)", columns={"instance": "Instance", "Value": "Requests"})

    Good::

        TablePanel("Requests", "sum by (method) (requests_total)", columns={"method": "Method", "Value": "Requests"})
    """
    for dashboard in stack.dashboards:
        asked: dict[int, list[Asked]] = {}
        for one in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
            asked.setdefault(id(one.panel), []).append(one)
        for panel in dashboard.panels:
            if panel.settings.get("columns") and len(asked.get(id(panel), ())) == len(panel.queries):
                yield from _flaws(panel, asked[id(panel)], stack)


def _flaws(panel: Panel, asked: list[Asked], stack: Stack) -> Iterator[Flaw]:
    outcomes = [one for query in asked for one in stack.series.outcomes_of(query.text)]
    values = [f"Value #{letter}" for letter in ascii_uppercase[: len(asked)]] if len(asked) > 1 else ["Value"]
    kept = sorted({label for one in outcomes for label in one.sure})
    for name in panel.settings["columns"]:
        if _VALUE.fullmatch(name):
            why = "" if name in values else f"its values are called {_listed(values)}"
        elif name in _ALWAYS or not outcomes or any(one.may_carry(name) for one in outcomes):
            why = ""
        else:
            why = f"no series carries that label ({outcomes[0].why_not(name) or 'no metric has it'})"
        if why:
            yield Flaw(
                panel.source,
                f"{panel.source.what}: the column `{name}` is never there: {why}",
                nearest(name, [*kept, *values]) or f"There are: {_listed([*kept, *values])}.",
                field="columns",
            )


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
