"""Picking values for one environment: per-environment values, overrides, sources."""

from __future__ import annotations

import enum
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar, cast

from pydantic_core import PydanticCustomError

from o11ygen.credentials import shown
from o11ygen.finding import Finding, Related, Severity
from o11ygen.origin import Origin
from o11ygen.resolve.choice import chosen
from o11ygen.resolved import AlertRule, Allowance, RecordingRule, SecretRef, Source
from o11ygen.resolved.series import SeriesIndex
from o11ygen.spec.allow import Allow
from o11ygen.spec.environment import Environment
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Project, Service
from o11ygen.spec.team import Team
from o11ygen.spec.values import FrozenDict, PerEnv, Secret

T = TypeVar("T")
S = TypeVar("S", bound=Spec)
# What messages call the parts of a project of which there is one.
_PARTS = {
    "grafana": "Grafana",
    "prometheus": "Prometheus",
    "routing": "the root of the routing tree",
    "tracing": "tracing",
}
# An object of the author's model as it is in one environment: no value of it is a `per_env`.
Here: TypeAlias = Any


class MissingValueError(Exception):
    """A value that something needs does not exist in this environment, and so neither does it; that has been noted."""


# The id of a thing and the identity of its object: one object may be in several services, and one id of several things.
Key: TypeAlias = tuple[str, int]


@dataclass(slots=True)
class Shared:
    """What environments have in common, noted as the first of them is resolved."""

    # The rules of an object that says the same in every environment, and what they have of its service.
    constant: dict[Key, tuple[Hashable, tuple[AlertRule | RecordingRule, ...]]] = field(default_factory=dict)
    # Labels, and what rules have of a service: of those that are equal the first, so that one `is` tells.
    labels: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    of_service: dict[Hashable, Hashable] = field(default_factory=dict)
    series: SeriesIndex | None = None


@dataclass(slots=True)
class At:
    """One environment while it is resolved."""

    project: Project
    environment: Environment
    # The object with its overrides applied, and the fields that they set.
    overridden: Mapping[Key, tuple[Spec, Mapping[str, Origin]]] = field(default_factory=dict)
    disabled: frozenset[Key] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    inherited: dict[tuple[int, ...], tuple[Allowance, ...]] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)
    # What the project has one of, as it is here.
    parts: dict[str, Here] = field(default_factory=dict)
    # Whether a value of this environment was asked for since this was last set to False.
    varied: bool = False

    def pick(self, value: T | PerEnv[T], source: Source, name: str) -> T:
        """The value for this environment: exact name, then the ones it derives from, then its tier, then the default."""
        if type(value) is not PerEnv:
            return value  # type: ignore[return-value]  # PerEnv has no subclass
        self.varied = True
        found = chosen(value, self.environment)
        if found is None:
            self.findings.append(
                Finding(
                    "environment/missing-value",
                    Severity.ERROR,
                    f"{source.what}: `{name}` has no value for this environment, and no default",
                    "Add the environment or its tier to the `per_env`, or give a default.",
                    value.origin.location(),
                    value.origin.related(),
                    (self.environment.name,),
                )
            )
            raise MissingValueError
        value_here: T = found.value
        return value_here

    def here(self, spec: Spec, source: Source) -> Here:
        """An object with every field, and every entry of a mapping, as it is in this environment.

        What lies in a field and has fields of its own stays as it is. Raises MissingValueError.
        """
        held = spec.__dict__
        varying = [name for name in spec.model_fields_set if _varies(held[name])]
        if not varying:
            return spec
        changes: dict[str, Any] = {}
        # What is said first must not depend on the order of a set.
        for name in sorted(varying):
            value = self.pick(held[name], source, name)
            if type(value) is FrozenDict:
                value = FrozenDict({key: self.pick(item, source, name) for key, item in value.items()})
            changes[name] = value
        try:
            return spec.with_values(changes)
        except PydanticCustomError as error:
            context = error.context or {}
            self.report("spec/value", source, f"{source.what}: {context['text']}", context["hint"], next(iter(changes)))
            raise MissingValueError from None

    @property
    def prometheus(self) -> Here:
        """How Prometheus is set up here."""
        return self._of_project("prometheus")

    @property
    def routing(self) -> Here:
        """The root of the routing tree."""
        return self._of_project("routing")

    @property
    def tracing(self) -> Here:
        """How Jaeger is set up here; None where it is not."""
        return self._of_project("tracing")

    @property
    def grafana(self) -> Here:
        """How Grafana is set up here."""
        return self._of_project("grafana")

    @property
    def compose(self) -> bool:
        """Whether docker-compose.yml is rendered here."""
        return bool(self._of_project("compose"))

    @property
    def rule_files(self) -> str:
        """Whether rules stand together, or in files for each service."""
        return str(self._of_project("rule_files"))

    def team(self, service: Service) -> Team:
        """Who owns a service here."""
        given: Any = service.team
        if type(given) is not PerEnv:
            return cast("Team", given)
        return cast("Team", self.pick(given, self.source(service.name, f"service {service.name}", service), "team"))

    def _of_project(self, field: str) -> Here:
        """A part of the project of which there is one; the project itself holds too much to be walked for it."""
        if field not in self.parts:
            source = self.source(self.project.name, f"project {self.project.name}", self.project)
            declared = self.pick(getattr(self.project, field), source, field)
            if isinstance(declared, Spec):
                declared = self.here(declared, self.source(field, _PARTS[field], declared))
            self.parts[field] = declared
        return self.parts[field]

    def report(
        self,
        id: str,
        source: Source,
        message: str,
        hint: str = "",
        name: str = "",
        *,
        severity: Severity = Severity.ERROR,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Note a fault of this environment at the place of a field."""
        self.findings.append(
            Finding(
                id,
                severity,
                message,
                hint,
                source.location(name),
                (*related, *source.related()),
                (self.environment.name,),
            )
        )

    def is_disabled(self, id: str, spec: Spec) -> bool:
        """Whether the object does not exist in this environment."""
        return (id, identity(spec)) in self.disabled

    def applied(self, id: str, spec: S) -> S:
        """The object with the overrides of this environment."""
        entry = self.overridden.get((id, identity(spec)))
        return entry[0] if entry is not None else spec  # type: ignore[return-value]  # an override keeps the class

    def source(self, id: str, what: str, spec: Spec, *owners: Spec) -> Source:
        """The source of a resolved thing; `owners` pass their suppressions on to it."""
        entry = self.overridden.get((id, identity(spec)))
        return Source(
            id,
            what,
            self._origin(spec, *owners),
            entry[1] if entry is not None else {},
            self._allowances(spec, owners),
        )

    def _origin(self, *specs: Spec) -> Origin:
        """Where the first of them was written: a default of our own model has no place, the environment always has."""
        if specs[0].origin.frames:
            return specs[0].origin
        return next((spec.origin for spec in specs if spec.origin.frames), self.environment.origin)

    def _allowances(self, spec: Spec, owners: tuple[Spec, ...]) -> tuple[Allowance, ...]:
        """The suppressions of an object before those of its owners."""
        inherited = self.inherited_allowances(*owners)
        return (*allowances(spec), *inherited) if spec.__dict__.get("allow") else inherited

    def inherited_allowances(self, *owners: Spec) -> tuple[Allowance, ...]:
        """The suppressions that an object has of its owners, which are the same for thousands of objects."""
        key = tuple(map(id, owners))
        inherited = self.inherited.get(key)
        if inherited is None:
            inherited = self.inherited[key] = allowances(*owners, self.environment, self.project)
        return inherited

    def settings(self, spec: Spec, source: Source, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """The fields of an object that were given, as plain values by field name, in the order of the model."""
        spec = self.here(spec, source)
        result: dict[str, Any] = {}
        for name in type(spec).model_fields:
            # What is passed through is judged and rendered on its own.
            if name in spec.model_fields_set and name not in without and name != "extra":
                value = self.plain(getattr(spec, name), source, name)
                if value is not None:
                    result[name] = value
        return result

    def plain(self, value: Any, source: Source, name: str) -> Any:
        """A value without anything of the author's model: picked, secrets as references, mappings and tuples."""
        value = self.pick(value, source, name)
        if isinstance(value, Secret):
            reference = shown(value.kind, value.reference)
            return SecretRef(value.kind, reference, Source(source.id, source.what, value.origin))
        if isinstance(value, Spec):
            return self.settings(value, source)
        if isinstance(value, enum.Enum):
            return value.value
        if isinstance(value, Mapping):
            return {key: self.plain(item, source, name) for key, item in value.items()}
        if isinstance(value, tuple | list):
            return tuple(self.plain(item, source, name) for item in value)
        return value


def _varies(value: Any) -> bool:
    kind = type(value)
    return kind is PerEnv or (kind is FrozenDict and PerEnv in map(type, value.values()))


def allowances(*specs: Spec) -> tuple[Allowance, ...]:
    """The suppressions of some objects, the nearest first."""
    result: list[Allowance] = []
    for spec in specs:
        # A class without the field has no such attribute, which pydantic takes long to say.
        given: Any = spec.__dict__.get("allow", ())
        listed: tuple[Allow, ...] = (given,) if isinstance(given, Allow) else given
        result.extend(Allowance(allow.checks, allow.why, allow.origin, id(allow), allow.until) for allow in listed)
    return tuple(result)


def identity(spec: Spec) -> int:
    """What tells an object from others that are equal."""
    return id(spec)
