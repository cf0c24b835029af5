from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Receiver, Route, Stack
from o11ygen.resolved.sent import Sent


@check("route/twice", Severity.WARNING, needs=("routes",))
def route_twice(stack: Stack) -> Iterator[Flaw]:
    """Alerts that are told twice to the same place.

    With `continue_` an alert goes on to further routes. Where two of them lead to the same channel, address or service,
    one failure makes two messages, or two pages that two people take for two failures.

    Bad::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#page"), name="copy", matchers={"severity": "critical"}, continue_=True),
        ))
        Team("web", page=slack("#page"), notify=slack("#web"))
        Alert("Down", ..., severity=Severity.CRITICAL)

    Good::

        Routing(default=slack("#unrouted"), routes=(
            Route(slack("#incidents"), name="copy", matchers={"severity": "critical"}, continue_=True),
        ))
        Team("web", page=slack("#page"), notify=slack("#web"))
        Alert("Down", ..., severity=Severity.CRITICAL)
    """
    receivers = {receiver.name: receiver for receiver in stack.receivers}
    told: dict[tuple[int, int], tuple[Route, Route, str]] = {}
    for outcomes, alerts in Sent.of(stack).ends:
        for outcome in outcomes:
            for at, one in enumerate(outcome.routes):
                for other in outcome.routes[at + 1 :]:
                    if _is_same_place(receivers[one.receiver], receivers[other.receiver]):
                        told.setdefault((id(one), id(other)), (one, other, alerts[0].what))
    for one, other, what in told.values():
        where = one.receiver if one.receiver == other.receiver else f"{one.receiver}` and `{other.receiver}"
        yield Flaw(
            one.source,
            f"{one.what}: goes on to `{other.title}`, which leads to the same place (`{where}`): {what}, for one, is told "
            "twice there",
            "Take out `continue_`, or let one of them lead elsewhere.",
            field="continue_",
            related=(Related(other.source.location(), "leads to the same place"),),
        )


def _is_same_place(one: Receiver, other: Receiver) -> bool:
    """Whether some integration of both is told the same in the same place."""
    return any(
        (mine.kind, mine.settings, mine.extra) == (its.kind, its.settings, its.extra)
        for mine in one.integrations
        for its in other.integrations
    )
