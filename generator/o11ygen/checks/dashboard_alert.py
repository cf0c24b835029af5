from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Dashboard, Stack
from o11ygen.resolved.expressions import queries_of


@check("dashboard/alert", Severity.INFO, advice=True)
def dashboard_alert(stack: Stack) -> Iterator[Flaw]:
    """Alerts that link a dashboard on which nothing shows what they watch.

    The link is there to see at a glance since when, how bad and where. On a page that shows other metrics whoever is called
    has to write a query first. What recording rules are made of counts as shown, and so does a part of a histogram.

    Bad::

        overview = Dashboard("overview", title="Overview", rows=(Row("Up", (StatPanel("Up", "sum(up)"),)),))
        dashboards = (overview,)
        Alert("Errors", ..., expr="sum(rate(requests_total[5m])) > 1", dashboard=overview)

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

    linked = {alert.dashboard for alert in stack.alerts if alert.dashboard}
    shown = {one.name: _shown(one, stack) for one in stack.dashboards if one.name in linked and _is_read(one)}
    seen: set[tuple[str, str]] = set()
    for alert in stack.alerts:
        metrics = shown.get(alert.dashboard)
        if metrics is None or (alert.id, alert.expr) in seen:
            continue
        seen.add((alert.id, alert.expr))
        watched = metrics_behind((alert.expr,), stack.series)
        if watched and watched.isdisjoint(metrics):
            listed = ", ".join(f"`{name}`" for name in sorted(watched)[:3])
            yield Flaw(
                alert.source,
                f"{alert.source.what}: it links dashboard `{alert.dashboard}`, which shows none of what it watches "
                f"({listed}); whoever is called finds nothing there",
                "Add a panel that shows it, or link a dashboard that has one.",
                field="dashboard",
            )


def _shown(dashboard: Dashboard, stack: Stack) -> frozenset[str]:
    from o11ygen.resolved.shown import metrics_behind

    asked = queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms)
    return metrics_behind((one.text for one in asked), stack.series)


def _is_read(dashboard: Dashboard) -> bool:
    """Whether all that it shows is known: no query in another language, none that a reader's choice makes up."""
    queries = [query for panel in dashboard.panels for query in panel.queries]
    return bool(queries) and all(query.language == "promql" and query.expr[:1] not in ("$", "[") for query in queries)
