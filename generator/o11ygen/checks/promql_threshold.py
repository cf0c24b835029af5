from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.promql.bounds import Settled, settled_conditions
from o11ygen.resolved import Expression, Stack


@check("promql/threshold", Severity.ERROR)
def promql_threshold(stack: Stack) -> Iterator[Flaw]:
    """Conditions that are never true, or always, whatever the values are.

    A gauge stays within its declared `range`, and `histogram_quantile` never tells more than the largest finite bucket:
    an alert beyond that never fires, and nobody finds out before the incident that it was meant for.

    Bad::

        Gauge("model_accuracy", "Share of right predictions.", range=(0, 1))
        Alert("LowAccuracy", expr="model_accuracy < 80", severity=Severity.WARNING)

    Good::

        Alert("LowAccuracy", expr="model_accuracy < 0.8", severity=Severity.WARNING)
    """
    yield from stack.in_expressions("promql/threshold", lambda expression: _flaws(expression, stack), alike=True)


def _flaws(expression: Expression, stack: Stack) -> Iterator[Flaw]:
    if not stack.series.is_limited(expression.text) or parse(expression.text).error:
        return
    known = stack.series
    found = settled_conditions(expression.text, limits_of=known.limits_of, buckets_of=known.buckets_of)
    for condition in dict.fromkeys(found):
        yield Flaw(
            expression.source,
            f"{expression.what}: the condition `{condition.op} {condition.threshold:.15g}` is "
            f"{'always' if condition.always else 'never'} true{_because(condition)}; {_consequence(expression, condition)}",
            "Compare with a value in between, in the unit of the metric; or mend what the metric is declared with.",
            field=expression.field,
        )


def _because(condition: Settled) -> str:
    low, high, why = condition.limits
    if not why:
        return f": what it judges lies between {low:g} and {high:g}"
    return f": {why}"


def _consequence(expression: Expression, condition: Settled) -> str:
    if expression.kind == "alert":
        return "the alert says nothing about it" if condition.always else "the alert never fires by it"
    return "the result says nothing" if condition.always else "the result is empty"
