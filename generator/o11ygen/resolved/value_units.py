"""What the value of an alert is a number of, and what functions of templates take it for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from o11ygen.promql.suffixes import unit_by_name

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome
    from o11ygen.promql import Comparison

# What leaves a value in its unit; a rate makes it one per second.
_KEEPING = frozenset(("==", "!=", ">", "<", ">=", "<=", "and", "unless", "sum", "min", "max", "avg", "topk", "bottomk"))
_OVER_TIME = frozenset(f"{name}_over_time" for name in ("sum", "min", "max", "avg", "last", "quantile"))
_RATES = frozenset(("rate", "irate", "deriv"))
_MADE_OF = _KEEPING | _OVER_TIME | _RATES | frozenset(("increase", "delta", "histogram_quantile"))
# Fewer percent than this may as well be a ratio.
_SURELY_PERCENT = 10
_OTHER_TIMES = frozenset(("milliseconds", "microseconds", "nanoseconds", "minutes", "hours", "days"))
_BYTES = frozenset(("bytes", "bytes/s", "bits", "bits/s"))


def has_percent_sign(text: str) -> bool:
    """Whether a template prints the value as it is, or with less digits, and a percent sign behind it."""
    value = r"(?:\$value|\.Value)"
    printed = rf'(?:{value}(?:\s*\|\s*(?:humanize|printf\s+"[^"]*"))?|printf\s+"[^"%]*%[\d.]*[fge][^"%]*"\s+{value})'
    return re.search(rf"\{{\{{-?\s*{printed}\s*-?\}}\}}\s?%", text) is not None


def unit_of(outcome: Outcome) -> str:
    """The unit of a value: as declared, else by the name of the one metric it is made of; empty where neither tells."""
    if outcome.unit or len(outcome.metrics) != 1 or not _MADE_OF.issuperset(outcome.operations):
        return outcome.unit
    name, operations = outcome.metrics[0], outcome.operations
    unit = unit_by_name(name)
    if "histogram_quantile" in operations:
        return unit
    if name.endswith(("_count", "_bucket")):
        # How many there were of what the name counts in its unit.
        return ""
    return f"{unit}/s" if unit and not _RATES.isdisjoint(operations) else unit


def misread(function: str, outcome: Outcome, condition: Comparison | None) -> str:
    """What the value is that a function of templates takes for something else; empty where it may be right."""
    # Differences of times may be either, where nobody says which are points in time.
    unit, kind = (
        unit_of(outcome),
        "unknown" if outcome.value == "timestamp" and "-" in outcome.operations else outcome.value,
    )
    match function:
        case "humanizePercentage":
            return _no_ratio(unit, kind, condition)
        case "humanizeDuration":
            if unit in _OTHER_TIMES:
                return f"is in {unit}, and is read as seconds"
            return (
                "is a point in time, and is read as seconds since" if kind == "timestamp" else _no_seconds(unit, kind)
            )
        case "humanizeTimestamp":
            if kind == "duration":
                return "is a duration, and is read as a point in time, of 1970"
            return _no_seconds(unit, kind)
        case "humanize1024":
            counted = unit and unit not in _BYTES and " per " not in unit
            if kind in ("ratio", "boolean", "timestamp", "duration") or counted:
                return f"is {_title(unit, kind)}, which nobody counts in units of 1024"
    return ""


def _no_ratio(unit: str, kind: str, condition: Comparison | None) -> str:
    if unit == "percent":
        return "is in percent already, and is multiplied by 100 again"
    compared = condition.threshold if condition is not None and condition.op not in ("==", "!=") else None
    if compared is not None and compared >= _SURELY_PERCENT and unit != "ratio":
        return f"is compared with {compared:g}, so it is no ratio, and is multiplied by 100"
    if unit in ("ratio", "seconds/s") or " per " in unit:
        return ""
    if unit or kind in ("count", "timestamp", "duration"):
        return f"is {_title(unit, kind)} and no ratio"
    return ""


def _no_seconds(unit: str, kind: str) -> str:
    if (unit and unit not in ("seconds", "seconds/s") and " per " not in unit) or kind in ("ratio", "count"):
        return f"is {_title(unit, kind)} and no time"
    return ""


def _title(unit: str, kind: str) -> str:
    if kind in ("count", "ratio", "timestamp", "duration", "boolean"):
        return {"timestamp": "a point in time", "boolean": "0 or 1"}.get(kind, f"a {kind}")
    return f"in {unit}" if unit and unit != "ratio" else "a ratio"
