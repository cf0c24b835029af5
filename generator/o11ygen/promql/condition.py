"""The condition at the top of an expression, and the constants it compares with."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import promql_parser

from o11ygen.promql.lexer import COMPARISONS

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
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


def comparison_of(node: Any) -> Comparison | None:
    """The condition at the top of a tree: behind parentheses, and on either side of `and`, the left one first.

    With `unless` only the left side is asked, and with `or` none: each side has its own.
    """
    kind = type(node)
    if kind is promql_parser.ParenExpr:
        return comparison_of(node.expr)
    if kind is not promql_parser.BinaryExpr:
        return None
    op = str(node.op).lower()
    if op in COMPARISONS:
        return _comparison(node, op)
    if op == "and":
        return comparison_of(node.lhs) or comparison_of(node.rhs)
    return comparison_of(node.lhs) if op == "unless" else None


def _comparison(node: Any, op: str) -> Comparison:
    returns_bool = node.modifier is not None and node.modifier.return_bool
    right, left = constant(node.rhs), constant(node.lhs)
    if right is None and left is not None:
        return Comparison(_FLIPPED[op], left, returns_bool)
    return Comparison(op, right, returns_bool)


def constant(node: Any) -> float | None:
    """The number a tree of literals makes: `10 * 1024`; None when it reads a series or the clock."""
    kind = type(node)
    if kind is promql_parser.NumberLiteral:
        return float(node.val)
    if kind is promql_parser.ParenExpr:
        return constant(node.expr)
    if kind is promql_parser.UnaryExpr:
        inner = constant(node.expr)
        return None if inner is None else -inner
    if kind is not promql_parser.BinaryExpr:
        return None
    fold = _ARITHMETIC.get(str(node.op))
    left, right = constant(node.lhs), constant(node.rhs)
    if fold is None or left is None or right is None:
        return None
    try:
        return fold(left, right)
    except (ArithmeticError, ValueError):
        return None
