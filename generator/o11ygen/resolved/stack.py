"""The stack of one environment, whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

from o11ygen.record import record
from o11ygen.resolved import expressions
from o11ygen.resolved.alike import Grouped
from o11ygen.resolved.asking import Ask, Questions, Same, ask_each
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
    _alerts: list[AlertRule] = field(default_factory=list, repr=False, compare=False)
    # Rules' expressions, and alerts, by their kinds: at most one of each. Those of dashboards are of no kind.
    _rule_kinds: list[Grouped[Expression]] = field(default_factory=list, repr=False, compare=False)
    _shown: list[Expression] = field(default_factory=list, repr=False, compare=False)
    _alert_kinds: list[Grouped[AlertRule]] = field(default_factory=list, repr=False, compare=False)

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
        """What `find` finds in the expressions: a flaw for each thing that is wrong.

        Where it found nothing it is not asked again, in no environment that knows the same series: those share `series`.
        So `question` is the check's id, with all else that `find` goes by but the expression and `series`.

        With `alike` one rule of each kind is asked, see `Kinds.of_expression`: for checks that go neither by what metrics
        are called, nor by values of labels of which nothing is declared.
        """
        right = self.series.right.setdefault(question, set())
        if alike:
            yield from self._by_kind().find(find, right=right)
        for expression in self._shown if alike else self.expressions:
            if expression.text not in right:
                found = tuple(find(expression))
                yield from found
                # Of a panel less is asked than of a rule with the same expression.
                if not found and expression.of_rule:
                    right.add(expression.text)

    def in_alerts(
        self, question: Hashable, find: Callable[[AlertRule], Iterable[T]], *, alike: bool = False
    ) -> Iterator[T]:
        """As `in_expressions`, for alerts: one that several environments share is not asked twice.

        With `alike` one alert of each kind is asked, see `Kinds.of_alert`: for checks that go by nothing of an alert but
        its expression, the names of its labels, and what templates in labels and annotations do.
        """
        if alike:
            if not self._alert_kinds:
                self._alert_kinds.append(Grouped(self.alerts, self.series.kinds.of_alert))
            yield from self._alert_kinds[0].find(find, right=self.series.right.setdefault(question, set()))
            return
        asked = (self.series, question)
        for alert in self.alerts:
            if alert.made.get(question) != asked:
                found = tuple(find(alert))
                yield from found
                if not found:
                    alert.made[question] = asked

    def examine(self, asks: Sequence[Ask[Examined, T]]) -> Iterator[tuple[Ask[Examined, T], T]]:
        """What is found in the expressions without error, each of which is parsed once for all that is asked of it."""
        kinds, settled = self.series.kinds, self.series.settled
        by_text: dict[str, list[Expression]] = {}
        for expression in self.expressions:
            by_text.setdefault(expression.text, []).append(expression)
        # Those of one text come one after the other, and share a tree, of which only the last is kept.
        last: list[Examined] = []

        def prepare(one: Expression) -> Examined | None:
            if last and last[0].expression.text == one.text:
                return last[0].of(one)
            made = examined(one, self.series)
            last[:] = [made] if made is not None else []
            return made

        yield from ask_each(
            (one for listed in by_text.values() for one in listed),
            asks,
            settled,
            kind_of=lambda one: (one.kind, kinds.of_expression(one.text) if one.of_rule else one.text, *_shown(one)),
            itself=lambda one: (one.kind, one.text, *_shown(one)),
            prepare=prepare,
        )

    def ask_alerts(self, asks: Sequence[Ask[AlertRule, T]]) -> Iterator[tuple[Ask[AlertRule, T], T]]:
        """What is found in the alerts; one that several environments share is not asked twice."""
        kinds = self.series.kinds
        yield from ask_each(
            self.alerts,
            asks,
            _SettledAlerts(self.series),
            kind_of=lambda one: ("alerts", kinds.of_alert(one)),
            itself=Same,
            prepare=lambda one: one,
        )

    def _by_kind(self) -> Grouped[Expression]:
        if not self._rule_kinds:
            kinds = self.series.kinds
            rules = [one for one in self.expressions if one.of_rule]
            self._rule_kinds.append(Grouped(rules, lambda one: (one.kind, kinds.of_expression(one.text))))
            self._shown.extend(one for one in self.expressions if not one.of_rule)
        return self._rule_kinds[0]

    @property
    def telling(self) -> frozenset[str]:
        """The names of the receivers that tell somebody: those with integrations."""
        return frozenset(receiver.name for receiver in self.receivers if receiver.integrations)

    @property
    def recording_rules(self) -> Iterator[RecordingRule]:
        """Every recording rule, in the order of the groups."""
        return (rule for group in self.groups for rule in group.rules if isinstance(rule, RecordingRule))


class _SettledAlerts:
    """What is settled of alerts is noted on them, so that nothing keeps those of an environment that is done with."""

    def __init__(self, series: SeriesIndex) -> None:
        self.series = series

    def get(self, key: Hashable) -> Questions | None:
        if not isinstance(key, Same):
            return self.series.settled.get(key)
        noted = key.thing.made.get("settled")
        return noted[1] if isinstance(noted, tuple) and noted[0] is self.series else None

    def __setitem__(self, key: Hashable, questions: Questions) -> None:
        if isinstance(key, Same):
            key.thing.made["settled"] = (self.series, questions)
        else:
            self.series.settled[key] = questions


def _shown(expression: Expression) -> tuple[bool, bool]:
    return (expression.adaptive, expression.over_time)
