from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_MOST = 60


@check("dashboard/load", Severity.INFO, advice=True)
def dashboard_load(stack: Stack) -> Iterator[Flaw]:
    """Dashboards that ask more than sixty queries as they open.

    Grafana asks all of them at once, again at each refresh, and for each browser: the page is slow when it is needed, and
    Prometheus evaluates rules late while it answers. A closed row asks nothing until somebody opens it.

    Bad::

        panels = [StatPanel(f"Queue {a}{b}", f'depth{{queue="{a}{b}"}}') for a in "abcdefgh" for b in "abcdefgh"]
        Dashboard("queues", title="Queues", rows=(Row("All", (*panels,)),))

    Good::

        panels = [StatPanel(f"Queue {a}{b}", f'depth{{queue="{a}{b}"}}') for a in "abcdefgh" for b in "abcdefgh"]
        Dashboard("queues", title="Queues", rows=(Row("All", (*panels,), collapsed=True),))
    """
    for dashboard in stack.dashboards:
        panels = [panel for row in dashboard.rows if not row.collapsed for panel in row.panels]
        asked = sum(not query.hidden for panel in panels for query in panel.queries)
        if asked > _MOST:
            yield Flaw(
                dashboard.source,
                f"{dashboard.source.what}: it asks {asked} queries as it opens and at every refresh; it is slow, and so is "
                "the Prometheus that it asks",
                "Close the rows that are seldom looked at, or part it into several dashboards.",
                field="rows",
            )
