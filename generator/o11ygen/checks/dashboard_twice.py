from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.collisions import collisions


@check("dashboard/twice", Severity.ERROR)
def dashboard_twice(stack: Stack) -> Iterator[Flaw]:
    """Dashboards that share their uid, or their title within a folder.

    Grafana loads one of them, and which one changes from start to start; links to the other open the first. A copied file
    whose uid nobody changed is the usual cause. It can't be accepted: `generate` does not write such dashboards.

    Bad::

        Dashboard("over-view", title="Overview", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))
        Dashboard("over_view", title="Details", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))

    Good::

        Dashboard("overview", title="Overview", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))
        Dashboard("details", title="Details", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))
    """
    yield from collisions(stack.dashboards)
