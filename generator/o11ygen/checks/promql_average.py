from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Aggregate, Instant, Node
from o11ygen.promql.parts import bare, matchers_on, metric_of, selected
from o11ygen.resolved import Stack
from o11ygen.resolved.exposed import exposed

_QUANTILES = ("histogram_quantile", "quantile", "quantile_over_time")
# What leaves a quantile a quantile of the same observations.
_SAME = frozenset(
    ("label_replace", "label_join", "sort", "sort_desc", "round", "*", "/", "max", "min", "topk", "bottomk")
)


@check("promql/average", Severity.WARNING, of="expression", alike=True)
def promql_average(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Averages and sums of quantiles.

    The average of the 99th percentiles of ten processes is not the 99th percentile of their requests, and can be far from
    it: a process that serves one slow request counts as much as one that serves thousands. What is compared or shown then
    has no meaning. Histograms can be added up before the quantile is taken; the quantiles of a summary can't
    (their average is an info).

    Bad::

        expr="avg by (job) (histogram_quantile(0.99, rate(latency_seconds_bucket[5m]))) > 1"

    Good::

        expr="histogram_quantile(0.99, sum by (job, le) (rate(latency_seconds_bucket[5m]))) > 1"
    """
    for node in examined.nodes(Aggregate):
        if node.op not in ("avg", "sum") or _is_by_target(node):
            continue
        operand = bare(node.arguments[-1])
        if _is_of_summary(operand, stack):
            yield examined.flaw(
                f"`{node.op}` of the quantiles of a summary: the result is no quantile of anything",
                "Take `max` for the worst of them; or make the metric a histogram, whose buckets can be added up.",
                at=node,
                # A summary has nothing better to average, and the middle one may be all that is asked for.
                severity=Severity.INFO if node.op == "avg" else None,
            )
        elif any(_is_quantile(one.operations) for one in examined.flow.of(operand)):
            yield examined.flaw(
                f"`{node.op}` of quantiles: the result is no quantile of anything, since a process with one request counts "
                "as much as one with thousands",
                "Add the buckets up first: `histogram_quantile(..., sum by (..., le) (rate(..._bucket[5m])))`.",
                at=node,
            )


def _is_of_summary(node: Node, stack: Stack) -> bool:
    selector = selected(node) if isinstance(node, Instant) else None
    if selector is None:
        return False
    if exposed(stack.series, metric_of(selector)).kind == "quantile":
        return True
    # The smallest and the largest value can be averaged like any other.
    return any(
        one.op == "=" and one.value not in ("", "0", "1", "0.0", "1.0") for one in matchers_on(selector, "quantile")
    )


def _is_by_target(node: Aggregate) -> bool:
    """Whether each process keeps a result of its own, so that nothing of others gets in."""
    if node.clause == "by":
        return "instance" in node.labels or "pod" in node.labels
    return node.clause == "without" and "instance" not in node.labels and "pod" not in node.labels


def _is_quantile(operations: tuple[str, ...]) -> bool:
    """Whether the outermost operation that changes its meaning takes a quantile."""
    first = next((one for one in operations if one not in _SAME), "")
    return first in _QUANTILES
