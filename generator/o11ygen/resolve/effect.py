"""What alerts and recording rules say without effect: values that every level replaces, parameters nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.finding import Finding, Severity
from o11ygen.resolve.parameters import mentioned
from o11ygen.spec.alert import Alert, Level, RecordingRule
from o11ygen.spec.environment import Override
from o11ygen.spec.project import Project
from o11ygen.spec.values import PerEnv

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
            yield from _unused(rule, mentioned_there)
            if isinstance(rule, Alert) and not any(_adds_a_level(change, rule) for change in overrides):
                yield from _shadowed(rule)


def refers_to(rule: Rule) -> frozenset[str]:
    """Every parameter that a text of the rule refers to, in whatever environment."""
    return frozenset(name for field in _TEXTS for name in _mentioned(getattr(rule, field, "")))


def parameters_of(rule: Rule) -> dict[str, tuple[Rule | Level, str]]:
    """Every parameter that a rule or a level of it declares: the object that does, and in which field."""
    found: dict[str, tuple[Rule | Level, str]] = {}
    levels = rule.levels.values() if isinstance(rule, Alert) else ()
    for owner in (rule, *levels):
        if getattr(owner, "threshold", None) is not None:
            found.setdefault("threshold", (owner, "threshold"))
        for name in owner.params:
            found.setdefault(name, (owner, "params"))
    return found


def _unused(rule: Rule, elsewhere: set[str]) -> Iterator[Finding]:
    declared = parameters_of(rule)
    if not declared:
        return
    used = refers_to(rule) | elsewhere
    for name, (owner, field) in declared.items():
        if name not in used:
            yield Finding(
                "spec/unused-parameter",
                Severity.WARNING,
                f"{rule.label}: nothing in it refers to `${name}`, so its value changes nothing",
                f"Write `${name}` where the value belongs, or take the parameter out.",
                owner.origin.location(field),
                owner.origin.related(),
            )


def _shadowed(alert: Alert) -> Iterator[Finding]:
    levels = list(alert.levels.values())
    if not levels or any(level.refused for level in levels):
        return
    shadowed = [
        (field, field)
        for field in _SINGLE
        if field in alert.model_fields_set and all(getattr(level, field) is not None for level in levels)
    ]
    shadowed += [
        (field, f"{field}[{key!r}]")
        for field in _KEYED
        for key in getattr(alert, field)
        if all(key in getattr(level, field) for level in levels)
    ]
    for field, what in shadowed:
        yield Finding(
            "spec/shadowed",
            Severity.WARNING,
            f"{alert.label}: every level sets `{what}`; that of the alert itself is never used",
            "Take it out here, or out of the levels that are to follow it.",
            alert.origin.location(field),
            alert.origin.related(),
        )


def _adds_a_level(change: Override, alert: Alert) -> bool:
    """Whether an override may give an alert a level that follows what the alert says."""
    levels = change.changes.get("levels")
    named = change.target is alert or (
        isinstance(change.target, str) and change.target.rpartition(".")[2] == alert.name
    )
    return named and isinstance(levels, Mapping) and any(severity not in alert.levels for severity in levels)


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
