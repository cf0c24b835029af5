from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Route, Stack
from o11ygen.resolved.tree import Tree

_MOST_NAMED = 3


@check("route/shadowed", Severity.WARNING, needs=("routes",))
def route_shadowed(stack: Stack) -> Iterator[Flaw]:
    """Routes that are never reached, since a route before them takes everything that they match.

    Siblings are tried in order, and the first that matches ends the search unless it says `continue_`. Routes of the
    project stand before those of the teams: one that is too wide there takes the teams' alerts, pages included.

    Bad::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#all"), matchers='severity=~"critical|warning"'),
            Route(slack("#payments"), matchers={"severity": "critical", "service": "payments"}),
        ))

    Good::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#payments"), matchers={"severity": "critical", "service": "payments"}),
            Route(slack("#all"), matchers='severity=~"critical|warning"', continue_=True),
        ))
    """
    taken: dict[tuple[int, ...], tuple[tuple[Route, ...], list[Route]]] = {}
    for shadow in Tree.of(stack).shadows:
        taken.setdefault(tuple(map(id, shadow.by)), (shadow.by, []))[1].append(shadow.route)
    for by, routes in taken.values():
        yield _one(routes[0], by) if len(routes) == 1 and not routes[0].generated else _several(routes, by)


def _one(route: Route, by: tuple[Route, ...]) -> Flaw:
    takers = " and ".join(f"`{one.title}`" for one in by)
    take = "takes every alert that it matches" if len(by) == 1 else "together take every alert that it matches"
    return Flaw(
        route.source,
        f"{route.what}: is never reached: {takers} before it {take}",
        "Move it to the front, narrow what stands before it, or let that go on with `continue_=True`.",
        field="matchers",
        related=tuple(Related(one.source.location("matchers"), "takes its alerts") for one in by),
    )


def _several(routes: list[Route], by: tuple[Route, ...]) -> Flaw:
    first, *others = by
    named = ", ".join(f"`{one.title}`" for one in routes[:_MOST_NAMED])
    more = f" and {len(routes) - _MOST_NAMED} more" if len(routes) > _MOST_NAMED else ""
    take = "takes" if not others else f"together with {' and '.join(f'`{one.title}`' for one in others)} it takes"
    return Flaw(
        first.source,
        f"{first.what}: {take} every alert that routes behind it match; {named}{more} "
        f"{'is' if len(routes) == 1 else 'are'} never reached",
        "Narrow its matchers, move it behind them, or let it go on with `continue_=True`.",
        field="matchers",
        related=tuple(Related(one.source.location(), "is never reached") for one in routes[:_MOST_NAMED]),
    )
