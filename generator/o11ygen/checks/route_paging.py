from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Stack


@check("route/paging", Severity.ERROR)
def route_paging(stack: Stack) -> Iterator[Flaw]:
    """Alerts outside of production that reach a receiver which pages.

    Nobody should get up at night for a test environment, and whoever does stops trusting the pager. Only environments of
    tier `production` may page.

    Bad::

        Team("ml", page=pagerduty(...), notify=...)     # and an environment of tier "staging"

    Good::

        Team("ml", page=per_env(slack("#alerts-test"), tiers={"production": pagerduty(...)}), notify=...)
    """
    if stack.environment.may_page:
        return
    receivers = {receiver.name: receiver for receiver in stack.receivers}
    for alert in stack.alerts:
        labels = {**stack.environment.external_labels, **alert.labels, "alertname": alert.name}
        for route in stack.router.reached(labels):
            receiver = receivers[route.receiver]
            if receiver.pages:
                yield Flaw(
                    alert.source,
                    f"{alert.what}: pages through receiver `{receiver.name}` in an environment of tier "
                    f"`{stack.environment.tier}`; only production may wake people",
                    'Give the receiver per tier: `per_env(<quiet one>, tiers={"production": <paging one>})`.',
                    related=(Related(receiver.source.location(), f"receiver `{receiver.name}` is defined here"),),
                )
