"""Which expressions and alerts are alike: what a check finds right about one of them is right about the others.

A function that makes alerts is called for each service. What it makes differs in names, but the series behind those names
are declared in the same way, and their job is one that exposes them. One of each kind is looked at.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from o11ygen.gotemplate import template_actions
from o11ygen.promql import parse, shape
from o11ygen.promql.likeness import likeness
from o11ygen.promql.patterns import reads_as_pattern
from o11ygen.promql.placeholder import placeholder_in
from o11ygen.promql.suffixes import counts_events, kind_by_name, unit_by_name
from o11ygen.promql.wellknown import is_cause, is_condition, is_health
from o11ygen.resolved.rules import AlertRule
from o11ygen.resolved.scrape import Metric

if TYPE_CHECKING:
    from o11ygen.resolved.series import SeriesIndex

_JOB = "job"
# Labels whose values are numbers that follow from the metric.
_NUMBERS = frozenset(("le", "quantile"))
# Who a metric is, not what it is: everything else of it counts.
_WHO = ("name", "help", "service", "jobs", "source")
_WHAT = tuple(one.name for one in fields(Metric) if one.name not in _WHO)


class _Declared(NamedTuple):
    """What is known of a series name: `profile` is one number for all names that are declared in the same way.

    `closed` are labels of which is said what values they have. `jobs` are those that expose it; empty where any may.
    """

    profile: int
    closed: frozenset[str]
    jobs: frozenset[str]


@dataclass(slots=True, eq=False)
class Kinds:
    """Kinds of expressions and alerts, by one knowledge of the series; each kind is a number."""

    series: SeriesIndex
    _numbers: dict[Hashable, int] = field(default_factory=dict)
    _texts: dict[str, int] = field(default_factory=dict)
    # What each text reads.
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _declared: dict[str, _Declared] = field(default_factory=dict)

    def of_expression(self, text: str) -> int:
        """The same number for expressions that differ in names of metrics and in matched values only.

        The metrics are declared alike, by jobs that are scraped alike. Values differ in labels of which nothing is said
        but that they exist, and in `job`, where it is one that is scraped and exposes the metric. Those that are equal in
        one expression are equal in the other, and a pattern is a choice of one, or of several, in both.
        """
        number = self._texts.get(text)
        if number is None:
            number = self._texts[text] = self._number(self._key(text))
        return number

    def read_by(self, text: str) -> tuple[str, ...]:
        """The names of the series that an expression reads; an empty one for a selector without a name.

        None of an expression in error. It is told without parsing each expression of a kind.
        """
        names = self._read.get(text)
        if names is None:
            self.of_expression(text)
            names = self._read[text]
        return names

    def of_alert(self, alert: AlertRule) -> int:
        """The same number for alerts of one kind of expression, severity, durations, label names and annotation names.

        Templates in their labels and annotations do the same; the prose around them, and who owns the alerts, may differ.
        """
        made = alert.made.get("kind")
        if isinstance(made, tuple) and made[0] is self:
            number: int = made[1]
            return number
        key = (
            self.of_expression(alert.expr),
            (alert.severity, alert.for_ms, alert.keep_firing_ms, alert.leveled),
            tuple(alert.labels),
            tuple(alert.annotations),
            _actions(alert.labels),
            _actions(alert.annotations),
        )
        number = self._number(key)
        alert.made["kind"] = (self, number)
        return number

    def _number(self, key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def _key(self, text: str) -> Hashable:
        alike = likeness(text)
        shared = None if alike is None else shape(alike.text)
        if alike is None or shared is None:
            self._read[text] = tuple(dict.fromkeys(selector.metric for selector in parse(text).selectors))
            return text
        self._read[text] = (*alike.metrics, *shared.kept) if shared.kept else alike.metrics
        declared = [self._about(name) for name in alike.metrics]
        key: list[Hashable] = [alike.text, alike.threshold, *[about.profile for about in declared]]
        scraped = self.series.intervals
        for metric, label, is_pattern, place in shared.matched:
            about = self._about(metric) if isinstance(metric, str) else declared[metric]
            value = alike.values[place]
            if label in about.closed:
                key.append(value)
            choice, said = _said(value, is_pattern)
            if said:
                key.append((place, said))
            if label == _JOB and scraped:
                for job in choice:
                    if job not in scraped or (about.jobs and job not in about.jobs):
                        return text
        return tuple(key)

    def _about(self, name: str) -> _Declared:
        declared = self._declared.get(name)
        if declared is None:
            declared = self._declared[name] = self._looked_up(name)
        return declared

    def _looked_up(self, name: str) -> _Declared:
        series = self.series
        metrics = series.metrics.get(name, [])
        # A recording rule that reads itself: nothing is said of it while it is looked up.
        self._declared[name] = _Declared(-1, frozenset(), frozenset())
        records = series.records.get(name, ())
        recorded = tuple([(self.of_expression(record.expr), record.unit) for record in records])
        what = tuple(
            (name.removeprefix(metric.name), bool(metric.jobs), *[getattr(metric, one) for one in _WHAT])
            for metric in metrics
        )
        limits = series.limits_of(name)
        names = dict.fromkeys(label.name for metric in metrics for label in metric.labels)
        known = (
            series.knows(name),
            # A recorded series that nobody records: its name may be a slip.
            name if ":" in name and not series.knows(name) else "",
            series.possible(name),
            series.carried(name),
            tuple([series.declarations_of(name, label) for label in names]),
            series.interval_of(name),
            (limits.low, limits.high, bool(limits.why)),
            series.buckets_of(name),
            series.quantiles_of(name),
            (kind_by_name(name), counts_events(name)),
            unit_by_name(name),
            (is_health(name), is_condition(name), is_cause(name)),
        )
        said = (label.name for metric in metrics for label in metric.labels if label.values or label.pattern)
        exposing = frozenset(job for metric in metrics for job in metric.jobs)
        profile = self._number((what, recorded, known))
        return _Declared(profile, _NUMBERS.union(said), frozenset() if recorded else exposing)


@lru_cache(maxsize=4096)
def _said(value: str, is_pattern: bool) -> tuple[tuple[str, ...], Hashable]:
    """The names that a value stands for, and what else counts of it: falsy where that is nothing."""
    if not is_pattern:
        return (value,), placeholder_in(value) or reads_as_pattern(value)
    choice = tuple(value.split("|"))
    return choice, (len(choice) > 1, len(set(choice)) < len(choice), placeholder_in(value, pattern=True))


@lru_cache(maxsize=4096)
def _done_by(template: str) -> str:
    """What a template does, the same text for all that do it; of one that can't be told, the template itself."""
    return template_actions(template) or template


def _actions(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple([(name, _done_by(text)) for name, text in texts.items() if "{{" in text])
