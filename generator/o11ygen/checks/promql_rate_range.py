from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import TWO_SAMPLE_FUNCTIONS, parse
from o11ygen.resolved import Expression, Stack


@check("promql/rate-range", Severity.ERROR, needs=("scrape",))
def promql_rate_range(stack: Stack) -> Iterator[Flaw]:
    """Ranges of `rate` and its relatives that are too short for the scrape interval.

    `rate` needs two samples: a range under two scrape intervals returns nothing most of the time, so the alert never
    fires. Under four intervals (a warning) a single failed scrape is enough for a gap, which also resets `for`.

    Bad::

        ScrapeJob("app", interval="15s")
        Alert("Busy", ..., expr="rate(requests_total[20s]) > 100")

    Good::

        ScrapeJob("app", interval="15s")
        Alert("Busy", ..., expr="rate(requests_total[1m]) > 100")
    """
    yield from stack.in_expressions("promql/rate-range", lambda expression: _flaws(expression, stack), alike=True)


def _flaws(expression: Expression, stack: Stack) -> Iterator[Flaw]:
    if expression.adaptive:
        return
    for selector in parse(expression.text).selectors:
        interval = stack.series.interval_of(selector.metric)
        if not selector.range_ms or selector.range_ms >= 4 * interval:
            continue
        if selector.function not in TWO_SAMPLE_FUNCTIONS:
            continue
        short = selector.range_ms < 2 * interval
        consequence = (
            "fewer than two samples, so the result is empty most of the time"
            if short
            else "a gap after one failed scrape, which also starts `for` anew"
        )
        yield Flaw(
            expression.source,
            f"{expression.what}: `{selector.function}({selector.metric}[{readable_duration(selector.range_ms)}])` spans "
            f"{'under two' if short else 'under four'} scrape intervals of {readable_duration(interval)}: {consequence}",
            f"Widen the range to at least {readable_duration(4 * interval)}.",
            field=expression.field,
            severity=None if short else Severity.WARNING,
        )
