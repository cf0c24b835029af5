from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.lost import lost_labels
from o11ygen.resolved.outcomes import Outcome
from o11ygen.resolved.relabeling import untouched
from o11ygen.resolved.sent import Sent


@check("route/receiver", Severity.ERROR, needs=("routes", "metrics"))
def route_receiver(stack: Stack) -> Iterator[Flaw]:
    """Alerts that reach nobody but a catch-all route.

    A catch-all is for what nobody thought of: if a known alert ends there, the people who own it never hear of it.
    The same goes for a receiver without integrations, for a route without `to`, which ends where its parent would,
    and in production for a Prometheus without any Alertmanager. The alert goes through alert relabeling and the
    routing tree with the labels it has when it is sent; where only some of its series may end so, by a label such
    as `job`, the finding is a warning.

    Bad::

        Route(catch_all=True, matchers={"team": "ml"})
        Team("ml", ...)
        Alert("Down", ...)

    Good::

        Team("ml", page=pagerduty(...), notify=slack("#ml"))
        Alert("Down", ...)
    """
    if stack.alerts and stack.environment.may_page and not stack.prometheus.alertmanagers:
        yield Flaw(
            stack.prometheus.source,
            "Prometheus has no Alertmanager: alerts fire, and nobody is ever told",
            "Leave `alertmanagers` out, which takes the one in the environment's `addresses`, or name another.",
            field="alertmanagers",
        )
        return
    yield from _taken_away(stack)
    sent, telling = Sent.of(stack), stack.telling
    unheard_of = [(end, [one for one in end.outcomes if not one.is_heard(telling)]) for end in sent.ends]
    # Where a label was lost on the way, that is told by its name.
    lost = {id(one.alert) for one in lost_labels(stack)} if any(unheard for _, unheard in unheard_of) else set[int]()
    for (outcomes, alerts), unheard in unheard_of:
        for alert in alerts if unheard else ():
            if id(alert) not in lost:
                yield from (_flaw(alert, outcome, some=len(unheard) < len(outcomes)) for outcome in unheard)


def _flaw(alert: AlertRule, outcome: Outcome, *, some: bool) -> Flaw:
    if not outcome.routes:
        return Flaw(
            alert.source,
            f"{alert.what}: alert relabeling drops it before it is sent; nobody ever hears of it",
            "Take the step out of `alert_relabel`, or remove the alert.",
            severity=Severity.WARNING if some else None,
        )
    ends = ", ".join(f"`{route.title}` (receiver `{route.receiver}`)" for route in outcome.routes)
    reaches = f"for series with {outcome.where} reaches" if outcome.where else "reaches"
    return Flaw(
        alert.source,
        f"{alert.what}: {reaches} only {ends}, where nothing should end; nobody who owns it hears of it",
        "Add a route whose matchers fit its labels: "
        + ", ".join(f'{name}="{value}"' for name, value in alert.labels.items()),
        related=tuple(Related(route.source.location(), "ends here") for route in outcome.routes),
        severity=Severity.WARNING if some else None,
    )


def _taken_away(stack: Stack) -> Iterator[Flaw]:
    """Labels that rules set and routes or inhibitions go by, but that alert relabeling removes."""
    read = set(stack.router.read)
    for inhibition in stack.inhibitions:
        read.update(one.name for one in (*inhibition.source_matchers, *inhibition.target_matchers))
        read.update(inhibition.equal)
    given = {"alertname"}.union(*(alert.labels for alert in stack.alerts))
    server = stack.prometheus
    owners = [(server.source, server.alert_relabel), *((one.source, one.alert_relabel) for one in server.alertmanagers)]
    for source, steps in owners:
        drops = [step for step in steps if step.get("action") in ("labeldrop", "labelkeep")]
        for label in sorted(read & given - untouched(read & given, drops)):
            yield Flaw(
                source,
                f"alert relabeling takes away `{label}`, which every alert is routed or inhibited by; Alertmanager can't "
                "tell alerts apart by it, and tells the wrong people or nobody",
                "Drop only labels that no route and no inhibition reads.",
                field="alert_relabel",
            )
