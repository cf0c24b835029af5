"""Scalars of the Collector's files, in which any value may be a reference such as `${env:JAEGER_PASSWORD}`."""

from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from o11ygen.targets.reference import positive_duration, refers
from o11ygen.targets.scalars import Bool, Checked, Float, Int, Text, Uint


class Expandable:
    """Annotated metadata: the field's own rules hold unless the value is a reference."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            lambda value, inner: value if refers(value) else inner(value),
            handler(source),
            # A reference is text where the field's own type may be a number, so it is written as it is.
            serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        inner = handler(schema)
        if inner.get("type") == "string" and "pattern" not in inner and "enum" not in inner:
            return inner
        return {"anyOf": [inner, {"type": "string", "pattern": r"\$\{.+\}"}]}


EnvText: TypeAlias = Annotated[Text, Expandable()]
EnvBool: TypeAlias = Annotated[Bool, Expandable()]
EnvInt: TypeAlias = Annotated[Int, Expandable()]
EnvUint: TypeAlias = Annotated[Uint, Expandable()]
EnvFloat: TypeAlias = Annotated[Float, Expandable()]
EnvDuration: TypeAlias = Annotated[str, Checked(positive_duration), Expandable()]
