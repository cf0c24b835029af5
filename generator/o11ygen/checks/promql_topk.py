from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Node
from o11ygen.promql.parts import bare
from o11ygen.resolved import Stack

_SELECTING = ("topk", "bottomk", "limitk", "limit_ratio")


@check("promql/topk", Severity.WARNING, of="expression", alike=True)
def promql_topk(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Alerts and recording rules on whichever series are the largest at the moment.

    Which series `topk`, `bottomk` and `limitk` return changes from one evaluation to the next. Each that falls out resolves
    its alert and starts `for` anew, though nothing got better; and a recorded series has gaps wherever another was larger
    (an info).

    Bad::

        expr="topk(3, rate(requests_total[5m])) > 100"

    Good::

        expr="rate(requests_total[5m]) > 100"
    """
    if not examined.expression.of_rule:
        return
    for node in examined.nodes(Aggregate):
        if node.op not in _SELECTING or not _reaches_the_result(examined, node):
            continue
        alerting = examined.expression.kind == "alert"
        number = constant(node.arguments[0])
        if number is not None and number <= 0:
            # It chooses nothing, as `promql/dead` tells.
            continue
        if node.clause == "by" and number == 1 and (not alerting or _is_joined(examined, node)):
            # One series for each group, to join with: that there is one does not change.
            continue
        if alerting:
            consequence = "an alert that falls out of them resolves, and starts `for` anew, though nothing got better"
            hint = f"Compare each series with a threshold, without `{node.op}`."
        else:
            consequence = "the recorded series have gaps wherever another one was among them"
            hint = f"Record all of them, and write `{node.op}` where they are shown."
        yield examined.flaw(
            f"which series `{node.op}` returns changes all the time: {consequence}",
            hint,
            at=node,
            severity=None if alerting else Severity.INFO,
        )


def _reaches_the_result(examined: Examined, node: Aggregate) -> bool:
    """Whether its choice of series decides which series the result has.

    It does not where they are aggregated or made one number again, nor on the one side of a join, where
    `topk by (pod) (1, ...)` makes labels unique.
    """
    inner: Node = node
    for around in examined.around(node):
        if isinstance(around, Aggregate):
            return False
        if isinstance(around, Call) and around.name in ("absent", "absent_over_time", "scalar", "count_over_time"):
            return False
        if isinstance(around, Binary) and _is_looked_up(around, inner):
            return False
        inner = around
    return not _is_single(node)


def _is_joined(examined: Examined, node: Aggregate) -> bool:
    return any(isinstance(around, Binary) and around.matching.clause for around in examined.around(node))


def _is_looked_up(around: Binary, inner: Node) -> bool:
    on_right = bare(around.right) is bare(inner)
    if around.matching.group:
        return on_right == (around.matching.group == "group_left")
    return on_right and around.op in ("unless",)


def _is_single(node: Aggregate) -> bool:
    """`topk(1, sum(x))`: there is one series to choose from."""
    inner = bare(node.arguments[-1])
    return isinstance(inner, Aggregate) and inner.op not in _SELECTING and not inner.clause
