from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.expressions import queries_of


@check("dashboard/heatmap", Severity.ERROR)
def dashboard_heatmap(stack: Stack) -> Iterator[Flaw]:
    """Heatmaps of something else than the buckets of a histogram.

    The rows of a heatmap are the buckets, told apart by `le`. Without that label there is one row for all, whose colour
    says how many requests there were and nothing of how long they took. Native histograms have their buckets inside.

    Bad::

        HeatmapPanel("Latency", "sum(increase(latency_seconds_bucket[$__rate_interval]))", unit="s")

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
            native = any(one.value == "histogram" or one.sample.of == "native" for one in outcomes)
            if outcomes and not native and not any(one.may_carry("le") for one in outcomes):
                reason = outcomes[0].why_not("le")
                yield Flaw(
                    asked.query.source,
                    f"{panel.source.what}: no series has the label `le`{f' ({reason})' if reason else ''}, so the heatmap "
                    "has one row for all values",
                    "Ask for the buckets of a histogram and keep their bounds: `sum by (le) (increase(..._bucket[...]))`.",
                    field="expr",
                )
