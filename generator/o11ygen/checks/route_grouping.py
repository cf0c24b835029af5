from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Route, Stack
from o11ygen.resolved.expected import most_series
from o11ygen.resolved.sent import Sent

_ALL = "..."
_MANY = 100


@check("route/grouping", Severity.INFO, needs=("routes", "owners"))
def route_grouping(stack: Stack) -> Iterator[Flaw]:
    """Routes that put alerts of several teams into one notification, or each of very many alerts into one of its own.

    What comes together is read by one team and closed by one team: the part of the other is overlooked. With `...` there is
    a notification for each series of an alert: when a failure is wide, people get hundreds of them instead of one, and
    the chat or the pager begins to drop messages.

    Bad::

        Routing(default=slack("#unrouted"), group_by=("severity",), routes=(
            Route(slack("#all"), matchers={"severity": "critical"}),
        ))
        Alert("Down", ..., severity=Severity.CRITICAL)
        Alert("Full", ..., severity=Severity.CRITICAL, owner=Team("db", page=slack("#db"), notify=slack("#db")))

    Good::

        Routing(default=slack("#unrouted"), group_by=("severity", "team"), routes=(
            Route(slack("#all"), matchers={"severity": "critical"}),
        ))
        Alert("Down", ..., severity=Severity.CRITICAL)
        Alert("Full", ..., severity=Severity.CRITICAL, owner=Team("db", page=slack("#db"), notify=slack("#db")))
    """
    ending: dict[int, tuple[Route, list[AlertRule]]] = {}
    each: dict[int, tuple[Route, list[AlertRule]]] = {}
    owners = dict(_owners(stack.route, stack.route))
    for outcomes, alerts in Sent.of(stack).ends:
        for route in {id(route): route for outcome in outcomes for route in outcome.routes}.values():
            if route.group_by == (_ALL,):
                owner = owners[id(route)]
                each.setdefault(id(owner), (owner, []))[1].extend(alerts)
            elif not route.catch_all and not route.generated:
                ending.setdefault(id(route), (route, []))[1].extend(alerts)
    for route, alerts in each.values():
        yield from _many(route, alerts, stack)
    for route, alerts in ending.values():
        pair = _together(route, alerts)
        if pair is not None:
            one, other = pair
            yield Flaw(
                route.source,
                f"{route.what}: {one.what} of team {one.team} and {other.what} of team {other.team} come in one "
                "notification; whoever handles one overlooks the other",
                'Group by `team` as well, or write `group_by=("...",)` for a notification per alert.',
                field="group_by",
            )


def _owners(route: Route, owner: Route) -> Iterator[tuple[int, Route]]:
    """Each node with the one whose grouping it has."""
    owner = route if "group_by" in route.own else owner
    yield id(route), owner
    for child in route.routes:
        yield from _owners(child, owner)


def _many(route: Route, alerts: list[AlertRule], stack: Stack) -> Iterator[Flaw]:
    count, alert = max(((most_series(alert.expr, stack), alert) for alert in alerts), key=lambda one: one[0])
    if count >= _MANY:
        yield Flaw(
            route.source,
            f"{route.what}: groups by `...`, a notification for each series, and {alert.what} may have {count:,} of them; a "
            "wide failure is as many messages at once",
            "Name the labels that people act on, such as `alertname` and `job`.",
            field="group_by",
            severity=Severity.WARNING,
        )


def _together(route: Route, alerts: list[AlertRule]) -> tuple[AlertRule, AlertRule] | None:
    """Two alerts of different teams that surely are of one group."""
    first: dict[tuple[str, ...], AlertRule] = {}
    for alert in alerts:
        labels = {**alert.labels, "alertname": alert.name}
        values = [labels.get(name, "{{") for name in route.group_by]
        # What only the series tell may set them apart.
        if any("{{" in value for value in values):
            continue
        known = first.setdefault(tuple(values), alert)
        if known.team != alert.team:
            return known, alert
    return None
