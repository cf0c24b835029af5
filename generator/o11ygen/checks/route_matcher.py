from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest_name
from o11ygen.resolved import Matcher, Stack
from o11ygen.resolved.conditions import listed_by
from o11ygen.resolved.lost import lost_labels
from o11ygen.resolved.outcomes import Values
from o11ygen.resolved.sent import Sent
from o11ygen.resolved.tree import Tree

_MOST_NAMED = 6


@check("route/matcher", Severity.WARNING, needs=("routes", "rules", "metrics"), everywhere=True)
def route_matcher(stack: Stack) -> Iterator[Flaw]:
    """Routes that ask for a label or a value that no alert of any environment has.

    A misspelt value loads without a word, and the route waits for ever. What alerts carry is known here: labels of the
    rule, of its series, of the environment, after alert relabeling.

    Bad::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#page"), matchers={"severity": "crit"}),))
        Alert("Down", ..., severity=Severity.CRITICAL)

    Good::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#page"), matchers={"severity": "critical"}),))
        Alert("Down", ..., severity=Severity.CRITICAL)
    """
    sent, dead = Sent.of(stack), Tree.of(stack).dead
    # What an alert has lost on the way is told by that name.
    lost = {(id(route), one.label) for one in lost_labels(stack) for route in one.routes}
    for route in stack.route.walk() if stack.alerts else ():
        if id(route) not in dead and not route.generated and not route.catch_all:
            for matcher in sent.unmet(route.matchers):
                if (id(route), matcher.name) in lost:
                    continue
                yield Flaw(
                    route.source,
                    f"{route.what}: `{matcher}` matches no alert of any environment; whom the route should tell hears of "
                    "nothing",
                    _remedy(matcher, sent.anywhere(matcher.name), sent),
                    field="matchers",
                )


def _remedy(matcher: Matcher, values: Values, sent: Sent) -> str:
    texts = sorted(values.known - {""})
    if not texts:
        near = nearest_name(matcher.name, sent.static_names)
        told = "No alert carries that label"
    else:
        near = next(filter(None, (nearest_name(one, texts) for one in listed_by(matcher))), "")
        more = f" and {len(texts) - _MOST_NAMED} more" if len(texts) > _MOST_NAMED else ""
        told = f"Alerts have {', '.join(f'`{text}`' for text in texts[:_MOST_NAMED])}{more}"
    return f"{told}: did you mean `{near}`?" if near else f"{told}: correct the matcher, or remove the route."
