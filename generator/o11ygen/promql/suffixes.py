"""What the name of a series tells by the conventions of the exposition formats, where nobody has declared it.

https://prometheus.io/docs/practices/naming/ and https://prometheus.io/docs/specs/om/open_metrics_spec/
"""

from __future__ import annotations

from functools import lru_cache
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


_EVENTS = frozenset(
    ("requests", "responses", "errors", "failures", "failed", "exceptions", "panics", "timeouts", "retries", "restarts")
) | frozenset(
    ("calls", "queries", "messages", "packets", "hits", "misses", "evictions", "drops", "dropped", "rejected")
)


def counts_events(name: str) -> bool:
    """Whether a name says that events are counted, as in `errors_total`.

    `slots_total` may be a capacity, and `nodes_offline_total` how many there are now: exporters call gauges so, too.
    """
    words = name.split("_")
    return words[-1] == "total" and len(words) > 1 and words[-2].casefold() in _EVENTS


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


@lru_cache(maxsize=4096)
def unit_by_name(name: str) -> str:
    """The unit that a metric's name ends with, before `_total` and the suffixes of histograms; empty without one."""
    words = name.rpartition(":")[2].split("_")
    if len(words) > 1 and words[-2] == "ratio" and words[-1].startswith("rate"):
        # Recorded as `ratio_rate5m`.
        return "ratio"
    while len(words) > 1 and words[-1] in _PARTS:
        words.pop()
    return _UNITS.get(words[-1], "")
