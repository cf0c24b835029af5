from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Route, Stack

_DEEPEST = 5


@check("route/nesting", Severity.INFO, advice=True, needs=("routes",))
def route_nesting(stack: Stack) -> Iterator[Flaw]:
    """Routes that lie more than five levels deep.

    What a route takes is decided by all routes around it and by all that stand before those. Nobody sees at night, in a
    tree that deep, why an alert went where it went.

    Bad::

        e = Route(slack("#e"), matchers={"alertname": "Down"}, routes=(Route(slack("#f"), matchers={"instance": "a"}),))
        d = Route(slack("#d"), matchers={"cluster": "a"}, routes=(e,))
        c = Route(slack("#c"), matchers={"severity": "critical"}, routes=(d,))
        b = Route(slack("#b"), matchers={"team": "web"}, routes=(c,))
        Routing(default=slack("#unrouted"), routes=(Route(slack("#a"), matchers={"service": "shop"}, routes=(b,)),))

    Good::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#f"), matchers={"service": "shop", "alertname": "Down", "instance": "a"}),
        ))
    """
    for route in _below(stack.route, 0):
        yield Flaw(
            route.source,
            f"{route.what}: lies {_DEEPEST + 1} levels deep; what it takes is decided by every route around it and before "
            "those, which nobody follows at night",
            "Write its conditions into one route near the root.",
        )


def _below(parent: Route, depth: int) -> Iterator[Route]:
    """The first route of each branch that lies too deep."""
    for route in parent.routes:
        if depth == _DEEPEST:
            yield route
        else:
            yield from _below(route, depth + 1)
