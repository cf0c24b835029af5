"""What functions, aggregations and operators make of the meaning of samples: their kind and their unit."""

from __future__ import annotations

from collections.abc import Sequence

from o11ygen.labelflow.sample import ANYTHING, Sample, ValueKind
from o11ygen.promql import limits
from o11ygen.promql.limits import INF, Limits

PER_SECOND = "/s"
SECONDS = "seconds"
_PERCENT = "percent"
_PERCENT_OF = "percent of "

# Functions by what they make of the kind: those of one sample, or of several, that stay what they were.
KEPT = (
    frozenset(
        (
            "abs",
            "ceil",
            "floor",
            "round",
            "clamp",
            "clamp_min",
            "clamp_max",
            "info",
            "vector",
            "scalar",
            "sort",
            "sort_desc",
        )
    )
    | frozenset(
        ("label_join", "label_replace", "sort_by_label", "sort_by_label_desc", "max_of", "min_of", "last_over_time")
    )
    | frozenset(
        ("first_over_time", "max_over_time", "min_over_time", "avg_over_time", "quantile_over_time", "predict_linear")
    )
    | frozenset(("double_exponential_smoothing", "holt_winters", "sum_over_time"))
)
RATES = frozenset(("rate", "irate"))
DIFFERENCES = frozenset(("delta", "idelta", "mad_over_time", "stddev_over_time"))
COUNTS = frozenset(("changes", "resets", "count_over_time"))
BOOLEANS = frozenset(("absent", "absent_over_time", "present_over_time"))
TIMESTAMPS = frozenset(("time", "timestamp", "start_timestamp", "start", "end")) | frozenset(
    ("ts_of_first_over_time", "ts_of_last_over_time", "ts_of_max_over_time", "ts_of_min_over_time")
)
DURATIONS = frozenset(("range", "step"))
QUANTILES = frozenset(("histogram_quantile", "histogram_quantiles"))
OF_HISTOGRAMS = frozenset(("histogram_avg", "histogram_stddev"))
# What adds up in a histogram, as it does itself: since the start, each second, or in the window.
ADDED_UP = frozenset(("histogram_count", "histogram_sum"))
NUMBERS = (
    frozenset(
        (
            "acos",
            "acosh",
            "asin",
            "asinh",
            "atan",
            "atanh",
            "cos",
            "cosh",
            "deg",
            "exp",
            "ln",
            "log10",
            "log2",
            "pi",
            "rad",
        )
    )
    | frozenset(("sgn", "sin", "sinh", "sqrt", "tan", "tanh", "histogram_stdvar", "stdvar_over_time"))
    | frozenset(("day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year"))
)
# Of kept functions those that add, as infinities of both signs make NaN.
_RECKONING = frozenset(
    ("avg_over_time", "sum_over_time", "predict_linear", "double_exponential_smoothing", "holt_winters")
)
# What tells nothing but whether there is anything, or always a number.
_NO_NAN = BOOLEANS | COUNTS | TIMESTAMPS | DURATIONS | frozenset(("pi",))


def called(name: str, inner: Sample, found: Limits, *, numbers: Sequence[float | None] = ()) -> Sample:
    """What a call of `name` makes of samples `inner`, whose results lie within the limits `found`.

    `numbers` are its other arguments, None for those not known.
    """
    nan = (inner.nan or None in numbers or name == "round") and name not in _NO_NAN
    if name in KEPT:
        # An average of yes and no is how often it is yes; their sum is how many.
        kind: ValueKind = inner.kind
        if kind == "boolean" and name in ("avg_over_time", "quantile_over_time"):
            kind = "ratio"
        elif kind == "boolean" and name == "sum_over_time":
            kind = "count"
        elif name in ("sum_over_time", "predict_linear"):
            kind = "gauge" if kind in ("counter", "count") else kind
        reckoned = name in _RECKONING and not inner.limits.finite
        return Sample(kind, inner.unit, found, nan or reckoned or name == "quantile_over_time", inner.of)
    # The difference of two infinities is NaN.
    if name in RATES:
        return Sample("rate", _per_second(inner.unit), found, of=inner.of)
    if name == "increase":
        return Sample("increase", inner.unit, found, of=inner.of)
    if name == "deriv":
        return Sample("rate", _per_second(inner.unit), found)
    if name in DIFFERENCES:
        return Sample("gauge", inner.unit, found)
    if name in QUANTILES or name in OF_HISTOGRAMS:
        return Sample("gauge", inner.unit.removesuffix(PER_SECOND), found)
    if name == "histogram_fraction":
        return Sample("ratio", "", found)
    if name in ADDED_UP:
        kind = inner.kind if inner.kind in ("rate", "increase") else "counter"
        return Sample(kind, inner.unit if name == "histogram_sum" else "", found, nan)
    if name in TIMESTAMPS:
        return Sample("timestamp", SECONDS, found, nan)
    if name in DURATIONS:
        return Sample("duration", SECONDS, found, nan)
    kind = "count" if name in COUNTS else "boolean" if name in BOOLEANS else "number" if name in NUMBERS else "unknown"
    return Sample(kind, "", found, nan if kind != "number" else name not in _NO_NAN)


def _per_second(unit: str) -> str:
    return f"{unit}{PER_SECOND}" if unit else ""


def aggregated(op: str, inner: Sample, parameter: float | None) -> Sample:
    """What an aggregation makes of samples `inner`; `parameter` is the share of a quantile."""
    found = limits.of_aggregation(op, inner.limits, parameter=parameter)
    if op in ("count", "count_values"):
        return Sample("count", "", found, nan=False)
    if op == "group":
        return Sample("boolean", "", found, nan=False)
    if op == "stdvar":
        return Sample("number", "", found)
    kind = inner.kind
    if op == "stddev":
        kind = "gauge" if kind == "counter" else kind
        return Sample(kind if kind != "boolean" else "number", inner.unit, found)
    if kind == "boolean":
        kind = "count" if op == "sum" else "ratio" if op in ("avg", "quantile") else kind
    elif kind in ("ratio", "timestamp") and op == "sum":
        # A sum of shares is none, nor is one of times.
        return Sample("number" if kind == "ratio" else "unknown", "", found, inner.nan)
    # Infinities of both signs add up to NaN.
    nan = inner.nan or op == "quantile" or (op in ("sum", "avg") and not inner.limits.known)
    return Sample(kind, inner.unit, found, nan, inner.of)


def mixed(samples: list[Sample]) -> Sample:
    """What several kinds of samples are together."""
    first = samples[0]
    if len(samples) == 1 or all(one == first for one in samples):
        return first
    # A number beside something else is a stand-in, as in `x or vector(0)`.
    kinds: set[ValueKind] = {one.kind for one in samples if one.kind != "number"} or {first.kind}
    units = {one.unit for one in samples if one.kind != "number"} or {""}
    of = {one.of for one in samples}
    return Sample(
        kinds.pop() if len(kinds) == 1 else "unknown",
        units.pop() if len(units) == 1 else "",
        limits.hull(one.limits for one in samples),
        any(one.nan for one in samples),
        of.pop() if len(of) == 1 else "any",
    )


def arithmetic(op: str, left: Sample, right: Sample, found: Limits) -> Sample:
    """What `left op right` is, for an operator that computes."""
    kind, unit = _computed(op, left, right)
    nan = left.nan or right.nan or _makes_nan(op, left.limits, right.limits)
    if left.is_number and right.is_number:
        scaled = left.of or right.of if "number" in (left.kind, right.kind) and op in ("*", "/") else ""
        return Sample(kind, unit, found, nan, scaled)
    # What two histograms make, and a histogram and a number, hangs on the operator.
    return Sample(kind, unit, found, nan, left.of if left.of == right.of else "any")


def _makes_nan(op: str, left: Limits, right: Limits) -> bool:
    """Whether infinities may meet that make NaN, or 0 is divided by 0; for other operators it is not followed."""
    if op == "*":
        return not (left.finite and right.finite)
    if op == "+":
        return (left.low == -INF and right.high == INF) or (left.high == INF and right.low == -INF)
    if op == "-":
        return (left.low == -INF and right.low == -INF) or (left.high == INF and right.high == INF)
    return True


def _computed(op: str, left: Sample, right: Sample) -> tuple[ValueKind, str]:
    if op in ("</", ">/"):
        return left.kind, left.unit
    if op in ("+", "-"):
        return _added(op, left, right)
    if op == "*":
        return _multiplied(left, right)
    if op == "/":
        return _divided(left, right)
    if op == "%":
        return left.kind, left.unit
    return ("number", "") if left.kind == right.kind == "number" else ("unknown", "")


def _added(op: str, left: Sample, right: Sample) -> tuple[ValueKind, str]:
    kinds = (left.kind, right.kind)
    if kinds == ("timestamp", "timestamp"):
        return ("duration", SECONDS) if op == "-" else ("unknown", "")
    if left.kind == right.kind:
        kind: ValueKind = "count" if left.kind == "boolean" else left.kind
        return kind, left.unit if left.unit == right.unit else ""
    for one, other in ((left, right), (right, left)):
        if one.kind == "number":
            # A share less some share, and a time some seconds later, are what they were.
            return ("count", "") if other.kind == "boolean" else (other.kind, other.unit)
    if left.kind == "timestamp" and (right.kind == "duration" or right.unit == SECONDS):
        return "timestamp", SECONDS
    # What is unknown beside a timestamp may be another one, or some seconds.
    return "unknown", left.unit if left.unit == right.unit else ""


def _multiplied(left: Sample, right: Sample) -> tuple[ValueKind, str]:
    for one, other in ((left, right), (right, left)):
        if one.kind == "number":
            if one.limits[:2] != (100.0, 100.0):
                return other.kind, ""
            return other.kind, _PERCENT if other.kind == "ratio" else other.unit and f"{_PERCENT_OF}{other.unit}"
        # Info metrics are 1 and bring labels only.
        if one.kind == "boolean":
            return other.kind, other.unit
    return ("ratio", "") if left.kind == right.kind == "ratio" else ("unknown", "")


def _divided(left: Sample, right: Sample) -> tuple[ValueKind, str]:
    if right.kind == "number":
        return left.kind, ""
    if right.kind == "boolean":
        return left.kind, left.unit
    if left.unit and left.unit == right.unit:
        return "ratio", ""
    if right.unit and left.unit == f"{_PERCENT_OF}{right.unit}":
        return "ratio", _PERCENT
    if left.unit and right.unit:
        return "quotient", f"{left.unit} per {right.unit}"
    if left.kind == right.kind and left.kind in ("count", "boolean"):
        return "ratio", ""
    return "quotient", ""


def constant(value: float) -> Sample:
    """A number, or a duration that stands as one."""
    return Sample("number", "", Limits(value, value), nan=False) if value == value else Sample("number")


def unlimited(sample: Sample) -> Sample:
    """The same without limits."""
    return sample._replace(limits=limits.ANY) if sample is not ANYTHING else sample
