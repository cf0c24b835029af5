"""Every series name that an environment knows, and the labels its series carry."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from o11ygen import conventions
from o11ygen.promql import carried_labels, parse, possible_labels
from o11ygen.promql.limits import ANY, SETTING, Limits, hull
from o11ygen.promql.parse import tree
from o11ygen.resolved.alike import Kinds
from o11ygen.resolved.rules import RecordingRule
from o11ygen.resolved.scrape import Job, Label, Metric, Probe

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome
    from o11ygen.resolved.knowledge import SeriesKnowledge

# Several checks ask about the alert that is looked at, one after the other.
_MOST_OUTCOMES = 4096
_TARGET = frozenset(conventions.TARGET_LABELS)
_WORD = re.compile(r"[A-Za-z_:][\w:]*", re.ASCII)
# Series that Prometheus makes itself, for each scrape and each alert; None: they may carry any label.
_SYNTHETIC: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(
        (
            "up",
            "scrape_duration_seconds",
            "scrape_samples_scraped",
            "scrape_samples_post_metric_relabeling",
            "scrape_series_added",
            "scrape_timeout_seconds",
            "scrape_sample_limit",
            "scrape_body_size_bytes",
        ),
        _TARGET,
    ),
    "ALERTS": None,
    "ALERTS_FOR_STATE": None,
}


@dataclass(slots=True, eq=False)
class SeriesIndex:
    """What stands behind each series name: a declared metric, a recording rule, or Prometheus itself.

    Several declarations of one name are told apart by their jobs; a label then is sure only if all of them have it.
    `complete` says that jobs and metrics are all there are; else any metric may be scraped, with further labels of its
    targets, every `usual_ms` milliseconds, 0 where that is not known.
    """

    metrics: dict[str, list[Metric]] = field(default_factory=dict)
    records: dict[str, list[RecordingRule]] = field(default_factory=dict)
    # Labels that relabeling, discovery or static targets add, by job.
    added: dict[str, frozenset[str]] = field(default_factory=dict)
    # Scrape intervals in milliseconds, by job.
    intervals: dict[str, int] = field(default_factory=dict)
    # Labels whose values relabeling may have changed, by job; None: any.
    written: dict[str, frozenset[str] | None] = field(default_factory=dict)
    complete: bool = True
    usual_ms: int = 0
    _carried: dict[str, frozenset[str] | None] = field(default_factory=dict)
    _carried_by: dict[int, frozenset[str]] = field(default_factory=dict)
    _possible: dict[str, frozenset[str] | None] = field(default_factory=dict)
    _values: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    # What checks over all rules found right, by keys of their own, under the id of each.
    right: dict[Hashable, set[Hashable]] = field(default_factory=dict)
    # Questions settled in one pass over expressions or alerts, by the thing or its kind; see `asking`.
    settled: dict[Hashable, frozenset[Hashable]] = field(default_factory=dict)
    _outcomes: dict[str, tuple[Outcome, ...]] = field(default_factory=dict, repr=False)
    # What is asked for by `knowledge_of`, once it was.
    knowledge: SeriesKnowledge | None = field(default=None, repr=False)
    kinds: Kinds = field(init=False, repr=False)
    _longest: dict[str, int] = field(default_factory=dict)
    _declared: dict[tuple[str, str], tuple[Label, ...]] = field(default_factory=dict)
    _limits: dict[str, Limits] = field(default_factory=dict)
    _buckets: dict[str, tuple[float, ...]] = field(default_factory=dict)
    _limited: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.kinds = Kinds(self)

    @classmethod
    def build(
        cls,
        metrics: Iterable[Metric],
        records: Iterable[RecordingRule],
        jobs: Iterable[Job],
        probes: Iterable[Probe],
    ) -> SeriesIndex:
        """The index of one environment."""
        index = cls()
        for metric in metrics:
            for name in metric.series:
                index.metrics.setdefault(name, []).append(metric)
        for record in records:
            index.records.setdefault(record.name, []).append(record)
        for job in jobs:
            index.added[job.name] = frozenset(job.target_labels)
            index.intervals[job.name] = job.interval_ms
            index.written[job.name] = _written(job)
        for probe in probes:
            index.added[probe.name] = frozenset(probe.labels)
            index.intervals[probe.name] = probe.interval_ms
        return index

    def knows_the_same(self, other: SeriesIndex) -> bool:
        """Whether every question has the same answer in both."""
        return (self.metrics, self.records, self.added, self.intervals, self.written) == (
            other.metrics,
            other.records,
            other.added,
            other.intervals,
            other.written,
        )

    def outcomes_of(self, text: str) -> tuple[Outcome, ...]:
        """What the result of an expression consists of, one entry for each branch; nothing for one in error."""
        known = self._outcomes.get(text)
        if known is None:
            from o11ygen.labelflow import flow_of
            from o11ygen.resolved.knowledge import knowledge_of

            whole = tree(text)
            known = () if whole is None else flow_of(whole, knowledge_of(self)).result
            if len(self._outcomes) >= _MOST_OUTCOMES:
                self._outcomes.clear()
            self.note_outcomes(text, known)
        return known

    def note_outcomes(self, text: str, outcomes: tuple[Outcome, ...]) -> None:
        """Remember them for those who ask later, as long as there are not too many."""
        if len(self._outcomes) < _MOST_OUTCOMES:
            self._outcomes[text] = outcomes

    @property
    def names(self) -> frozenset[str]:
        """Every known series name."""
        return frozenset((*self.metrics, *self.records, *_SYNTHETIC))

    def knows(self, name: str) -> bool:
        """Whether something makes a series of that name."""
        return name in self.metrics or name in self.records or name in _SYNTHETIC

    def carried(self, name: str) -> frozenset[str] | None:
        """The labels that every series of that name surely has; None when the name is not known."""
        return self._labels(name, self._carried, sure=True)

    def carried_by(self, expr: str) -> frozenset[str]:
        """The labels that every series of an expression's result surely has: for one kind of expressions the same."""
        kind = self.kinds.of_expression(expr)
        known = self._carried_by.get(kind)
        if known is None:
            known = self._carried_by[kind] = carried_labels(expr, labels_of=self.carried)
        return known

    def possible(self, name: str) -> frozenset[str] | None:
        """All labels that a series of that name may have; None when nothing is known of them."""
        return self._labels(name, self._possible, sure=False)

    def values_of(self, name: str, label: str) -> frozenset[str]:
        """The values that the label of a series is declared with; empty when some declaration leaves them open."""
        known = self._values.get((name, label))
        if known is None:
            declared = [one for metric in self.metrics.get(name, ()) for one in metric.labels if one.name == label]
            open_ = not all(one.values for one in declared)
            known = frozenset() if open_ else frozenset(value for one in declared for value in one.values)
            self._values[name, label] = known
        return known

    def declarations_of(self, name: str, label: str) -> tuple[Label, ...]:
        """The declarations of a label of a series that limit its values; none where some leave them open.

        What relabeling may have written is open too, as is what a recording rule of that name gives.
        """
        known = self._declared.get((name, label))
        if known is None:
            known = self._declared[name, label] = self._declarations(name, label)
        return known

    def _declarations(self, name: str, label: str) -> tuple[Label, ...]:
        metrics = self.metrics.get(name, ())
        declared = dict.fromkeys(one for metric in metrics for one in metric.labels if one.name == label)
        if name in self.records or not all(one.values or one.pattern for one in declared):
            return ()
        written = [self.written.get(job, frozenset()) for metric in metrics for job in metric.jobs]
        return () if any(names is None or label in names for names in written) else tuple(declared)

    def limits_of(self, name: str) -> Limits:
        """Between which values the samples of a series lie, as far as its metrics say so, or its recording rules."""
        known = self._limits.get(name)
        if known is None:
            # A recording rule that reads itself: nothing is known of it while it is worked out.
            self._limits[name] = ANY
            found = [limits_of_metric(metric, name) for metric in self.metrics.get(name, ())]
            found += [self._limits_of_record(record) for record in self.records.get(name, ())]
            if name == "up":
                found.append(Limits(0, 1, "`up` is 0 or 1"))
            known = found[0] if found else ANY
            for other in found[1:]:
                known = known.hull(other)
            self._limits[name] = known
        return known

    def is_limited(self, text: str) -> bool:
        """Whether an expression may have a part with limits that somebody set; told by its words, without parsing it."""
        if not self._limited:
            self._limited.update(SETTING, ("up",))
            self._limited.update(name for name, metrics in self.metrics.items() if any(map(_is_limited, metrics)))
            waiting = [
                (record.name, set(_WORD.findall(record.expr))) for one in self.records.values() for record in one
            ]
            found = [""]
            while found:
                found = [name for name, words in waiting if not words.isdisjoint(self._limited)]
                waiting = [one for one in waiting if one[0] not in found]
                self._limited.update(found)
        return not self._limited.isdisjoint(_WORD.findall(text))

    def _limits_of_record(self, record: RecordingRule) -> Limits:
        if not self.is_limited(record.expr):
            return ANY
        return hull(one.limits for one in self.outcomes_of(record.expr) if one.returns != "never")

    def buckets_of(self, name: str) -> tuple[float, ...]:
        """The finite bounds of the classic buckets behind a series, ascending; empty where they are not all known."""
        known = self._buckets.get(name)
        if known is None:
            self._buckets[name] = ()
            found = [metric.buckets if name == f"{metric.name}_bucket" else () for metric in self.metrics.get(name, ())]
            for record in self.records.get(name, ()):
                found += [self.buckets_of(selector.metric) for selector in parse(record.expr).selectors] or [()]
            known = tuple(sorted({bound for one in found for bound in one})) if all(found) else ()
            self._buckets[name] = known
        return known

    def quantiles_of(self, name: str) -> tuple[float, ...]:
        """The quantiles of a summary; empty where they are not all known."""
        found = [metric.quantiles if metric.name == name else () for metric in self.metrics.get(name, ())]
        return tuple(sorted({one for listed in found for one in listed})) if all(found) else ()

    def interval_of(self, name: str) -> int:
        """The longest interval, in milliseconds, at which a job of a scraped series is scraped; 0 when none is known."""
        longest = self._longest.get(name)
        if longest is None:
            jobs = (job for metric in self.metrics.get(name, ()) for job in metric.jobs)
            # What is recorded is as old as its group's evaluations; a colon tells so of what others record.
            usual = 0 if name in self.records or ":" in name else self.usual_ms
            longest = self._longest[name] = max((self.intervals.get(job, 0) for job in jobs), default=usual)
        return longest

    def _labels(self, name: str, cache: dict[str, frozenset[str] | None], *, sure: bool) -> frozenset[str] | None:
        if name in cache:
            return cache[name]
        # A recording rule that reads itself: its own labels are not known while they are worked out.
        cache[name] = None
        found: list[frozenset[str] | None] = []
        for metric in self.metrics.get(name, ()):
            added = [self.added.get(job, frozenset()) for job in metric.jobs]
            extra = frozenset.intersection(*added) if sure and added else frozenset[str]().union(*added)
            found.append(metric.labels_of(name) | _TARGET | extra)
        found += [self._recorded(record, sure=sure) for record in self.records.get(name, ())]
        if name in _SYNTHETIC:
            synthetic = _SYNTHETIC[name]
            if not sure and synthetic is not None:
                synthetic = synthetic.union(*self.added.values()) if self.complete else None
            found.append(synthetic)
        cache[name] = _joined(found, sure=sure)
        return cache[name]

    def _recorded(self, record: RecordingRule, *, sure: bool) -> frozenset[str] | None:
        if sure:
            return carried_labels(record.expr, labels_of=self.carried).union(record.labels)
        labels = possible_labels(record.expr, labels_of=self.possible).labels
        return None if labels is None else labels.union(record.labels)


def _joined(found: list[frozenset[str] | None], *, sure: bool) -> frozenset[str] | None:
    known = [labels for labels in found if labels is not None]
    if not known or (not sure and len(known) < len(found)):
        return None
    return frozenset.intersection(*known) if sure else frozenset[str]().union(*known)


def _written(job: Job) -> frozenset[str] | None:
    """The labels that steps of a job write on what was scraped; None where a step makes up their names."""
    if any(step.get("action") == "labelmap" for step in job.metric_relabel):
        return None
    return frozenset(str(step["target_label"]) for step in job.metric_relabel if step.get("target_label"))


def _is_limited(metric: Metric) -> bool:
    return metric.range[0] > -math.inf or metric.range[1] < math.inf


def limits_of_metric(metric: Metric, series: str) -> Limits:
    """Between which values the samples of one of a metric's series lie, by what is declared of it."""
    low, high = metric.range
    if _is_limited(metric):
        return Limits(low, high, f"`{series}` is declared to lie between {low:g} and {high:g}")
    counts = metric.type == "counter" or (series.endswith(("_bucket", "_count")) and series != metric.name)
    return Limits(0, math.inf) if counts else ANY
