from __future__ import annotations

import math
from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Node
from o11ygen.promql.parts import bare
from o11ygen.resolved import Stack

_EXTRAPOLATED = ("rate", "irate", "increase", "delta", "deriv", "predict_linear", "histogram_quantile")
_SAME = ("sum", "max", "min", "topk", "bottomk", "avg")


@check("promql/equality", Severity.WARNING, of="expression", alike=True)
def promql_equality(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Rates, increases and quantiles that are compared with `==` or `!=`.

    Prometheus extrapolates them to the ends of the range: an `increase` of one event over five minutes is 1.07 or so, never
    1. An alert on `== 1` does not fire when it happens, and `!= 1` fires though it happened. Only 0 is exact. And nothing
    equals NaN (an error).

    Bad::

        expr="increase(requests_total[5m]) == 1"

    Good::

        expr="increase(requests_total[5m]) > 0"
    """
    for node in examined.nodes(Binary):
        if node.op not in ("==", "!="):
            continue
        for side, other in ((node.left, node.right), (node.right, node.left)):
            number, call = constant(other), _extrapolated(side)
            if number is not None and math.isnan(number) and side.type == "vector":
                yield examined.flaw(
                    f"nothing equals NaN, not even NaN: `{node.op} NaN` is {'never' if node.op == '==' else 'always'} true",
                    "Write `x != x` for what is NaN, and `x == x` for what is not.",
                    at=node,
                    severity=Severity.ERROR,
                )
            elif number and call is not None:
                outcome = "hardly ever true" if node.op == "==" else "nearly always true"
                yield examined.flaw(
                    f"`{call.name}` gives fractions, since it extrapolates to the ends of its range: `{node.op} {number:g}` "
                    f"is {outcome}",
                    "Compare with `<`, `>` or their kind; or `round` it first.",
                    at=node,
                )


def _extrapolated(node: Node) -> Call | None:
    """The call that a side consists of, but for aggregations and constant factors."""
    part = bare(node)
    if isinstance(part, Call):
        return part if part.name in _EXTRAPOLATED else None
    if isinstance(part, Aggregate):
        return _extrapolated(part.arguments[-1]) if part.op in _SAME else None
    if isinstance(part, Binary) and part.op in ("*", "/") and constant(part.right) is not None:
        return _extrapolated(part.left)
    return None
