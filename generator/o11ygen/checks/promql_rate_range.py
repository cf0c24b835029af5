from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import TWO_SAMPLE_FUNCTIONS
from o11ygen.promql.language.nodes import Call, Range
from o11ygen.promql.parts import metric_of, selected
from o11ygen.resolved import Stack


@check("promql/rate-range", Severity.ERROR, of="expression", needs=("scrape",), alike=True)
def promql_rate_range(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Ranges of `rate` and its relatives that are too short for the scrape interval.

    `rate` needs two samples: a range under two scrape intervals returns nothing most of the time, so the alert never
    fires. Under four intervals (a warning) a single failed scrape is enough for a gap, which also resets `for`. Functions
    that need one sample, such as `max_over_time`, have none at most times where the range is under one interval.

    Bad::

        ScrapeJob("app", interval="15s")
        Alert("Busy", ..., expr="rate(requests_total[20s]) > 100")

    Good::

        ScrapeJob("app", interval="15s")
        Alert("Busy", ..., expr="rate(requests_total[1m]) > 100")
    """
    if examined.expression.adaptive:
        return
    for node in examined.nodes(Range):
        call = next((around for around in examined.around(node) if isinstance(around, Call)), None)
        window, selector = node.window.value, selected(node)
        if call is None or window is None or selector is None:
            continue
        name = metric_of(selector)
        interval = stack.series.interval_of(name)
        shown = f"`{call.name}({name}[{readable_duration(round(window * 1000))}])` spans"
        if call.name not in TWO_SAMPLE_FUNCTIONS:
            if window * 1000 < interval:
                outcome = (
                    "it fires though the series is there" if call.name == "absent_over_time" else "the result is empty"
                )
                yield examined.flaw(
                    f"{shown} less than a scrape interval of {readable_duration(interval)}: at most times there is no sample "
                    f"in it, so {outcome}",
                    f"Widen the range to at least {readable_duration(2 * interval)}.",
                    at=call,
                )
            continue
        if window * 1000 >= 4 * interval:
            continue
        short = window * 1000 < 2 * interval
        consequence = (
            "fewer than two samples, so the result is empty most of the time"
            if short
            else "a gap after one failed scrape, which also starts `for` anew"
        )
        yield examined.flaw(
            f"{shown} {'under two' if short else 'under four'} scrape intervals of {readable_duration(interval)}: "
            f"{consequence}",
            f"Widen the range to at least {readable_duration(4 * interval)}.",
            at=call,
            severity=None if short else Severity.WARNING,
        )
