"""Between which values the result of an expression lies, and conditions that these settle once and for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import promql_parser

from o11ygen.promql.condition import constant
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.spelling import normalised

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
    tree = _tree(text)
    return ANY if tree is None else _limits(tree, _Knowledge(limits_of, buckets_of))


def settled_conditions(text: str, *, limits_of: LimitsOf, buckets_of: BucketsOf) -> Iterator[Settled]:
    """The conditions in an expression, against a constant, that are true for every value or for none.

    What is only always true because nothing is below 0 is left out: `x >= 0` is a way to ask for the series itself.
    """
    tree = _tree(text)
    if tree is not None:
        yield from _settled(tree, _Knowledge(limits_of, buckets_of))


def _tree(text: str) -> Any:
    try:
        return promql_parser.parse(normalised(text))
    except ValueError:
        return None


def _settled(node: Any, known: _Knowledge) -> Iterator[Settled]:
    for child in _children(node):
        yield from _settled(child, known)
    if type(node) is not promql_parser.BinaryExpr or str(node.op) not in COMPARISONS:
        return
    op, threshold, side = str(node.op), constant(node.rhs), node.lhs
    if threshold is None:
        op, threshold, side = _FLIPPED[op], constant(node.lhs), node.rhs
    if threshold is None or constant(side) is not None or math.isnan(threshold):
        return
    limits = _limits(side, known)
    verdict = _VERDICTS[op](limits, threshold)
    if verdict is False or (verdict and limits.why):
        yield Settled(op, threshold, bool(verdict), limits)


_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
# True, false, or None where it depends on the value.
_VERDICTS: dict[str, Callable[[Limits, float], bool | None]] = {
    ">": lambda limits, at: False if limits.high <= at else True if limits.low > at else None,
    ">=": lambda limits, at: False if limits.high < at else True if limits.low >= at else None,
    "<": lambda limits, at: False if limits.low >= at else True if limits.high < at else None,
    "<=": lambda limits, at: False if limits.low > at else True if limits.high <= at else None,
    "==": lambda limits, at: None if limits.low <= at <= limits.high else False,
    "!=": lambda limits, at: None if limits.low <= at <= limits.high else True,
}


def _children(node: Any) -> Iterator[Any]:
    kind = type(node)
    if kind is promql_parser.BinaryExpr:
        yield from (node.lhs, node.rhs)
    elif kind is promql_parser.Call:
        yield from node.args
    elif kind in (
        promql_parser.ParenExpr,
        promql_parser.UnaryExpr,
        promql_parser.AggregateExpr,
        promql_parser.SubqueryExpr,
    ):
        yield node.expr


def _limits(node: Any, known: _Knowledge) -> Limits:
    number = constant(node)
    if number is not None:
        return Limits(number, number)
    kind = type(node)
    if kind is promql_parser.VectorSelector:
        return known.limits_of(node.name) if node.name else ANY
    if kind is promql_parser.MatrixSelector:
        return _limits(node.vector_selector, known)
    if kind in (promql_parser.ParenExpr, promql_parser.SubqueryExpr):
        return _limits(node.expr, known)
    if kind is promql_parser.UnaryExpr:
        inner = _limits(node.expr, known)
        return Limits(-inner.high, -inner.low, inner.why)
    if kind is promql_parser.AggregateExpr:
        return _aggregated(str(node.op), _limits(node.expr, known), node.param)
    if kind is promql_parser.Call:
        return _called(node.func.name, node.args, known)
    return _combined(node, known) if kind is promql_parser.BinaryExpr else ANY


def _aggregated(op: str, inner: Limits, param: Any) -> Limits:
    if op == "quantile":
        share = constant(param)
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


def _called(name: str, arguments: Any, known: _Knowledge) -> Limits:
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


def _quantile(share: float | None, argument: Any, known: _Knowledge) -> Limits:
    """A quantile in the bucket of +Inf is told as the largest finite bound; the lowest bucket begins at 0 or below.

    https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
    """
    names = list(_names(argument))
    bounds = [known.buckets_of(name) for name in names]
    if share is None or not 0 <= share <= 1 or not bounds or not all(bounds):
        return ANY
    high = max(one[-1] for one in bounds)
    named = ", ".join(f"`{name}`" for name in dict.fromkeys(names))
    why = f"the largest finite bucket of {named} ends at {high:g}, and a quantile is never told as more"
    return Limits(min(0.0, *(one[0] for one in bounds)), high, why)


def _names(node: Any) -> Iterator[str]:
    kind = type(node)
    if kind is promql_parser.VectorSelector:
        yield node.name or ""
    elif kind is promql_parser.MatrixSelector:
        yield node.vector_selector.name or ""
    for child in _children(node):
        yield from _names(child)


def _combined(node: Any, known: _Knowledge) -> Limits:
    op = str(node.op).lower()
    left, right = _limits(node.lhs, known), _limits(node.rhs, known)
    if op in COMPARISONS:
        if node.modifier is not None and node.modifier.return_bool:
            return Limits(0, 1)
        return right if constant(node.lhs) is not None else left
    if op in ("and", "unless"):
        return left
    if op == "or":
        return left.hull(right)
    if node.modifier is not None and _fills(node.modifier):
        return ANY
    why = left.why or right.why
    if op == "+":
        return Limits(left.low + right.low, left.high + right.high, why)
    if op == "-":
        return Limits(left.low - right.high, left.high - right.low, why)
    if op == "*":
        return _product(left, right, why)
    return _divided(left, right, why) if op == "/" else ANY


def _fills(modifier: Any) -> bool:
    return modifier.fill_values.lhs is not None or modifier.fill_values.rhs is not None


def _product(left: Limits, right: Limits, why: str) -> Limits:
    corners = [0.0 if 0 in (one, other) else one * other for one in left[:2] for other in right[:2]]
    return Limits(min(corners), max(corners), why)


def _divided(left: Limits, right: Limits, why: str) -> Limits:
    if right.low > 0 or right.high < 0:
        return _product(left, Limits(1 / right.high, 1 / right.low), why)
    return Limits(0, INF) if left.low >= 0 and right.low >= 0 else ANY
