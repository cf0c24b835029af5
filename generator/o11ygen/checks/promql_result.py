from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.results import UNUSABLE
from o11ygen.resolved import Stack


@check("promql/result", Severity.ERROR, of="expression", alike=True)
def promql_result(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Rules and panels whose expression is a string or a range vector.

    promtool accepts them, but a rule needs an instant vector or a scalar: every evaluation fails, the alert never fires,
    and the only trace is a log line. Nor has a range vector values over time, which a panel asks for unless its query is
    `instant`: Grafana then shows an error.

    Bad::

        expr="up[5m]"

    Good::

        expr="max_over_time(up[5m]) == 0"
    """
    expression, kind = examined.expression, examined.tree.type
    if kind in UNUSABLE and (expression.of_rule or expression.over_time):
        name, hint = UNUSABLE[kind]
        if expression.of_rule:
            why = "which no rule can evaluate; it fails every time"
        else:
            why = "which Prometheus refuses to give over time; the panel shows an error instead of data"
        yield examined.flaw(f"the expression is {name}, {why}", hint, at=examined.tree)
