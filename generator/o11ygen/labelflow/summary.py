"""What an outcome is, in words for people."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from o11ygen.duration import readable_duration
from o11ygen.labelflow.outcome import LabelState, Outcome


class Summary(NamedTuple):
    """One kind of series: `what` its samples are, and its labels, the surest first. `reach` is a duration such as `5m`.

    `value` and `unit` are those of the outcome, `low` and `high` its limits, None where there is none. `open` tells that
    there may be labels that nothing names.
    """

    what: str
    value: str
    unit: str
    low: float | None
    high: float | None
    returns: str
    why: str
    reach: str
    labels: tuple[tuple[str, LabelState], ...]
    open: bool


_ORDER = {"sure": 0, "possible": 1, "impossible": 2}


def summary_of(outcome: Outcome, *, added: Mapping[str, str]) -> Summary:
    """An outcome in words; `added` are labels that every series gets besides, and why."""
    labels = {**outcome.named, **{name: LabelState("sure", why) for name, why in added.items()}}
    listed = sorted(labels.items(), key=lambda one: (_ORDER[one[1].presence], one[0]))
    low, high, _ = outcome.limits
    return Summary(
        described(outcome),
        outcome.value,
        outcome.unit,
        low if math.isfinite(low) else None,
        high if math.isfinite(high) else None,
        outcome.returns,
        outcome.why,
        "a fixed time" if outcome.fixed else readable_duration(outcome.reach_ms),
        tuple(listed),
        outcome.open,
    )


def described(outcome: Outcome) -> str:
    """The samples: `ratio between 0 and 1`, `rate in bytes/s, 0 or more`."""
    words: str = "unknown value" if outcome.value == "unknown" else outcome.value
    if outcome.unit and outcome.unit != outcome.value:
        words = f"{words} in {outcome.unit}"
    low, high, _ = outcome.limits
    if low == high:
        return f"{words}, always {low:g}"
    if math.isfinite(low) and math.isfinite(high):
        return f"{words}, {_number(low)} to {_number(high)}"
    if math.isfinite(low):
        return f"{words}, above {_number(low)}" if low != float(f"{low:.12g}") else f"{words}, {_number(low)} or more"
    return f"{words}, {_number(high)} or less" if math.isfinite(high) else words


def _number(value: float) -> str:
    return f"{value:.12g}" if abs(value) > 1e-300 else "0"
