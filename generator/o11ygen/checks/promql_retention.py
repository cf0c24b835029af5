from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Expression, Stack

_LITTLE_MS = 3_600_000


@check("promql/retention", Severity.ERROR)
def promql_retention(stack: Stack) -> Iterator[Flaw]:
    """Expressions that look further back than the environment keeps metrics.

    Prometheus answers with what it still has: an `offset` beyond the retention returns nothing, and an average "over 30
    days" is one over the days that are left. Environments with a short retention are where this hides.

    Bad::

        expr="avg_over_time(up[30d]) < 0.99"     # the environment keeps 7 days

    Good::

        retention=Retention(metrics="35d")       # or a shorter range, with per_env
    """
    kept = stack.environment.retention.metrics_ms
    if not kept:
        return
    # Nearly all look back so little that no environment has to ask for itself.
    little = min(kept, _LITTLE_MS)
    for expression in stack.in_expressions(("promql/retention", little), lambda one: _reaching(one, little)):
        reach = parse(expression.text).reach_ms
        if reach > kept:
            yield Flaw(
                expression.source,
                f"{expression.what}: the expression needs data of {readable_duration(reach)}, but "
                f"metrics are kept for {readable_duration(kept)}; the result leaves out what is older",
                "Shorten the range or offset there (`per_env`, `override`), keep metrics longer, or `disable` it.",
                field=expression.field,
            )


def _reaching(expression: Expression, span_ms: int) -> tuple[Expression, ...]:
    """The expression if it looks further back than a span."""
    return (expression,) if parse(expression.text).reach_ms > span_ms else ()
