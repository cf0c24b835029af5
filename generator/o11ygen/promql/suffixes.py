"""What the name of a series tells by the conventions of the exposition formats, where nobody has declared it.

https://prometheus.io/docs/practices/naming/ and https://prometheus.io/docs/specs/om/open_metrics_spec/
"""

from __future__ import annotations

from typing import Literal, TypeAlias

SeriesKind: TypeAlias = Literal["counter", "gauge", "bucket", "sum", "count", "quantile", "native", "info", ""]
"""How the samples of a series are made: `bucket`, `sum` and `count` belong to a histogram or summary, and only grow.

A summary's own series is a `quantile`. It is empty where nothing is known.
"""

GROWING = frozenset(("counter", "bucket", "sum", "count"))
"""Kinds of series that only grow until their process restarts."""


def kind_by_name(name: str) -> SeriesKind:
    """The kind of a series whose name makes it sure enough: `_total` and `_bucket`.

    Many exporters have gauges that end with `_sum` or `_count`. A recorded series has a colon and is none of these.
    """
    if ":" in name:
        return ""
    if name.endswith("_total"):
        return "counter"
    return "bucket" if name.endswith("_bucket") else ""


_UNITS = {
    **dict.fromkeys(("ratio",), "ratio"),
    **dict.fromkeys(("percent", "percentage"), "percent"),
    **dict.fromkeys(("seconds",), "seconds"),
    **dict.fromkeys(("milliseconds", "ms", "millis"), "milliseconds"),
    **dict.fromkeys(("microseconds", "us"), "microseconds"),
    **dict.fromkeys(("nanoseconds", "ns"), "nanoseconds"),
    "bytes": "bytes",
}
_PARTS = frozenset(("total", "bucket", "sum", "count"))


def unit_by_name(name: str) -> str:
    """The unit that a metric's name ends with, before `_total` and the suffixes of histograms; empty without one."""
    words = name.rpartition(":")[2].split("_")
    while len(words) > 1 and words[-1] in _PARTS:
        words.pop()
    return _UNITS.get(words[-1], "")
