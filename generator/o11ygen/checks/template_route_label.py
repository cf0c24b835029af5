from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("template/route-label", Severity.INFO, advice=True, needs=("routes",))
def template_route_label(stack: Stack) -> Iterator[Flaw]:
    """Labels that a route goes by and that a template fills in when the alert fires.

    Nobody can tell beforehand where such an alert goes: a series without the label that the template reads, or with a value
    that no route names, ends at the catch-all, and no test of the routing shows it.

    Bad::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#shop"), matchers={"area": "shop"}),))
        Alert("Down", ..., labels={"area": "{{ $labels.job }}"})

    Good::

        Routing(default=slack("#unrouted"), routes=(Route(slack("#shop"), matchers={"area": "shop"}),))
        Alert("Down", ..., labels={"area": "shop"})
    """
    read = set(stack.router.read)
    for alert in stack.alerts if read else ():
        for name, text in alert.labels.items():
            if "{{" in text and name in read:
                yield Flaw(
                    alert.source,
                    f"{alert.source.what}: routes go by label `{name}`, which is `{text}`: where the alert goes is "
                    "known only when it fires",
                    "Give the label a value of its own, one alert for each, or route by the label of the series.",
                    field="labels",
                )
