from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.resolved import Job, Probe, Source, Stack
from o11ygen.resolved.scrape import LOOKBACK_MS


@check("scrape/interval", Severity.WARNING, needs=("scrape",))
def scrape_interval(stack: Stack) -> Iterator[Flaw]:
    """Jobs and probes that are scraped too seldom for Prometheus to see their series all the time.

    A query finds a sample for 5 minutes (`--query.lookback-delta`). Scraped every 5 minutes or less often, series come and
    go between scrapes: alerts on them resolve and fire again, and `for` never ends. From 2m30s on (an info) a single
    failed scrape does the same.

    Bad::

        ScrapeJob("batch", interval="10m")

    Good::

        ScrapeJob("batch", interval="1m")
    """
    listed: tuple[Job | Probe, ...] = (*stack.jobs, *stack.probes)
    for one in listed:
        if one.own_interval:
            yield from _judged(one.source, one.interval_ms, "interval")
    if not all(one.own_interval for one in listed):
        yield from _judged(stack.prometheus.source, stack.prometheus.scrape_interval_ms, "scrape_interval")


def _judged(source: Source, interval_ms: int, field: str) -> Iterator[Flaw]:
    if 2 * interval_ms < LOOKBACK_MS:
        return
    vanishing = interval_ms >= LOOKBACK_MS
    consequence = (
        "series vanish between two of them, and alerts on them with them"
        if vanishing
        else "after one failed scrape series vanish, and alerts on them resolve"
    )
    yield Flaw(
        source,
        f"{source.what}: scrapes are `{readable_duration(interval_ms)}` apart, and a query finds a sample for "
        f"{readable_duration(LOOKBACK_MS)} only: {consequence}",
        "Scrape every 2m or more often: what changes seldom costs next to nothing on disk.",
        field=field,
        severity=None if vanishing else Severity.INFO,
    )
