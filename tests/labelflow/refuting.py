"""Whether what an expression gave refutes what was said of it."""

from __future__ import annotations

import math
import re

from o11ygen.labelflow import LabelFlow, Outcome
from tests.labelflow.evaluation import Result, Series

_NAME = "__name__"


def refuted(flow: LabelFlow, result: Result) -> str:
    """What of the flow is wrong, by what the expression gave at some time; empty if it may be right."""
    if result.error:
        return ""
    if flow.returns == "never" and result.series:
        return f"never returns, but gave {result.series[0]}: {flow.result[0].why}"
    if flow.returns == "always" and not result.series:
        return "always returns, but gave nothing"
    for one in result.series:
        reasons = [_misfit(outcome, one) for outcome in flow.result if outcome.returns != "never"]
        if all(reasons):
            return f"{one} is of no branch: {'; '.join(reasons)}"
    return ""


def _misfit(outcome: Outcome, series: Series) -> str:
    """Why a series is not one of those of an outcome; empty if it may be."""
    labels = {name: value for name, value in series.labels.items() if name != _NAME}
    surplus = [name for name in labels if not outcome.may_carry(name)]
    if surplus:
        return f"`{surplus[0]}` is impossible: {outcome.why_not(surplus[0])}"
    missing = outcome.sure.difference(labels, (_NAME,))
    if missing:
        return f"`{min(missing)}` is sure"
    for pin in outcome.pins:
        value = series.labels.get(pin.name, "")
        equal = re.fullmatch(pin.value, value) is not None if "~" in pin.op else pin.value == value
        if equal == pin.op.startswith("!") and pin.name != _NAME:
            return f"{pin} is said to hold"
    return _beyond(outcome, series.value)


def _beyond(outcome: Outcome, value: float | None) -> str:
    """Whether a value lies outside of the limits; a native histogram has none."""
    if value is None:
        return ""
    if math.isnan(value):
        return "" if outcome.sample.nan else "it is said to be no NaN"
    low, high, _ = outcome.limits
    # Values are rounded on the way, and printed with six digits or so.
    slack = 1e-9 * max(1.0, abs(value)) if math.isfinite(value) else 0.0
    return "" if low - slack <= value <= high + slack else f"{value} is not between {low} and {high}"
