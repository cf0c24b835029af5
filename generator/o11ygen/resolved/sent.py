"""Alerts as Prometheus sends them: with labels of the series, of the rule and of the server, after alert relabeling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from o11ygen.promql import Flow, Query, Selector, carried, parse, possible_labels
from o11ygen.promql.flow import Add, Both, Drop, Either, Enrich, Join, Keep
from o11ygen.resolved.outcomes import ANYTHING, MISSING, Outcome, Values, alternatives, may_match
from o11ygen.resolved.relabeling import Step, concerns, names_read, relabelled
from o11ygen.resolved.routing import Matcher
from o11ygen.resolved.rules import AlertRule
from o11ygen.resolved.series import SeriesIndex
from o11ygen.resolved.stack import Stack

_ALERTNAME = "alertname"
# Series that every scrape makes, whatever the job.
_OF_EVERY_JOB = frozenset(("up", "scrape_duration_seconds", "scrape_samples_scraped"))


class End(NamedTuple):
    """Alerts that end alike: each may come to any of these ends."""

    outcomes: tuple[Outcome, ...]
    alerts: list[AlertRule]


class Sent:
    """What is known of the alerts that one environment sends.

    `chains` are the relabeling steps on the way to Alertmanager: one chain, or several where endpoints differ.
    """

    def __init__(self, stack: Stack) -> None:
        server = stack.prometheus
        self.router, self.series, self.alerts = stack.router, stack.series, stack.alerts
        self.external_labels = stack.environment.external_labels
        ways = [(*server.alert_relabel, *one.alert_relabel) for one in server.alertmanagers] or [server.alert_relabel]
        self.chains: list[tuple[Step, ...]] = [way for at, way in enumerate(ways) if way not in ways[:at]]
        # Most relabeling only drops the replica's label: what it leaves alone needs no second look at each alert.
        self._relabels = any(concerns(chain, stack.router.read) for chain in self.chains)
        # Jobs whose series may say what they like in `job`.
        self._claiming = {
            job.name
            for job in stack.jobs
            if job.honor_labels
            or any(step.get("target_label") == "job" for step in (*job.relabel, *job.metric_relabel))
        }
        self._series: dict[tuple[str, str | int], Values] = {}
        # Ends of alerts whose own labels are all that routes go by, by those labels.
        self._fixed: dict[tuple[str | None, ...], tuple[Outcome, ...]] = {}
        # What the series must tell, by the identity of labels: alerts of a service and severity share them.
        self._of_series_alone: dict[int, list[str]] = {}
        self._ends: list[End] = []
        self._alike: dict[tuple[str, ...], list[tuple[Mapping[str, Values], list[AlertRule]]]] = {}

    @classmethod
    def of(cls, stack: Stack) -> Sent:
        """The one of a stack: what it has worked out is there for all who ask."""
        made = stack.made.get(cls.__name__)
        if not isinstance(made, Sent):
            made = stack.made[cls.__name__] = cls(stack)
        return made

    @property
    def ends(self) -> Sequence[End]:
        """All alerts, those together that end alike."""
        if not self._ends:
            found: dict[tuple[tuple[object, ...], ...], End] = {}
            # Alerts of a service and severity share their labels, which are all that most routes go by.
            ends: dict[tuple[int, str], End] = {}
            by_name = _ALERTNAME in self.router.read
            for alert in self.alerts:
                labels = (id(alert.labels), alert.name if by_name else "")
                end = ends.get(labels)
                if end is None:
                    outcomes = self.outcomes(alert)
                    key = tuple([(one.where, *map(id, one.routes)) for one in outcomes])
                    end = found.setdefault(key, End(outcomes, []))
                    if self._is_fixed(alert):
                        ends[labels] = end
                end.alerts.append(alert)
            self._ends.extend(found.values())
        return self._ends

    def alike(self, names: Iterable[str]) -> Sequence[tuple[Mapping[str, Values], list[AlertRule]]]:
        """The alerts by what these labels of them may be when they arrive; one may be in several of the groups."""
        key = tuple(sorted(set(names)))
        known = self._alike.get(key)
        if known is None:
            found: dict[tuple[Values, ...], tuple[Mapping[str, Values], list[AlertRule]]] = {}
            for alert in self.alerts:
                for labels in self.labels(alert, key):
                    if labels is None:
                        continue
                    listed = found.setdefault(tuple([labels[name] for name in key]), (labels, []))[1]
                    # Over two ways it may arrive with the same labels.
                    if not listed or listed[-1] is not alert:
                        listed.append(alert)
            known = self._alike[key] = list(found.values())
        return known

    def anywhere(self, name: str) -> Values:
        """What a label may be in any of the alerts when it arrives."""
        found = [labels[name] for labels, _ in self.alike((name,))]
        return Values(frozenset[str]().union(*(one.known for one in found)), any(one.open for one in found))

    def unmet(self, matchers: Iterable[Matcher]) -> list[Matcher]:
        """Those that ask for a label, or for a value of it, that no alert has. What a label must not be asks for none."""
        return [
            one
            for one in matchers
            if one.op in ("=", "=~")
            and not one.matches({})
            and not may_match((one,), {one.name: self.anywhere(one.name)})
        ]

    @property
    def static_names(self) -> frozenset[str]:
        """The labels that some rule sets, the server, or Prometheus itself."""
        return frozenset((_ALERTNAME, *self.external_labels)).union(*(alert.labels for alert in self.alerts))

    def outcomes(self, alert: AlertRule) -> tuple[Outcome, ...]:
        """Every end that the alert may come to. One without routes: relabeling drops it."""
        labels = alert.labels
        read = tuple([alert.name if name == _ALERTNAME else labels.get(name) for name in self.router.read])
        known = self._fixed.get(read)
        if known is None:
            known = tuple(self._worked_out_ends(alert))
            if self._is_fixed(alert):
                self._fixed[read] = known
        return known

    def _worked_out_ends(self, alert: AlertRule) -> Iterator[Outcome]:
        router = self.router
        if self._is_fixed(alert):
            yield Outcome(router.reached({**alert.labels, _ALERTNAME: alert.name}))
            return
        for labels in self.labels(alert, router.read):
            if labels is None:
                yield Outcome(())
            else:
                yield from router.outcomes(labels)

    def labels(self, alert: AlertRule, names: Iterable[str]) -> Iterator[Mapping[str, Values] | None]:
        """What these labels of the alert may be when it arrives, for each chain; None where it never does."""
        wanted = tuple(names)
        for chain in self.chains:
            read = {*wanted, *names_read(chain)}
            if any(step.get("action") == "labelmap" for step in chain):
                read.update(alert.labels, self.external_labels, (_ALERTNAME,), self._possible(alert))
            labels = {name: self._label(name, alert) for name in sorted(read)}
            yield relabelled(chain, labels) if chain else labels

    def read_of_series(self, alert: AlertRule) -> Sequence[str]:
        """The labels that routes go by and that neither the rule nor the server sets on the alert."""
        known = self._of_series_alone.get(id(alert.labels))
        if known is None:
            given = (_ALERTNAME, *alert.labels, *self.external_labels)
            known = self._of_series_alone[id(alert.labels)] = [name for name in self.router.read if name not in given]
        return known

    def before(self, name: str, selector: Selector) -> Values | None:
        """What a label is in the series that a selector finds; None when they may lack it."""
        pinned = any(one.name == name and one.op in ("=", "=~") and one.value for one in selector.matchers)
        if not pinned and name not in (self.series.carried(selector.metric) or ()):
            return None
        return self._selected(name, selector, self.series)

    def _is_fixed(self, alert: AlertRule) -> bool:
        """Whether its name and own labels are all that routes go by."""
        labels = alert.labels
        return not self._relabels and all(
            name == _ALERTNAME or (name in labels and "{{" not in labels[name]) for name in self.router.read
        )

    def _label(self, name: str, alert: AlertRule) -> Values:
        if name == _ALERTNAME:
            return Values(frozenset((alert.name,)))
        if name in alert.labels:
            text = alert.labels[name]
            return ANYTHING if "{{" in text else Values(frozenset((text,)))
        values = self._of_series(name, alert.expr)
        external = self.external_labels.get(name, "")
        # An external label is only added where the alert has none of that name.
        return values if values.sure or not external else values._replace(known=(values.known - {""}) | {external})

    def _possible(self, alert: AlertRule) -> frozenset[str]:
        return possible_labels(alert.expr, labels_of=self.series.possible).labels or frozenset()

    def _of_series(self, name: str, expr: str) -> Values:
        # Expressions of one kind differ in matched values alone: they have in common what they do not speak of.
        spoken_of = name == "job" or name in expr
        key: tuple[str, str | int] = (name, expr if spoken_of else self.series.kinds.of_expression(expr))
        known = self._series.get(key)
        if known is None:
            known = self._series[key] = self._worked_out(name, parse(expr))
        return known

    def _worked_out(self, name: str, query: Query) -> Values:
        series = self.series
        if query.flow is None:
            return ANYTHING
        if not possible_labels(query, labels_of=series.possible).may_carry(name):
            return MISSING
        missing = frozenset[str]() if name in carried(query.flow, labels_of=series.carried) else MISSING.known
        if _sets(query.flow, name):
            return Values(missing, open=True)
        found = [self._selected(name, selector, series) for selector in query.selectors]
        return Values(missing.union(*(values.known for values in found)), any(values.open for values in found))

    def _selected(self, name: str, selector: Selector, series: SeriesIndex) -> Values:
        """The values that the label has in the series of a selector, without the missing one."""
        for matcher in selector.matchers:
            if matcher.name == name and matcher.op in ("=", "=~"):
                texts = (matcher.value,) if matcher.op == "=" else alternatives(matcher.value)
                if texts:
                    return Values(frozenset(texts) - {""})
        possible = series.possible(selector.metric) if selector.metric else None
        if possible is not None and name not in possible:
            return Values(frozenset())
        declared = self._jobs(selector.metric) if name == "job" else series.values_of(selector.metric, name)
        return Values(declared, open=not declared)

    def _jobs(self, metric: str) -> frozenset[str]:
        """The names of all jobs that a series may be of; empty when there may be others."""
        series = self.series
        if metric in _OF_EVERY_JOB and metric not in series.metrics:
            jobs = frozenset(series.intervals)
        else:
            jobs = frozenset(job for one in series.metrics.get(metric, ()) for job in one.jobs)
        everyone = metric not in series.records and all(one.jobs for one in series.metrics.get(metric, ()))
        return jobs if everyone and jobs.isdisjoint(self._claiming) else frozenset()


def _sets(flow: Flow, name: str) -> bool:
    """Whether some function gives the label a value of its own."""
    match flow:
        case Add(label, _, _, inner):
            return label == name or _sets(inner, name)
        case Keep(_, _, inner) | Drop(_, _, inner):
            return _sets(inner, name)
        case Join():
            return _sets(flow.many, name) or _sets(flow.one, name)
        case Both(left, right, _, _) | Either(left, right):
            return _sets(left, name) or _sets(right, name)
        case Enrich():
            return True
        case _:
            return False
