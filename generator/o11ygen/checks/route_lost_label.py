from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.lost import LostLabel, lost_labels


@check("route/lost-label", Severity.WARNING, needs=("routes", "metrics"))
def route_lost_label(stack: Stack) -> Iterator[Flaw]:
    """Alerts whose expression drops a label that a route goes by.

    `sum by (job)` leaves `job` alone. A route that asks for `namespace` then never sees one, whatever the series had:
    the alert goes on to a later route, or ends where nothing should, and the people of that namespace hear of nothing.
    It is an error where nobody is left who is told.

    Bad::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#read"), matchers={"method": "GET"}),))
        Alert("Errors", ..., expr='sum by (job) (rate(requests_total{method="GET"}[5m])) > 1')

    Good::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#read"), matchers={"method": "GET"}),))
        Alert("Errors", ..., expr='sum by (job, method) (rate(requests_total{method="GET"}[5m])) > 1')
    """
    telling = stack.telling
    for lost in lost_labels(stack):
        heard = all(outcome.is_heard(telling) for outcome in lost.instead)
        yield _flaw(lost, None if heard else Severity.ERROR)


def _flaw(lost: LostLabel, severity: Severity | None) -> Flaw:
    ends = dict.fromkeys(route.title for outcome in lost.instead for route in outcome.routes)
    missed = ", ".join(f"`{route.title}`" for route in lost.routes)
    return Flaw(
        lost.alert.source,
        f"{lost.alert.what}: has no label `{lost.label}`, {lost.reason}; so it never takes {missed}, which "
        f"{'goes' if len(lost.routes) == 1 else 'go'} by it, but ends at {', '.join(f'`{end}`' for end in ends)}",
        f"Keep `{lost.label}` in that grouping, or set it in `labels` of the alert.",
        field="expr",
        related=tuple(Related(route.source.location("matchers"), f"goes by `{lost.label}`") for route in lost.routes),
        severity=severity,
    )
