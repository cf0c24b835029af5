from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Stack


@check("route/receiver", Severity.ERROR)
def route_receiver(stack: Stack) -> Iterator[Flaw]:
    """Alerts that reach nobody but a catch-all route.

    A catch-all is for what nobody thought of: if a known alert ends there, the people who own it never hear of it. The
    alert goes through the routing tree with its static labels, as Alertmanager sends it.

    Bad::

        Routing(default=slack("#unrouted"), routes=(Route(catch_all=True, matchers={"team": "ml"}),))

    Good::

        Team("ml", page=pagerduty(...), notify=email("ml@example.com"))
    """
    receivers = {receiver.name: receiver for receiver in stack.receivers}
    for alert in stack.alerts:
        labels = {**stack.environment.external_labels, **alert.labels, "alertname": alert.name}
        reached = stack.router.reached(labels)
        heard = [route for route in reached if not route.catch_all and receivers[route.receiver].integrations]
        if not heard:
            ends = ", ".join(f"`{route.title}` (receiver `{route.receiver}`)" for route in reached)
            yield Flaw(
                alert.source,
                f"{alert.what}: reaches only {ends}, where nothing should end; nobody who owns it hears of it",
                "Add a route whose matchers fit its labels: "
                + ", ".join(f'{name}="{value}"' for name, value in alert.labels.items()),
                related=tuple(Related(route.source.location(), "ends here") for route in reached),
            )
