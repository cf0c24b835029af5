from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("metric/help", Severity.INFO, advice=True, needs=("metrics",))
def metric_help(stack: Stack) -> Iterator[Flaw]:
    """Metrics of the project's own without a help text.

    Who is on call reads the name and has to guess: does `queue_depth` count messages or batches, waiting or in work? The
    text appears in Prometheus and Grafana wherever the metric is typed, and an exporter without it fails `promtool check
    metrics`. Metrics of other people's exporters (`External`) are not judged.

    Bad::

        Gauge("queue_depth")

    Good::

        Gauge("queue_depth", "Orders that wait for a worker.")
    """
    for metric in stack.metrics:
        if not metric.external and not metric.help.strip():
            yield Flaw(
                metric.source,
                f"{metric.source.what}: it has no help text, so whoever is on call has to guess what it counts",
                "Say in a sentence what it measures.",
                field="help",
            )
