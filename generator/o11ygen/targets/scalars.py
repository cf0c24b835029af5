"""The scalar types of the configuration files: text, numbers, durations, sizes, URLs.

A plain scalar that YAML reads as a number, a boolean or null is text where the field is text, as in the Go readers.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from o11ygen.targets import checked_text, duration_text
from o11ygen.targets.checked_text import url_fault as url_fault
from o11ygen.targets.decoded import Decoded, boolean, decimal, nanoseconds, signed, unsigned
from o11ygen.targets.duration_text import milliseconds as milliseconds
from o11ygen.targets.refusal import refuse


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise refuse("must be text", "Write one value, not a list or a mapping")


class Checked:
    """Annotated metadata for text that `check` accepts or refuses; the rest goes into the JSON Schema."""

    def __init__(self, check: Callable[[str], str] | None = None, **schema: Any) -> None:
        self.check = check
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Text passes in compiled code; Python runs only for the scalars that YAML reads as something else.
        text = core_schema.union_schema(
            [core_schema.str_schema(), core_schema.no_info_plain_validator_function(_as_text)],
            mode="left_to_right",
            custom_error_type="o11ygen_value",
            custom_error_message="must be text",
            custom_error_context={"hint": "Write one value, not a list or a mapping", "text": "must be text"},
        )
        return text if self.check is None else core_schema.no_info_after_validator_function(self.check, text)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        # Editors judge YAML by the schema, where `1` and `true` stand unquoted for text.
        return {"type": ["string", "number", "boolean"], **self.schema}


_DURATION = "^(0|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$"
Text: TypeAlias = Annotated[str, Checked()]
NonEmpty: TypeAlias = Annotated[str, Checked(checked_text.non_empty, minLength=1)]
Bool: TypeAlias = Annotated[bool, Field(strict=True), Decoded(boolean)]
Int: TypeAlias = Annotated[int, Field(strict=True), Decoded(signed)]
Uint: TypeAlias = Annotated[int, Field(strict=True, ge=0), Decoded(unsigned)]
Float: TypeAlias = Annotated[float, Field(strict=True), Decoded(decimal)]
Duration: TypeAlias = Annotated[str, Checked(duration_text.duration, pattern=_DURATION, minLength=1)]
PositiveDuration: TypeAlias = Annotated[str, Checked(duration_text.duration_above_zero, pattern=_DURATION, minLength=1)]
GoDuration: TypeAlias = Annotated[str, Checked(checked_text.go_duration)]
# A field that is a bare `time.Duration` in the program, without a reader of its own.
TimeDuration: TypeAlias = Annotated[str, Checked(checked_text.go_duration), Decoded(nanoseconds)]
Size: TypeAlias = Annotated[str, Checked(checked_text.size)]
Url: TypeAlias = Annotated[str, Checked(checked_text.url)]
HttpUrl: TypeAlias = Annotated[str, Checked(checked_text.http_url, format="uri")]
SecretUrl: TypeAlias = Annotated[str, Checked(checked_text.secret_url)]
HostPort: TypeAlias = Annotated[str, Checked(checked_text.host_port)]
Regex: TypeAlias = Annotated[str, Checked(checked_text.regex, format="regex")]
FileGlob: TypeAlias = Annotated[str, Checked(checked_text.file_glob)]
