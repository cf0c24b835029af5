from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Call, Node
from o11ygen.promql.parts import metric_of, selectors
from o11ygen.resolved import Stack
from o11ygen.resolved.exposed import exposed

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

_QUANTILES = ("histogram_quantile", "histogram_quantiles")
_NATIVE = ("histogram_avg", "histogram_count", "histogram_sum", "histogram_stddev", "histogram_stdvar")
_FRACTION = "histogram_fraction"
_GROWTH = frozenset(("rate", "irate", "increase", "delta"))
_PARTS = ("_sum", "_count")


@check("promql/histogram", Severity.ERROR, of="expression", alike=True)
def promql_histogram(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Quantiles of what are no buckets: `le` was removed, the series are no histogram, or all observations ever are counted.

    `histogram_quantile` needs the label `le` of classic buckets; without it, or on `_sum` and `_count`, it returns nothing.
    Without `rate` it tells of all requests since the process started (a warning): a bad hour does not show any more. The
    functions of native histograms, such as `histogram_avg`, return nothing for classic buckets.

    Bad::

        expr="histogram_quantile(0.95, sum by (job) (rate(latency_seconds_bucket[5m]))) > 1"

    Good::

        expr="histogram_quantile(0.95, sum by (job, le) (rate(latency_seconds_bucket[5m]))) > 1"
    """
    for call in examined.nodes(Call):
        if call.name in _QUANTILES:
            argument = call.arguments[0 if call.name == "histogram_quantiles" else 1]
            yield from _of_quantile(examined, call, argument, stack)
        elif call.name in _NATIVE or call.name == _FRACTION:
            argument = call.arguments[-1]
            if _kinds(argument, stack) == {"bucket"}:
                yield examined.flaw(
                    f"`{call.name}` is for native histograms: of classic buckets it returns nothing",
                    _instead(call, argument),
                    at=call,
                )


def _of_quantile(examined: Examined, call: Call, argument: Node, stack: Stack) -> Iterator[Flaw]:
    kinds = _kinds(argument, stack)
    wrong = kinds - {"bucket", "native", ""}
    if wrong and "" not in kinds and len(wrong) == len(kinds):
        selector = next(selectors(argument))
        name = metric_of(selector)
        base = name.removesuffix("_sum").removesuffix("_count").removesuffix("_total")
        yield examined.flaw(
            f"`{call.name}` of `{name}`, which is {exposed(stack.series, name)}: it has no buckets, so the result is empty",
            f"Use the buckets: `{base}_bucket`.",
            at=selector,
        )
        return
    read = tuple(selectors(argument))
    if read and kinds == {""} and all(metric_of(one).endswith(_PARTS) and ":" not in metric_of(one) for one in read):
        name = metric_of(read[0])
        yield examined.flaw(
            f"`{call.name}` of `{name}`, which is by its name a part of a histogram that has no buckets: the result is empty",
            f"Use the buckets: `{name.removesuffix('_sum').removesuffix('_count')}_bucket`.",
            at=read[0],
        )
        return
    for outcome in examined.flow.of(argument):
        if not _has_buckets(outcome, kinds):
            continue
        if not outcome.may_carry("le"):
            yield examined.flaw(
                f"`{call.name}` needs the label `le`, and no series has it any more ({outcome.why_not('le')}): the result is "
                "empty",
                "Keep it: `sum by (..., le) (...)`.",
                at=argument,
            )
            return
        if _GROWTH.isdisjoint(outcome.operations) and ":" not in "".join(outcome.metrics):
            yield examined.flaw(
                f"`{call.name}` of buckets without `rate` tells of all observations since the process started: what happens "
                "now hardly shows",
                "Put `rate(...[5m])` around the buckets.",
                at=argument,
                severity=Severity.WARNING,
            )
            return


def _has_buckets(outcome: Outcome, kinds: set[str]) -> bool:
    """Whether they are classic buckets, by their declaration, their recording rule or their name."""
    # VictoriaMetrics has buckets by `vmrange`.
    if outcome.sample.of == "native" or (not outcome.may_carry("le") and outcome.may_carry("vmrange")):
        return False
    if outcome.sample.of == "buckets" or kinds == {"bucket"}:
        return True
    return bool(outcome.metrics) and all("_bucket" in name for name in outcome.metrics)


def _kinds(node: Node, stack: Stack) -> set[str]:
    return {exposed(stack.series, metric_of(one)).kind for one in selectors(node)}


def _instead(call: Call, argument: Node) -> str:
    name = metric_of(next(selectors(argument))).removesuffix("_bucket")
    if call.name == "histogram_avg":
        return f"Divide `rate({name}_sum[5m])` by `rate({name}_count[5m])`."
    if call.name in ("histogram_count", "histogram_sum"):
        return f"Use `{name}_{call.name.removeprefix('histogram_')}`."
    return f"Expose `{name}` as a native histogram too, or work it out of its buckets."
