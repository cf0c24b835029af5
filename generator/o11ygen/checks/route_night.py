from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Route, Stack
from o11ygen.resolved.hours import WEEK, hours_of, told
from o11ygen.resolved.sent import Sent


@check("route/night", Severity.WARNING, needs=("routes", "owners"))
def route_night(stack: Stack) -> Iterator[Flaw]:
    """Critical alerts of production that nobody is told of at certain hours.

    A critical alert asks for somebody at once. A route that is only active in working hours keeps it back until the
    morning, when the damage is done; an alert that can wait till then is a warning.

    Bad::

        OFFICE = TimeInterval("office", weekdays=("monday:friday",), times=("09:00-17:00",))
        Team("web", page=Route(slack("#page"), active=(OFFICE,)), notify=slack("#web"))
        Alert("Down", ..., severity=Severity.CRITICAL)

    Good::

        OFFICE = TimeInterval("office", weekdays=("monday:friday",), times=("09:00-17:00",))
        Team("web", page=slack("#page"), notify=Route(slack("#web"), active=(OFFICE,)))
        Alert("Down", ..., severity=Severity.CRITICAL)
    """
    if not stack.environment.may_page:
        return
    intervals = {one.name: one for one in stack.time_intervals if not one.extra}
    silent: dict[int, tuple[Route, int, list[AlertRule]]] = {}
    telling = stack.telling
    for outcomes, alerts in Sent.of(stack).ends:
        critical = [alert for alert in alerts if alert.pages]
        for outcome in outcomes if critical else ():
            heard = [one for one in outcome.routes if not one.catch_all and one.receiver in telling]
            minutes = 0
            for route in heard:
                allowed = told(route, intervals)
                minutes |= WEEK if allowed is None else allowed
            # Nobody at all, or never: that is told elsewhere.
            if heard and 0 < minutes < WEEK:
                silent.setdefault(id(heard[0]), (heard[0], WEEK & ~minutes, []))[2].extend(critical)
    for route, minutes, alerts in silent.values():
        others = f" (and {len(alerts) - 1} more)" if len(alerts) > 1 else ""
        yield Flaw(
            route.source,
            f"{route.what}: {alerts[0].what}{others} ends here and is critical, but for {hours_of(minutes)} of the 168 hours "
            "of a week nobody is told of it",
            "Take out `active` or `mute` where critical alerts end, or make them warnings.",
            field="active" if route.active else "mute",
        )
