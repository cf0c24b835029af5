from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Binary, Node
from o11ygen.promql.parts import bare, selectors
from o11ygen.resolved import Stack

_RESULTS = {
    "-": "always 0",
    "/": "always 1, or NaN",
    "%": "always 0, or NaN",
    "<": "never true",
    ">": "never true",
    "<=": "true of every number",
    ">=": "true of every number",
    "and": "the same as one of them",
    "or": "the same as one of them",
    "unless": "always empty",
}
_CERTAIN = ("<", ">", "unless")


@check("promql/same-operands", Severity.WARNING, of="expression", alike=True)
def promql_same_operands(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Operators with the same expression on both sides.

    A copied line in which one name was to be changed: the difference is always 0, the ratio always 1, and the alert never
    fires (an error where that is certain). `x == x` is not judged: it is a way to leave NaN out.

    Bad::

        expr="requests_total unless requests_total"

    Good::

        expr="requests_total unless requests_total offset 1h"
    """
    for node in examined.nodes(Binary):
        result = _RESULTS.get(node.op)
        if result is None or node.matching.returns_bool or _is_one(examined, node):
            continue
        text = _text(examined, node.left)
        if text == _text(examined, node.right) and any(True for _ in selectors(node.left)):
            yield examined.flaw(
                f"both sides of `{node.op}` are `{text}`: the result is {result}",
                "Write what the other side was meant to be.",
                at=node,
                severity=Severity.ERROR if node.op in _CERTAIN else None,
            )


def _is_one(examined: Examined, node: Binary) -> bool:
    """`a * on (x) group_right () (b / b)`: a 1 for each series of `b`, to take over its labels."""
    joins = (around for around in examined.around(node) if isinstance(around, Binary))
    return node.op == "/" and any(around.matching.group for around in joins)


def _text(examined: Examined, node: Node) -> str:
    return " ".join(examined.text_of(bare(node)).split())
