from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("dashboard/repeat", Severity.WARNING)
def dashboard_repeat(stack: Stack) -> Iterator[Flaw]:
    """Panels repeated for each value of a variable of which only one can be chosen.

    There is never more than one copy: the others, for which the panel was made to repeat, are not seen side by side.

    Bad::

        Variable("instance", query="label_values(up, instance)")
        StatPanel("$instance", 'up{instance="$instance"}', repeat="instance")

    Good::

        Variable("instance", query="label_values(up, instance)", multi=True, include_all=True)
        StatPanel("$instance", 'up{instance="$instance"}', repeat="instance")
    """
    for dashboard in stack.dashboards:
        single = {one.name for one in dashboard.variables if not one.multi and not one.include_all}
        for panel in dashboard.panels:
            if panel.repeat in single:
                yield Flaw(
                    panel.source,
                    f"{panel.source.what}: it is repeated for each value of `{panel.repeat}`, of which only one can be "
                    "chosen, so there is never a second copy",
                    f"Let people choose several or all of `{panel.repeat}`.",
                    field="repeat",
                )
