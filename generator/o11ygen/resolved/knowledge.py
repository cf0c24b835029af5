"""What the index of series knows of metrics, for those who follow labels through expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from o11ygen import conventions
from o11ygen.labelflow import About, Outcome, Sample, ValueKind, flow_of
from o11ygen.labelflow.meanings import mixed
from o11ygen.promql.flow import Add, Flow
from o11ygen.promql.limits import NOT_NEGATIVE, Limits
from o11ygen.promql.parse import tree
from o11ygen.resolved.series import limits_of_metric

if TYPE_CHECKING:
    from o11ygen.resolved.rules import RecordingRule
    from o11ygen.resolved.scrape import Metric
    from o11ygen.resolved.series import SeriesIndex

_NOTHING = About()
_SECONDS = "seconds"
_UP = About(Sample("boolean", "", Limits(0, 1, "`up` is 0 or 1"), nan=False))
# What Prometheus says of each scrape: https://prometheus.io/docs/concepts/jobs_instances/
_OF_SCRAPES: dict[str, About] = {
    "scrape_duration_seconds": About(Sample("duration", _SECONDS, NOT_NEGATIVE, nan=False)),
    "scrape_timeout_seconds": About(Sample("duration", _SECONDS, NOT_NEGATIVE, nan=False)),
    **dict.fromkeys(
        (
            "scrape_samples_scraped",
            "scrape_samples_post_metric_relabeling",
            "scrape_series_added",
            "scrape_sample_limit",
        ),
        About(Sample("count", "", NOT_NEGATIVE, nan=False)),
    ),
    "scrape_body_size_bytes": About(Sample("gauge", "bytes", nan=False)),
    "ALERTS": About(Sample("boolean", "", Limits(1, 1), nan=False)),
    "ALERTS_FOR_STATE": About(Sample("timestamp", _SECONDS, NOT_NEGATIVE, nan=False)),
}


class SeriesKnowledge:
    """The knowledge of one environment. What a recording rule returns is worked out once."""

    __slots__ = ("_about", "_asked", "_series", "carried", "possible")

    def __init__(self, series: SeriesIndex) -> None:
        self._series = series
        self._about: dict[str, About] = {}
        self._asked: set[tuple[str, str]] = set()
        self.carried = series.carried
        self.possible = series.possible

    def about(self, name: str) -> About:
        """What the samples of a series are: by the declared metric, the recording rules, or Prometheus itself."""
        found = self._about.get(name)
        if found is None:
            # A recording rule that reads itself: nothing is known of it while it is worked out.
            self._about[name] = _NOTHING
            found = self._about[name] = self._worked_out(name)
        return found

    def buckets_of(self, name: str) -> tuple[float, ...]:
        """The finite bounds of the classic buckets behind a name, ascending; empty where they are not all known."""
        return self._series.buckets_of(name)

    def presence(self, name: str, label: str) -> str:
        """Why series of this name carry a label: their declaration, their target, or the rule that records them."""
        series = self._series
        for metric in series.metrics.get(name, ()):
            if label in metric.labels_of(name):
                return f"declared by `{metric.name}`"
        for record in series.records.get(name, ()):
            if label in record.labels:
                return f"set by {record.what}"
        for reason in self._reasons(name, label, _presence):
            if reason:
                return f"recorded in `{name}`: {reason}"
        if label in conventions.TARGET_LABELS:
            return "set by the scrape"
        known = series.possible(name)
        return "added by the scrape job" if known is not None and label in known else ""

    def absence(self, name: str, label: str) -> str:
        """Why the recording rule of this name leaves a label out; empty for a metric."""
        reasons = self._reasons(name, label, Outcome.why_not)
        return "; ".join(dict.fromkeys(reasons)) if all(reasons) else ""

    def _reasons(self, name: str, label: str, of: Callable[[Outcome, str], str]) -> list[str]:
        """A reason for each outcome of the recording rules of a name; none while a rule is asked that reads itself."""
        if (name, label) in self._asked:
            return []
        self._asked.add((name, label))
        try:
            return [of(outcome, label) for outcome in self.about(name).recorded]
        finally:
            self._asked.remove((name, label))

    def _worked_out(self, name: str) -> About:
        series = self._series
        metrics, records = series.metrics.get(name, ()), series.records.get(name, ())
        if not metrics and not records:
            return _UP if name == "up" else _OF_SCRAPES.get(name, _NOTHING)
        recorded = [outcome for record in records for outcome in self._outcomes(record)]
        samples = [_declared(metric, name, limits_of_metric(metric, name)) for metric in metrics]
        samples += [one.sample for one in recorded]
        return About(mixed(samples) if samples else Sample(), tuple(recorded), only=not metrics and bool(recorded))

    def _outcomes(self, record: RecordingRule) -> tuple[Outcome, ...]:
        whole = tree(record.expr)
        if whole is None:
            return ()
        found = flow_of(whole, self).result
        if record.unit:
            found = tuple([one._replace(sample=one.sample._replace(unit=record.unit)) for one in found])
        if not record.labels:
            return found
        return tuple([one._replace(flow=_labelled(one.flow, record)) for one in found])


def _presence(outcome: Outcome, label: str) -> str:
    return outcome.label(label).reason if outcome.may_carry(label) else ""


def _labelled(flow: Flow, record: RecordingRule) -> Flow:
    for name in record.labels:
        flow = Add(name, "sure", (), flow, record.what)
    return flow


def _declared(metric: Metric, name: str, limits: Limits) -> Sample:
    """The samples of one of a metric's series. What is declared to lie between two values is never NaN."""
    unit, nan = metric.unit, not limits.why
    if metric.type == "counter":
        return Sample("counter", unit, limits, nan)
    if metric.type in ("histogram", "summary") and name != metric.name:
        if name.endswith("_bucket"):
            return Sample("buckets", unit, limits, of="buckets")
        return Sample("counter", unit if name.endswith("_sum") else "", limits)
    if metric.type == "histogram":
        return Sample("histogram", unit, limits, of="native")
    kind: ValueKind = "timestamp" if name.endswith("_timestamp_seconds") else "gauge"
    if metric.type == "info" or name.endswith("_info"):
        kind = "boolean"
    elif unit == "ratio":
        kind = "ratio"
    return Sample(kind, unit, limits, nan)


def knowledge_of(series: SeriesIndex) -> SeriesKnowledge:
    """The knowledge of an index, the same object each time."""
    if series.knowledge is None:
        series.knowledge = SeriesKnowledge(series)
    return series.knowledge
