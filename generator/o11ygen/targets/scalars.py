"""The scalar types of the configuration files: text, numbers, durations, sizes, URLs.

A plain scalar that YAML reads as a number, a boolean or null is text where the field is text, as in the Go readers.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from o11ygen.duration import parse_duration
from o11ygen.size import parse_size
from o11ygen.targets.decoded import Decoded, boolean, decimal, nanoseconds, signed, unsigned
from o11ygen.targets.go_duration import go_nanoseconds
from o11ygen.targets.go_url import url_is_broken
from o11ygen.targets.model import refuse
from o11ygen.targets.re2 import fault_of


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


@lru_cache(maxsize=4096)
def milliseconds(text: str) -> int:
    """A Prometheus duration (`1h30m`) in milliseconds; raises for anything that Prometheus refuses."""
    try:
        return parse_duration(text)
    except ValueError as error:
        raise _refusal(error) from None


def _refusal(error: ValueError) -> PydanticCustomError:
    """What the neutral readers of durations and sizes say, as what is wrong and what to write."""
    message, _, remedy = str(error).partition("; ")
    return refuse(message, remedy[:1].upper() + remedy[1:])


def _duration(text: str) -> str:
    milliseconds(text)
    return text


def _duration_above_zero(text: str) -> str:
    if milliseconds(text) == 0:
        raise refuse("must be longer than zero", "Write a duration such as `5m`")
    return text


def _go_duration(text: str) -> str:
    try:
        go_nanoseconds(text)
    except ValueError as error:
        raise _refusal(error) from None
    return text


# Besides what `parse_size` reads, the Go reader takes a sign, decimals and sums: `1.5GB`, `1GB512MB`.
_NUMBER = r"(?:\d+\.?\d*|\.\d+)"
_SIZE = re.compile(rf"[-+]?(?:0|(?:{_NUMBER}[KMGTPE]?B)+|(?:{_NUMBER}(?:[KMGTPE]i)?B)+)", re.ASCII)


def _size(text: str) -> str:
    if _SIZE.fullmatch(text) is None:
        try:
            parse_size(text)
        except ValueError as error:
            raise _refusal(error) from None
    return text


def _non_empty(text: str) -> str:
    if not text:
        raise refuse("must not be empty")
    return text


def url_fault(text: str) -> str:
    """Why an HTTP client can't use the URL, or nothing; the URL may be a secret, so it is not repeated."""
    scheme, separator, _ = text.partition("://")
    if not separator:
        return "the URL has no scheme"
    if scheme.lower() not in ("http", "https"):
        return f"the URL scheme `{scheme}` is not supported"
    if url_is_broken(text):
        return "the URL is malformed"
    return "" if urlsplit(text).netloc else "the URL has no host"


def _http_url(text: str) -> str:
    fault = url_fault(text)
    if fault:
        raise refuse(fault, "Write a URL such as `https://alerts.example.com/hook`")
    return text


def _url(text: str) -> str:
    if url_is_broken(text):
        raise refuse("the URL is malformed", "Write a URL such as `https://metrics.example.com/api`")
    return text


def _host_port(text: str) -> str:
    if not text:
        return text
    host, separator, port = text.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not separator or not port or (":" in host and bare == host):
        raise refuse(f"`{text}` has no port", "Write `host:port`, such as `smtp.example.com:587`")
    return text


def _regex(text: str) -> str:
    # The programs compile it anchored, so that a quote (`\\Q`) left open swallows the end of the group.
    fault = fault_of(text) or (fault_of(f"^(?:{text})$") if "\\Q" in text else "")
    if fault:
        raise refuse(f"the regular expression `{text}` does not compile: {fault}", "Write RE2 syntax")
    return text


def _file_glob(text: str) -> str:
    if re.fullmatch(r"[^*]*(\*[^/]*)?", text) is None:
        raise refuse(f"the path `{text}` has a `*` before its last part", "Use `*` in the file name only")
    return text


_DURATION = "^(0|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$"
Text: TypeAlias = Annotated[str, Checked()]
NonEmpty: TypeAlias = Annotated[str, Checked(_non_empty, minLength=1)]
Bool: TypeAlias = Annotated[bool, Field(strict=True), Decoded(boolean)]
Int: TypeAlias = Annotated[int, Field(strict=True), Decoded(signed)]
Uint: TypeAlias = Annotated[int, Field(strict=True, ge=0), Decoded(unsigned)]
Float: TypeAlias = Annotated[float, Field(strict=True), Decoded(decimal)]
Duration: TypeAlias = Annotated[str, Checked(_duration, pattern=_DURATION, minLength=1)]
PositiveDuration: TypeAlias = Annotated[str, Checked(_duration_above_zero, pattern=_DURATION, minLength=1)]
GoDuration: TypeAlias = Annotated[str, Checked(_go_duration)]
# A field that is a bare `time.Duration` in the program, without a reader of its own.
TimeDuration: TypeAlias = Annotated[str, Checked(_go_duration), Decoded(nanoseconds)]
Size: TypeAlias = Annotated[str, Checked(_size)]
Url: TypeAlias = Annotated[str, Checked(_url)]
HttpUrl: TypeAlias = Annotated[str, Checked(_http_url, format="uri")]
HostPort: TypeAlias = Annotated[str, Checked(_host_port)]
Regex: TypeAlias = Annotated[str, Checked(_regex, format="regex")]
FileGlob: TypeAlias = Annotated[str, Checked(_file_glob)]
