from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest_name
from o11ygen.resolved import Stack
from o11ygen.resolved.dashboard_texts import dashboard_texts
from o11ygen.targets.grafana_variables import references


@check("dashboard/unused-variable", Severity.WARNING)
def dashboard_unused_variable(stack: Stack) -> Iterator[Flaw]:
    """Variables that nothing on the dashboard uses.

    People choose a value and believe that they see what belongs to it, while every panel shows the same as before.

    Bad::

        Dashboard("overview", variables=(Variable("instance", query="label_values(up, instance)"),), rows=...)

    Good::

        TimeSeriesPanel("Up", 'up{instance=~"$instance"}')
    """
    for dashboard in stack.dashboards:
        used = {name for text in dashboard_texts(dashboard) for name in references(text.text)}
        used |= {panel.repeat for panel in dashboard.panels}
        names = {variable.name for variable in dashboard.variables}
        # Who misspells a variable uses it.
        used |= {nearest_name(name, names) for name in used - names if not name.startswith("__")}
        for variable in dashboard.variables:
            if variable.name not in used:
                yield Flaw(
                    variable.source,
                    f"{variable.source.what}: nothing on the dashboard uses it, so choosing changes nothing",
                    f"Write `${variable.name}` in the queries that are to follow it, or take it out.",
                )
