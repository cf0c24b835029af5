"""Between which values the result of an expression lies, and conditions that these settle once and for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from o11ygen.promql.condition import FLIPPED, constant
from o11ygen.promql.language.nodes import (
    Aggregate,
    Binary,
    Call,
    Group,
    Instant,
    Node,
    Range,
    Sign,
    Subquery,
    walk,
)
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.limits import (
    ANY,
    GROWTH,
    NOT_NEGATIVE,
    SETTING,
    Limits,
    narrowed,
    negated,
    of_aggregation,
    of_call,
    of_operator,
    of_quantile,
    verdict,
)
from o11ygen.promql.parse import tree
from o11ygen.promql.shares import SHARE, is_share

__all__ = [
    "ANY",
    "SETTING",
    "BucketsOf",
    "Limits",
    "LimitsOf",
    "Settled",
    "limits_of_expression",
    "settled_among",
    "settled_conditions",
]

LimitsOf = Callable[[str], Limits]
# The finite bounds of the buckets behind a series, ascending; empty where they are not known.
BucketsOf = Callable[[str], tuple[float, ...]]


class Settled(NamedTuple):
    """A condition `x > 5` that no value can change: `always` or never true, because of the `limits` of `judged`."""

    op: str
    threshold: float
    always: bool
    limits: Limits
    judged: Node
    whole: Node


class _Knowledge(NamedTuple):
    limits_of: LimitsOf
    buckets_of: BucketsOf


def limits_of_expression(text: str, *, limits_of: LimitsOf, buckets_of: BucketsOf) -> Limits:
    """Between which values every sample of the result lies; NaN aside. No limits for an expression in error."""
    whole = tree(text)
    return ANY if whole is None else _limits(whole, _Knowledge(limits_of, buckets_of))


def settled_conditions(text: str, *, limits_of: LimitsOf, buckets_of: BucketsOf) -> Iterator[Settled]:
    """The conditions in an expression, against a constant, that are true for every value or for none.

    What is only always true because nothing is below 0 is left out: `x >= 0` is a way to ask for the series itself.
    """
    whole = tree(text)
    if whole is not None:
        comparisons = (part for part in walk(whole) if isinstance(part, Binary) and part.op in COMPARISONS)
        yield from settled_among(comparisons, limits_of=limits_of, buckets_of=buckets_of)


def settled_among(nodes: Iterable[Binary], *, limits_of: LimitsOf, buckets_of: BucketsOf) -> Iterator[Settled]:
    """As `settled_conditions`, of the comparisons among some operators of a tree."""
    known = _Knowledge(limits_of, buckets_of)
    for node in nodes:
        if node.op in COMPARISONS and (settled := _settled(node, known)) is not None:
            yield settled


def _settled(node: Binary, known: _Knowledge) -> Settled | None:
    op, threshold, side = node.op, constant(node.right), node.left
    if threshold is None:
        op, threshold, side = FLIPPED[op], constant(node.left), node.right
    if threshold is None or constant(side) is not None or math.isnan(threshold):
        return None
    limits = _limits(side, known)
    told = verdict(op, limits, Limits(threshold, threshold))
    # What has one value only is compared to see whether it is there at all.
    if told is False or (told and limits.why and limits.low < limits.high):
        return Settled(op, threshold, bool(told), limits, side, node)
    return None


def _limits(node: Node, known: _Knowledge) -> Limits:
    number = constant(node)
    if number is not None:
        return Limits(number, number)
    match node:
        case Instant(_, _, name):
            return known.limits_of(name) if name else ANY
        case Range(_, _, inside) | Group(_, _, inside) | Subquery(_, _, inside):
            return _limits(inside, known)
        case Sign(_, _, op, operand):
            inner = _limits(operand, known)
            return negated(inner) if op == "-" else inner
        case Aggregate():
            return of_aggregation(node.op, _limits(node.arguments[-1], known), parameter=constant(node.arguments[0]))
        case Call():
            return _called(node.name, node.arguments, known)
        case Binary():
            return _combined(node, known)
        case _:
            return ANY


def _called(name: str, arguments: tuple[Node, ...], known: _Knowledge) -> Limits:
    if name == "histogram_quantile":
        names = [part.name for part in walk(arguments[1]) if isinstance(part, Instant)]
        return of_quantile(constant(arguments[0]), names, known.buckets_of)
    if name == "quantile_over_time":
        return of_call(name, _limits(arguments[1], known), numbers=(constant(arguments[0]),))
    if name.startswith("histogram_") or not arguments:
        return of_call(name, ANY)
    inner = _limits(arguments[0], known)
    if name in GROWTH and isinstance(arguments[0], Range) and not inner.known:
        inner = NOT_NEGATIVE
    return of_call(name, inner, numbers=[constant(argument) for argument in arguments[1:]])


def _combined(node: Binary, known: _Knowledge) -> Limits:
    op, matching = node.op, node.matching
    left, right = _limits(node.left, known), _limits(node.right, known)
    if op in COMPARISONS:
        if matching.returns_bool:
            return Limits(0, 1)
        if constant(node.left) is not None:
            return narrowed(FLIPPED[op], right, left)
        return narrowed(op, left, right)
    if op in ("and", "unless"):
        return left
    if op == "or":
        return left.hull(right)
    if matching.fill_left is not None or matching.fill_right is not None:
        return ANY
    if op == "/" and is_share(node.left, node.right, lambda part: _limits(part, known).low >= 0):
        return SHARE
    return of_operator(op, left, right)
