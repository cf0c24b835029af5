from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("dashboard/same-query", Severity.WARNING)
def dashboard_same_query(stack: Stack) -> Iterator[Flaw]:
    """Panels that ask one thing twice.

    Two lines lie on each other, a stack counts everything twice, and what was meant to be there (a copied query whose metric
    was to be changed) is missing without a sign.

    Bad::

        TimeSeriesPanel("Traffic", (Query("sum(in_bytes)", legend="in"), Query("sum(in_bytes)", legend="out")))

    Good::

        TimeSeriesPanel("Traffic", (Query("sum(in_bytes)", legend="in"), Query("sum(out_bytes)", legend="out")))
    """
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            seen: set[tuple[str, str, bool, str]] = set()
            for query in panel.queries:
                asked = ("".join(query.expr.split()), query.format, query.instant, query.datasource)
                if query.expr and not query.hidden and asked in seen:
                    named = f" (legend `{query.legend}`)" if query.legend else ""
                    yield Flaw(
                        query.source,
                        f"{panel.source.what}: a second query{named} asks the same, so its lines lie on those of the "
                        "first, and what it was meant to show is missing",
                        "Change its metric or its matchers, or take it out.",
                        field="expr",
                    )
                if not query.hidden:
                    seen.add(asked)
