"""Overrides and disables that change nothing: the object is in the environment what it would be without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from o11ygen.resolve.changes import Step, same, steps
from o11ygen.resolve.choice import chosen
from o11ygen.spec.alert import Alert, Level
from o11ygen.spec.environment import Change, Disable, Environment
from o11ygen.spec.model import Spec
from o11ygen.spec.varying import PerEnv


def idle(
    spec: Spec, by_environment: Sequence[Sequence[Change]], environment: Environment
) -> Iterator[tuple[Change, str]]:
    """The changes of the environment itself that change nothing, each with what it says in vain.

    `by_environment` is what the environment and those it derives from say of the object, the nearest first. What takes
    back the word of a farther one has an effect, whatever the object says itself.
    """
    own, farther = by_environment[0], [change for changes in by_environment[1:] for change in changes]
    for change in own:
        if isinstance(change, Disable):
            if farther and isinstance(farther[0], Disable):
                yield change, "`disable`"
        elif not farther and not spec.refused and not change.refused:
            given = list(steps(change))
            vain = [str(step) for step, value in given if _is_so(spec, step, value, environment)]
            if given and len(vain) == len(given):
                yield change, ", ".join(f"`{step}`" for step in vain)


def _is_so(spec: Spec, step: Step, value: Any, environment: Environment) -> bool:
    """Whether the object has this value in the environment anyway."""
    levels = _here(spec.levels, environment) if isinstance(spec, Alert) else None
    if not isinstance(levels, Mapping) or not levels:
        return step.severity is None and _has(spec, step, value, environment)
    if step.severity is not None:
        level = levels.get(step.severity)
        return isinstance(level, Level) and _level_has(level, spec, step, value, environment)
    if step.field not in Level.model_fields:
        return _has(spec, step, value, environment)
    return all(
        isinstance(level, Level) and _level_has(level, spec, step, value, environment) for level in levels.values()
    )


def _level_has(level: Level, alert: Spec, step: Step, value: Any, environment: Environment) -> bool:
    """A level has what it says itself, else what the alert says."""
    if step.field not in Level.model_fields:
        return False
    own = _here(getattr(level, step.field), environment)
    says = own is not None and (step.key is None or (isinstance(own, Mapping) and step.key in own))
    return _has(level if says else alert, step, value, environment)


def _has(spec: Spec, step: Step, value: Any, environment: Environment) -> bool:
    held = _here(getattr(spec, step.field, None), environment)
    if step.key is not None:
        if not isinstance(held, Mapping) or step.key not in held:
            return False
        held = _here(held[step.key], environment)
    return same(held, _here(value, environment))


def _here(value: Any, environment: Environment) -> Any:
    """The value in the environment; None where it has none."""
    if type(value) is not PerEnv:
        return value
    choice = chosen(value, environment)
    return None if choice is None else choice.value
