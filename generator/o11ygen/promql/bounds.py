"""Between which values the result of an expression lies, and conditions that these settle once and for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
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
from o11ygen.promql.parse import tree

INF = math.inf


class Limits(NamedTuple):
    """The least and the largest value. `why` says what sets them; empty where nobody said so, and it only follows."""

    low: float = -INF
    high: float = INF
    why: str = ""

    def hull(self, other: Limits) -> Limits:
        """What holds for either."""
        why = self.why if self.why == other.why else self.why and other.why and f"{self.why}, and {other.why}"
        return Limits(min(self.low, other.low), max(self.high, other.high), why)

    @property
    def known(self) -> bool:
        """Whether there is any limit."""
        return self.low > -INF or self.high < INF


ANY = Limits()
LimitsOf = Callable[[str], Limits]
# The finite bounds of the buckets behind a series, ascending; empty where they are not known.
BucketsOf = Callable[[str], tuple[float, ...]]


class Settled(NamedTuple):
    """A condition `x > 5` that no value can change: `always` or never true, because of `limits`."""

    op: str
    threshold: float
    always: bool
    limits: Limits


class _Knowledge(NamedTuple):
    limits_of: LimitsOf
    buckets_of: BucketsOf


_SAME = frozenset(
    ("min_over_time", "max_over_time", "avg_over_time", "last_over_time", "first_over_time", "sort", "sort_desc")
) | frozenset(("label_replace", "label_join", "vector", "scalar", "sort_by_label", "sort_by_label_desc"))
_SAME_AGGREGATIONS = frozenset(("avg", "min", "max", "topk", "bottomk", "limitk", "limit_ratio"))
_NOT_NEGATIVE = frozenset(("stddev", "stdvar", "stddev_over_time", "stdvar_over_time", "changes", "resets", "sqrt"))
_GROWTH = frozenset(("rate", "irate", "increase"))
_FIXED = {
    **dict.fromkeys(("absent", "absent_over_time", "present_over_time", "group"), (1.0, 1.0)),
    **dict.fromkeys(("count", "count_values", "count_over_time"), (1.0, INF)),
}
_CLOCK = {
    "minute": (0.0, 59.0),
    "hour": (0.0, 23.0),
    "day_of_week": (0.0, 6.0),
    "day_of_month": (1.0, 31.0),
    "day_of_year": (1.0, 366.0),
    "days_in_month": (28.0, 31.0),
    "month": (1.0, 12.0),
}


SETTING = frozenset((*_CLOCK, "histogram_quantile", "histogram_fraction", "clamp", "clamp_min", "clamp_max"))
"""Functions that set limits themselves."""


def limits_of_expression(text: str, *, limits_of: LimitsOf, buckets_of: BucketsOf) -> Limits:
    """Between which values every sample of the result lies; NaN aside. No limits for an expression in error."""
    whole = tree(text)
    return ANY if whole is None else _limits(whole, _Knowledge(limits_of, buckets_of))


def settled_conditions(text: str, *, limits_of: LimitsOf, buckets_of: BucketsOf) -> Iterator[Settled]:
    """The conditions in an expression, against a constant, that are true for every value or for none.

    What is only always true because nothing is below 0 is left out: `x >= 0` is a way to ask for the series itself.
    """
    whole = tree(text)
    known = _Knowledge(limits_of, buckets_of)
    if whole is not None:
        for part in walk(whole):
            if isinstance(part, Binary) and part.op in COMPARISONS and (settled := _settled(part, known)) is not None:
                yield settled


def _settled(node: Binary, known: _Knowledge) -> Settled | None:
    op, threshold, side = node.op, constant(node.right), node.left
    if threshold is None:
        op, threshold, side = FLIPPED[op], constant(node.left), node.right
    if threshold is None or constant(side) is not None or math.isnan(threshold):
        return None
    limits = _limits(side, known)
    verdict = _VERDICTS[op](limits, threshold)
    return Settled(op, threshold, bool(verdict), limits) if verdict is False or (verdict and limits.why) else None


# True, false, or None where it depends on the value.
_VERDICTS: dict[str, Callable[[Limits, float], bool | None]] = {
    ">": lambda limits, at: False if limits.high <= at else True if limits.low > at else None,
    ">=": lambda limits, at: False if limits.high < at else True if limits.low >= at else None,
    "<": lambda limits, at: False if limits.low >= at else True if limits.high < at else None,
    "<=": lambda limits, at: False if limits.low > at else True if limits.high <= at else None,
    "==": lambda limits, at: None if limits.low <= at <= limits.high else False,
    "!=": lambda limits, at: None if limits.low <= at <= limits.high else True,
}


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
            return Limits(-inner.high, -inner.low, inner.why) if op == "-" else inner
        case Aggregate():
            return _aggregated(node.op, _limits(node.arguments[-1], known), node.arguments[0])
        case Call():
            return _called(node.name, node.arguments, known)
        case Binary():
            return _combined(node, known)
        case _:
            return ANY


def _aggregated(op: str, inner: Limits, parameter: Node) -> Limits:
    if op == "quantile":
        share = constant(parameter)
        return inner if share is not None and 0 <= share <= 1 else ANY
    if op == "sum":
        return _added(inner)
    return inner if op in _SAME_AGGREGATIONS else _of_name(op)


def _added(inner: Limits) -> Limits:
    """One value or several: only the limit on the near side of 0 holds, and nobody has set it for a sum."""
    return Limits(max(inner.low, 0) if inner.low >= 0 else -INF, min(inner.high, 0) if inner.high <= 0 else INF)


def _of_name(name: str) -> Limits:
    if name in _NOT_NEGATIVE:
        return Limits(0, INF)
    return Limits(*_FIXED[name]) if name in _FIXED else ANY


def _called(name: str, arguments: tuple[Node, ...], known: _Knowledge) -> Limits:
    if name in _CLOCK:
        low, high = _CLOCK[name]
        return Limits(low, high, f"`{name}()` lies between {low:g} and {high:g}")
    if name == "histogram_quantile":
        return _quantile(constant(arguments[0]), arguments[1], known)
    if name == "histogram_fraction":
        return Limits(0, 1, "a fraction lies between 0 and 1")
    if not arguments:
        return ANY
    if name == "quantile_over_time":
        return _aggregated("quantile", _limits(arguments[1], known), arguments[0])
    inner = _limits(arguments[0], known)
    if name in _SAME:
        return inner
    if name in _GROWTH:
        return Limits(0, INF) if inner.low >= 0 else ANY
    if name == "sum_over_time":
        return _added(inner)
    if name == "abs":
        low = 0.0 if inner.low <= 0 <= inner.high else min(abs(inner.low), abs(inner.high))
        return Limits(low, max(abs(inner.low), abs(inner.high)), inner.why)
    if name.startswith("clamp"):
        return _clamped(name, inner, [constant(argument) for argument in arguments[1:]])
    return _of_name(name)


def _clamped(name: str, inner: Limits, given: list[float | None]) -> Limits:
    low = given[0] if name != "clamp_max" else -INF
    high = given[-1] if name != "clamp_min" else INF
    if low is None or high is None or low > high:
        return ANY
    return Limits(min(max(inner.low, low), high), max(min(inner.high, high), low), inner.why or f"`{name}` limits it")


def _quantile(share: float | None, argument: Node, known: _Knowledge) -> Limits:
    """A quantile in the bucket of +Inf is told as the largest finite bound; the lowest bucket begins at 0 or below.

    https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
    """
    names = [part.name for part in walk(argument) if isinstance(part, Instant)]
    bounds = [known.buckets_of(name) for name in names]
    if share is None or not 0 <= share <= 1 or not bounds or not all(bounds):
        return ANY
    high = max(one[-1] for one in bounds)
    named = ", ".join(f"`{name}`" for name in dict.fromkeys(names))
    why = f"the largest finite bucket of {named} ends at {high:g}, and a quantile is never told as more"
    return Limits(min(0.0, *(one[0] for one in bounds)), high, why)


def _combined(node: Binary, known: _Knowledge) -> Limits:
    op, matching = node.op, node.matching
    left, right = _limits(node.left, known), _limits(node.right, known)
    if op in COMPARISONS:
        if matching.returns_bool:
            return Limits(0, 1)
        return right if constant(node.left) is not None else left
    if op in ("and", "unless"):
        return left
    if op == "or":
        return left.hull(right)
    if matching.fill_left is not None or matching.fill_right is not None:
        return ANY
    why = left.why or right.why
    if op == "+":
        return Limits(left.low + right.low, left.high + right.high, why)
    if op == "-":
        return Limits(left.low - right.high, left.high - right.low, why)
    if op == "*":
        return _product(left, right, why)
    return _divided(left, right, why) if op == "/" else ANY


def _product(left: Limits, right: Limits, why: str) -> Limits:
    corners = [0.0 if 0 in (one, other) else one * other for one in left[:2] for other in right[:2]]
    return Limits(min(corners), max(corners), why)


def _divided(left: Limits, right: Limits, why: str) -> Limits:
    if right.low > 0 or right.high < 0:
        return _product(left, Limits(1 / right.high, 1 / right.low), why)
    return Limits(0, INF) if left.low >= 0 and right.low >= 0 else ANY
