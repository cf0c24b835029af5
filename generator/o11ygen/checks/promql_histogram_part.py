from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Instant, Node
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.parts import matchers_on, metric_of, selectors
from o11ygen.resolved import Stack
from o11ygen.resolved.exposed import exposed

_READING = ("histogram_quantile", "histogram_quantiles", "histogram_fraction")


@check("promql/histogram-part", Severity.WARNING, of="expression", alike=True)
def promql_histogram_part(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Buckets that are added up over all bounds, and the sum of one histogram divided by the count of another.

    Each bucket holds all observations up to its bound, also those of the smaller ones: added up over `le`, a fast request
    counts once for every bucket there is, and the result means nothing. The mean is `_sum` by `_count` of the same metric;
    by a bucket, or by another metric's count, it is a number like any other that nobody sees through.

    Bad::

        expr="sum by (job) (rate(latency_seconds_bucket[5m])) > 100"

    Good::

        expr="sum by (job) (rate(latency_seconds_count[5m])) > 100"
    """
    for node in examined.nodes(Aggregate, Binary):
        if isinstance(node, Aggregate):
            selector = _added_up(examined, node, stack)
            if selector is not None:
                name = metric_of(selector)
                yield examined.flaw(
                    f"`{node.op}` adds up the buckets `{name}` over all their bounds: an observation counts once for every "
                    "bucket above it",
                    f"Use `{name.removesuffix('_bucket')}_count` for how many there are, keep `le`, or ask for one bucket "
                    'with `le="..."`.',
                    at=node,
                )
        elif node.op == "/":
            yield from _divided(examined, node, stack)


def _added_up(examined: Examined, node: Aggregate, stack: Stack) -> Instant | None:
    """The buckets of which an aggregation removes `le`."""
    if node.op not in ("sum", "avg") or (("le" in node.labels) == (node.clause == "by") and node.clause):
        return None
    found = list(selectors(node.arguments[-1]))
    if len(found) != 1 or exposed(stack.series, metric_of(found[0])).kind != "bucket":
        return None
    chosen = any(one.op in ("=", "=~") for one in matchers_on(found[0], "le"))
    outcomes = examined.flow.of(node.arguments[-1])
    kept = bool(outcomes) and all(one.may_carry("le") and one.value in _COUNTS for one in outcomes)
    quantile = any(isinstance(around, Call) and around.name in _READING for around in examined.around(node))
    return found[0] if kept and not chosen and not quantile and not _asks_for_any(examined, node) else None


def _asks_for_any(examined: Examined, node: Aggregate) -> bool:
    """Whether it only matters that there is something: `... and sum(...) > 0`."""
    inner: Node = node
    for around in examined.around(node):
        if isinstance(around, Binary):
            if around.op in COMPARISONS and 0 in (constant(around.left), constant(around.right)):
                return True
            if around.op in ("and", "unless") and around.right is inner:
                return True
        inner = around
    return False


# Of how many is told; a condition or `count` before would make something else of it.
_COUNTS = ("buckets", "rate", "increase", "counter", "unknown")


def _divided(examined: Examined, node: Binary, stack: Stack) -> Iterator[Flaw]:
    above, below = _single(node.left), _single(node.right)
    if not above.endswith("_sum") or not below.endswith(("_count", "_bucket")) or ":" in above + below:
        return
    base = above.removesuffix("_sum")
    if below == f"{base}_count":
        return
    kinds = (exposed(stack.series, above), exposed(stack.series, below))
    if below != f"{base}_bucket" and not (kinds[0].kind == "sum" and kinds[1].kind in ("count", "bucket")):
        return
    whose = "a bucket" if below.endswith("_bucket") else "the count of another metric"
    yield examined.flaw(
        f"`{above}` is divided by {whose}, `{below}`: the result is no mean of anything",
        f"Divide by `{base}_count`.",
        at=node,
    )


def _single(node: Node) -> str:
    """The name of the only metric in a part; empty if there are several."""
    names = {metric_of(one) for one in selectors(node)}
    return names.pop() if len(names) == 1 else ""
