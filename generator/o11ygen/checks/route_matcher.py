from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest_name
from o11ygen.resolved import Matcher, Stack
from o11ygen.resolved.conditions import listed_by
from o11ygen.resolved.outcomes import Values, may_match
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
    for route in stack.route.walk() if stack.alerts else ():
        if id(route) in dead or route.generated:
            continue
        for matcher in route.matchers:
            values = sent.anywhere(matcher.name)
            if not may_match((matcher,), {matcher.name: values}):
                said, hint = _said(matcher, values, sent)
                yield Flaw(
                    route.source,
                    f"{route.what}: `{matcher}` matches no alert: {said}; whom the route should tell hears of nothing",
                    hint,
                    field="matchers",
                )


def _said(matcher: Matcher, values: Values, sent: Sent) -> tuple[str, str]:
    texts = sorted(values.known - {""})
    if not texts:
        nearest = nearest_name(matcher.name, sent.static_names)
        return "no alert carries the label", _hint(nearest)
    listed = ", ".join(f"`{text}`" for text in texts[:_MOST_NAMED])
    more = f" and {len(texts) - _MOST_NAMED} more" if len(texts) > _MOST_NAMED else ""
    wanted = listed_by(matcher)
    near = next(filter(None, (nearest_name(one, texts) for one in wanted)), "")
    return f"`{matcher.name}` is {listed}{more}", _hint(near)


def _hint(nearest: str) -> str:
    return (
        f"Did you mean `{nearest}`? Else remove the route." if nearest else "Correct the matcher, or remove the route."
    )
