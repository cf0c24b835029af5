from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.conventions import TARGET_LABELS
from o11ygen.finding import Excerpt, Severity
from o11ygen.promql import Selector, parse
from o11ygen.promql.health import health_conditions
from o11ygen.promql.wellknown import is_health
from o11ygen.resolved import AlertRule, Stack

_SAME = frozenset(("min", "max", "avg", "min_over_time", "max_over_time", "avg_over_time", "last_over_time"))
# Labels that say where something is, not how it is.
_PLACES = "cluster container datacenter dc env environment host name namespace node pod region role service site"
_WHERE = frozenset((*TARGET_LABELS, *_PLACES.split()))
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
    query = parse(alert.expr)
    condition = query.comparison
    if not any(_health_in(one.metric, stack) for one in query.selectors):
        return
    if condition is not None and condition.returns_bool:
        return
    for one in health_conditions(alert.expr, lambda name: _health_in(name, stack)):
        compared = f"`{one.text} {one.op} {one.number:g}`"
        if one.works and not one.down and one.alone and alert.severity not in _NOT_URGENT:
            if _asks_more(one.metric, query.selectors):
                continue
            message = f"{compared} is true while it works, and ends when it is down"
        elif one.works and one.down and not stack.series.is_limited(one.metric):
            # Of metrics whose limits are known the condition itself is told of.
            consequence = "the alert always fires" if one.alone else "it leaves nothing out"
            message = f"{compared} is true of 0 and of 1: {consequence}"
        else:
            continue
        excerpt = Excerpt(alert.expr, one.start, one.end)
        hint = f"Write `{one.metric} == 0`."
        yield Flaw(alert.source, f"{alert.what}: {message}", hint, field="expr", excerpt=excerpt)


def _asks_more(metric: str, selectors: tuple[Selector, ...]) -> bool:
    """Whether it asks for what works in some state, such as `runners_up{locked="no"}`: then that is what is wrong."""
    matchers = {matcher.name for one in selectors if one.metric == metric for matcher in one.matchers}
    return not matchers <= _WHERE


def _health_in(name: str, stack: Stack, *, deep: int = 3) -> str:
    """The metric of health that a series is, or that recording rules make it from; empty for any other.

    `deep` is how many rules are followed that read one another.
    """
    if ":" not in name:
        return name if is_health(name) else ""
    outcomes = [one for rule in stack.series.records.get(name, ()) for one in stack.series.outcomes_of(rule.expr)]
    read = {metric for one in outcomes for metric in one.metrics}
    if not deep or len(read) != 1 or any(one.conditions or not _SAME.issuperset(one.operations) for one in outcomes):
        return ""
    return _health_in(read.pop(), stack, deep=deep - 1)
