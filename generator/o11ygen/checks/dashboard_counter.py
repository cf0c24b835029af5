from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.suffixes import kind_by_name
from o11ygen.resolved import Stack
from o11ygen.resolved.expressions import Asked, queries_of

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

# What leaves a counter one.
_KEEPING = frozenset(
    {"sum", "avg", "min", "max", "topk", "bottomk", "sort", "sort_desc", "label_replace", "label_join"}
)
# Calculations of Grafana that look at what was added.
_GROWTH = frozenset({"delta", "diff", "diffperc", "range", "changeCount"})


@check("dashboard/counter", Severity.WARNING)
def dashboard_counter(stack: Stack) -> Iterator[Flaw]:
    """Panels that draw a counter as it is.

    A counter only grows until its process restarts. Drawn over time it is a ramp with a cliff at each deployment: what
    matters, how much is added, can't be seen, and a sum over instances falls when one of them restarts. A single number of
    it is an info: it says how often something happened since nobody knows when. So is a line of what is not declared, and
    a counter by its name alone.

    Bad::

        TimeSeriesPanel("Requests", "sum(requests_total)")

    Good::

        TimeSeriesPanel("Requests", "sum(rate(requests_total[$__rate_interval]))", unit="reqps")
    """
    for dashboard in stack.dashboards:
        told: set[int] = set()
        for asked in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
            panel = asked.panel
            if asked.query.hidden or panel.transformations or panel.kind == "table" or id(panel) in told:
                continue
            # What has a window is no longer the counter itself.
            if "[" in asked.text:
                continue
            outcomes = stack.series.outcomes_of(asked.text)
            declared = bool(outcomes) and all(one.value == "counter" and one.metrics for one in outcomes)
            named = bool(outcomes) and all(map(_is_named_so, outcomes)) and panel.over_time
            if not (declared or named) or any(one.conditions or one.joins for one in outcomes):
                continue
            if panel.settings.get("calculation") not in _GROWTH:
                told.add(id(panel))
                yield _flaw(asked, outcomes[0].metrics[0], declared=declared)


def _flaw(asked: Asked, name: str, *, declared: bool) -> Flaw:
    drawn = asked.panel.over_time
    shown = (
        "drawn as it is, it is a ramp that falls at each restart, and what happens now can't be seen"
        if drawn
        else "the number says how often something happened since some restart"
    )
    return Flaw(
        asked.query.source,
        f"{asked.panel.source.what}: `{name}` is a counter{'' if declared else ' by its name'}; {shown}",
        f"Show what is added: `rate({name}[$__rate_interval])`."
        if drawn
        else f"Show what is added within the time that is shown: `increase({name}[$__range])`.",
        field="expr",
        severity=None if drawn and declared else Severity.INFO,
    )


def _is_named_so(outcome: Outcome) -> bool:
    """Whether it is a counter by its name alone, with which nothing is done but adding up."""
    if outcome.value != "unknown" or len(outcome.metrics) != 1 or not _KEEPING.issuperset(outcome.operations):
        return False
    return kind_by_name(outcome.metrics[0]) == "counter"
