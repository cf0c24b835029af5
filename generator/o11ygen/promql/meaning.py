"""Expressions that ask for the same, however they are written: spaces, parentheses, the order of matchers and labels."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from o11ygen.promql.condition import FLIPPED, constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Group, Instant, Node, Range, Sign, Subquery
from o11ygen.promql.language.printed import printed
from o11ygen.promql.parse import tree

_COMMUTATIVE = frozenset(("+", "*"))


class Meaning(NamedTuple):
    """What an expression asks for, in one spelling: `what`, and the condition on it where it ends with a constant one.

    Read with the series on the left. Without such a condition `op` is empty and `threshold` 0.
    """

    what: str
    op: str = ""
    threshold: float = 0.0


@lru_cache(maxsize=4096)
def meaning_of(text: str) -> Meaning | None:
    """The meaning of an expression; None for one in error, or deeper than is walked over."""
    whole = tree(text)
    if whole is None:
        return None
    node = _bare(whole)
    if isinstance(node, Binary) and node.op in FLIPPED and not node.matching.returns_bool:
        right, left = constant(node.right), constant(node.left)
        if right is not None and left is None:
            return Meaning(printed(_normal(node.left)), node.op, right)
        if left is not None and right is None:
            return Meaning(printed(_normal(node.right)), FLIPPED[node.op], left)
    return Meaning(printed(_normal(node)))


def _bare(node: Node) -> Node:
    while isinstance(node, Group):
        node = node.operand
    return node


def _normal(node: Node) -> Node:
    """The tree with labels and matchers sorted, and parentheses around operators and nothing else."""
    match node:
        case Group():
            return _normal(node.operand)
        case Binary():
            return _operation(node)
        case Instant():
            found = {(one.name, one.op, one.value): one for one in node.matchers}
            return node._replace(matchers=tuple(found[key] for key in sorted(found)))
        case Range():
            return node._replace(selected=_normal(node.selected))
        case Subquery() | Sign():
            return node._replace(operand=_normal(node.operand))
        case Call():
            return node._replace(arguments=tuple(map(_normal, node.arguments)))
        case Aggregate():
            labels = tuple(sorted(set(node.labels)))
            return node._replace(labels=labels, arguments=tuple(map(_normal, node.arguments)))
        case _:
            return node


def _operation(node: Binary) -> Node:
    left, right = _normal(node.left), _normal(node.right)
    if node.op in _COMMUTATIVE and not node.matching.group:
        left, right = sorted((left, right), key=printed)
    matching = node.matching._replace(
        labels=tuple(sorted(set(node.matching.labels))), include=tuple(sorted(set(node.matching.include)))
    )
    made = Binary(node.start, node.end, node.op, node.operator, left, right, matching, node.type)
    return Group(node.start, node.end, made, node.type)
