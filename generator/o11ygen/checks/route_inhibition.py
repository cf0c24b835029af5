from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import carried_labels
from o11ygen.resolved import AlertRule, Inhibition, Matcher, Stack


@check("route/inhibition", Severity.ERROR)
def route_inhibition(stack: Stack) -> Iterator[Flaw]:
    """Inhibitions whose `equal` names a label that one side may lack, or that can never apply.

    A missing label counts as an empty one, so two alerts that both lack it are "equal": the alert of one service then
    silences that of every other. An inhibition that matches no alert at all protects nobody from noise.

    Bad::

        Inhibit(source={"severity": "critical"}, target={"severity": "warning"}, equal=("cluster",))

    Good::

        Inhibit(source={"severity": "critical"}, target={"severity": "warning"}, equal=("alertname", "service"))
    """
    for inhibition in stack.inhibitions:
        if inhibition.generated:
            continue
        for side, matchers in (("source", inhibition.source_matchers), ("target", inhibition.target_matchers)):
            alerts = [alert for alert in stack.alerts if _may_match(alert, matchers, stack)]
            if not alerts:
                yield Flaw(
                    inhibition.source,
                    f"an inhibition whose {side} matches no alert here; it never applies",
                    "Correct the matchers, or remove it.",
                    field=side,
                    severity=Severity.WARNING,
                )
            yield from _lacking(inhibition, side, alerts, stack)


def _lacking(inhibition: Inhibition, side: str, alerts: list[AlertRule], stack: Stack) -> Iterator[Flaw]:
    for alert in alerts:
        sure = _sure(alert, stack)
        for label in inhibition.equal:
            if label not in sure:
                yield Flaw(
                    inhibition.source,
                    f"an inhibition with `equal` label `{label}`, which {alert.what} on its {side} side may lack; a "
                    "missing label counts as equal, so it silences alerts it should not",
                    "Name only labels that both sides surely carry, or keep the label in the alert's expression.",
                    field="equal",
                )


def _sure(alert: AlertRule, stack: Stack) -> frozenset[str]:
    carried = carried_labels(alert.expr, labels_of=stack.series.carried)
    return carried.union(alert.labels, stack.environment.external_labels, ("alertname",))


def _may_match(alert: AlertRule, matchers: tuple[Matcher, ...], stack: Stack) -> bool:
    """Whether the alert can satisfy the matchers: labels that its rule does not set may have any value."""
    fixed = {**stack.environment.external_labels, **alert.labels, "alertname": alert.name}
    return all(matcher.matches(fixed) for matcher in matchers if matcher.name in fixed)
