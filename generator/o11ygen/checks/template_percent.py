from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import AlertText, texts_of

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

_RATIOS = ("ratio", "quotient")
# What leaves a value as it is.
_KEEPING = frozenset(("<", ">", "<=", ">=", "and", "unless", "min", "max", "avg", "topk", "bottomk"))


def _has_sign(texts: str) -> bool:
    return "%" in texts and ("}}%" in texts or "}} %" in texts)


@check("template/percent", Severity.WARNING, of="alert", suspicious=_has_sign)
def template_percent(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Ratios that an annotation prints with a percent sign behind them.

    A ratio of 0.05 is printed as 0.05%, where it is 5%: whoever reads it goes back to sleep.

    Bad::

        Alert(
            "Errors", ..., summary="{{ $value }}% of all requests fail",
            expr='sum(rate(requests_total{status=~"5.."}[5m])) / sum(rate(requests_total[5m])) > 0.1',
        )

    Good::

        Alert(
            "Errors", ..., summary="{{ $value | humanizePercentage }} of all requests fail",
            expr='sum(rate(requests_total{status=~"5.."}[5m])) / sum(rate(requests_total[5m])) > 0.1',
        )
    """
    for one in texts_of(alert):
        if one.kind == "annotation" and _is_ratio_with_sign(alert, one, stack):
            yield Flaw(
                alert.source,
                f"{alert.source.what}: {one.title} prints `$value` with a percent sign, but the value is a ratio, which is "
                "told a hundred times too small",
                "Write `{{ $value | humanizePercentage }}`, without the sign.",
                field=one.field,
            )


def _is_ratio_with_sign(alert: AlertRule, one: AlertText, stack: Stack) -> bool:
    from o11ygen.resolved.value_units import has_percent_sign

    condition = parse(alert.expr).comparison
    if condition is None or condition.threshold is None or not 0 < condition.threshold < 1:
        return False
    branches = stack.series.outcomes_of(alert.expr) if has_percent_sign(one.text) else ()
    told = [
        branch.value in _RATIOS or _is_declared_share(branch, stack) for branch in branches if branch.returns != "never"
    ]
    return bool(told) and all(told)


def _is_declared_share(branch: Outcome, stack: Stack) -> bool:
    """Whether it is a value of one metric, unchanged, that is declared to lie between 0 and 1."""
    if len(branch.metrics) != 1 or not _KEEPING.issuperset(branch.operations):
        return False
    declared = stack.series.metrics.get(branch.metrics[0], [])
    return bool(declared) and all(metric.range == (0, 1) for metric in declared)
