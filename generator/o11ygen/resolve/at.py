"""Picking values for one environment: per-environment values, overrides, sources."""

from __future__ import annotations

import enum
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar, cast

from pydantic_core import PydanticCustomError

from o11ygen.credentials import shown
from o11ygen.finding import Finding, Related, Severity
from o11ygen.origin import Origin
from o11ygen.resolve.choice import chosen
from o11ygen.resolved import Allowance, SecretRef, Source
from o11ygen.resolved.series import SeriesIndex
from o11ygen.spec.allow import Allow
from o11ygen.spec.environment import Environment
from o11ygen.spec.frozen import EMPTY, FrozenDict
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Project, Service
from o11ygen.spec.team import Team
from o11ygen.spec.values import Secret
from o11ygen.spec.varying import PerEnv

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

    # What was made of an object that says the same in every environment, and what it has of others.
    constant: dict[Key, tuple[Hashable, Any]] = field(default_factory=dict)
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

    def once(self, key: Key, having: Hashable, make: Callable[..., T], *args: Any) -> T:
        """What is made of an object: that of an earlier environment, where none of this one's values is asked for.

        `having` is what it has of other objects. Things that are one object in all environments are also judged and
        rendered once.
        """
        if key in self.overridden:
            return make(*args)
        known = self.shared.constant.get(key)
        if known is not None and known[0] == having:
            return cast("T", known[1])
        varied, reported = self.varied, len(self.findings)
        self.varied = False
        made = make(*args)
        if not self.varied and len(self.findings) == reported:
            self.shared.constant[key] = having, made
        self.varied |= varied
        return made

    def here(self, spec: Spec, source: Source) -> Here:
        """An object with every field, and every entry of a mapping, as it is in this environment.

        What lies in a field and has fields of its own stays as it is. Raises MissingValueError.
        """
        held = spec.__dict__
        # Of tens of thousands of objects hardly any has such a field.
        varying = [
            name
            for name in spec.__pydantic_fields_set__
            if (kind := type(value := held[name])) is PerEnv
            or (kind is FrozenDict and PerEnv in map(type, value.values()))
        ]
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
        given = getattr(self.project, field)
        if field not in self.parts:
            varied = self.varied
            source = self.source(self.project.name, f"project {self.project.name}", self.project)
            declared = self.pick(given, source, field)
            if isinstance(declared, Spec):
                declared = self.here(declared, self.source(field, _PARTS[field], declared))
            self.parts[field] = declared
            self.varied = varied
        part = self.parts[field]
        self.varied |= part is not given
        return part

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
        origin = spec.origin
        # The suppressions of an object before those of its owners.
        accepted = self.inherited_allowances(*owners)
        if spec.__dict__.get("allow"):
            accepted = (*allowances(spec), *accepted)
        return Source(
            id,
            what,
            origin if origin.frames else self._origin(owners),
            EMPTY if entry is None else entry[1],
            accepted,
        )

    def _origin(self, owners: tuple[Spec, ...]) -> Origin:
        """Where what owns a default of our own model was written: that has no place, the environment always has."""
        for spec in owners:
            if spec.origin.frames:
                return spec.origin
        self.varied = True
        return self.environment.origin

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
