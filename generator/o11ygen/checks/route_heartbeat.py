from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import format_duration
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Receiver, Route, Stack
from o11ygen.resolved.sent import Sent

# A switch that hears less often than this tells of a dead stack after hours.
_LONGEST_MS = 3_600_000


@check("route/heartbeat", Severity.WARNING, needs=("routes",))
def route_heartbeat(stack: Stack) -> Iterator[Flaw]:
    """Alerts that fire for as long as all is well, and end where they wake people or come too seldom.

    Such a watchdog is for a program outside, which raises the alarm when it stops hearing: it has to be repeated every
    few minutes. A person who is paged by it learns to ignore the pager.

    Bad::

        Alert("Watchdog", ..., expr="vector(1)", severity=Severity.CRITICAL)
        Team("web", page=slack("#page", pages=True), notify=slack("#web"))

    Good::

        Alert("Watchdog", ..., expr="vector(1)", severity=Severity.CRITICAL)
        Team("web", page=slack("#page", pages=True), notify=slack("#web"))
        Routing(default=slack("#unrouted"), routes=(
            Route(
                webhook("https://switch.example.com/"), matchers={"alertname": "Watchdog"},
                group_interval="1m", repeat_interval="5m",
            ),
        ))
    """
    receivers = {receiver.name: receiver for receiver in stack.receivers}
    sent = Sent.of(stack)
    for alert in stack.alerts:
        if "vector" in alert.expr and any(one.returns == "always" for one in stack.series.outcomes_of(alert.expr)):
            routes = {id(route): route for outcome in sent.outcomes(alert) for route in outcome.routes}
            for route in routes.values():
                yield from _flaws(alert, route, receivers[route.receiver])


def _flaws(alert: AlertRule, route: Route, receiver: Receiver) -> Iterator[Flaw]:
    if receiver.pages:
        yield Flaw(
            alert.source,
            f"{alert.what}: fires for as long as all is well, and pages through receiver `{receiver.name}` every "
            f"`{format_duration(route.repeat_interval_ms)}`",
            "Route it to a program outside that raises the alarm when it stops hearing.",
            field="severity",
        )
    elif route.repeat_interval_ms > _LONGEST_MS and any(one.kind == "webhook" for one in receiver.integrations):
        yield Flaw(
            route.source,
            f"{route.what}: {alert.what} fires for as long as all is well, and is repeated only every "
            f"`{format_duration(route.repeat_interval_ms)}`; whoever listens learns that late of a dead stack",
            'Repeat it every few minutes: `group_interval="1m", repeat_interval="5m"`.',
            field="repeat_interval",
        )
