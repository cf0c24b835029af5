from __future__ import annotations

import math
from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import Matcher
from o11ygen.promql.language.nodes import Instant
from o11ygen.promql.numbers import label_value, spellings
from o11ygen.promql.parts import metric_of
from o11ygen.resolved import Stack
from o11ygen.resolved.routing import anchored
from o11ygen.version import Version

# The first release that writes the numbers in `le` and `quantile` in one way, whatever the target writes.
_NORMALIZED = Version.parse("3.0")


@check(
    "promql/bucket",
    Severity.ERROR,
    of="expression",
    alike=True,
    by=lambda stack: stack.environment.versions["prometheus"] >= _NORMALIZED,
)
def promql_bucket(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Matchers on `le` or `quantile` that name no bucket of the histogram and no quantile of the summary.

    Such a matcher selects nothing: the share of fast requests is empty, and the alert on it silent. From Prometheus 3.0
    a whole number has a decimal point there, `le="1.0"`, whatever the application writes.

    Bad::

        Histogram("wait_seconds", "Waiting.", buckets=(0.1, 0.25, 1))
        Alert("Slow", ..., expr='sum(rate(wait_seconds_bucket{le="0.3"}[5m])) < 10')

    Good::

        Histogram("wait_seconds", "Waiting.", buckets=(0.1, 0.25, 1))
        Alert("Slow", ..., expr='sum(rate(wait_seconds_bucket{le="0.25"}[5m])) < 10')
    """
    normalized = stack.environment.versions["prometheus"] >= _NORMALIZED
    for node in examined.nodes(Instant):
        metric = metric_of(node)
        for one in node.matchers if metric else ():
            matcher = Matcher(one.name, one.op, one.value)
            numbers = _numbers(stack, metric, matcher.name) if matcher.value else ()
            if numbers and not _selects(matcher, numbers, normalized):
                what = "bucket" if matcher.name == "le" else "quantile"
                yield examined.flaw(
                    f"`{matcher}` names no {what} of `{metric}`; {_consequence(matcher)}",
                    _hint(matcher, numbers, normalized),
                    at=(one.start, one.end),
                )


def _numbers(stack: Stack, name: str, label: str) -> tuple[float, ...]:
    """What the label may say; empty where it is not known."""
    if label == "le":
        bounds = stack.series.buckets_of(name)
        return (*bounds, math.inf) if bounds else ()
    return stack.series.quantiles_of(name) if label == "quantile" else ()


def _selects(matcher: Matcher, numbers: tuple[float, ...], normalized: bool) -> bool:
    written = {text for one in numbers for text in ((label_value(one),) if normalized else spellings(one))}
    if matcher.op in ("=", "!="):
        return matcher.value in written
    pattern = anchored(matcher.value)
    return pattern is None or any(pattern.fullmatch(text) for text in written)


def _consequence(matcher: Matcher) -> str:
    return "the query returns nothing" if matcher.op in ("=", "=~") else "nothing is left out by it"


def _hint(matcher: Matcher, numbers: tuple[float, ...], normalized: bool) -> str:
    listed = [label_value(one) if normalized or math.isinf(one) else f"{one:g}" for one in numbers]
    for one in numbers:
        if normalized and matcher.value in spellings(one):
            return f'Write `{matcher.name}{matcher.op}"{label_value(one)}"`: Prometheus stores it so from 3.0.'
    return f"There are: {', '.join(listed)}."
