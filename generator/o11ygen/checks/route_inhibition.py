from __future__ import annotations

from collections.abc import Iterable, Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest_name
from o11ygen.promql import possible_labels
from o11ygen.resolved import AlertRule, Matcher, Stack
from o11ygen.resolved.conditions import listed_by
from o11ygen.resolved.inhibited import Alike, Sides, sides
from o11ygen.resolved.outcomes import MISSING, may_match
from o11ygen.resolved.sent import Sent

_MOST_NAMED = 2


@check("route/inhibition", Severity.ERROR, needs=("routes", "rules", "metrics"))
def route_inhibition(stack: Stack) -> Iterator[Flaw]:
    """Inhibitions whose `equal` names a label that one side may lack, or that can never apply.

    A missing label counts as an empty one, so two alerts that both lack it are "equal": the alert of one service then
    silences that of every other. An inhibition that matches no alert at all protects nobody from noise, and neither does
    one whose alerts are all on both sides: Alertmanager does not let those silence each other.

    Bad::

        Inhibit(source={"severity": "critical"}, target={"severity": "warning"}, equal=("cluster",))
        Alert("Down", ..., severity=Severity.CRITICAL)
        Alert("Slow", ..., severity=Severity.WARNING)

    Good::

        Inhibit(source={"severity": "critical"}, target={"severity": "warning"}, equal=("job", "service"))
        Alert("Down", ..., expr="up == 0", severity=Severity.CRITICAL)
        Alert("Slow", ..., expr="up == 0", severity=Severity.WARNING)
    """
    sent = Sent.of(stack)
    for one in sides(sent, (one for one in stack.inhibitions if not one.generated)):
        yield from _flaws(one, sent, stack)


def _flaws(both: Sides, sent: Sent, stack: Stack) -> Iterator[Flaw]:
    inhibition = both.inhibition
    for side, matchers, matched in (
        ("source", inhibition.source_matchers, both.source),
        ("target", inhibition.target_matchers, both.target),
    ):
        if not matched:
            yield Flaw(
                inhibition.source,
                f"an inhibition whose {side} matches no alert here; it never applies",
                _remedy(matchers, sent),
                field=side,
                severity=Severity.WARNING,
            )
        for label in inhibition.equal:
            lacking = [one for one in matched if not one.labels[label].sure]
            if lacking:
                yield _lacking(both, side, label, lacking, stack)
    differing = both.differing if both.source and both.target else ""
    if differing:
        yield Flaw(
            inhibition.source,
            f"an inhibition with `equal` label `{differing}`, of which its source and its target ask for different "
            "values; it never applies",
            "Name labels that both have in common, such as `service` or `instance`.",
            field="equal",
            severity=Severity.WARNING,
        )
    elif both.source and both.target and both.is_void:
        yield Flaw(
            inhibition.source,
            "an inhibition whose source and target match the same alerts; those never silence each other, so it never "
            "applies",
            "Let `source` match only alerts that silence, and `target` only those that fall silent.",
            field="target",
            severity=Severity.WARNING,
        )


def _remedy(matchers: Iterable[Matcher], sent: Sent) -> str:
    for matcher in matchers:
        values = sent.anywhere(matcher.name)
        if not may_match((matcher,), {matcher.name: values}):
            known = sent.static_names if values == MISSING else values.known - {""}
            wanted = (matcher.name,) if values == MISSING else listed_by(matcher)
            near = next(filter(None, (nearest_name(one, known) for one in wanted)), "")
            if near:
                return f"`{matcher}` is what no alert has. Did you mean `{near}`? Else remove it."
    return "Correct the matchers, or remove it."


def _lacking(both: Sides, side: str, label: str, lacking: list[Alike], stack: Stack) -> Flaw:
    alerts = [alert for one in lacking for alert in one.alerts]
    named = ", ".join(dict.fromkeys(alert.what for alert in alerts[:_MOST_NAMED]))
    more = f" and {len(alerts) - _MOST_NAMED} more" if len(alerts) > _MOST_NAMED else ""
    return Flaw(
        both.inhibition.source,
        f"an inhibition with `equal` label `{label}`, which {named}{more} on its {side} side may lack"
        f"{_reason(alerts[0], label, stack)}; a missing label counts as equal, so it silences alerts it should not",
        "Name only labels that both sides surely carry when they are sent, or keep the label in the alert's expression.",
        field="equal",
    )


def _reason(alert: AlertRule, label: str, stack: Stack) -> str:
    reason = possible_labels(alert.expr, labels_of=stack.series.possible).removed_by(label)
    # What the environment sets, only relabeling can take away.
    return f" ({reason})" if reason and label not in stack.environment.external_labels else ""
