from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Metric, Stack

# From one target alone. A server holds a few millions; https://prometheus.io/docs/practices/instrumentation/#use-labels
# would look for another way from a hundred on.
_MOST = 10_000


@check("metric/cardinality", Severity.WARNING, needs=("metrics",))
def metric_cardinality(stack: Stack) -> Iterator[Flaw]:
    """Metrics whose labels make more than ten thousand series on each target, by what the labels are declared with.

    Each combination of values is a series of its own, times the buckets of a histogram: one metric of that size slows
    every query on it, and with a few more targets takes the memory of the server, and with it all alerts.

    Bad::

        Counter("logins_total", "Logins.", labels=(Label("customer", cardinality=50_000),))

    Good::

        Counter("logins_total", "Logins.", labels=(Label("plan", values=("free", "paid")),))
    """
    for metric in stack.metrics:
        for label in metric.labels:
            if label.values and label.cardinality < len(label.values):
                yield Flaw(
                    metric.source,
                    f"{metric.source.what}: label `{label.name}` is to have `{label.cardinality}` values, and lists "
                    f"{len(label.values)}; limits are judged by the wrong one",
                    "Take `cardinality` out: it is for values that are not listed.",
                    field="labels",
                )
        if metric.most_series > _MOST:
            yield Flaw(
                metric.source,
                f"{metric.source.what}: its labels make up to `{metric.most_series:,}` series on each target "
                f"({_product(metric)}); queries get slow, and the server's memory goes",
                "Leave out the label with the most values, group its values, or keep it in logs and traces.",
                field="labels",
            )


def _product(metric: Metric) -> str:
    parts = [f"{label.cardinality:,} {label.name}" for label in metric.labels]
    if metric.parts > 1:
        parts.append(f"{metric.parts} series of the {metric.type}")
    return " x ".join(parts)
