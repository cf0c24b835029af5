"""A service that answers no scrape at all."""

from o11ygen import Alert, Dashboard, Severity
from specs.shared.runbooks import runbook


def nothing_answers(
    name: str, *, severity: Severity, description: str, page: str, dashboard: Dashboard | None = None
) -> Alert:
    """An alert for a service with one job: no instance of it is up, or none is left to be scraped.

    Both halves keep the label `job` and no other, so that an instance that first fails and then vanishes from service
    discovery stays one alert and does not start its `for` anew. A single lost instance is `TargetDown`.
    """
    return Alert(
        name,
        expr="max by (job) (up{$selector}) == 0 or absent(up{$selector})",
        severity=severity,
        for_="1m",
        summary="No instance of {{ $labels.job }} answers",
        description=description,
        runbook=runbook(page),
        dashboard=dashboard,
    )
