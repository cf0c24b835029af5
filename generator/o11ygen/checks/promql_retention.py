from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Expression, Stack


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
    yield from stack.in_expressions(("promql/retention", kept), lambda expression: _flaws(expression, kept), alike=True)


def _flaws(expression: Expression, kept_ms: int) -> Iterator[Flaw]:
    reach = parse(expression.text).reach_ms
    if reach > kept_ms:
        yield Flaw(
            expression.source,
            f"{expression.what}: the expression needs data of {readable_duration(reach)}, but "
            f"metrics are kept for {readable_duration(kept_ms)}; the result leaves out what is older",
            "Shorten the range or offset there (`per_env`, `override`), keep metrics longer, or `disable` it.",
            field=expression.field,
        )
