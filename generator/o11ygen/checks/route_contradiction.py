from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Matcher, Route, Stack
from o11ygen.resolved.tree import Tree


@check("route/contradiction", Severity.ERROR, needs=("routes",))
def route_contradiction(stack: Stack) -> Iterator[Flaw]:
    """Routes whose matchers exclude each other, so that no alert can ever take them.

    All matchers of a route must hold, and those of the routes around it as well. Two that can't hold together look like
    a choice and are none: whoever the route should tell hears of nothing, and the alerts go where the parent sends them.

    Bad::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#db"), matchers=('service="postgres"', 'service="mysql"')),
        ))

    Good::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#db"), matchers='service=~"postgres|mysql"'),))
    """
    for route, matchers in Tree.of(stack).contradictions:
        yield Flaw(
            route.source,
            f"{route.what}: {_said(route, matchers)}; no alert ever takes this route, and whom it should tell hears of "
            "nothing",
            'Write a choice as one matcher, such as `service=~"a|b"`, or take away what excludes the rest.',
            field="matchers",
        )


def _said(route: Route, matchers: tuple[Matcher, ...]) -> str:
    named = [f"`{one}`" + ("" if one in route.matchers else " of a route around it") for one in matchers]
    if len(named) == 1:
        return f"nothing matches {named[0]}"
    return f"{', '.join(named[:-1])} and {named[-1]} never hold together"
