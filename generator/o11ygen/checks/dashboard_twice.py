from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.collisions import collisions


@check("dashboard/twice", Severity.ERROR)
def dashboard_twice(stack: Stack) -> Iterator[Flaw]:
    """Dashboards that share their uid, or their title within a folder.

    Grafana loads one of them, and which one changes from start to start; links to the other open the first. A copied file
    whose uid nobody changed is the usual cause. It can't be accepted: `generate` does not write such dashboards. Files
    that somebody else wrote may be meant for different servers: it is a warning there, and an info for one and the same
    title, which versions of a dashboard share.

    Bad::

        Dashboard("over-view", title="Overview", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))
        Dashboard("over_view", title="Details", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))

    Good::

        Dashboard("overview", title="Overview", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))
        Dashboard("details", title="Details", rows=(Row("Health", (StatPanel("Up", "sum(up)"),)),))
    """
    if "dashboards" in stack.known:
        yield from collisions(stack.dashboards)
        return
    titles = Counter(one.title for one in stack.dashboards)
    for flaw in collisions(stack.dashboards):
        again = any(titles[one.title] > 1 for one in stack.dashboards if one.source is flaw.source)
        severity = Severity.INFO if again else Severity.WARNING
        yield Flaw(flaw.source, flaw.message, flaw.hint, flaw.field, flaw.related, severity)
