"""Parts of a target's document: built by its typed model, and merged with what the author passes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Source
from o11ygen.targets.model import Target

P = ParamSpec("P")
T = TypeVar("T", bound=Target)


def part(model: Callable[P, T]) -> Callable[P, T]:
    """A builder of one part of a document: `part(Rule)(alert="X", for_=None)`; `None` means that a field is not given.

    The call is typed as the model's own. A value that the model refuses stands in the part as well: the whole document
    is judged, with the declared versions, and every fault is then reported at the place it was written at.
    """
    target = cast("type[T]", model)

    def build(*_: P.args, **fields: P.kwargs) -> T:
        if not fields.keys() <= _names(target):
            unknown = fields.keys() - _names(target)
            raise TypeError(f"{target.__name__} has no field {', '.join(sorted(unknown))}")
        # Not validated here: that would compile the validators of each part, and once more those of the document. Nor are
        # defaults set, which take longer than all else: what is not given is not asked for.
        given = {name: value for name, value in fields.items() if value is not None}
        built = target.__new__(target)
        _set(built, "__dict__", given)
        _set(built, "__pydantic_fields_set__", given.keys())
        return built

    return build


_set = object.__setattr__


@cache
def _names(model: type[Target]) -> frozenset[str]:
    return frozenset(model.model_fields)


def document(target: Target) -> dict[str, Any]:
    """The fields that were given, under the target's names and in the model's order, also those the model refuses."""
    given, values = target.model_fields_set, target.__dict__
    return {alias: _plain(values[name]) for name, alias in _aliases(type(target)) if name in given}


@cache
def _aliases(model: type[Target]) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their names in the target's files."""
    return tuple((name, field.serialization_alias or field.alias or name) for name, field in model.model_fields.items())


def _plain(value: Any) -> Any:
    if value.__class__ is str:
        return value
    if isinstance(value, Target):
        return document(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def replaced(document: Mapping[str, Any], extra: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The fields of `extra` that stand in `document` already, by their paths: `service.telemetry.logs.level`.

    To a list it may add.
    """
    for name, value in extra.items():
        if name not in document:
            continue
        present = document[name]
        if isinstance(present, Mapping) and isinstance(value, Mapping):
            yield from replaced(present, value, (*path, name))
        elif not (isinstance(present, list) and isinstance(value, list | tuple)):
            yield ".".join((*path, name))


def added(
    document: Mapping[str, Any], extra: Mapping[str, Any], source: Source
) -> tuple[dict[str, Any], list[RenderProblem]]:
    """`document` with the fields of `extra`, unless one of these stands in it already; that is told."""
    taken = list(replaced(document, extra))
    problems = [
        RenderProblem(
            "spec/extra",
            source,
            f"{source.what}: `extra` sets `{path}`, which o11ygen writes itself; it would be replaced without a word, and "
            "no check would have seen it",
            "Take it out of `extra`, and say it with the fields that it follows from.",
            "extra",
        )
        for path in taken
    ]
    return merged(document, _further(document, extra)), problems


def _further(document: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """What of `extra` is not taken."""
    result: dict[str, Any] = {}
    for name, value in extra.items():
        present = document.get(name)
        if isinstance(present, Mapping) and isinstance(value, Mapping):
            result[name] = _further(present, value)
        elif name not in document or (isinstance(present, list) and isinstance(value, list | tuple)):
            result[name] = value
    return result


def merged(document: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """`document` with further fields: mappings merge by key, lists are appended, any other value of `extra` wins."""
    result = dict(document)
    for name, value in extra.items():
        present = result.get(name)
        if isinstance(present, Mapping) and isinstance(value, Mapping):
            result[name] = merged(present, value)
        elif isinstance(present, list) and isinstance(value, list | tuple):
            result[name] = [*present, *value]
        else:
            result[name] = value
    return result
