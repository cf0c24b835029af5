"""Parts of a target's document: built by its typed model, and merged with what the author passes through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

from pydantic import ValidationError

from o11ygen.targets.model import Target

P = ParamSpec("P")
T = TypeVar("T", bound=Target)


def part(model: Callable[P, T]) -> Callable[P, T]:
    """A builder of one part of a document: `part(Rule)(alert="X", for_=None)`; `None` means that a field is not given.

    The call is typed as the model's own. A value that the model refuses stays in the part as it is: the whole document
    is judged once more, with the declared versions, and every fault is then reported at the place it was written at.
    """
    target = cast("type[T]", model)

    def build(*_: P.args, **fields: P.kwargs) -> T:
        given: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
        try:
            return target(**given)
        except ValidationError:
            unknown = given.keys() - target.model_fields.keys()
            if unknown:
                raise TypeError(f"{target.__name__} has no field {', '.join(sorted(unknown))}") from None
            return target.model_construct(**given)

    return build


def document(target: Target) -> dict[str, Any]:
    """The fields that were given, under the target's names and in the model's order, also those the model refuses."""
    return target.model_dump(mode="python", by_alias=True, exclude_unset=True, warnings=False)


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
