from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest_name
from o11ygen.resolved import Stack
from o11ygen.resolved.dashboard_texts import dashboard_texts
from o11ygen.targets.grafana_variables import references

# Filters that Grafana adds to queries by itself, and what an export asks for when it is imported.
_BY_THEMSELVES = frozenset({"adhoc", "groupby", "input"})


@check("dashboard/unused-variable", Severity.WARNING)
def dashboard_unused_variable(stack: Stack) -> Iterator[Flaw]:
    """Variables that nothing on the dashboard uses.

    People choose a value and believe that they see what belongs to it, while every panel shows the same as before.

    Bad::

        Variable("instance", query="label_values(up, instance)")
        TimeSeriesPanel("Up", "up")

    Good::

        Variable("instance", query="label_values(up, instance)")
        TimeSeriesPanel("Up", 'up{instance=~"$instance"}')
    """
    for dashboard in stack.dashboards:
        used = {name for text in dashboard_texts(dashboard) for name in references(text.text)}
        used |= {panel.repeat for panel in dashboard.panels} | dashboard.refers
        names = {variable.name for variable in dashboard.variables}
        # Who misspells a variable uses it.
        used |= {nearest_name(name, names) for name in used - names if not name.startswith("__")}
        if "__all_variables" in used:
            continue
        for variable in dashboard.variables:
            # Links hand a choice of datasource on to the next dashboard.
            carried = variable.hidden or (variable.kind == "datasource" and dashboard.linked_tags)
            if variable.name not in used and variable.kind not in _BY_THEMSELVES and not carried:
                yield Flaw(
                    variable.source,
                    f"{variable.source.what}: nothing on the dashboard uses it, so choosing changes nothing",
                    f"Write `${variable.name}` in the queries that are to follow it, or take it out.",
                )
