from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Aggregate, Binary, Node
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.parts import bare
from o11ygen.promql.shares import SHARE
from o11ygen.resolved import Stack

_VERDICTS = {"always_true": True, "never_true": False}
_COUNTING = ("count", "group", "count_values")
_FILTERING = frozenset(("and", "unless"))


@check("promql/threshold", Severity.ERROR, of="expression", alike=True)
def promql_threshold(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Conditions that are never true, or always, whatever the values are.

    A gauge stays within its declared `range`, and `histogram_quantile` never tells more than the largest finite bucket:
    an alert beyond that never fires, and nobody finds out before the incident that it was meant for. The same goes for what
    follows from the expression: a part of a whole is never more than 1, a rate never below 0, and `count` of nothing is no
    result, not 0. Limits are followed through recording rules.

    Bad::

        Gauge("model_accuracy", "Share of right predictions.", range=(0, 1))
        Alert("LowAccuracy", ..., expr="model_accuracy > 80")

    Good::

        Gauge("model_accuracy", "Share of right predictions.", range=(0, 1))
        Alert("LowAccuracy", ..., expr="model_accuracy < 0.8")
    """
    # Nothing is settled where nothing is compared.
    compared = {(node.start, node.end): node for node in examined.nodes(Binary) if node.op in COMPARISONS}
    for remark in examined.flow.remarks if compared else ():
        always = _VERDICTS.get(remark.kind)
        if always is None:
            continue
        node = compared[remark.start, remark.end]
        if examined.expression.kind == "alert" and node.matching.returns_bool and bare(examined.tree) is node:
            # Such an alert fires whatever its condition says: `alert/condition` tells of it.
            continue
        if not always and (counted := _counted(node)) is not None:
            yield examined.flaw(
                f"the condition {remark.what}: `{counted.op}` of nothing is no result, not 0; "
                f"{_consequence(examined, node, always)}",
                "Ask for what is missing with `absent(...)`, or write `... or vector(0)` before comparing.",
                at=node,
            )
            continue
        yield examined.flaw(
            f"the condition {remark.what}: {remark.why}; {_consequence(examined, node, always)}",
            _remedy(remark.why),
            at=node,
        )


def _remedy(why: str) -> str:
    if why == SHARE.why:
        return "Write it as a share of 1, 0.05 for 5%; or multiply the other side by 100."
    return "Compare with a value in between, in the unit of the metric; or mend what the metric is declared with."


def _counted(node: Binary) -> Aggregate | None:
    sides: tuple[Node, ...] = (bare(node.left), bare(node.right))
    return next((side for side in sides if isinstance(side, Aggregate) and side.op in _COUNTING), None)


def _consequence(examined: Examined, node: Binary, always: bool) -> str:
    if examined.expression.kind != "alert":
        return "the result says nothing" if always else "the result is empty"
    if not always:
        return "the alert never fires by it"
    judged = (*examined.flow.of(node.left), *examined.flow.of(node.right))
    free = all(not one.conditions and _FILTERING.isdisjoint(one.operations) for one in judged)
    return "the alert always fires" if free and bare(examined.tree) is node else "the alert says nothing about it"
