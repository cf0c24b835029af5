"""The outline of a model, for those who build its documents: the names of its fields, and which of them are parts.

Loading all models takes a fifth of a small project's run, and most of what is built needs no word of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from o11ygen.targets.path import Path, part_at
from o11ygen.targets.shapes import name_of, shapes

if TYPE_CHECKING:
    from o11ygen.targets.model import Target


class Outline:
    """A model by its name, as `rules.Rule`; `fields` are the names in the file by those in Python, in the model's order."""

    def __init__(self, name: str, fields: Mapping[str, str], held: Callable[[str], Outline | None]) -> None:
        self.name = name
        self.fields = fields
        self._held = held

    def part(self, field: str) -> Outline | None:
        """The outline of what the field of this name in the file holds; None where that is no part."""
        return self._held(field)

    def known(self, path: Path) -> tuple[str, ...]:
        """The names of the fields at `path` of a document, of whatever release."""
        return tuple(part_at(self, path, Outline.part).fields.values())


@cache
def outline(name: str) -> Outline:
    """The outline of a model; of one without a shape, which few documents have, it is taken from the model."""
    shape = shapes().get(name)
    if shape is None:
        module, _, model = name.rpartition(".")
        return _of_model(getattr(import_module(f"{__package__}.{module}"), model))
    fields = {field.get("name", alias): alias for alias, field in shape["fields"].items()}
    parts = {alias: field["holds"] for alias, field in shape["fields"].items() if "holds" in field}
    return Outline(name, fields, lambda field: outline(parts[field]) if field in parts else None)


def outline_of(model: Outline | type[Target]) -> Outline:
    """The outline of a model that may stand for itself."""
    if isinstance(model, Outline):
        return model
    name = name_of(model)
    return outline(name) if name in shapes() else _of_model(model)


@cache
def _of_model(model: type[Target]) -> Outline:
    from o11ygen.targets.model import inner_model

    def held(field: str) -> Outline | None:
        inner = inner_model(model, field)
        return None if inner is None else outline_of(inner)

    return Outline(name_of(model), {field: info.alias or field for field, info in model.model_fields.items()}, held)


class Outlines:
    """A module of models with the outline of each in its place."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return outline(f"{self._module}.{name}")
