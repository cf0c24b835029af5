"""Models that judge a part of a document are made when a document first has that part: most runs need few of them.

Completing a model of pydantic makes the validators of everything below it, each time anew for each document that may
hold it. Here a model makes those of its own fields only, and asks the model of a part when there is one. A module of
parts that few documents have is not even imported until then: `later` stands for its models in annotations.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from o11ygen.targets.model import Target

_PART = "o11ygen_part"
_completing: ContextVar[bool] = ContextVar("o11ygen_completing", default=False)


class Later:
    """Stands in an annotation for the model that `load` imports; made by `later`."""

    @staticmethod
    def load() -> type[Target]:
        """The model itself."""
        raise NotImplementedError  # `later` says which model it is

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _part_schema(cls.load)


def later(module: str, *names: str) -> Any:
    """What stands for models of another module, relative to this package, until a document has such a part.

    The models themselves are named beside it for those that read types only::

        if TYPE_CHECKING:
            from o11ygen.targets.discovery.aws import AWSSD, EC2SD
        else:
            AWSSD, EC2SD = later("discovery.aws", "AWSSD", "EC2SD")
    """
    path = f"{__package__}.{module}"
    made = tuple(_stand_in(path, name) for name in names)
    return made if len(made) > 1 else made[0]


def _stand_in(module: str, name: str) -> type[Later]:
    @cache
    def load() -> type[Target]:
        model: type[Target] = getattr(import_module(module), name)
        return model

    return type(name, (Later,), {"__module__": module, "load": staticmethod(load)})


def schema_of(model: type[Target], source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """How a model is validated: by its fields when it is asked for itself, by asking it when it is part of another."""
    if _completing.get():
        return _part_schema(lambda: model)
    token = _completing.set(True)
    try:
        return handler(source)
    finally:
        _completing.reset(token)


class PartsInPlace(GenerateJsonSchema):
    """Makes the JSON Schema of a document with every part that it may have."""

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """The JSON Schema of a field or of what it holds."""
        load = schema.get("metadata", {}).get(_PART)
        return super().generate_inner(schema if load is None else _whole_schema(load()))

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Whether the field's name makes its title; a part has a title of its own."""
        return _PART not in schema.get("metadata", {}) and super().field_title_should_be_set(schema)


def _whole_schema(model: type[Target]) -> CoreSchema:
    model.model_rebuild()
    return model.__pydantic_core_schema__


def _part_schema(load: Callable[[], type[Target]]) -> CoreSchema:
    def validate(value: Any, info: ValidationInfo) -> Any:
        validator = load().__pydantic_validator__
        if info.context is None:
            return validator.validate_python(value)
        # A document is read by the names of the file, as the reader of the whole does.
        return validator.validate_python(value, context=info.context, by_alias=True, by_name=False)

    return core_schema.with_info_plain_validator_function(validate, metadata={_PART: load})
