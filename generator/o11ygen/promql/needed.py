"""The metrics without which an expression returns nothing."""

from __future__ import annotations

from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Group, Instant, Node, Range, Sign, Subquery
from o11ygen.promql.parse import tree
from o11ygen.promql.parts import metric_of

_NONE: frozenset[str] = frozenset()
# They return something for no series too.
_ALWAYS = frozenset(("absent", "absent_over_time", "scalar", "vector"))


def needed_metrics(text: str) -> frozenset[str]:
    """The metrics that an expression can't do without: in `a or b` none, in `a * b` both, in `a unless b` `a`.

    None for an expression in error.
    """
    whole = tree(text)
    return _NONE if whole is None else _needed(whole)


def _needed(node: Node) -> frozenset[str]:
    match node:
        case Instant():
            name = metric_of(node)
            return frozenset((name,)) if name else _NONE
        case Range():
            return _needed(node.selected)
        case Subquery() | Sign() | Group():
            return _needed(node.operand)
        case Call() if node.name in _ALWAYS:
            return _NONE
        case Call() | Aggregate():
            return _NONE.union(*map(_needed, node.arguments))
        case Binary(op="or"):
            return _needed(node.left) & _needed(node.right)
        case Binary(op="unless"):
            return _needed(node.left)
        case Binary():
            return _needed(node.left) | _needed(node.right)
        case _:
            return _NONE
