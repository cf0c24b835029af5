"""What `override` and `disable` name, and what they make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from pydantic import ValidationError

from o11ygen import conventions
from o11ygen.finding import Finding, Related, Severity, nearest
from o11ygen.origin import Origin
from o11ygen.resolve.accepted import Written
from o11ygen.resolve.at import Key, Shared, identity
from o11ygen.resolve.changes import MERGED, Changes, combined
from o11ygen.resolve.choice import chosen
from o11ygen.resolve.effect import Rule, parameters_of, refers_to
from o11ygen.resolve.idle import idle
from o11ygen.spec.alert import Alert, RecordingRule
from o11ygen.spec.dashboard import Dashboard
from o11ygen.spec.environment import Change, Disable, Environment, Override
from o11ygen.spec.faults import explain_error
from o11ygen.spec.frozen import FrozenDict
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Project
from o11ygen.spec.scrape import Probe, ScrapeJob
from o11ygen.spec.varying import PerEnv

# What an environment may change or leave out.
_CHANGEABLE = (Alert, RecordingRule, ScrapeJob, Probe, Dashboard)
Changeable: TypeAlias = Alert | RecordingRule | ScrapeJob | Probe | Dashboard


@dataclass(eq=False)
class Index:
    """Everything of a project that has an id, by id, by bare name and by identity.

    A service may have a scrape job and a dashboard of one name, and so of one id. Each is worked out when it is first
    asked for, since an environment that changes nothing names nothing.
    """

    project: Project
    shared: Shared = field(default_factory=Shared)

    def _objects(self) -> Iterator[tuple[str, Changeable]]:
        for service in self.project.services:
            for spec in (*service.every_rule(), *service.jobs, *service.probes, *service.dashboards):
                yield conventions.rule_id(service.name, spec.name), spec

    @cached_property
    def services(self) -> frozenset[str]:
        """The names of all services."""
        return frozenset(service.name for service in self.project.services)

    @cached_property
    def by_id(self) -> Mapping[str, list[Changeable]]:
        """The objects under each `service.name`."""
        found: dict[str, list[Changeable]] = {}
        for id, spec in self._objects():
            found.setdefault(id, []).append(spec)
        return found

    @cached_property
    def by_name(self) -> Mapping[str, list[str]]:
        """The ids that end with each name; a thousand services may share one."""
        found: dict[str, list[str]] = {}
        for id, specs in self.by_id.items():
            found.setdefault(specs[0].name, []).append(id)
        return found

    @cached_property
    def by_identity(self) -> Mapping[int, list[str]]:
        """The ids of each object, which several services may have."""
        found: dict[int, list[str]] = {}
        for id, spec in self._objects():
            found.setdefault(identity(spec), []).append(id)
        return found


def index(project: Project) -> Index:
    """The index of a project."""
    return Index(project)


@dataclass(slots=True)
class Applied:
    """What the overrides of one environment come to; `changes` says which of them gave which value."""

    overridden: dict[Key, tuple[Spec, Mapping[str, Origin]]] = field(default_factory=dict)
    disabled: dict[Key, Disable] = field(default_factory=dict)
    changes: dict[Key, Changes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Said:
    """What the environment and those it derives from say of one object, the nearest first."""

    spec: Spec
    by_environment: list[list[Change]]

    @property
    def disabled(self) -> Disable | None:
        """What leaves the object out: the nearest word on it is a `disable`."""
        nearest_word = next(changes for changes in self.by_environment if changes)
        return next((change for change in nearest_word if isinstance(change, Disable)), None)

    def overrides(self) -> list[list[Override]]:
        """What overrides it, the farthest first."""
        return [[one for one in changes if isinstance(one, Override)] for changes in reversed(self.by_environment)]

    def contradictions(self) -> Iterator[tuple[Override, Disable]]:
        """What one environment both disables and overrides."""
        for changes in self.by_environment:
            gone = next((one for one in changes if isinstance(one, Disable)), None)
            changed = next((one for one in changes if isinstance(one, Override)), None)
            if gone is not None and changed is not None:
                yield changed, gone


def apply(environment: Environment, known: Index) -> Applied:
    """Apply an environment's overrides, its own before inherited ones: the nearest word wins, value by value."""
    result = Applied()
    said: dict[Key, _Said] = {}
    parts = environment.changes_by_nearness()
    for number, changes in enumerate(parts):
        for change in changes:
            for id, spec in _targets(change, known, environment, result.findings):
                entry = said.setdefault((id, identity(spec)), _Said(spec, [[] for _ in parts]))
                if change not in entry.by_environment[number]:
                    entry.by_environment[number].append(change)
    for key, entry in said.items():
        for override, disable in entry.contradictions():
            message = f"{entry.spec.label} is both overridden and disabled by one environment"
            related = Related(disable.origin.location(), "disabled here")
            _report(
                override, environment, result, "environment/conflict", message, "Keep one of the two.", related=related
            )
        if not any(entry.contradictions()):
            _idle(key, entry, environment, result)
        disabled = entry.disabled
        if disabled is not None:
            result.disabled[key] = disabled
        else:
            _override(key, entry, environment, result)
    return result


def _idle(key: Key, entry: _Said, environment: Environment, result: Applied) -> None:
    """What the environment says of an object that is so anyway: somebody believes that it differs here."""
    for change, what in idle(entry.spec, entry.by_environment, environment):
        if isinstance(change, Disable):
            message = f"{key[0]} is disabled already in an environment that `{environment.name}` derives from"
            hint = "Take it out."
        else:
            message = (
                f"override of {key[0]}: {what} is what it has anyway, so `{environment.name}` does not differ by it"
            )
            hint = "Write the value that is meant, or take the override out."
        related = change.origin.related()
        result.findings.append(
            Written(
                "environment/no-effect",
                Severity.WARNING,
                message,
                hint,
                change.origin.location(),
                related,
                (environment.name,),
                owners=(environment,),
            )
        )


def _targets(
    change: Change, known: Index, environment: Environment, findings: list[Finding]
) -> Iterator[tuple[str, Spec]]:
    target = change.target
    verb = "override" if isinstance(change, Override) else "disable"
    message = hint = ""
    if isinstance(target, Spec):
        ids = known.by_identity.get(identity(target), [])
        if ids:
            yield from ((id, target) for id in ids)
            return
        message, hint = _no_target(verb, target)
    elif not isinstance(target, str):
        message, hint = f"`{verb}` names no object and no id", 'Write an id, such as "service.AlertName".'
    else:
        ids = [target] if target in known.by_id else known.by_name.get(target, [])
        found = known.by_id[ids[0]] if len(ids) == 1 else []
        kinds = sorted({spec.noun() for spec in found})
        if target in known.services and not any(isinstance(spec, Alert | RecordingRule) for spec in found):
            message, hint = _service_named(verb, target, known, ids)
        elif len(kinds) == 1:
            yield from ((ids[0], spec) for spec in found)
            return
        elif kinds:
            message = f'`{verb}` names "{target}", which is a {" and a ".join(kinds)}'
            hint = f"Give the object itself instead of its id: `{verb}(the_{kinds[0].replace(' ', '_')}, ...)`."
        elif ids:
            message = f'`{verb}` names "{target}", which several services have'
            hint = f"Write one of: {', '.join(sorted(ids))}."
        else:
            message = f'`{verb}` names "{target}", which does not exist; nothing changes in `{environment.name}`'
            hint = nearest(target, [*known.by_id, *known.by_name]) or "Check the id: it is `service.Name`."
    findings.append(
        Finding(
            "environment/unknown-target",
            Severity.ERROR,
            message,
            hint,
            change.origin.location(),
            change.origin.related(),
            (environment.name,),
        )
    )


def _no_target(verb: str, target: Spec) -> tuple[str, str]:
    if isinstance(target, _CHANGEABLE):
        return (
            f"`{verb}` names {target.label}, which is in no service of the project",
            "Add it to a service, or take the change out.",
        )
    done = "overridden" if verb == "override" else "disabled"
    return (
        f"`{verb}` names {target.label}; only alerts, recording rules, scrape jobs, probes and dashboards can be {done}",
        "Name one of those, or write `per_env` where the value is used."
        if verb == "override"
        else "Name each of those that is to go.",
    )


def _service_named(verb: str, name: str, known: Index, ids: list[str]) -> tuple[str, str]:
    """A service, and perhaps a scrape job or a dashboard of its name: its alerts would stay and never fire."""
    done = "overridden" if verb == "override" else "disabled"
    meant = [f'"{id}" for the {" or the ".join(sorted({spec.noun() for spec in known.by_id[id]}))}' for id in ids]
    return (
        f'`{verb}` names "{name}", which is a service; a service can\'t be {done} as a whole',
        f'Write {", or ".join(meant)}, or name each alert: "{name}.AlertName".'
        if meant
        else f'Name what is meant in it, such as "{name}.AlertName".',
    )


def _override(key: Key, entry: _Said, environment: Environment, result: Applied) -> None:
    spec, changes = _merging(entry.spec, environment), combined(entry.overrides())
    for conflict in changes.conflicts:
        _report(
            conflict.change,
            environment,
            result,
            "environment/conflict",
            f"override of {key[0]}: `{conflict.step}` is overridden twice by one environment, with different values",
            "Keep one of the two.",
            field=conflict.step.field,
            related=Related(conflict.first.origin.location(conflict.step.field), "first overridden here"),
        )
    if spec.refused:
        return
    by_field = changes.by_field
    values = changes.values(spec)
    if "name" in values:
        _report(
            by_field["name"],
            environment,
            result,
            "spec/value",
            f"override of {key[0]}: `name` tells it from others; routes, links and other overrides name it so",
            f"Keep the name; or disable this {spec.noun()} here, and declare another that the other environments disable.",
            field="name",
        )
        return
    try:
        changed = spec.replace(**values)
    except ValidationError as error:
        for fault in explain_error(type(spec), error, values):
            _report(
                by_field.get(fault.field, next(iter(by_field.values()))),
                environment,
                result,
                fault.id,
                f"override of {key[0]}: {fault.message}",
                fault.hint,
                field=fault.field,
            )
        return
    if isinstance(spec, Alert | RecordingRule) and isinstance(changed, Alert | RecordingRule):
        _unused(key, spec, changed, changes, environment, result)
    result.changes[key] = changes
    result.overridden[key] = (changed, {name: change.origin for name, change in by_field.items()})


def _merging(spec: Spec, environment: Environment) -> Spec:
    """The object with the mappings into which overrides merge as they are in the environment, where it has them."""
    if spec.refused:
        return spec
    values = {
        name: choice.value
        for name in MERGED
        if type(value := getattr(spec, name, None)) is PerEnv and (choice := chosen(value, environment)) is not None
    }
    if isinstance(spec, Alert):
        levels = values.get("levels", spec.levels)
        if isinstance(levels, Mapping):
            merging = {severity: _merging(level, environment) for severity, level in levels.items()}
            if any(level is not levels[severity] for severity, level in merging.items()):
                values["levels"] = FrozenDict(merging)
    return spec.replace(**values) if values else spec


def _unused(key: Key, spec: Rule, changed: Rule, changes: Changes, environment: Environment, result: Applied) -> None:
    """Parameters that only an override gives, and nothing refers to: what was to be changed is written out there."""
    added = {
        name: (step.field, change)
        for step, (_, change) in changes.given.items()
        for name in ((step.key,) if step.field == "params" else ("threshold",) if step.field == "threshold" else ())
    }
    known = {*refers_to(changed), *parameters_of(spec)} if added else set()
    for name, (place, change) in added.items():
        if name not in known:
            _report(
                change,
                environment,
                result,
                "spec/unused-parameter",
                f"override of {key[0]}: nothing in it refers to `${name}`, so its value changes nothing",
                f"Write `${name}` in the {spec.noun()} where the value belongs, or override what holds it now.",
                field=place,
                severity=Severity.WARNING,
            )


def _report(
    change: Change,
    environment: Environment,
    result: Applied,
    id: str,
    message: str,
    hint: str,
    *,
    field: str = "",
    related: Related | None = None,
    severity: Severity = Severity.ERROR,
) -> None:
    result.findings.append(
        Finding(
            id,
            severity,
            message,
            hint,
            change.origin.location(field),
            (*((related,) if related else ()), *change.origin.related()),
            (environment.name,),
        )
    )
