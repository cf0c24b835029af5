"""Quotients that are no number, 0 / 0, whenever nothing happens."""

from __future__ import annotations

from collections.abc import Callable

from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Node, walk
from o11ygen.promql.limits import Limits
from o11ygen.promql.parts import bare, compares, metric_of, selected

LimitsOfPart = Callable[[Node], Limits]
# Whether the series of a name are recorded as such a quotient.
IsRecorded = Callable[[str], bool]

# What is 0 as long as nothing happens.
_GROWTH = ("rate", "irate", "increase", "delta", "changes")
_ARITHMETIC = ("+", "-", "*", "^")
# They give the same for each series, so NaN stays NaN.
_OF_ONE = frozenset(
    ("label_replace", "label_join", "abs", "ceil", "floor", "round", "sqrt", "exp", "ln", "sort", "sort_desc")
)


def idle_quotient(node: Node, limits_of: LimitsOfPart, is_recorded: IsRecorded) -> Node | None:
    """The quotient by something that may stand still in what a part computes for each series; None if there is none.

    A recorded one counts too. A divisor that a condition or `clamp_min` keeps from 0 is right.
    """
    part = bare(node)
    if (
        isinstance(part, Binary)
        and part.op in ("/", "%")
        and _may_idle(part.right)
        and _may_be_zero(limits_of(part.right))
    ):
        return part
    if isinstance(part, Binary) and part.op in (*_ARITHMETIC, "/", "or"):
        return idle_quotient(part.left, limits_of, is_recorded) or idle_quotient(part.right, limits_of, is_recorded)
    if isinstance(part, Binary) and part.op in ("and", "unless"):
        return idle_quotient(part.left, limits_of, is_recorded)
    if isinstance(part, Call) and part.name in _OF_ONE:
        return idle_quotient(part.arguments[0], limits_of, is_recorded)
    selector = selected(part)
    return part if selector is not None and is_recorded(metric_of(selector)) else None


def is_summed_up(node: Node) -> bool:
    """Whether a quotient is by the sum over several series, which seldom all stand still."""
    part = bare(node)
    return not isinstance(part, Binary) or any(isinstance(one, Aggregate) for one in walk(part.right))


def _may_be_zero(limits: Limits) -> bool:
    return limits.low <= 0 <= limits.high


def _may_idle(node: Node) -> bool:
    """Whether a divisor is how much happens: a rate, or a sum of rates."""
    part = bare(node)
    if isinstance(part, Call):
        return part.name in _GROWTH or (part.name in _OF_ONE and _may_idle(part.arguments[0]))
    if isinstance(part, Aggregate):
        return part.op in ("sum", "avg", "min", "max") and _may_idle(part.arguments[-1])
    if isinstance(part, Binary) and not compares(part):
        if part.op == "+":
            return _may_idle(part.left) and _may_idle(part.right)
        if part.op in ("*", "/"):
            return _may_idle(part.left) and constant(part.right) is not None
    return False
