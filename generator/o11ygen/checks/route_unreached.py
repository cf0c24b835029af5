from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Matcher, Route, Stack
from o11ygen.resolved.outcomes import may_match
from o11ygen.resolved.sent import Sent
from o11ygen.resolved.tree import Tree


@check("route/unreached", Severity.INFO, advice=True, needs=("routes", "rules", "metrics"), everywhere=True)
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
        # What is never met at all is told by that name.
        if id(route) not in dead and not route.catch_all and not sent.unmet(matchers):
            yield Flaw(
                route.source,
                f"{route.what}: no alert of any environment ends here; it tells nobody of anything",
                f"{_nearest(matchers, sent)}Correct the matchers, or remove the route.",
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


def _nearest(matchers: tuple[Matcher, ...], sent: Sent) -> str:
    """The alert that fits all but the fewest of the matchers, in words; the name counts for most."""
    best: tuple[int, AlertRule, list[Matcher]] | None = None
    for labels, alike in sent.alike(one.name for one in matchers):
        failed = [one for one in matchers if not may_match((one,), labels)]
        distance = sum(2 if one.name == conventions.ALERT_NAME else 1 for one in failed)
        if len(failed) < len(matchers) and (best is None or distance < best[0]):
            best = (distance, alike[0], failed)
    if best is None:
        return ""
    _, alert, failed = best
    if not failed:
        return f"{_capital(alert.what)} fits, but a route before it takes that. "
    return f"{_capital(alert.what)} comes nearest, but for {' and '.join(f'`{one}`' for one in failed)}. "


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
