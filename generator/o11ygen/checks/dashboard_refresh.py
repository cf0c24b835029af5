from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import parse_duration, readable_duration
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("dashboard/refresh", Severity.INFO, advice=True, needs=("scrape",))
def dashboard_refresh(stack: Stack) -> Iterator[Flaw]:
    """Dashboards that refresh themselves more often than anything is scraped.

    Every refresh asks all queries again, for every browser that has the page open, and gets what it got before.

    Bad::

        Prometheus(scrape_interval="30s", evaluation_interval="30s")
        ScrapeJob("api")
        Dashboard("overview", ..., refresh="5s")

    Good::

        Prometheus(scrape_interval="30s", evaluation_interval="30s")
        ScrapeJob("api")
        Dashboard("overview", ..., refresh="30s")
    """
    jobs = [*(job.interval_ms for job in stack.jobs), *(probe.interval_ms for probe in stack.probes)]
    fastest = min(jobs, default=stack.prometheus.scrape_interval_ms)
    for dashboard in stack.dashboards:
        try:
            refresh = parse_duration(dashboard.refresh) if dashboard.refresh else 0
        except ValueError:
            continue
        if 0 < refresh < fastest:
            yield Flaw(
                dashboard.source,
                f"{dashboard.source.what}: it refreshes every `{dashboard.refresh}`, and nothing is scraped more often than "
                f"every {readable_duration(fastest)}; most refreshes ask Prometheus for what is shown already",
                f"Refresh every {readable_duration(fastest)} at most.",
                field="refresh",
            )
