from __future__ import annotations

from collections.abc import Iterator, Mapping

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Inhibition, Stack
from o11ygen.resolved.outcomes import Values, may_match
from o11ygen.resolved.sent import Sent


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
    sent = Sent(stack)
    for inhibition in stack.inhibitions:
        if inhibition.generated:
            continue
        for side, matchers in (("source", inhibition.source_matchers), ("target", inhibition.target_matchers)):
            names = {*inhibition.equal, *(matcher.name for matcher in matchers)}
            matched = [
                (alert, labels)
                for alert in stack.alerts
                for labels in sent.labels(alert, names)
                if labels is not None and may_match(matchers, labels)
            ]
            if not matched:
                yield Flaw(
                    inhibition.source,
                    f"an inhibition whose {side} matches no alert here; it never applies",
                    "Correct the matchers, or remove it.",
                    field=side,
                    severity=Severity.WARNING,
                )
            yield from _lacking(inhibition, side, matched)


def _lacking(
    inhibition: Inhibition, side: str, matched: list[tuple[AlertRule, Mapping[str, Values]]]
) -> Iterator[Flaw]:
    for alert, labels in matched:
        for label in inhibition.equal:
            if not labels[label].sure:
                yield Flaw(
                    inhibition.source,
                    f"an inhibition with `equal` label `{label}`, which {alert.what} on its {side} side may lack; a "
                    "missing label counts as equal, so it silences alerts it should not",
                    "Name only labels that both sides surely carry when they are sent, or keep the label in the alert's "
                    "expression.",
                    field="equal",
                )
