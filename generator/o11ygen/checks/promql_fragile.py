from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.lexer import AGGREGATORS
from o11ygen.resolved import AlertRule, Stack

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

_ARITHMETIC = ("+", "-", "*", "/", "%", "^")


@check("promql/fragile", Severity.INFO, advice=True, of="alert", alike=True)
def promql_fragile(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Alerts without `for` that compute with two aggregations.

    Both sides are looked at in one moment: when Prometheus restarts, or targets come and go, one of them has series that the
    other does not have yet. A ratio jumps for a minute, and without `for` that minute is an alert.

    Bad::

        expr='sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.1'

    Good::

        expr='sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.1', for_="5m"
    """
    if alert.for_ms:
        return
    for outcome in stack.series.outcomes_of(alert.expr):
        op = _computed(outcome) if outcome.conditions else ""
        if op:
            yield Flaw(
                alert.source,
                f"{alert.what}: `{op}` is computed between two aggregations, and there is no `for`: the alert fires when "
                "one of them lags behind the other for a moment",
                "Let it wait (`for`) at least two evaluation intervals.",
                field="for_",
            )
            return


def _computed(outcome: Outcome) -> str:
    """The operator between two aggregations; empty where there is none, or where the other side only brings labels."""
    for joined in outcome.joins:
        if joined.op not in _ARITHMETIC or joined.taken:
            continue
        behind = outcome.operations[outcome.operations.index(joined.op) + 1 :]
        sides = [behind, *(one.operations for one in joined.partners)]
        if all(side[:1] and side[0] in AGGREGATORS for side in sides):
            return joined.op
    return ""
