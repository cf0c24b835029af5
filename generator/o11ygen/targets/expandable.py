"""Scalars of the Collector's files, in which any value may be a reference such as `${env:JAEGER_PASSWORD}`."""

import re
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from o11ygen.targets.go_duration import go_nanoseconds
from o11ygen.targets.model import refuse
from o11ygen.targets.scalars import Bool, Checked, Float, Int, Text, Uint

_REFERENCE = re.compile(r"\$\{[^{}$]+\}")


def refers(value: object) -> bool:
    """Whether the value is filled in by the Collector as it starts, so that nothing can be said of it before."""
    return isinstance(value, str) and _REFERENCE.search(value) is not None


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


def _go_duration(text: str) -> str:
    try:
        nanoseconds = go_nanoseconds(text)
    except ValueError as error:
        message, _, remedy = str(error).partition("; ")
        raise refuse(message, remedy[:1].upper() + remedy[1:]) from None
    if nanoseconds < 0:
        raise refuse(f"the duration `{text}` is negative", "Write a duration of zero or more")
    return text


EnvText: TypeAlias = Annotated[Text, Expandable()]
EnvBool: TypeAlias = Annotated[Bool, Expandable()]
EnvInt: TypeAlias = Annotated[Int, Expandable()]
EnvUint: TypeAlias = Annotated[Uint, Expandable()]
EnvFloat: TypeAlias = Annotated[Float, Expandable()]
EnvDuration: TypeAlias = Annotated[str, Checked(_go_duration), Expandable()]


def duration_of(value: str | None) -> int | None:
    """Nanoseconds of a duration field; None where it is not set or known only as the Collector starts."""
    return None if value is None or refers(value) else go_nanoseconds(value)


def number_of(value: object) -> float | None:
    """The number in a field; None where it is not set or known only as the Collector starts."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
