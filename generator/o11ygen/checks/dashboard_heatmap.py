from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.expressions import queries_of

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome


@check("dashboard/heatmap", Severity.WARNING)
def dashboard_heatmap(stack: Stack) -> Iterator[Flaw]:
    """Heatmaps of something else than the buckets of a histogram.

    The rows of a heatmap are the buckets, told apart by `le`. Of other series it makes a row each, in the order of their
    names: the axis means nothing, and neighbours have nothing to do with each other. Native histograms have their buckets
    inside. Buckets that were added up over all bounds are told of by `promql/histogram-part`.

    Bad::

        HeatmapPanel("Latency", "sum by (method) (increase(requests_total[$__rate_interval]))", unit="s")

    Good::

        HeatmapPanel("Latency", "sum by (le) (increase(latency_seconds_bucket[$__rate_interval]))", unit="s")
    """
    for dashboard in stack.dashboards:
        for asked in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
            panel = asked.panel
            if (
                panel.kind != "heatmap"
                or panel.settings.get("calculate")
                or panel.transformations
                or asked.query.hidden
            ):
                continue
            outcomes = stack.series.outcomes_of(asked.text)
            if outcomes and not any(map(_has_buckets, outcomes)):
                names = ", ".join(
                    f"`{name}`" for name in dict.fromkeys(name for one in outcomes for name in one.metrics)
                )
                yield Flaw(
                    asked.query.source,
                    f"{panel.source.what}: {names or 'what it asks'} has no buckets, so each series is a row of its own, and "
                    "what lies above and below says nothing",
                    "Ask for the buckets of a histogram, `sum by (le) (increase(..._bucket[...]))`, or draw lines.",
                    field="expr",
                )


def _has_buckets(outcome: Outcome) -> bool:
    if outcome.value == "histogram" or outcome.sample.of or any(name.endswith("_bucket") for name in outcome.metrics):
        return True
    return outcome.may_carry("le")
