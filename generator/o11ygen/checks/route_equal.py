from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("route/equal", Severity.WARNING, needs=("routes",))
def route_equal(stack: Stack) -> Iterator[Flaw]:
    """Inhibitions without `equal`, which silence alerts of every service and host at once.

    `equal` ties the two sides together. Without it, one critical alert anywhere keeps every alert of the target side
    from being told: an outage of one service hides the outages of all others.

    Bad::

        Inhibit(source={"severity": "critical"}, target={"severity": "warning"}, equal=())

    Good::

        Inhibit(source={"severity": "critical"}, target={"severity": "warning"}, equal=("alertname", "service"))
    """
    for inhibition in stack.inhibitions:
        if not inhibition.equal and not inhibition.generated:
            yield Flaw(
                inhibition.source,
                "an inhibition with no `equal` label: while any alert of its source fires, every alert of its target is "
                "silent, whatever service or host it is of",
                'Name the labels that both must share, such as `equal=("service",)`; or accept it with `allow`, where '
                "one alert is to silence them all.",
                field="equal",
            )
