"""Between which values samples lie, and what functions, aggregations and operators make of that."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

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
    def finite(self) -> bool:
        """Whether both are finite."""
        return self.low > -INF and self.high < INF

    @property
    def known(self) -> bool:
        """Whether there is any limit."""
        return self.low > -INF or self.high < INF


GROWTH = frozenset(("rate", "irate", "increase"))
"""Functions of counters: what they read directly, and nothing is known of, is taken to be never below 0."""

ANY = Limits()
NOT_NEGATIVE = Limits(0, INF)
_ONE = Limits(1, 1)
_FROM_ONE = Limits(1, INF)

_SAME = frozenset(
    (
        "min_over_time",
        "max_over_time",
        "avg_over_time",
        "last_over_time",
        "first_over_time",
        "sort",
        "sort_desc",
        "info",
    )
) | frozenset(("label_replace", "label_join", "vector", "scalar", "sort_by_label", "sort_by_label_desc"))
_SAME_AGGREGATIONS = frozenset(("avg", "min", "max", "topk", "bottomk", "limitk", "limit_ratio"))
_CLOCK = {
    "minute": (0.0, 59.0),
    "hour": (0.0, 23.0),
    "day_of_week": (0.0, 6.0),
    "day_of_month": (1.0, 31.0),
    "day_of_year": (1.0, 366.0),
    "days_in_month": (28.0, 31.0),
    "month": (1.0, 12.0),
}
_FIXED = {
    **dict.fromkeys(("absent", "absent_over_time", "present_over_time", "group"), _ONE),
    **dict.fromkeys(("count", "count_values", "count_over_time"), _FROM_ONE),
    **dict.fromkeys(("stddev", "stdvar", "stddev_over_time", "stdvar_over_time", "changes", "resets"), NOT_NEGATIVE),
    **dict.fromkeys(("sqrt", "exp", "mad_over_time", "histogram_stddev", "histogram_stdvar", "acosh"), NOT_NEGATIVE),
    **dict.fromkeys(("sin", "cos", "tanh"), Limits(-1, 1)),
    "cosh": _FROM_ONE,
    "acos": Limits(0, 3.2),
    **dict.fromkeys(("asin", "atan"), Limits(-1.6, 1.6)),
    "pi": Limits(math.pi, math.pi),
    **dict.fromkeys(("time", "start", "end", "step", "range", "timestamp"), NOT_NEGATIVE),
}
_ROUNDED: dict[str, Callable[[float], float]] = {"floor": math.floor, "ceil": math.ceil}

SETTING = frozenset((*_CLOCK, "histogram_quantile", "histogram_fraction", "clamp", "clamp_min", "clamp_max"))
"""Functions that set limits themselves."""


def hull(several: Iterable[Limits]) -> Limits:
    """What holds for each of several; nothing known for none."""
    found: Limits | None = None
    for one in several:
        found = one if found is None or found == one else found.hull(one)
    return ANY if found is None else found


def of_aggregation(op: str, inner: Limits, *, parameter: float | None = None) -> Limits:
    """The limits of an aggregation of samples within `inner`; `parameter` is a quantile's share, where it is a number."""
    if op == "quantile":
        return inner if parameter is not None and 0 <= parameter <= 1 else ANY
    if op == "sum":
        return _added(inner)
    return inner if op in _SAME_AGGREGATIONS else _FIXED.get(op, ANY)


def _added(inner: Limits) -> Limits:
    """One value or several: only the limit on the near side of 0 holds, and nobody has set it for a sum."""
    return Limits(max(inner.low, 0) if inner.low >= 0 else -INF, min(inner.high, 0) if inner.high <= 0 else INF)


def of_call(name: str, inner: Limits, *, numbers: Sequence[float | None] = ()) -> Limits:
    """The limits of a call on samples within `inner`; `numbers` are its other arguments, None for those not known.

    `histogram_quantile` is not told here: see `of_quantile`.
    """
    if name in _SAME:
        return inner
    if name in GROWTH:
        return NOT_NEGATIVE if inner.low >= 0 else ANY
    if name in _FIXED:
        return _FIXED[name]
    if name in _CLOCK:
        low, high = _CLOCK[name]
        return Limits(low, high, f"`{name}()` lies between {low:g} and {high:g}")
    if name == "histogram_fraction":
        return Limits(0, 1, "a fraction lies between 0 and 1")
    if name == "quantile_over_time":
        return of_aggregation("quantile", inner, parameter=numbers[0])
    if name == "sum_over_time":
        return _added(inner)
    return _of_value(name, inner, numbers)


def _of_value(name: str, inner: Limits, numbers: Sequence[float | None]) -> Limits:
    """The limits of a function of one sample."""
    if name == "abs":
        low = 0.0 if inner.low <= 0 <= inner.high else min(abs(inner.low), abs(inner.high))
        return Limits(low, max(abs(inner.low), abs(inner.high)), inner.why)
    if name.startswith("clamp"):
        return _clamped(name, inner, numbers)
    if name == "sgn":
        return Limits(max(-1.0, min(inner.low, 1.0)) if inner.low >= 0 else -1.0, 0.0 if inner.high <= 0 else 1.0)
    rounding = _ROUNDED.get(name)
    if rounding is not None:
        low, high = (one if math.isinf(one) else float(rounding(one)) for one in inner[:2])
        return Limits(low, high, inner.why)
    if name == "round":
        return Limits(0.0 if inner.low >= 0 else -INF, 0.0 if inner.high <= 0 else INF)
    return ANY


def _clamped(name: str, inner: Limits, given: Sequence[float | None]) -> Limits:
    low = given[0] if name != "clamp_max" else -INF
    high = given[-1] if name != "clamp_min" else INF
    if low is None or high is None or not low <= high:
        return ANY
    return Limits(min(max(inner.low, low), high), max(min(inner.high, high), low), inner.why or f"`{name}` limits it")


def of_quantile(share: float | None, names: Iterable[str], buckets_of: Callable[[str], tuple[float, ...]]) -> Limits:
    """The limits of `histogram_quantile` over the buckets of these series.

    A quantile in the bucket of +Inf is told as the largest finite bound; the lowest bucket begins at 0 or below.
    https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
    """
    named = tuple(dict.fromkeys(names))
    bounds = [buckets_of(name) for name in named]
    if share is None or not 0 <= share <= 1 or not bounds or not all(bounds):
        return ANY
    high = max(one[-1] for one in bounds)
    listed = ", ".join(f"`{name}`" for name in named)
    why = f"the largest finite bucket of {listed} ends at {high:g}, and a quantile is never told as more"
    return Limits(min(0.0, *(one[0] for one in bounds)), high, why)


def of_operator(op: str, left: Limits, right: Limits) -> Limits:
    """The limits of `left op right`, for arithmetic."""
    why = left.why or right.why
    if op == "+":
        return Limits(left.low + right.low, left.high + right.high, why) if _summable(left, right, 1) else ANY
    if op == "-":
        return Limits(left.low - right.high, left.high - right.low, why) if _summable(left, right, -1) else ANY
    if op == "*":
        return _product(left, right, why)
    if op == "/":
        return _divided(left, right, why)
    if op == "^":
        return NOT_NEGATIVE if left.low >= 0 else ANY
    if op == "atan2":
        return Limits(-3.2, 3.2)
    if op == "%":
        return NOT_NEGATIVE if left.low >= 0 else ANY
    return ANY


def _summable(left: Limits, right: Limits, sign: int) -> bool:
    """Whether no infinity meets its opposite at the same end."""
    low, high = (right.low, right.high) if sign > 0 else (-right.high, -right.low)
    return not (math.isinf(left.low) and left.low == -low) and not (math.isinf(left.high) and left.high == -high)


def narrowed(op: str, inner: Limits, threshold: Limits) -> Limits:
    """What a condition `inner op threshold` lets through; `inner` itself where that is nothing."""
    low, high = inner.low, inner.high
    if op == ">":
        low = max(low, math.nextafter(threshold.low, INF))
    elif op == ">=":
        low = max(low, threshold.low)
    elif op == "<":
        high = min(high, math.nextafter(threshold.high, -INF))
    elif op == "<=":
        high = min(high, threshold.high)
    elif op == "==":
        low, high = max(low, threshold.low), min(high, threshold.high)
    return inner if low > high or (low, high) == inner[:2] else Limits(low, high)


def negated(inner: Limits) -> Limits:
    """The limits of what stands behind a minus."""
    return Limits(-inner.high, -inner.low, inner.why)


def _product(left: Limits, right: Limits, why: str) -> Limits:
    corners = [0.0 if 0 in (one, other) else one * other for one in left[:2] for other in right[:2]]
    return Limits(min(corners), max(corners), why)


def _divided(left: Limits, right: Limits, why: str) -> Limits:
    if right.low > 0 or right.high < 0:
        return _product(left, Limits(1 / right.high, 1 / right.low), why)
    return NOT_NEGATIVE if left.low >= 0 and right.low >= 0 else ANY


def verdict(op: str, left: Limits, right: Limits) -> bool | None:
    """Whether `left op right` is true of all values, or false of all; None where it depends on them.

    NaN is within any limits, and compares as false but for `!=`: so true may still be false, and false is false.
    """
    if op == ">":
        return False if left.high <= right.low else True if left.low > right.high else None
    if op == "<":
        return False if left.low >= right.high else True if left.high < right.low else None
    if op == ">=":
        return False if left.high < right.low else True if left.low >= right.high else None
    if op == "<=":
        return False if left.low > right.high else True if left.high <= right.low else None
    apart = left.low > right.high or left.high < right.low
    same = left.low == left.high == right.low == right.high
    if op == "==":
        return False if apart else True if same else None
    return True if apart else False if same else None
