"""What a plain scalar of a file is to a field that is no text: the Go library decides by the field's type.

https://github.com/go-yaml/yaml/blob/v3.0.1/decode.go (`scalar`). The validation context says which major version of
it reads the document, as `library`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from o11ygen.yamlread.scalar import FALSE_WORDS, TRUE_WORDS, Scalar

_MOST_INT, _MOST_UINT = 2**63 - 1, 2**64 - 1


class Decoded:
    """Annotated metadata: the value that a file's scalar has in the field; other values pass as they are."""

    def __init__(self, decode: Callable[[Any, int], Any]) -> None:
        self.decode = decode

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def decoded(value: Any, info: ValidationInfo) -> Any:
            return self.decode(value, (info.context or {}).get("library", 0)) if isinstance(value, str) else value

        return core_schema.with_info_before_validator_function(decoded, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema)


def boolean(value: str, library: int) -> Any:
    """A boolean; in go-yaml 3 the old words (`yes`, `off`) are text that such a field takes, in quotes too."""
    if isinstance(value, Scalar):
        return value.value if isinstance(value.value, bool) else value
    if library == 3 and value in TRUE_WORDS:
        return True
    return False if library == 3 and value in FALSE_WORDS else value


def signed(value: str, library: int) -> Any:
    """A whole number of 64 bits; decimals are cut off, without a word."""
    return _whole(value, _MOST_INT)


def unsigned(value: str, library: int) -> Any:
    """The same without a sign: a negative whole number is refused, decimals wrap around."""
    number = _whole(value, _MOST_UINT)
    return (
        number % 2**64 if isinstance(value, Scalar) and isinstance(value.value, float) and number != value else number
    )


def _whole(value: str, most: int) -> Any:
    """The number that the scalar is to a field of whole numbers up to `most`; what it is not stays as it is."""
    if not isinstance(value, Scalar) or isinstance(value.value, bool):
        return value
    if isinstance(value.value, int):
        return value.value if value.value <= most else value
    # The program compares decimals with the limit as a decimal, which is one more.
    return min(int(max(value.value, -(2.0**63))), most) if value.value <= float(most) else value


def decimal(value: str, library: int) -> Any:
    """A number."""
    if isinstance(value, Scalar) and not isinstance(value.value, bool):
        return float(value.value)
    return value


def nanoseconds(value: str, library: int) -> Any:
    """A time.Duration; go-yaml 2 takes a bare number, as nanoseconds."""
    number = _whole(value, _MOST_INT) if library == 2 else value
    return f"{max(number, -_MOST_INT)}ns" if isinstance(number, int) else value
