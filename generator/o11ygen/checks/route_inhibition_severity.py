from __future__ import annotations

from collections.abc import Iterator, Sequence

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.inhibited import Alike, Sides, sides
from o11ygen.resolved.sent import Sent

_RANKS = {severity: rank for rank, severity in enumerate(conventions.SEVERITIES)}


@check("route/inhibition-severity", Severity.WARNING, needs=("routes", "rules", "metrics"))
def route_inhibition_severity(stack: Stack) -> Iterator[Flaw]:
    """Inhibitions by which an alert silences one that is more severe.

    Whoever is told of the warning may let it wait till the morning. The critical alert that it keeps silent was to wake
    somebody, and does not.

    Bad::

        Inhibit(source={"severity": "warning"}, target={"severity": "critical"}, equal=("instance",))
        Alert("Slow", ..., expr="up == 0", severity=Severity.WARNING)
        Alert("Down", ..., expr="up == 0", severity=Severity.CRITICAL)

    Good::

        Inhibit(source={"severity": "critical"}, target={"severity": "warning"}, equal=("instance",))
        Alert("Slow", ..., expr="up == 0", severity=Severity.WARNING)
        Alert("Down", ..., expr="up == 0", severity=Severity.CRITICAL)
    """
    for both in sides(Sent.of(stack), (one for one in stack.inhibitions if not one.generated)):
        pair = _less_severe(both)
        if pair is not None:
            source, target = pair
            yield Flaw(
                both.inhibition.source,
                f"an inhibition by which {_said(source)} silences {_said(target)}, which is more severe; while the first "
                "waits till the morning, nobody is woken by the second",
                "Let the more severe one silence the other, or leave the severe ones out of `target`.",
                field="source",
            )


def _less_severe(both: Sides) -> tuple[AlertRule, AlertRule] | None:
    """The most severe alert of the source, and the most severe one of the target where that is more so."""
    source, target = _most_severe(both.source), _most_severe(both.target)
    if source is None or target is None:
        return None
    return (source, target) if _rank(target) < _rank(source) else None


def _most_severe(listed: Sequence[Alike]) -> AlertRule | None:
    return min((alert for one in listed for alert in one.alerts), key=_rank, default=None)


def _rank(alert: AlertRule) -> int:
    return _RANKS.get(alert.severity, len(_RANKS))


def _said(alert: AlertRule) -> str:
    return alert.what if alert.leveled else f"{alert.what} ({alert.severity})"
