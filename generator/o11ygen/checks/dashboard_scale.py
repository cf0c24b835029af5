from __future__ import annotations

import math
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Panel, Stack

# A share of ten times the whole is one that was given in percent.
_MOST_OF_A_WHOLE = 10


@check("dashboard/scale", Severity.WARNING)
def dashboard_scale(stack: Stack) -> Iterator[Flaw]:
    """Ends of axes and thresholds in percent where values are shares of one, or the other way round.

    `percentunit` takes 1 for the whole, `percent` takes 100. A threshold of 80 on shares is 8000 %: the panel stays green
    through every outage, and an axis that ends at 100 leaves a flat line on its floor.

    Bad::

        GaugePanel("Disk", "min(free_ratio)", unit="percentunit", max=100, thresholds=(Threshold(80, "red"),))

    Good::

        GaugePanel("Disk", "min(free_ratio)", unit="percentunit", max=1, thresholds=(Threshold(0.8, "red"),))
    """
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            if panel.unit == "percentunit":
                yield from _too_large(panel)
            elif panel.unit == "percent" and panel.bounds.get("max") == 1:
                yield Flaw(
                    panel.source,
                    f"{panel.source.what}: `max` is 1, which is 1 % in the unit `percent`; all above it is cut off",
                    "Write `max=100`, or the unit `percentunit` if 1 is the whole.",
                    field="max",
                )


def _too_large(panel: Panel) -> Iterator[Flaw]:
    highest = panel.bounds.get("max", 0)
    if highest > _MOST_OF_A_WHOLE:
        yield Flaw(
            panel.source,
            f"{panel.source.what}: `max` is {highest:g}, which is {highest:g}00 % in the unit `percentunit`; the values "
            "lie flat on the floor",
            "Write `max=1`, or the unit `percent` if 100 is the whole.",
            field="max",
        )
    for step in panel.thresholds:
        if _MOST_OF_A_WHOLE < step.value < math.inf:
            yield Flaw(
                panel.source,
                f"{panel.source.what}: the threshold `{step.value:g}` is {step.value * 100:g} % in the unit "
                "`percentunit`, so its colour is never seen",
                f"Write {step.value / 100:g}, or the unit `percent` if 100 is the whole.",
                field="thresholds",
            )
