from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.tree import Tree


@check("route/continue", Severity.INFO, advice=True, needs=("routes",))
def route_continue(stack: Stack) -> Iterator[Flaw]:
    """Routes that go on to the next siblings, of which none can match what they match.

    `continue_` says that somebody else is to be told as well. Where no sibling after it takes the same alerts, nobody
    is: it misleads whoever reads the tree, or the route that was meant is missing.

    Bad::

        child = Route(slack("#db-audit"), matchers={"alertname": "Down"}, continue_=True)
        Routing(default=slack("#unrouted"), routes=(Route(slack("#db"), matchers={"service": "db"}, routes=(child,)),))

    Good::

        child = Route(slack("#db-audit"), matchers={"alertname": "Down"})
        Routing(default=slack("#unrouted"), routes=(Route(slack("#db"), matchers={"service": "db"}, routes=(child,)),))
    """
    for route in Tree.of(stack).idle:
        yield Flaw(
            route.source,
            f"{route.what}: `continue_` leads nowhere: no sibling after it takes an alert that it takes, so nobody else "
            "is told",
            "Take it out, or add the route that should be told as well behind this one.",
            field="continue_",
        )
