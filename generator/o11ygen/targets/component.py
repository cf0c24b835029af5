"""Sections of a Collector's file whose keys are `type` or `type/name`: two batches are `batch` and `batch/slow`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Self

from pydantic import ModelWrapValidatorHandler, ValidationInfo, create_model, model_validator

from o11ygen.targets.model import Target


class Components(Target):
    """A section with one field for each known type; a key `type/name` is judged as its type.

    Build one from the field names, `Receivers(otlp=...)`, or with `named`: `Receivers.named({"otlp/tenant-a": ...})`.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _by_type(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        names = tuple(sorted(key for key in value if isinstance(key, str))) if isinstance(value, Mapping) else ()
        model = with_names(cls, names)
        if model is cls:
            return handler(value)
        found: Self = model.__pydantic_validator__.validate_python(
            value, context=info.context, by_alias=True, by_name=False
        )
        return found

    @classmethod
    def named(cls, components: Mapping[str, Any]) -> Self:
        """The section with these components by id."""
        return cls.model_validate(dict(components))

    def by_id(self) -> Iterator[tuple[str, Any]]:
        """Each component that is there, by its id; the body is None where the file leaves it empty."""
        for name, field in type(self).model_fields.items():
            if name in self.model_fields_set:
                yield field.alias or name, getattr(self, name)

    def ids(self) -> tuple[str, ...]:
        """The ids of the components that are there."""
        return tuple(id_ for id_, _ in self.by_id())


@lru_cache(maxsize=256)
def with_names(section: type[Components], keys: tuple[str, ...]) -> type[Components]:
    """The section with a field for each key of the form `type/name` whose type it knows; itself if there is none."""
    fields: dict[str, Any] = {}
    for key in keys:
        kind, slash, name = key.partition("/")
        known = section.model_fields.get(kind)
        if slash and name and known is not None and key not in section.model_fields:
            fields[key] = (known.rebuild_annotation(), known)
    if not fields:
        return section
    extended: type[Components] = create_model(section.__name__, __base__=section, **fields)
    return extended
