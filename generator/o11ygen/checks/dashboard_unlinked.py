from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Dashboard, Stack
from o11ygen.resolved.expressions import queries_of

# What every dashboard may show, and what says little about the alert.
_COMMON = frozenset({"up", "ALERTS", "ALERTS_FOR_STATE"})


@check("dashboard/unlinked", Severity.INFO, advice=True, needs=("dashboards", "owners"))
def dashboard_unlinked(stack: Stack) -> Iterator[Flaw]:
    """Alerts without a link to a dashboard of their service that shows what they watch.

    Whoever is called searches for the page that the team has built for this very moment. With `dashboard=` the notification
    opens it at the time of the alert.

    Bad::

        panel = TimeSeriesPanel("Requests", "sum(rate(requests_total[$__rate_interval]))")
        Dashboard("overview", title="Overview", rows=(Row("Traffic", (panel,)),))
        Alert("Errors", ..., expr="sum(rate(requests_total[5m])) > 1")

    Good::

        panel = TimeSeriesPanel("Requests", "sum(rate(requests_total[$__rate_interval]))")
        overview = Dashboard("overview", title="Overview", rows=(Row("Traffic", (panel,)),))
        dashboards = (overview,)
        Alert("Errors", ..., expr="sum(rate(requests_total[5m])) > 1", dashboard=overview)
    """
    if not stack.dashboards:
        return
    # Only who has dashboards pays for it.
    from o11ygen.resolved.shown import metrics_behind

    by_service: dict[str, list[Dashboard]] = {}
    for dashboard in stack.dashboards:
        by_service.setdefault(dashboard.service, []).append(dashboard)
    shown: dict[str, frozenset[str]] = {}
    seen: set[str] = set()
    for alert in stack.alerts:
        if alert.dashboard or alert.id in seen or alert.service not in by_service:
            continue
        seen.add(alert.id)
        watched = metrics_behind((alert.expr,), stack.series) - _COMMON
        for dashboard in by_service[alert.service] if watched else ():
            if dashboard.uid not in shown:
                asked = queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms)
                shown[dashboard.uid] = metrics_behind((one.text for one in asked), stack.series)
            if watched <= shown[dashboard.uid]:
                yield Flaw(
                    alert.source,
                    f"{alert.source.what}: it links no dashboard, and {dashboard.source.what} shows all that it watches; "
                    "whoever is called has to search for it",
                    f"Link it: `dashboard` is the one called `{dashboard.name}`.",
                    field="dashboard",
                )
                break
