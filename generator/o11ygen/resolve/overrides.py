"""What `override` and `disable` name, and what they make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from o11ygen import conventions
from o11ygen.finding import Finding, Severity, nearest
from o11ygen.origin import Origin
from o11ygen.resolve.at import Key, Shared, identity
from o11ygen.spec.alert import Level
from o11ygen.spec.environment import Disable, Environment, Override
from o11ygen.spec.faults import explain_error
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Project
from o11ygen.spec.values import FrozenDict

# Mappings that merge by key; every other field is replaced.
_MERGED = ("annotations", "labels", "levels", "params")


@dataclass(slots=True)
class Index:
    """Everything of a project that has an id, by id, by bare name and by identity.

    A service may have a scrape job and a dashboard of one name, and so of one id.
    """

    by_id: dict[str, list[Spec]] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    by_identity: dict[int, list[str]] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)

    def add(self, service: str, name: str, spec: Spec) -> None:
        """Note an object under `service.name`."""
        id = conventions.rule_id(service, name)
        # An id holds its name, so a name has it already if it is known at all; a thousand services may share a name.
        if id not in self.by_id:
            self.by_name.setdefault(name, []).append(id)
        self.by_id.setdefault(id, []).append(spec)
        self.by_identity.setdefault(identity(spec), []).append(id)


def index(project: Project) -> Index:
    """The index of a project."""
    result = Index()
    for service in project.services:
        for spec in (*service.every_rule(), *service.jobs, *service.probes, *service.dashboards):
            result.add(service.name, spec.name, spec)
    return result


@dataclass(slots=True)
class Applied:
    """What the overrides of one environment come to."""

    overridden: dict[Key, tuple[Spec, Mapping[str, Origin]]] = field(default_factory=dict)
    disabled: set[Key] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def apply(environment: Environment, known: Index) -> Applied:
    """Apply an environment's overrides, its own before inherited ones: the nearest wins, field by field."""
    result = Applied()
    changes: dict[Key, tuple[Spec, dict[str, tuple[Any, Override]]]] = {}
    for change in environment.overrides:
        for id, spec in _targets(change, known, environment, result.findings):
            key = id, identity(spec)
            if isinstance(change, Disable):
                result.disabled.add(key)
                continue
            _, fields = changes.setdefault(key, (spec, {}))
            for name, value in change.changes.items():
                if name in fields and name in _MERGED and isinstance(value, Mapping):
                    nearer, by = fields[name]
                    fields[name] = (_merged(value, nearer) if isinstance(nearer, Mapping) else nearer, by)
                else:
                    fields.setdefault(name, (value, change))
    for key, (spec, fields) in changes.items():
        if key not in result.disabled:
            _override(key, spec, fields, environment, result)
    return result


def _targets(
    change: Override | Disable, known: Index, environment: Environment, findings: list[Finding]
) -> Iterator[tuple[str, Spec]]:
    target = change.target
    verb = "override" if isinstance(change, Override) else "disable"
    message = hint = ""
    if isinstance(target, Spec):
        ids = known.by_identity.get(identity(target), [])
        if ids:
            yield from ((id, target) for id in ids)
            return
        message = f"`{verb}` names {target.label}, which is in no service of the project"
        hint = "Add it to a service, or take the change out."
    elif not isinstance(target, str):
        message, hint = f"`{verb}` names no object and no id", 'Write an id, such as "service.AlertName".'
    else:
        ids = [target] if target in known.by_id else known.by_name.get(target, [])
        found = known.by_id[ids[0]] if len(ids) == 1 else []
        kinds = sorted({spec.noun() for spec in found})
        if len(kinds) == 1:
            yield from ((ids[0], spec) for spec in found)
            return
        if kinds:
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


def _override(
    key: Key, spec: Spec, fields: dict[str, tuple[Any, Override]], environment: Environment, result: Applied
) -> None:
    values: dict[str, Any] = {}
    for name, (value, _) in fields.items():
        base = getattr(spec, name, None)
        if name in _MERGED and isinstance(base, Mapping) and isinstance(value, Mapping):
            value = FrozenDict(_merged(base, value))
        values[name] = value
    if spec.refused:
        return
    try:
        changed = spec.replace(**values)
    except ValidationError as error:
        for fault in explain_error(type(spec), error):
            change = fields.get(fault.field, next(iter(fields.values())))[1]
            result.findings.append(
                Finding(
                    fault.id,
                    Severity.ERROR,
                    f"override of {key[0]}: {fault.message}",
                    fault.hint,
                    change.origin.location(fault.field),
                    change.origin.related(),
                    (environment.name,),
                )
            )
        return
    result.overridden[key] = (changed, {name: change.origin for name, (_, change) in fields.items()})


def _merged(base: Mapping[Any, Any], change: Mapping[Any, Any]) -> dict[Any, Any]:
    return {**base, **{key: _level(base.get(key), item) for key, item in change.items()}}


def _level(base: Any, change: Any) -> Any:
    """A level that an override names keeps what the override does not say."""
    if isinstance(base, Level) and isinstance(change, Level) and not base.refused and not change.refused:
        return base.replace(**{name: getattr(change, name) for name in change.model_fields_set})
    return change
