"""The condition at the top of an expression, and the constants it compares with."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import NamedTuple

from o11ygen.promql.language.nodes import Binary, Group, Node, Number, Sign
from o11ygen.promql.lexer import COMPARISONS

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": math.fmod,
    "^": math.pow,
}


class Comparison(NamedTuple):
    """The condition at the top of an expression, read with the series on the left: `5 < x` is `x > 5`.

    `threshold` is None when the other side is not a constant. `returns_bool` tells the `bool` modifier, which makes
    the result 0 or 1 instead of leaving series out, so that an alert on it always fires.
    """

    op: str
    threshold: float | None
    returns_bool: bool


def comparison_of(node: Node) -> Comparison | None:
    """The condition at the top of a tree: behind parentheses, and on either side of `and`, the left one first.

    With `unless` only the left side is asked, and with `or` none: each side has its own.
    """
    while isinstance(node, Group) or (isinstance(node, Sign) and node.op == "+"):
        node = node.operand
    if not isinstance(node, Binary):
        return None
    if node.op in COMPARISONS:
        return _comparison(node)
    if node.op == "and":
        return comparison_of(node.left) or comparison_of(node.right)
    return comparison_of(node.left) if node.op == "unless" else None


def _comparison(node: Binary) -> Comparison:
    op, returns_bool = node.op, node.matching.returns_bool
    right, left = constant(node.right), constant(node.left)
    if right is None and left is not None:
        return Comparison(FLIPPED[op], left, returns_bool)
    return Comparison(op, right, returns_bool)


def constant(node: Node) -> float | None:
    """The number a tree of literals makes: `10 * 1024`; None when it reads a series or the clock."""
    match node:
        case Number(_, _, value):
            return value
        case Group(_, _, operand):
            return constant(operand)
        case Sign(_, _, op, operand):
            inner = constant(operand)
            return -inner if inner is not None and op == "-" else inner
        case Binary():
            return _folded(node)
        case _:
            return None


def _folded(node: Binary) -> float | None:
    # The right side first: in a long sum of series it tells at once, and the left one is all that stands before.
    fold, right = _ARITHMETIC.get(node.op), constant(node.right)
    if fold is None or right is None or (left := constant(node.left)) is None:
        return None
    try:
        return fold(left, right)
    except (ArithmeticError, ValueError):
        return None
