from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import AlertRule, Receiver, Stack
from o11ygen.resolved.sent import Sent


@check("route/paging", Severity.ERROR, needs=("routes", "metrics"))
def route_paging(stack: Stack) -> Iterator[Flaw]:
    """Alerts outside of production that reach a receiver which pages.

    Nobody should get up at night for a test environment, and whoever does stops trusting the pager. Only environments of
    tier `production` may page. What a route goes by may be a label that only the alert's series have, such as `job`: a
    receiver that some of them may reach is found as well.

    Bad::

        Team("ml", page=pagerduty(...), notify=slack("#ml"))
        Environment("staging", ..., tier="staging")
        Alert("Down", ..., severity=Severity.CRITICAL)

    Good::

        Team("ml", page=per_env(slack("#ml-test"), tiers={"production": pagerduty(...)}), notify=slack("#ml"))
        Environment("staging", ..., tier="staging")
        Alert("Down", ..., severity=Severity.CRITICAL)
    """
    if stack.environment.may_page:
        return
    receivers = {receiver.name: receiver for receiver in stack.receivers}
    paging = {receiver.name for receiver in stack.receivers if receiver.pages}
    sent = Sent.of(stack)
    for alert in stack.alerts if paging else ():
        found: dict[str, str] = {}
        for outcome in sent.outcomes(alert):
            for route in outcome.routes:
                if route.receiver in paging and found.get(route.receiver) != "":
                    found[route.receiver] = outcome.where
        for name, where in found.items():
            yield _flaw(alert, receivers[name], where)


def _flaw(alert: AlertRule, receiver: Receiver, where: str) -> Flaw:
    pages = f"may page, for series with {where}," if where else "pages"
    return Flaw(
        alert.source,
        f"{alert.what}: {pages} through receiver `{receiver.name}` in an environment that is not "
        "of tier `production`; only that may wake people",
        'Give the receiver per tier: `per_env(<quiet one>, tiers={"production": <paging one>})`.',
        related=(Related(receiver.source.location(), f"receiver `{receiver.name}` is defined here"),),
    )
