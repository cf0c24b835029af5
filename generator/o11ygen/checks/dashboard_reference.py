from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("dashboard/reference", Severity.ERROR, needs=("dashboards",))
def dashboard_reference(stack: Stack) -> Iterator[Flaw]:
    """Alerts that link a dashboard which the environment does not have.

    The link in the notification then opens Grafana's "not found", at the moment when somebody needs it.

    Bad::

        overview = Dashboard("overview", ...)     # is in no service, or disabled in this environment
        Alert("HighErrorRate", ..., dashboard=overview)

    Good::

        overview = Dashboard("overview", ...)
        dashboards = (overview,)                  # those of the service
        Alert("HighErrorRate", ..., dashboard=overview)
    """
    known = {dashboard.name for dashboard in stack.dashboards}
    for alert in stack.alerts:
        if alert.dashboard and alert.dashboard not in known:
            yield Flaw(
                alert.source,
                f"{alert.what}: links dashboard `{alert.dashboard}`, which this environment does not have",
                "Add it to the `dashboards` of a service, or take the link out.",
                field="dashboard",
            )
