"""Parts of a target's document: built by its typed model, and merged with what the author passes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Source
from o11ygen.targets.outline import Outline, outline_of

if TYPE_CHECKING:
    from o11ygen.targets.model import Target

P = ParamSpec("P")
T = TypeVar("T", bound="Target")


def part(model: Callable[P, T]) -> Callable[P, T]:
    """A builder of one part of a document: `part(Rule)(alert="X", for_=None)`; `None` means that a field is not given.

    The call is typed as the model's own. A value that the model refuses stands in the part as well: the whole document
    is judged, with the declared versions, and every fault is then reported at the place it was written at.
    """
    outline = outline_of(cast("type[T]", model))

    def build(*_: P.args, **fields: P.kwargs) -> T:
        if not fields.keys() <= outline.fields.keys():
            unknown = fields.keys() - outline.fields.keys()
            raise TypeError(f"{outline.name} has no field {', '.join(sorted(unknown))}")
        # Not built by the model, which would have to be loaded, and would compile the validators of each part.
        return cast("T", _Part(outline, {name: value for name, value in fields.items() if value is not None}))

    return build


class _Part:
    """What stands for a built model: the fields that were given."""

    __slots__ = ("given", "outline")

    def __init__(self, outline: Outline, given: dict[str, Any]) -> None:
        self.outline = outline
        self.given = given

    @property
    def model_fields_set(self) -> frozenset[str]:
        """The names of the fields, as those of a model are asked for."""
        return frozenset(self.given)


def model_of(built: T) -> type[T]:
    """The model of a part, for those who ask what fields it has."""
    return cast("type[T]", cast("_Part", built).outline)


def document(target: Target) -> dict[str, Any]:
    """The fields that were given, under the target's names and in the model's order, also those the model refuses."""
    return _document(cast("_Part", target))


def _document(part: _Part) -> dict[str, Any]:
    given = part.given
    return {alias: _plain(given[name]) for name, alias in part.outline.fields.items() if name in given}


def _plain(value: Any) -> Any:
    if value.__class__ is str:
        return value
    if isinstance(value, _Part):
        return _document(value)
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
