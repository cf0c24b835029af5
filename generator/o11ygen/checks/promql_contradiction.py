from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import FLIPPED, constant
from o11ygen.promql.language.nodes import PLAIN, Binary, Node
from o11ygen.promql.limits import Limits, verdict
from o11ygen.promql.parts import bare, compares
from o11ygen.resolved import Stack


class _Condition(NamedTuple):
    """A comparison with a number: what is compared, in its own words, and how."""

    text: str
    op: str
    number: float

    def __str__(self) -> str:
        return f"{self.op} {self.number:g}"


@check("promql/contradiction", Severity.ERROR, of="expression", alike=True)
def promql_contradiction(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Two conditions on the same value that can't both be true, of which one implies the other, or one is true always.

    `x < 10 and x > 20` never returns anything; `x > 10 or x < 20` always does; and of `x > 10 and x > 20` only the second
    counts (a warning). Usually one of them was meant to be about another metric, or the other way round.

    Bad::

        expr="up == 1 and up == 0"

    Good::

        expr="up == 0 and up offset 10m == 1"
    """
    for node in examined.nodes(Binary):
        if node.op not in ("and", "or") or node.matching != PLAIN._replace(places=node.matching.places):
            continue
        left, right = _condition(examined, node.left), _condition(examined, node.right)
        if left is None or right is None or left.text != right.text or left == right:
            continue
        told = _and(left, right) if node.op == "and" else _or(left, right)
        if told is not None:
            severity, consequence = told
            yield examined.flaw(
                f"`{left}` and `{right}` are about the same `{left.text}`: {consequence}",
                "Mend one of them, or leave it out.",
                at=node,
                severity=severity,
            )


def _condition(examined: Examined, node: Node) -> _Condition | None:
    part = bare(node)
    if not compares(part):
        return None
    for side, other, op in ((part.left, part.right, part.op), (part.right, part.left, FLIPPED[part.op])):
        number = constant(other)
        if number is not None and side.type == "vector" and not math.isnan(number):
            return _Condition(" ".join(examined.text_of(bare(side)).split()), op, number)
    return None


def _and(left: _Condition, right: _Condition) -> tuple[Severity | None, str] | None:
    if not any(_holds(left, value) and _holds(right, value) for value in _values(left, right)):
        return None, "both are never true at once, so the result is always empty"
    return _implied(left, right, "only the stricter one counts")


def _or(left: _Condition, right: _Condition) -> tuple[Severity | None, str] | None:
    if all(_holds(left, value) or _holds(right, value) for value in _values(left, right)):
        return None, "one of them is always true, so the result is never empty"
    return _implied(left, right, "only the wider one counts")


def _implied(left: _Condition, right: _Condition, consequence: str) -> tuple[Severity | None, str] | None:
    values = _values(left, right)
    for one, other in ((left, right), (right, left)):
        if all(_holds(other, value) for value in values if _holds(one, value)):
            return Severity.WARNING, consequence
    return None


def _values(left: _Condition, right: _Condition) -> tuple[float, ...]:
    """Values enough to tell apart all that the two conditions can tell apart."""
    low, high = sorted((left.number, right.number))
    between = (low + high) / 2 if math.isfinite(low) and math.isfinite(high) else 0.0
    return (low, high, between, math.nextafter(low, -math.inf), math.nextafter(high, math.inf))


def _holds(condition: _Condition, value: float) -> bool:
    return verdict(condition.op, Limits(value, value), Limits(condition.number, condition.number)) is True
