"""The stack of one environment, whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from operator import itemgetter
from typing import TypeVar

from o11ygen.record import record
from o11ygen.resolved import expressions
from o11ygen.resolved.asking import Ask, Questions, ask_each
from o11ygen.resolved.dashboards import Dashboard
from o11ygen.resolved.datasources import Datasource
from o11ygen.resolved.examined import Examined, examined
from o11ygen.resolved.expressions import Expression
from o11ygen.resolved.routing import Inhibition, NotificationTemplate, Receiver, Route, Router, TimeInterval
from o11ygen.resolved.rules import AlertRule, RecordingRule, RuleGroup
from o11ygen.resolved.scrape import Job, Metric, Probe, PrometheusServer
from o11ygen.resolved.series import SeriesIndex
from o11ygen.resolved.source import UNKNOWN, Source, Text
from o11ygen.resolved.tracing import Tracing
from o11ygen.version import Version

T = TypeVar("T")
P = TypeVar("P")

# A kind, and an expression of it.
_OfKind = tuple[Hashable, Expression]

KNOWLEDGE = frozenset(
    ("metrics", "scrape", "retention", "external_labels", "features", "routes", "owners", "rules", "dashboards")
) | frozenset(("conventions", "versions"))
"""What may be known of an environment: of files that strangers wrote only a part is, and a check may need the rest.

`metrics`: which there are, and which job exposes them. `scrape`: the intervals of jobs. `routes`: the routing tree,
receivers and inhibitions. `owners`: teams and services. `rules`, `dashboards`: these are all there are. `conventions`: what
the project asks of names, severities and runbooks.
"""


@record
class Retention:
    """How long data is kept; sizes in bytes, 0 where nothing was said."""

    metrics_ms: int
    metrics_bytes: int
    traces_ms: int
    logs_ms: int


@record
class Budget:
    """The most that may come together; 0 where nothing was said. `source` is what it was said of."""

    series: int
    series_per_metric: int
    samples_per_second: int
    source: Source


UNLIMITED = Budget(0, 0, 0, UNKNOWN)


@record
class Environment:
    """Which environment this is, and what runs there: `versions` by the name of the system."""

    name: str
    tier: str
    may_page: bool
    versions: Mapping[str, Version]
    external_labels: Mapping[str, str]
    addresses: Mapping[str, tuple[str, ...]]
    urls: Mapping[str, str]
    retention: Retention
    source: Source
    budget: Budget = UNLIMITED


@record
class Team:
    """A team."""

    name: str
    contact: str
    source: Source


@record
class Stack:
    """Everything that is observed, and who hears of it, in one environment."""

    project: str
    spec: str
    environment: Environment
    teams: tuple[Team, ...]
    services: tuple[str, ...]
    metrics: tuple[Metric, ...]
    jobs: tuple[Job, ...]
    probes: tuple[Probe, ...]
    groups: tuple[RuleGroup, ...]
    series: SeriesIndex
    prometheus: PrometheusServer
    route: Route
    router: Router
    receivers: tuple[Receiver, ...]
    inhibitions: tuple[Inhibition, ...]
    time_intervals: tuple[TimeInterval, ...]
    notification_templates: tuple[NotificationTemplate, ...]
    # Alertmanager's `global` section, by its own field names; secrets as references.
    notifications: Mapping[str, object]
    dashboards: tuple[Dashboard, ...]
    # How Grafana logs in, by the name of the system that it asks; only where that is said.
    datasources: Mapping[str, Datasource]
    # At most one: a project without tracing has none.
    tracing: tuple[Tracing, ...]
    rule_files: str
    compose: bool
    source: Source
    # Further fields of Alertmanager's `global`, with where they were written, and further sections of its file.
    notifications_source: Source = UNKNOWN
    notifications_extra: Mapping[str, object] = field(default_factory=dict)
    routing_extra: Mapping[str, object] = field(default_factory=dict)
    # What single services may make, by their names; only where that is said.
    budgets: Mapping[str, Budget] = field(default_factory=dict)
    known: frozenset[str] = KNOWLEDGE
    # Further texts of files that strangers wrote, which no part of it holds.
    texts: Sequence[Text] = ()
    # What others have worked out of it, by their names, for all checks that go by it. Nothing there may hold the stack.
    made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)
    # The expressions, once they were asked for: every check on expressions walks over all of them.
    _expressions: list[Expression] = field(default_factory=list, repr=False, compare=False)
    _kinds_of_expressions: list[Hashable] = field(default_factory=list, repr=False, compare=False)
    _alerts: list[AlertRule] = field(default_factory=list, repr=False, compare=False)
    _recording_rules: list[RecordingRule] = field(default_factory=list, repr=False, compare=False)
    _kinds_of_rules: list[tuple[int, ...]] = field(default_factory=list, repr=False, compare=False)

    @property
    def alerts(self) -> Sequence[AlertRule]:
        """Every alert rule, in the order of the groups."""
        if not self._alerts:
            self._alerts.extend(rule for group in self.groups for rule in group.rules if isinstance(rule, AlertRule))
        return self._alerts

    @property
    def expressions(self) -> Sequence[Expression]:
        """Every PromQL expression, rules first, then those of dashboards."""
        if not self._expressions:
            interval = self.prometheus.scrape_interval_ms
            self._expressions.extend(expressions.of_groups(self.groups))
            self._expressions.extend(expressions.of_dashboards(self.dashboards, scrape_interval_ms=interval))
        return self._expressions

    def in_expressions(
        self, question: Hashable, find: Callable[[Expression], Iterable[T]], *, alike: bool = False
    ) -> Iterator[T]:
        """What `find` finds in the expressions, also in those with errors: a flaw for each thing that is wrong.

        Where it found nothing it is not asked again, in no environment that knows the same series: those share `series`.
        So `question` is the check's id, with all else that `find` goes by but the expression and `series`.

        With `alike` one rule of each kind is asked, see `Kinds.of_expression`: for checks that go neither by what metrics
        are called, nor by values of labels of which nothing is declared.
        """
        asks = [Ask(question, alike, find)]
        answers = ask_each(
            self._unsettled(asks),
            asks,
            self.series.settled,
            kind_of=itemgetter(0),
            itself=_itself,
            prepare=itemgetter(1),
        )
        return (answer for _, answer in answers)

    def _unsettled(self, asks: Sequence[Ask[P, T]]) -> Iterable[_OfKind]:
        """The expressions with their kinds; without those for whose kind all that is asked is settled."""
        if not self._kinds_of_expressions:
            of_expression = self.series.kinds.of_expression
            # Of a panel less is asked than of a rule with the same expression.
            self._kinds_of_expressions.extend(
                [
                    (one.kind, of_expression(one.text) if one.of_rule else one.text, one.adaptive, one.over_time)
                    for one in self.expressions
                ]
            )
        known = zip(self._kinds_of_expressions, self.expressions, strict=True)
        done = _done(asks, self.series.settled) if all(ask.alike for ask in asks) else ()
        return [one for one in known if one[0] not in done] if done else known

    def examine(self, asks: Sequence[Ask[Examined, T]]) -> Iterator[tuple[Ask[Examined, T], T]]:
        """What is found in the expressions without error, each of which is parsed once for all that is asked of it."""
        by_text: dict[str, list[_OfKind]] = {}
        for known in self._unsettled(asks):
            by_text.setdefault(known[1].text, []).append(known)
        # Those of one text come one after the other, and share a tree, of which only the last is kept.
        last: list[Examined] = []

        def prepare(known: _OfKind) -> Examined | None:
            _, one = known
            if last and last[0].expression.text == one.text:
                return last[0].of(one)
            made = examined(one, self.series)
            last[:] = [made] if made is not None else []
            return made

        yield from ask_each(
            (known for listed in by_text.values() for known in listed),
            asks,
            self.series.settled,
            kind_of=itemgetter(0),
            itself=_itself,
            prepare=prepare,
        )

    def ask_alerts(self, asks: Sequence[Ask[AlertRule, T]]) -> Iterator[tuple[Ask[AlertRule, T], T]]:
        """What is found in the alerts; one that several environments share is not asked twice."""
        alike, own = [ask for ask in asks if ask.alike], [ask for ask in asks if not ask.alike]
        done, kind_of = _done(alike, self.series.settled), self.series.kinds.of_alert
        yield from ask_each(
            [(kind, one) for one in self.alerts if (kind := kind_of(one)) not in done],
            alike,
            self.series.settled,
            # A number: what is settled of expressions has tuples as keys, so the two never meet.
            kind_of=itemgetter(0),
            itself=itemgetter(0),
            prepare=itemgetter(1),
        )
        yield from self._ask_each_alert(own)

    def _ask_each_alert(self, asks: Sequence[Ask[AlertRule, T]]) -> Iterator[tuple[Ask[AlertRule, T], T]]:
        """What is settled is noted on the alerts, so that nothing keeps those of an environment that is done with."""
        questions = frozenset([ask.question for ask in asks])
        settled = (self.series, questions)
        for alert in self.alerts:
            noted = alert.made.get("settled")
            known: Questions = noted[1] if isinstance(noted, tuple) and noted[0] is self.series else frozenset()
            if known >= questions:
                continue
            together = "\0".join((*alert.labels.values(), *alert.annotations.values()))
            wrong: list[Hashable] = []
            for ask in [ask for ask in asks if ask.question not in known] if known else asks:
                if ask.suspicious is None or ask.suspicious(together):
                    for answer in ask.find(alert):
                        wrong.append(ask.question)
                        yield ask, answer
            # Nearly all share one pair: there are tens of thousands of alerts.
            all_right = not wrong and not known
            alert.made["settled"] = settled if all_right else (self.series, questions.difference(wrong) | known)

    @property
    def telling(self) -> frozenset[str]:
        """The names of the receivers that tell somebody: those with integrations."""
        return frozenset(receiver.name for receiver in self.receivers if receiver.integrations)

    @property
    def recording_rules(self) -> Sequence[RecordingRule]:
        """Every recording rule, in the order of the groups."""
        if not self._recording_rules:
            rules = (rule for group in self.groups for rule in group.rules)
            self._recording_rules.extend(rule for rule in rules if isinstance(rule, RecordingRule))
        return self._recording_rules

    @property
    def kinds_of_rules(self) -> Sequence[tuple[int, ...]]:
        """Of each group the kinds of its rules' expressions, in their order; see `Kinds.of_expression`."""
        if not self._kinds_of_rules:
            kind_of = self.series.kinds.of_expression
            self._kinds_of_rules.extend(tuple([kind_of(rule.expr) for rule in group.rules]) for group in self.groups)
        return self._kinds_of_rules

    @property
    def reading_recorded(self) -> frozenset[int]:
        """The kinds of rules' expressions that read a recorded series; of each kind all do, or none."""
        made = self.made.get("reading recorded")
        if not isinstance(made, frozenset):
            of_kind: dict[int, str] = {}
            for group, kinds in zip(self.groups, self.kinds_of_rules, strict=True):
                of_kind.update(zip(kinds, [rule.expr for rule in group.rules], strict=True))
            recorded, read_by = self.series.records.keys(), self.series.kinds.read_by
            made = frozenset([kind for kind, text in of_kind.items() if not recorded.isdisjoint(read_by(text))])
            self.made["reading recorded"] = made
        return made


def _itself(known: _OfKind) -> Hashable:
    _, one = known
    return (one.kind, one.text, one.adaptive, one.over_time)


def _done(asks: Sequence[Ask[P, T]], settled: Mapping[Hashable, Questions]) -> frozenset[Hashable]:
    """The kinds of which all that is asked is settled."""
    asked = frozenset([ask.question for ask in asks])
    return frozenset([kind for kind, right in settled.items() if right >= asked])
