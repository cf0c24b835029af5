from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

# The blackbox exporter answers this long before Prometheus gives up (`--timeout-offset`).
_ANSWER_MS = 500


@check("scrape/timeout", Severity.ERROR, needs=("scrape",))
def scrape_timeout(stack: Stack) -> Iterator[Flaw]:
    """Jobs and probes that may take longer than the time until they are asked again.

    Prometheus refuses a file in which a scrape may take longer than its interval, and keeps running with the old one until
    it is restarted; then it does not come up. A probe needs half a second more, in which the blackbox exporter answers.

    Bad::

        ScrapeJob("shop", interval="15s", timeout="30s")

    Good::

        ScrapeJob("shop", interval="30s", timeout="15s")
    """
    for job in stack.jobs:
        if job.own_timeout and job.timeout_ms > job.interval_ms:
            yield Flaw(
                job.source,
                f"{job.source.what}: its timeout of `{readable_duration(job.timeout_ms)}` is longer than its interval of "
                f"{readable_duration(job.interval_ms)}, so Prometheus refuses the file",
                "Shorten `timeout`, or scrape it less often.",
                field="timeout",
            )
    for probe in stack.probes:
        if probe.timeout_ms + _ANSWER_MS > probe.interval_ms:
            yield Flaw(
                probe.source,
                f"{probe.source.what}: its timeout of `{readable_duration(probe.timeout_ms)}` and the half second in which "
                f"the exporter answers are longer than its interval of {readable_duration(probe.interval_ms)}, so "
                "Prometheus refuses the file",
                "Shorten `timeout`, or ask it less often.",
                field="timeout",
            )
