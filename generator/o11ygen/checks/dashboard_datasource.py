from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Dashboard, Stack

# Grafana's own, and what stands for others.
_BUILT_IN = frozenset({"", "-- Mixed --", "-- Grafana --", "-- Dashboard --", "grafana", "default", "__expr__"})


@check("dashboard/datasource", Severity.WARNING)
def dashboard_datasource(stack: Stack) -> Iterator[Flaw]:
    """Panels that ask one fixed Prometheus on a dashboard where people choose which one.

    Whoever chooses another sees most panels change and some stay: two environments stand side by side on one page, and
    nothing says so. A dashboard without such a choice may name its datasource.

    Bad::

        TimeSeriesPanel("Up", "sum(up)", extra={"datasource": {"type": "prometheus", "uid": "P1809F7CD0C75ACF3"}})

    Good::

        TimeSeriesPanel("Up", "sum(up)")
    """
    for dashboard in stack.dashboards:
        if not _is_chosen(dashboard):
            continue
        for panel in dashboard.panels:
            asked = {query.datasource for query in panel.queries if query.language == "promql"}
            if asked and panel.extra:
                asked.add(panel.datasource)
            fixed = sorted(one for one in asked if one not in _BUILT_IN and "$" not in one and "[[" not in one)
            if fixed:
                yield Flaw(
                    panel.source,
                    f"{panel.source.what}: it asks `{fixed[0]}` whatever datasource people choose at the top, and nothing "
                    "tells them",
                    "Take the datasource out, or name the variable: `${datasource}`.",
                    field="datasource" if not panel.extra else "extra",
                )


def _is_chosen(dashboard: Dashboard) -> bool:
    """Whether a Prometheus is chosen at the top: always on our own, on others by a variable of that kind."""
    chosen = [variable for variable in dashboard.variables if variable.kind == "datasource"]
    return bool(dashboard.service) or any(variable.query == "prometheus" for variable in chosen)
