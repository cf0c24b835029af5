"""Of which kind the samples of a series are: by its declarations, or by its name where nothing was declared."""

from __future__ import annotations

from typing import NamedTuple

from o11ygen.promql.suffixes import GROWING, SeriesKind, kind_by_name
from o11ygen.resolved.scrape import Metric
from o11ygen.resolved.series import SeriesIndex

_PARTS: dict[str, SeriesKind] = {"_bucket": "bucket", "_sum": "sum", "_count": "count"}
_SYNTHETIC = frozenset(("up", "ALERTS", "scrape_duration_seconds", "scrape_samples_scraped"))
_CALLED = {
    "counter": "a counter",
    "gauge": "a gauge",
    "bucket": "the bucket of a histogram",
    "sum": "a sum of observations",
    "count": "a count of observations",
    "quantile": "the quantile of a summary",
    "native": "a native histogram",
    "info": "an info metric",
}


class Exposed(NamedTuple):
    """The kind of a series; `by_name` where nothing but its name tells it."""

    kind: SeriesKind
    by_name: bool = False

    @property
    def grows(self) -> bool:
        """Whether it only grows until its process restarts."""
        return self.kind in GROWING

    def __str__(self) -> str:
        return f"by its name {_CALLED[self.kind]}" if self.by_name else _CALLED[self.kind]


UNKNOWN = Exposed("")


def exposed(series: SeriesIndex, name: str) -> Exposed:
    """The kind of the series of that name; unknown for what is recorded, or declared in several ways."""
    if name in series.records:
        return UNKNOWN
    if name in _SYNTHETIC:
        return Exposed("gauge")
    kinds = {_kind(metric, name) for metric in series.metrics.get(name, ())}
    if kinds:
        return Exposed(kinds.pop()) if len(kinds) == 1 else UNKNOWN
    # In a project, a metric that nobody declares is misspelt or missing, and it is told of as such.
    return UNKNOWN if series.metrics else Exposed(kind_by_name(name), by_name=True)


def _kind(metric: Metric, name: str) -> SeriesKind:
    if metric.type in ("histogram", "summary"):
        if name == metric.name:
            return "native" if metric.type == "histogram" else "quantile"
        return _PARTS[name.removeprefix(metric.name)]
    return "counter" if metric.type == "counter" else "info" if metric.type == "info" else "gauge"
