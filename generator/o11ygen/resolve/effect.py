"""What alerts and recording rules say without effect: values that every level replaces, parameters nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.finding import Finding, Severity
from o11ygen.resolve.accepted import Written
from o11ygen.resolve.parameters import mentioned
from o11ygen.spec.alert import Alert, Level, RecordingRule
from o11ygen.spec.environment import Override
from o11ygen.spec.project import Project, Service
from o11ygen.spec.varying import PerEnv, alternatives

Rule: TypeAlias = Alert | RecordingRule

_TEXTS = ("expr", "summary", "description", "runbook", "labels", "annotations", "levels")
_SINGLE = ("threshold", "for_", "keep_firing_for", "summary", "description", "runbook")
_KEYED = ("params", "labels")


def without_effect(project: Project) -> Iterator[Finding]:
    """What rules say that changes nothing in any environment."""
    overrides = [
        change
        for environment in project.environments
        for change in environment.overrides
        if isinstance(change, Override) and not change.refused
    ]
    mentioned_there = {name for change in overrides for name in _mentioned(change.changes)}
    for service in project.services:
        for rule in service.every_rule():
            if rule.refused:
                continue
            yield from _unused(rule, mentioned_there, service)
            levels = _levels(rule)
            if levels and isinstance(rule, Alert) and not any(_adds_a_level(change, rule) for change in overrides):
                yield from _shadowed(rule, levels, service)


def refers_to(rule: Rule) -> frozenset[str]:
    """Every parameter that a text of the rule refers to, in whatever environment."""
    return frozenset(name for field in _TEXTS for name in _mentioned(_held(rule, field)))


def parameters_of(rule: Rule) -> dict[str, tuple[Rule | Level, str]]:
    """Every parameter that a rule or a level of it declares: the object that does, and in which field."""
    found: dict[str, tuple[Rule | Level, str]] = {}
    for owner in (rule, *_levels(rule)):
        if _held(owner, "threshold") is not None:
            found.setdefault("threshold", (owner, "threshold"))
        for params in alternatives(owner.params):
            for name in params:
                found.setdefault(name, (owner, "params"))
    return found


def _unused(rule: Rule, elsewhere: set[str], service: Service) -> Iterator[Finding]:
    declared = parameters_of(rule)
    unused = declared.keys() - elsewhere
    for field in _TEXTS:
        if not unused:
            return
        unused.difference_update(_mentioned(_held(rule, field)))
    for name, (owner, field) in declared.items():
        if name in unused:
            yield Written(
                "spec/unused-parameter",
                Severity.WARNING,
                f"{rule.label}: nothing in it refers to `${name}`, so its value changes nothing",
                f"Write `${name}` where the value belongs, or take the parameter out.",
                owner.origin.location(field),
                owner.origin.related(),
                owners=(rule, service),
            )


def _held(owner: Rule | Level, field: str) -> Any:
    # A class without the field has no such attribute, which pydantic takes long to say.
    return owner.__dict__.get(field)


def _levels(rule: Rule) -> list[Level]:
    """Every level that it has in some environment."""
    given = _held(rule, "levels")
    return [level for levels in alternatives(given) for level in levels.values()] if given else []


def _shadowed(alert: Alert, levels: list[Level], service: Service) -> Iterator[Finding]:
    if not all(alternatives(alert.levels)) or any(level.refused for level in levels):
        return
    shadowed = [
        (field, field)
        for field in _SINGLE
        if field in alert.model_fields_set and all(getattr(level, field) is not None for level in levels)
    ]
    shadowed += [
        (field, f"{field}[{key!r}]")
        for field in _KEYED
        for key in _keys(alert, field)
        if all(key in _keys(level, field) for level in levels)
    ]
    for field, what in shadowed:
        yield Written(
            "spec/shadowed",
            Severity.WARNING,
            f"{alert.label}: every level sets `{what}`; that of the alert itself is never used",
            "Take it out here, or out of the levels that are to follow it.",
            alert.origin.location(field),
            alert.origin.related(),
            owners=(alert, service),
        )


def _keys(owner: Alert | Level, field: str) -> dict[str, None]:
    """The keys of a mapping that it has in every environment."""
    first, *others = alternatives(getattr(owner, field))
    return {key: None for key in first if all(key in other for other in others)}


def _adds_a_level(change: Override, alert: Alert) -> bool:
    """Whether an override may give an alert a level that follows what the alert says."""
    levels = change.changes.get("levels")
    named = change.target is alert or (
        isinstance(change.target, str) and change.target.rpartition(".")[2] == alert.name
    )
    return (
        named
        and isinstance(levels, Mapping)
        and any(severity not in those for severity in levels for those in alternatives(alert.levels))
    )


def _mentioned(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from mentioned(value)
    elif isinstance(value, PerEnv):
        for one in value.alternatives:
            yield from _mentioned(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _mentioned(one)
    elif isinstance(value, Level):
        for field in value.model_fields_set:
            yield from _mentioned(getattr(value, field))
