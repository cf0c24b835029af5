from __future__ import annotations

from collections.abc import Iterable, Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Matcher, Route, Stack
from o11ygen.resolved.outcomes import may_match
from o11ygen.resolved.sent import Sent
from o11ygen.resolved.tree import Tree


@check("route/unreached", Severity.INFO, needs=("routes", "rules", "metrics"), everywhere=True)
def route_unreached(stack: Stack) -> Iterator[Flaw]:
    """Routes at which no alert ends, in any environment.

    Each of its matchers fits some alert, but no alert fits all of them, or routes before it take those that do. It is
    left over from an alert that was renamed or removed, or the alert that it waits for is not written yet.

    Bad::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#slow"), matchers={"alertname": "Slow", "severity": "critical"}),
        ))
        Alert("Slow", ..., severity=Severity.WARNING)
        Alert("Down", ..., severity=Severity.CRITICAL)

    Good::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#slow"), matchers={"alertname": "Slow", "severity": "warning"}),
        ))
        Alert("Slow", ..., severity=Severity.WARNING)
        Alert("Down", ..., severity=Severity.CRITICAL)
    """
    sent, dead = Sent.of(stack), Tree.of(stack).dead
    reached = {id(route) for end in sent.ends for outcome in end.outcomes for route in outcome.routes}
    if not stack.alerts:
        return
    for route, matchers in _lonely(stack.route, (), reached):
        if id(route) not in dead and all(may_match((one,), {one.name: sent.anywhere(one.name)}) for one in matchers):
            yield Flaw(
                route.source,
                f"{route.what}: no alert of any environment ends here{_nearest(matchers, stack.alerts, sent)}",
                "Correct the matchers, or remove the route.",
                field="matchers",
            )


def _lonely(
    parent: Route, above: tuple[Matcher, ...], reached: set[int]
) -> Iterator[tuple[Route, tuple[Matcher, ...]]]:
    """The outermost of the routes that somebody wrote and no alert takes, with all that an alert would have to match."""
    for route in parent.routes:
        matchers = (*above, *route.matchers)
        # A parent may be there for its children alone.
        if route.generated or any(id(one) in reached for one in route.walk()):
            yield from _lonely(route, matchers, reached)
        else:
            yield route, matchers


def _nearest(matchers: Iterable[Matcher], alerts: Iterable[AlertRule], sent: Sent) -> str:
    """The alert that fits all but the fewest of the matchers, in words."""
    listed = tuple(matchers)
    names = {one.name for one in listed}
    best: tuple[int, AlertRule, list[Matcher]] | None = None
    for labels, alike in sent.alike(names):
        failed = [one for one in listed if not may_match((one,), labels)]
        if best is None or len(failed) < best[0]:
            best = (len(failed), alike[0], failed)
    if best is None or best[0] == len(listed):
        return ""
    if not best[2]:
        return f"; {best[1].what} fits, but a route before it takes that"
    return f"; {best[1].what} comes nearest, but for " + " and ".join(f"`{one}`" for one in best[2])
