from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.inhibited import circles, sides
from o11ygen.resolved.sent import Sent


@check("route/inhibition-circle", Severity.WARNING, needs=("routes", "rules", "metrics"))
def route_inhibition_circle(stack: Stack) -> Iterator[Flaw]:
    """Two inhibitions by which two alerts silence each other.

    An alert that is silenced still silences others. When both fire, each keeps the other from being told, and nobody
    hears of either: of the worst case there is no word.

    Bad::

        Routing(default=slack("#unrouted"), inhibit=(
            Inhibit(source={"alertname": "HostDown"}, target={"alertname": "DiskFull"}, equal=("instance",)),
            Inhibit(source={"alertname": "DiskFull"}, target={"alertname": "HostDown"}, equal=("instance",)),
        ))
        Alert("HostDown", ..., expr="up == 0")
        Alert("DiskFull", ..., expr="up == 0")

    Good::

        Routing(default=slack("#unrouted"), inhibit=(
            Inhibit(source={"alertname": "HostDown"}, target={"alertname": "DiskFull"}, equal=("instance",)),
        ))
        Alert("HostDown", ..., expr="up == 0")
        Alert("DiskFull", ..., expr="up == 0")
    """
    # Those between levels only go from the more severe to the less.
    written = [one for one in stack.inhibitions if not one.generated]
    for one, other, head, tail in circles(sides(Sent.of(stack), written)) if len(written) > 1 else ():
        yield Flaw(
            one.inhibition.source,
            f"an inhibition that closes a circle: {head.what} silences {tail.what}, and by another inhibition the other way "
            "round; while both fire, nobody hears of either",
            "Let only the cause silence its consequences.",
            field="source",
            related=(Related(other.inhibition.source.location("source"), "the other way round"),),
        )
