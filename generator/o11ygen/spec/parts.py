"""How a class of the author's model takes objects of the other classes that its fields name.

They were judged when they were built, so an object is taken as it is. A class whose validators hold those of every
class below it would make all of these with its first object, though a project builds objects of few of them.
"""

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from o11ygen.spec.model import Spec

_PART = "o11ygen_part"


def part_schema(model: "type[Spec]") -> CoreSchema:
    """Takes an object of the class and nothing else: what a mapping of its fields makes would have no place of its own."""
    return core_schema.is_instance_schema(model, cls_repr=model.__name__, metadata={_PART: model})


class PartsInPlace(GenerateJsonSchema):
    """Makes the JSON Schema of a class with every class that its fields name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._begun: set[str] = set()

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """The JSON Schema of a field or of what it holds; of a class that holds itself, a reference to it."""
        whole = _whole(schema)
        ref = whole.get("ref", "")
        if whole is not schema and ref in self._begun:
            return self.get_cache_defs_ref_schema(ref)[1]
        self._begun.add(ref)
        try:
            return super().generate_inner(whole)
        finally:
            self._begun.discard(ref)

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        """The JSON Schema of a class that stands in a `Varies`: a reference to it."""
        whole = _whole(schema)
        return super().is_instance_schema(schema) if whole is schema else self.generate_inner(whole)

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Whether the field's name makes its title; a class has a title of its own."""
        return _PART not in schema.get("metadata", {}) and super().field_title_should_be_set(schema)


def _whole(schema: Any) -> Any:
    model = schema.get("metadata", {}).get(_PART)
    if model is None:
        return schema
    model.model_rebuild()
    return model.__pydantic_core_schema__
