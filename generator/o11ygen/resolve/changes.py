"""What the overrides of one object come to: nearer environments before farther ones, what was said last of each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from o11ygen.spec.alert import Alert, Level, Severity
from o11ygen.spec.environment import Override
from o11ygen.spec.frozen import FrozenDict
from o11ygen.spec.model import Spec
from o11ygen.spec.varying import PerEnv

# Mappings that merge by key; every other field is replaced.
MERGED = ("annotations", "labels", "levels", "params")


class Step(NamedTuple):
    """One value that an override gives: a field, one key of a mapping, or either of them at one severity."""

    field: str
    key: Any = None
    severity: Any = None

    def __str__(self) -> str:
        text = self.field if self.key is None else f"{self.field}[{self.key!r}]"
        if self.severity is None:
            return text
        at = self.severity.value if isinstance(self.severity, Severity) else self.severity
        return f"{text} at {at}" if text else f"levels[{at!r}]"


class Conflict(NamedTuple):
    """Two overrides of one environment that give one value differently: the later one, and the one before it."""

    step: Step
    change: Override
    first: Override


@dataclass(slots=True)
class Changes:
    """The values that hold, each with the override that gives it, and what contradicts itself."""

    given: dict[Step, tuple[Any, Override]] = field(default_factory=dict)
    # What was said of an alert as a whole: it reaches every level, whatever the level says itself.
    reaching: set[Step] = field(default_factory=set)
    levels: dict[Any, Level] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def by_field(self) -> dict[str, Override]:
        """The override that says the last of each field."""
        return {step.field if step.severity is None else "levels": change for step, (_, change) in self.given.items()}

    def values(self, spec: Spec) -> dict[str, Any]:
        """The changed fields of an object, whole; what merges in it does not differ by environment."""
        result: dict[str, Any] = {}
        for step, (value, _) in self.given.items():
            if step.severity is not None:
                continue
            if step.key is None:
                result[step.field] = value
            elif isinstance(base := result.get(step.field, getattr(spec, step.field, None)), Mapping):
                result[step.field] = FrozenDict({**base, step.key: value})
            else:
                result[step.field] = FrozenDict({step.key: value})
        if not isinstance(spec, Alert):
            return {**result, "levels": self.levels} if self.levels else result
        if "levels" not in result:
            levels = dict(self._levels(spec))
            own = cast("Mapping[Severity, Level]", spec.levels)
            if any(own.get(severity) is not level for severity, level in levels.items()):
                result["levels"] = FrozenDict(levels)
        return result

    def _levels(self, alert: Alert) -> Iterator[tuple[Any, Any]]:
        """Every level: what the override names keeps what the override does not say."""
        own = cast("Mapping[Severity, Level]", alert.levels)
        for severity in (*own, *(one for one in self.levels if one not in own)):
            base: Any = own.get(severity, self.levels.get(severity))
            if not isinstance(base, Level) or base.refused or Step("", None, severity) in self.given:
                # What is no level is refused with the whole.
                yield severity, self.levels.get(severity, base)
                continue
            changes: dict[str, Any] = {}
            for step in self.reaching:
                given = changes.get(step.field, getattr(base, step.field, None))
                if step.key is None and given is not None:
                    changes[step.field] = Level.model_fields[step.field].default
                elif isinstance(given, Mapping) and step.key in given:
                    changes[step.field] = {key: value for key, value in given.items() if key != step.key}
            for step, (value, _) in self.given.items():
                if step.severity != severity:
                    continue
                if step.key is None:
                    changes[step.field] = value
                else:
                    changes[step.field] = {**changes.get(step.field, getattr(base, step.field)), step.key: value}
            yield severity, base.replace(**changes) if changes else base


def combined(environments: Iterable[Sequence[Override]]) -> Changes:
    """The overrides of one object, by environment: the farthest first, as each may take back what was said before."""
    result = Changes()
    for overrides in environments:
        here: dict[Step, tuple[Any, Override]] = {}
        for change in overrides:
            for step, value in steps(change):
                known = here.setdefault(step, (value, change))
                if known[1] is not change and not same(known[0], value):
                    result.conflicts.append(Conflict(step, change, known[1]))
            result.levels.update(_named_levels(change))
        whole = {step for step in here if step.severity is None and step.field in Level.model_fields}
        result.reaching |= whole
        kept = {step: given for step, given in result.given.items() if step not in here and not _reached(step, whole)}
        result.given = {**kept, **here}
    return result


def _reached(step: Step, whole: set[Step]) -> bool:
    return step.severity is not None and step._replace(severity=None) in whole


def steps(change: Override) -> Iterator[tuple[Step, Any]]:
    """Everything that an override says, value by value."""
    for name, value in change.changes.items():
        if name not in MERGED or not isinstance(value, Mapping):
            yield Step(name), value
        elif name != "levels":
            for key, item in value.items():
                yield Step(name, key), item
    for severity, level in _named_levels(change).items():
        if not isinstance(level, Level) or level.refused:
            yield Step("", None, severity), level
            continue
        for name in sorted(level.model_fields_set):
            value = getattr(level, name)
            if isinstance(value, Mapping):
                for key, item in value.items():
                    yield Step(name, key, severity), item
            else:
                yield Step(name, None, severity), value


def _named_levels(change: Override) -> dict[Any, Any]:
    levels = change.changes.get("levels")
    return {_severity(key): level for key, level in levels.items()} if isinstance(levels, Mapping) else {}


def _severity(given: Any) -> Any:
    """The severity that is meant; what is none stays, and is refused by the model."""
    return Severity(given) if given in [one.value for one in Severity] else given


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: objects of a spec are compared by what they say, not by identity."""
    if isinstance(one, PerEnv) and isinstance(other, PerEnv):
        names = ("default", "environments", "tiers")
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Spec) and type(one) is type(other) and one.model_fields_set == other.model_fields_set:
        return all(same(getattr(one, name), getattr(other, name)) for name in one.model_fields_set)
    return bool(one == other)
