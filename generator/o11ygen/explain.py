"""Where every value of a rule came from: the spec, a per-environment value, an override, or a default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from o11ygen import conventions
from o11ygen.duration import readable_duration
from o11ygen.finding import Location
from o11ygen.record import record
from o11ygen.resolve.at import identity
from o11ygen.resolve.changes import Changes, Step
from o11ygen.resolve.choice import chosen
from o11ygen.resolve.overrides import Index, apply
from o11ygen.resolved import AlertRule, RecordingRule, Stack
from o11ygen.spec.alert import Alert, Level, Severity
from o11ygen.spec.environment import Environment, Override
from o11ygen.spec.model import Spec
from o11ygen.spec.varying import PerEnv

if TYPE_CHECKING:
    from o11ygen.labelflow.summary import Summary

# How a value came to be that nobody gave.
_DEFAULT = "default"
# Fields whose values are told apart by key.
_KEYED = ("params", "labels", "annotations")


@record
class Value:
    """One value of a rule: its field, what it is here, and how it came to be (`spec`, `per_env "staging"`, ...)."""

    field: str
    value: str
    how: str
    location: Location


@record
class Explanation:
    """One rule of one environment, value by value, who is told of it, and what series its expression returns."""

    id: str
    title: str
    environment: str
    values: tuple[Value, ...]
    receivers: tuple[str, ...]
    series: tuple[Summary, ...]


@record
class Absence:
    """A rule that an environment leaves out: why, and where that is said."""

    id: str
    environment: str
    why: str
    location: Location


def absences(environment: Environment, known: Index, *, name: str) -> Iterator[Absence]:
    """Where an environment disables what `name` means."""
    disabled = apply(environment, known).disabled
    for id in [name] if name in known.by_id else known.by_name.get(name, []):
        for spec in known.by_id[id]:
            change = disabled.get((id, identity(spec)))
            if change is not None:
                yield Absence(id, environment.name, change.why, change.origin.location())


def explain(stack: Stack, environment: Environment, known: Index, *, name: str) -> tuple[Explanation, ...]:
    """Every rule that `name` means (an id, or a bare name), a level each; empty when there is none here."""
    result = []
    applied = apply(environment, known)
    for group in stack.groups:
        for rule in group.rules:
            if name in (rule.id, rule.name):
                spec = next(spec for spec in known.by_id[rule.id] if spec.origin is rule.source.origin)
                changes = applied.changes.get((rule.id, identity(spec)), Changes())
                values = tuple(_values(_Trace(rule, spec, environment, changes)))
                told, series = _receivers(rule, stack), _series(rule, stack)
                result.append(Explanation(rule.id, rule.what, environment.name, values, told, series))
    return tuple(result)


def names(stack: Stack) -> frozenset[str]:
    """Every name that `explain` knows."""
    return frozenset(name for group in stack.groups for rule in group.rules for name in (rule.id, rule.name))


def _receivers(rule: AlertRule | RecordingRule, stack: Stack) -> tuple[str, ...]:
    if isinstance(rule, RecordingRule):
        return ()
    labels = {**stack.environment.external_labels, **rule.labels, "alertname": rule.name}
    return tuple(f"{route.receiver} ({route.title})" for route in stack.router.reached(labels))


def _series(rule: AlertRule | RecordingRule, stack: Stack) -> tuple[Summary, ...]:
    """What the expression returns, with the labels that the rule and the server add."""
    from o11ygen.labelflow.summary import summary_of

    added = dict.fromkeys(rule.labels, "set by the rule")
    outcomes = stack.series.outcomes_of(rule.expr)
    if isinstance(rule, AlertRule):
        external = stack.environment.external_labels
        sure = [one.sure for one in outcomes if one.returns != "never"]
        # The server adds its labels to alerts that have none of that name.
        added |= {
            name: "external label" for name in external if name not in added and not any(name in one for one in sure)
        }
    return tuple(summary_of(one, added=added) for one in outcomes)


def _values(trace: _Trace) -> Iterator[Value]:
    rule = trace.rule
    yield trace.value("expr", "expr", rule.expr)
    if isinstance(rule, RecordingRule):
        for name, text in rule.labels.items():
            yield trace.value(f"labels.{name}", "labels", text, key=name)
        return
    yield trace.severity()
    yield trace.value("for", "for_", readable_duration(rule.for_ms))
    yield trace.value("keep_firing_for", "keep_firing_for", readable_duration(rule.keep_firing_ms))
    for name, parameter in rule.parameters.items():
        if name != "for":
            yield trace.value(
                f"params.{name}", "threshold" if name == "threshold" else "params", str(parameter), key=name
            )
    for name, text in rule.labels.items():
        if name == conventions.TEAM and (owned := trace.value(f"labels.{name}", "owner", text)).how != _DEFAULT:
            yield owned
        elif name in conventions.RULE_LABELS:
            yield Value(f"labels.{name}", text, "set by o11ygen", rule.source.location())
        else:
            yield trace.value(f"labels.{name}", "labels", text, key=name)
    fields = {conventions.RUNBOOK: "runbook", conventions.DASHBOARD: "dashboard"}
    for name, text in rule.annotations.items():
        own = fields.get(name, name)
        field = own if own in ("summary", "description", "runbook", "dashboard") else "annotations"
        yield trace.value(f"annotations.{name}", field, text, key=name)


class _Trace:
    """Follows one rule's fields back to where they were written."""

    def __init__(self, rule: AlertRule | RecordingRule, spec: Spec, environment: Environment, changes: Changes) -> None:
        self.rule, self.spec, self.environment, self.changes = rule, spec, environment, changes

    def severity(self) -> Value:
        """An alert's severity: its own, or one of its levels, which an override may have added."""
        assert isinstance(self.spec, Alert)
        assert isinstance(self.rule, AlertRule)
        severity = Severity(self.rule.severity)
        if severity in self._levels():
            return self.value("severity", "levels", self.rule.severity)
        for step, (_, change) in self.changes.given.items():
            if step.severity is severity:
                return Value("severity", self.rule.severity, _how(change), change.origin.location("levels"))
        return self.value("severity", "severity", self.rule.severity)

    def value(self, shown: str, field: str, text: str, *, key: str | None = None) -> Value:
        """One field: an override before the level, the level before the alert, else the default."""
        change, place = self._override(field, key)
        if change is not None:
            return Value(shown, text, _how(change), place)
        for owner in self._owners():
            if field not in owner.model_fields_set:
                continue
            where, location = "level" if isinstance(owner, Level) else "spec", owner.origin.location(field)
            # The whole of a mapping may differ, and so may one entry.
            given = getattr(owner, field)
            for step in (key, None) if field in _KEYED else (None,):
                if isinstance(given, PerEnv):
                    location = given.origin.location()
                    given, where = chosen(given, self.environment) or (None, where)
                if step is not None:
                    given = None if given is None else given.get(step)
            if given is not None:
                return Value(shown, text, where, location)
        return Value(shown, text, _DEFAULT, self.spec.origin.location())

    def _owners(self) -> Iterator[Spec]:
        if isinstance(self.spec, Alert) and isinstance(self.rule, AlertRule):
            level = self._levels().get(Severity(self.rule.severity))
            if level is not None:
                yield level
        yield self.spec

    def _override(self, field: str, key: str | None) -> tuple[Override | None, Location]:
        """The override that holds for a field or a key of it, and where: of this rule's level before the whole alert."""
        key = key if field in _KEYED else None
        if isinstance(self.rule, AlertRule):
            severity = Severity(self.rule.severity)
            _, change = self.changes.given.get(Step(field, key, severity), (None, None))
            if change is not None:
                return change, self.changes.levels[severity].origin.location(field)
        _, change = self.changes.given.get(Step(field, key), (None, None))
        return change, change.origin.location(field) if change is not None else Location()

    def _levels(self) -> Mapping[Severity, Level]:
        levels: Any = getattr(self.spec, "levels", {})
        if isinstance(levels, PerEnv):
            choice = chosen(levels, self.environment)
            levels = choice.value if choice is not None else {}
        return cast("Mapping[Severity, Level]", levels)


def _how(change: Override) -> str:
    return f"override: {change.why}" if change.why else "override"
