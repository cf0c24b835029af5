from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("route/resolved", Severity.WARNING, needs=("routes",))
def route_resolved(stack: Stack) -> Iterator[Flaw]:
    """Receivers that page, and never say when the alert is over.

    With `send_resolved=False` an incident stays open until somebody closes it by hand: the next firing of the alert is
    added to the old incident, and nobody is woken for it.

    Bad::

        Team("web", page=pagerduty(..., send_resolved=False), notify=slack("#web"))

    Good::

        Team("web", page=pagerduty(..., send_resolved=True), notify=slack("#web"))
    """
    for receiver in stack.receivers:
        for integration in receiver.integrations:
            if integration.pages and integration.settings.get("send_resolved") is False:
                yield Flaw(
                    integration.source,
                    f"receiver {receiver.name}: pages through `{integration.kind}` with `send_resolved=False`; the "
                    "incident stays open when the alert is over, and the next one does not wake anybody",
                    "Set `send_resolved=True`.",
                    field="send_resolved",
                )
