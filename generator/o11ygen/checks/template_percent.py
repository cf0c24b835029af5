from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import AlertText, texts_of

_RATIOS = ("ratio", "quotient")
_SIGNS = ("}}%", "}} %")


@check("template/percent", Severity.WARNING, of="alert")
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
    for one in texts_of(alert) if _has_sign(alert) else ():
        if one.kind == "annotation" and _is_ratio_with_sign(alert, one, stack):
            yield Flaw(
                alert.source,
                f"{alert.source.what}: {one.title} prints `$value` with a percent sign, but the value is a ratio, which is "
                "told a hundred times too small",
                "Write `{{ $value | humanizePercentage }}`, without the sign.",
                field=one.field,
            )


def _has_sign(alert: AlertRule) -> bool:
    return any(sign in text for text in alert.annotations.values() for sign in _SIGNS)


def _is_ratio_with_sign(alert: AlertRule, one: AlertText, stack: Stack) -> bool:
    from o11ygen.resolved.value_units import has_percent_sign

    condition = parse(alert.expr).comparison
    if condition is None or condition.threshold is None or not 0 < condition.threshold < 1:
        return False
    branches = stack.series.outcomes_of(alert.expr) if has_percent_sign(one.text) else ()
    told = [branch.value in _RATIOS for branch in branches if branch.returns != "never"]
    return bool(told) and all(told)
