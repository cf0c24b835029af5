from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Panel, Stack
from o11ygen.resolved.expressions import Asked, queries_of

# A share of ten times the whole is one that was given in percent.
_MOST_OF_A_WHOLE = 10
# Calculations whose result lies within the values.
_KEEPING = frozenset({"last", "lastNotNull", "first", "firstNotNull", "min", "max", "mean", "median"})


@check("dashboard/scale", Severity.WARNING)
def dashboard_scale(stack: Stack) -> Iterator[Flaw]:
    """Ends of axes and thresholds in percent where values are shares of one, or the other way round.

    `percentunit` takes 1 for the whole, `percent` takes 100. A threshold of 80 on shares is 8000 %: the panel stays green
    through every outage, and an axis that ends at 100 leaves a flat line on its floor. So is a threshold beyond the values
    that a metric is declared to have, or that a function gives.

    Bad::

        GaugePanel("Disk", "min(free_ratio)", unit="percentunit", max=100, thresholds=(Threshold(80, "red"),))

    Good::

        GaugePanel("Disk", "min(free_ratio)", unit="percentunit", max=1, thresholds=(Threshold(0.8, "red"),))
    """
    for dashboard in stack.dashboards:
        asked: dict[int, list[Asked]] = {}
        if any(panel.thresholds for panel in dashboard.panels):
            for one in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
                asked.setdefault(id(one.panel), []).append(one)
        for panel in dashboard.panels:
            if panel.unit == "percentunit" and (flaws := tuple(_too_large(panel))):
                yield from flaws
            elif panel.unit == "percent" and panel.bounds.get("max") == 1:
                yield Flaw(
                    panel.source,
                    f"{panel.source.what}: `max` is 1, which is 1 % in the unit `percent`; all above it is cut off",
                    "Write 100 for `max`, or the unit `percentunit` if 1 is the whole.",
                    field="max",
                )
            else:
                yield from _beyond(panel, asked, stack)


def _beyond(panel: Panel, asked: Mapping[int, Sequence[Asked]], stack: Stack) -> Iterator[Flaw]:
    """Thresholds that no value reaches, as far as it is known between which values all of the panel lie."""
    steps = [step.value for step in panel.thresholds if math.isfinite(step.value)]
    queries = asked.get(id(panel), ())
    if not steps or len(queries) < len(panel.queries) or panel.transformations or not _is_shown_as_it_is(panel):
        return
    limits = [one.limits for query in queries for one in stack.series.outcomes_of(query.text)]
    highest = max((one.high for one in limits), default=math.inf)
    for value in steps:
        if value > highest:
            # Just below it, as of `x < 1`, is written alike.
            most = f"no value is above {highest:g}" if f"{highest:g}" != f"{value:g}" else "every value is below it"
            why = next((one.why for one in limits if one.high == highest), "")
            yield Flaw(
                panel.source,
                f"{panel.source.what}: the threshold `{value:g}` is never reached: {most}{f' ({why})' if why else ''}",
                "Write a threshold within the values, in the unit of the metric.",
                field="thresholds",
            )


def _is_shown_as_it_is(panel: Panel) -> bool:
    return panel.settings.get("calculation", "last") in _KEEPING


def _too_large(panel: Panel) -> Iterator[Flaw]:
    highest = panel.bounds.get("max", 0)
    if highest > _MOST_OF_A_WHOLE:
        yield Flaw(
            panel.source,
            f"{panel.source.what}: `max` is {highest:g}, which is {highest:g}00 % in the unit `percentunit`; the values "
            "lie flat on the floor",
            "Write 1 for `max`, or the unit `percent` if 100 is the whole.",
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
