from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import Query, parse
from o11ygen.promql.wellknown import is_condition
from o11ygen.resolved import AlertRule, Stack

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

# Labels that say whose series it is, and nothing of how it goes.
_WHOSE = frozenset(("job", "instance", "namespace", "cluster", "service", "env", "environment"))
_FILTERING = frozenset(("unless", "and"))


@check("alert/condition", Severity.ERROR, of="alert", alike=True)
def alert_condition(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Alerts whose expression has no condition, so that they fire for whatever it returns.

    Prometheus asks only whether there is a result: a series with the value 0 fires as well as any other. A comparison with
    `bool` makes 0 or 1 of each series instead of leaving some out. `or vector(0)` behind a condition fires all the time. An
    alert that is to fire always is `vector(1)` alone.

    Bad::

        expr="up == bool 0"

    Good::

        expr="up == 0"
    """
    query = parse(alert.expr)
    if query.error or not query.result_type:
        return
    if query.comparison is not None and query.comparison.returns_bool:
        yield _flaw(
            alert,
            f"`{query.comparison.op} bool` returns 0 or 1 for every series, and 0 fires too: the alert always fires",
            "Take `bool` away.",
        )
    elif query.result_type in ("scalar", "vector") and not _surely_filters(query):
        yield from _unfiltered(alert, query, stack)


def _surely_filters(query: Query) -> bool:
    """Told by the facts alone, as nearly always: the whole has a condition, and no branch that may lack it."""
    return query.filters and not query.always_returns and "or" not in query.text.lower()


def _unfiltered(alert: AlertRule, query: Query, stack: Stack) -> Iterator[Flaw]:
    if query.always_returns and not query.selectors:
        # A heartbeat; and what compares constants is judged elsewhere.
        return
    outcomes = stack.series.outcomes_of(alert.expr)
    free = [one for one in outcomes if one.returns != "never" and not _is_filtered(one)]
    if not free:
        return
    if any(one.returns == "always" for one in free):
        yield _flaw(
            alert,
            "a part of the expression returns something whatever the data is: the alert always fires",
            "Take out what stands in for missing series, such as `or vector(0)`, or put it before the condition.",
        )
        return
    parts = ", ".join(f"`{name}`" for one in free for name in one.metrics[:1])
    whole = len(free) == len(outcomes)
    yield _flaw(
        alert,
        "the expression has no condition: the alert fires for every series that it returns, whatever the value"
        if whole
        else f"the branch of {parts or 'its `or`'} has no condition: the alert fires for every series of it",
        "Compare it with a threshold, such as `> 0`.",
        severity=Severity.WARNING,
    )


def _is_filtered(outcome: Outcome) -> bool:
    """Whether something decides which of its series are there."""
    if outcome.absent or outcome.conditions or not _FILTERING.isdisjoint(outcome.operations):
        return True
    if any(map(is_condition, outcome.metrics)):
        return True
    if (
        not outcome.operations
        and outcome.value != "counter"
        and any(pin.name not in _WHOSE and pin.op in ("=", "=~") for pin in outcome.pins)
    ):
        # `x_status{state="failed"}`: the series is there while it is so.
        return True
    return any(_is_filtered(partner) for joined in outcome.joins for partner in joined.partners)


def _flaw(alert: AlertRule, message: str, hint: str, *, severity: Severity | None = None) -> Flaw:
    return Flaw(alert.source, f"{alert.source.what}: {message}", hint, field="expr", severity=severity)
