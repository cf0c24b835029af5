from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.promql.wellknown import is_health
from o11ygen.resolved import AlertRule, Stack

_AGGREGATIONS = frozenset(("min", "max", "avg", "group"))
_NOT_URGENT = ("info", "none", "None")


@check("alert/health", Severity.ERROR, of="alert", alike=True)
def alert_health(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Alerts on a metric of health, such as `up` or `redis_up`, that fire while all is well, or always.

    Such a metric is 1 while its thing works and 0 when it does not. `redis_up == 1` tells that Redis works; `<= 1` is true of
    both. People learn to ignore the alert, and when Redis is down it is resolved.

    Bad::

        expr="up == 1"

    Good::

        expr="up == 0"
    """
    if "up" not in alert.expr and "probe_success" not in alert.expr:
        return
    query = parse(alert.expr)
    condition = query.comparison
    if condition is None or condition.threshold is None or condition.returns_bool or len(query.selectors) != 1:
        return
    selector = query.selectors[0]
    if not is_health(selector.metric) or not _AGGREGATIONS.issuperset(selector.within):
        return
    compared = f"`{selector.metric} {condition.op} {condition.threshold:g}`"
    fires = _true_of(condition.op, condition.threshold, 0), _true_of(condition.op, condition.threshold, 1)
    if fires == (False, True) and alert.severity not in _NOT_URGENT:
        message = f"{compared} is true while it works, and ends when it is down"
        yield Flaw(alert.source, f"{alert.what}: {message}", _hint(selector.metric), field="expr")
    elif fires == (True, True) and not stack.series.is_limited(alert.expr):
        # Of metrics with declared limits the condition itself is told of.
        message = (
            f"`{selector.metric} {condition.op} {condition.threshold:g}` is true of 0 and of 1: the alert always fires"
        )
        yield Flaw(alert.source, f"{alert.what}: {message}", _hint(selector.metric), field="expr")


def _hint(name: str) -> str:
    return f"Write `{name} == 0`."


def _true_of(op: str, threshold: float, value: float) -> bool:
    match op:
        case "==":
            return value == threshold
        case "!=":
            return value != threshold
        case ">":
            return value > threshold
        case ">=":
            return value >= threshold
        case "<":
            return value < threshold
        case _:
            return value <= threshold
