from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest_name
from o11ygen.resolved import Route, Stack
from o11ygen.resolved.outcomes import MISSING
from o11ygen.resolved.sent import Sent

_ALL = "..."


@check("route/group-by", Severity.WARNING, needs=("routes", "rules", "metrics"), everywhere=True)
def route_group_by(stack: Stack) -> Iterator[Flaw]:
    """Groupings by a label that no alert carries, in any environment.

    A missing label counts as an empty one, so it tells nothing apart: alerts that should come by themselves come
    together, in one notification as long as its first screen.

    Bad::

        Routing(default=slack("#unrouted"), group_by=("alertname", "cluster"))
        Alert("Down", ..., expr="up == 0")

    Good::

        Routing(default=slack("#unrouted"), group_by=("alertname", "job"))
        Alert("Down", ..., expr="up == 0")
    """
    sent = Sent.of(stack)
    wanted = {name for route in stack.route.walk() for name in _own(route)} - {conventions.ALERT_NAME}
    if not stack.alerts or not wanted:
        return
    # What the rules themselves set needs no look at the series.
    looked_for = wanted.difference(stack.alerts[0].labels) if not sent.chains[0] else wanted
    lacking = {name for name in looked_for if all(labels[name] == MISSING for labels, _ in sent.alike((name,)))}
    for route in stack.route.walk() if lacking else ():
        for name in _own(route):
            if name in lacking:
                near = nearest_name(name, sent.static_names)
                yield Flaw(
                    route.source,
                    f"{route.what}: groups by `{name}`, which no alert carries when it is sent; it tells no alerts apart",
                    (f"Did you mean `{near}`? " if near else "")
                    + "Name a label that the alerts' expressions keep, or take it out.",
                    field="group_by",
                )


def _own(route: Route) -> tuple[str, ...]:
    return tuple(name for name in route.group_by if name != _ALL) if "group_by" in route.own else ()
