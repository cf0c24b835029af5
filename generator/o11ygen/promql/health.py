"""Conditions on a metric of health, which is 1 while something works and 0 while it does not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from o11ygen.promql.condition import FLIPPED, constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Instant, Node, Sign
from o11ygen.promql.limits import Limits, verdict
from o11ygen.promql.parse import tree
from o11ygen.promql.parts import bare, compares, metric_of, windowed

_AGGREGATIONS = frozenset(("min", "max", "avg"))
_OVER_TIME = frozenset(("min_over_time", "max_over_time", "avg_over_time", "last_over_time"))


class HealthCondition(NamedTuple):
    """A comparison of a metric of health with a number.

    `text` is what is compared, in the words of the expression, and `start` and `end` are the place of the whole. `down` and
    `works` tell whether it is true of the one and of the other; `alone`, whether nothing else is asked beside it.
    """

    metric: str
    text: str
    op: str
    number: float
    down: bool
    works: bool
    alone: bool
    start: int
    end: int


class _Health(NamedTuple):
    """What is made of a metric of health: the value while its thing is down, and the value while it works."""

    metric: str
    down: float
    works: float


def health_conditions(text: str, health_in: Callable[[str], str]) -> Iterator[HealthCondition]:
    """The conditions that decide what an expression returns; `health_in` names the metric of health that a series is.

    It returns the series itself, or the one that a recording rule reads, and an empty name for any other.
    """
    whole = tree(text)
    for node, alone in () if whole is None else _decisive(whole, True):
        for side, other, op in ((node.left, node.right, node.op), (node.right, node.left, FLIPPED[node.op])):
            number = constant(other)
            health = None if number is None else _health(side, health_in)
            if number is None or health is None or math.isnan(number):
                continue
            down, works = (verdict(op, Limits(one, one), Limits(number, number)) is True for one in health[1:])
            plain = bare(side)
            name = health.metric if health[1:] == (0.0, 1.0) else text[plain.start : plain.end]
            yield HealthCondition(health.metric, name, op, number, down, works, alone, node.start, node.end)


def _decisive(node: Node, alone: bool) -> Iterator[tuple[Binary, bool]]:
    part = bare(node)
    if compares(part):
        yield part, alone
    elif isinstance(part, Binary) and part.op in ("and", "or", "unless"):
        yield from _decisive(part.left, alone and part.op == "or")
        if part.op != "unless":
            yield from _decisive(part.right, alone and part.op == "or")


def _health(node: Node, health_in: Callable[[str], str]) -> _Health | None:
    part = bare(node)
    match part:
        case Instant():
            name = health_in(metric_of(part))
            return _Health(name, 0.0, 1.0) if name else None
        case Aggregate() if part.op in _AGGREGATIONS:
            return _health(part.arguments[-1], health_in)
        case Call() if part.name in _OVER_TIME:
            read = windowed(part)
            return None if read is None else _health(read, health_in)
        case Sign():
            return _changed("-", 0.0, _health(part.operand, health_in), number_first=True)
        case Binary() if part.op in _COMPUTED:
            left, right = constant(part.left), constant(part.right)
            if right is not None:
                return _changed(part.op, right, _health(part.left, health_in), number_first=False)
            return None if left is None else _changed(part.op, left, _health(part.right, health_in), number_first=True)
        case _:
            return None


_COMPUTED: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}


def _changed(op: str, number: float, health: _Health | None, *, number_first: bool) -> _Health | None:
    """What arithmetic with a number makes of it."""
    if health is None or not math.isfinite(number):
        return None
    try:
        down, works = (_COMPUTED[op](number, one) if number_first else _COMPUTED[op](one, number) for one in health[1:])
    except ZeroDivisionError:
        return None
    return _Health(health.metric, down, works)
