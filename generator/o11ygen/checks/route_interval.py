from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.hours import always, ever, told


@check("route/interval", Severity.ERROR, needs=("routes",))
def route_interval(stack: Stack) -> Iterator[Flaw]:
    """Time intervals that never come or never end, and routes that they hold back for ever.

    All fields of an interval must hold at once: the 30th of February never comes. A route that is `active` in an interval
    and muted in all of it never tells anybody, and its alerts are gone without a word.

    Bad::

        OFFICE = TimeInterval("office", weekdays=("monday:friday",), times=("09:00-17:00",))
        WEEKDAYS = TimeInterval("weekdays", weekdays=("monday:friday",))
        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#info"), matchers={"severity": "info"}, active=(OFFICE,), mute=(WEEKDAYS,)),
        ))

    Good::

        OFFICE = TimeInterval("office", weekdays=("monday:friday",), times=("09:00-17:00",))
        WEEKEND = TimeInterval("weekend", weekdays=("saturday", "sunday"))
        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#info"), matchers={"severity": "info"}, active=(OFFICE,), mute=(WEEKEND,)),
        ))
    """
    for interval in stack.time_intervals:
        if interval.extra:
            continue
        if not ever(interval):
            yield Flaw(
                interval.source,
                f"time interval {interval.name}: no day is in it, since all of its fields must hold; what is muted by it is "
                "told at any time, and what is active in it never",
                "Mend the fields that exclude each other.",
            )
        elif always(interval):
            yield Flaw(
                interval.source,
                f"time interval {interval.name}: it never ends; what is muted by it is never told, and as a time to be "
                "active it says nothing",
                "Say when it is, or take it out.",
                severity=Severity.WARNING,
            )
    intervals = {one.name: one for one in stack.time_intervals if not one.extra}
    for route in stack.route.walk():
        # One that never comes or never ends was told of.
        plain = all(name in intervals and ever(intervals[name]) for name in (*route.active, *route.mute))
        endless = any(always(intervals[name]) for name in route.mute if name in intervals)
        if plain and not endless and told(route, intervals) == 0:
            listed = ", ".join(f"`{name}`" for name in (*route.active, *route.mute))
            yield Flaw(
                route.source,
                f"{route.what}: is never told: what {listed} leave of each other is no minute of a week; its alerts are gone "
                "without a word",
                "Mend `active` or `mute`.",
                field="mute",
            )
