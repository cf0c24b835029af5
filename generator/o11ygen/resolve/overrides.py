"""What `override` and `disable` name, and what they make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from o11ygen import conventions
from o11ygen.finding import Finding, Severity, nearest
from o11ygen.origin import Origin
from o11ygen.resolve.at import Constants, identity
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
    """Everything of a project that has an id, by id, by bare name and by identity."""

    by_id: dict[str, Spec] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    by_identity: dict[int, list[str]] = field(default_factory=dict)
    # Rules that are the same in all environments, noted as they are resolved.
    constant: Constants = field(default_factory=dict)

    def add(self, service: str, name: str, spec: Spec) -> None:
        """Note an object under `service.name`."""
        id = conventions.rule_id(service, name)
        self.by_id.setdefault(id, spec)
        names = self.by_name.setdefault(name, [])
        if id not in names:
            names.append(id)
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

    overridden: dict[str, tuple[Spec, Mapping[str, Origin]]] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def apply(environment: Environment, known: Index) -> Applied:
    """Apply an environment's overrides, its own before inherited ones: the nearest wins, field by field."""
    result = Applied()
    changes: dict[str, dict[str, tuple[Any, Override]]] = {}
    for change in environment.overrides:
        for id in _targets(change, known, environment, result.findings):
            if isinstance(change, Disable):
                result.disabled.add(id)
                continue
            fields = changes.setdefault(id, {})
            for name, value in change.changes.items():
                if name in fields and name in _MERGED and isinstance(value, Mapping):
                    fields[name] = ({**value, **fields[name][0]}, fields[name][1])
                else:
                    fields.setdefault(name, (value, change))
    for id, fields in changes.items():
        if id not in result.disabled:
            _override(id, known.by_id[id], fields, environment, result)
    return result


def _targets(
    change: Override | Disable, known: Index, environment: Environment, findings: list[Finding]
) -> Iterator[str]:
    target = change.target
    verb = "override" if isinstance(change, Override) else "disable"
    message = hint = ""
    if isinstance(target, Spec):
        ids = known.by_identity.get(identity(target), [])
        if ids:
            yield from ids
            return
        message = f"`{verb}` names {target.label}, which is in no service of the project"
        hint = "Add it to a service, or take the change out."
    elif not isinstance(target, str):
        message, hint = f"`{verb}` names no object and no id", 'Write an id, such as "service.AlertName".'
    elif target in known.by_id:
        yield target
        return
    else:
        ids = known.by_name.get(target, [])
        if len(ids) == 1:
            yield ids[0]
            return
        if ids:
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
    id: str, spec: Spec, fields: dict[str, tuple[Any, Override]], environment: Environment, result: Applied
) -> None:
    values: dict[str, Any] = {}
    for name, (value, _) in fields.items():
        base = getattr(spec, name, None)
        if name in _MERGED and isinstance(base, Mapping) and isinstance(value, Mapping):
            value = FrozenDict({**base, **{key: _level(base.get(key), item) for key, item in value.items()}})
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
                    f"override of {id}: {fault.message}",
                    fault.hint,
                    change.origin.location(fault.field),
                    change.origin.related(),
                    (environment.name,),
                )
            )
        return
    result.overridden[id] = (changed, {name: change.origin for name, (_, change) in fields.items()})


def _level(base: Any, change: Any) -> Any:
    """A level that an override names keeps what the override does not say."""
    if isinstance(base, Level) and isinstance(change, Level) and not base.refused and not change.refused:
        return base.replace(**{name: getattr(change, name) for name in change.model_fields_set})
    return change
