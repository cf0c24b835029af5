"""The types of single values: text, durations, sizes, names and secrets."""

from __future__ import annotations

import enum
import inspect
import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from o11ygen.duration import parse_duration
from o11ygen.size import parse_size
from o11ygen.spec.frozen import FrozenDict
from o11ygen.spec.model import Spec, refuse
from o11ygen.spec.varying import PerEnv
from o11ygen.version import Version

T = TypeVar("T")
K = TypeVar("K")
T_co = TypeVar("T_co", covariant=True)


# A tab behind other characters, which is part of the text; those before it are indentation.
_TAB_INSIDE = re.compile(r"(?<=[^\t\n ])[\t ]*\t")
_NO_TAB = "\ufdd0"


def _dedent(text: str) -> str:
    if "\n" not in text:
        return text.strip()
    if "\t" not in text:
        return inspect.cleandoc(text)
    # `cleandoc` makes blanks of every tab; this character is none, and stands in no text.
    kept = _TAB_INSIDE.sub(lambda blanks: blanks[0].replace("\t", _NO_TAB), text)
    return inspect.cleandoc(kept).replace(_NO_TAB, "\t")


# Text for people, or PromQL: indentation that only serves the Python file is taken off.
Text: TypeAlias = Annotated[str, AfterValidator(_dedent)]


_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", re.ASCII)


def _web_link(text: str) -> str:
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1].lower() not in ("http", "https"):
        raise refuse(
            f"a link with the scheme `{scheme[1]}` leads to no page: browsers and chats do not follow it, or run what "
            "stands in it",
            "Write a URL with http or https, or a path such as `/d/overview`.",
        )
    return text


# Where a reader is led: an http or https URL, a path, or a template of these.
WebLink: TypeAlias = Annotated[Text, AfterValidator(_web_link)]


def _user(name: str) -> str:
    if ":" in name:
        raise refuse(
            f"the user name `{name}` holds a colon, at which a login is split into name and password; nobody could log in",
            "Choose a name without one.",
        )
    return name


# The name that somebody logs in with over HTTP.
UserName: TypeAlias = Annotated[str, AfterValidator(_user)]


def _told(error: ValueError) -> PydanticCustomError:
    """The fault, and the remedy that stands behind the semicolon."""
    message, _, remedy = str(error).partition("; ")
    return refuse(message, f"{remedy[:1].upper()}{remedy[1:]}." if remedy else "")


def _duration(text: str) -> str:
    try:
        parse_duration(text)
    except ValueError as error:
        raise _told(error) from None
    return text


# A Prometheus duration: `5m`, `1h30m`, `30d`.
Duration: TypeAlias = Annotated[str, AfterValidator(_duration)]


def _some_time(text: str) -> str:
    if parse_duration(text) == 0:
        raise refuse(
            f"`{text}` is no time at all: the programs stop on it, or read it as their own default",
            "Write how long, such as `30s`, or leave the field out.",
        )
    return text


# How often something is done, or how long it may take: never 0.
PositiveDuration: TypeAlias = Annotated[Duration, AfterValidator(_some_time)]

# Python's own types, and nothing that only looks like them: "5" is no number, and 1 is no yes.
Integer: TypeAlias = Annotated[int, Field(strict=True)]
Number: TypeAlias = Annotated[float, Field(strict=True)]
Switch: TypeAlias = Annotated[bool, Field(strict=True)]

# How many of something; the programs count in 64 bits.
Count: TypeAlias = Annotated[int, Field(strict=True, ge=0, lt=2**63)]


def _size(text: str) -> str:
    try:
        parse_size(text)
    except ValueError as error:
        raise _told(error) from None
    return text


# A size in bytes with its unit: `512MB`, `10GB` (powers of 1024, as Prometheus reads them).
Size: TypeAlias = Annotated[str, AfterValidator(_size)]


def _exact(value: Any) -> Any:
    """`True` is an `int` in Python, but nobody means 1 by it in a threshold."""
    if isinstance(value, bool):
        raise refuse("a bool is no parameter value", "Write a number or a string.")
    if isinstance(value, float) and not math.isfinite(value):
        raise refuse(
            f"{value} is no parameter value; a comparison with it is always false or always true",
            "Write a finite number.",
        )
    return value


# The value of a parameter; a 1 stays 1 and a 1.0 stays 1.0.
Parameter: TypeAlias = Annotated[int | float | str, BeforeValidator(_exact)]


def _version(text: str) -> str:
    try:
        Version.parse(text)
    except ValueError as error:
        raise _told(error) from None
    return text


# A release, `3.5` or `3.5.3`.
VersionText: TypeAlias = Annotated[str, AfterValidator(_version)]


class Secret(Spec):
    """A reference to a secret: its value never stands in a spec. Build it with `Secret.file` or `Secret.env`."""

    kind: Literal["file", "env"] = Field(description="Where the secret is found: in a file or an environment variable.")
    reference: str = Field(description="The path of the file, or the name of the variable.")

    @classmethod
    def file(cls, path: str) -> Secret:
        """A secret that the target system reads from a file: renders its own `*_file` field."""
        return cls(kind="file", reference=path)

    @classmethod
    def env(cls, name: str) -> Secret:
        """A secret from an environment variable; only Jaeger, the Collector, Grafana and compose expand these."""
        return cls(kind="env", reference=name)


# Deeper than any file of a program nests, and shallow enough for every reader.
_MOST_LEVELS = 50


def _holdable(value: Any, place: str, levels: int = 0) -> None:
    """Refuse what a YAML or JSON file can't hold; a `per_env` and a `Secret` become what it can."""
    if levels > _MOST_LEVELS:
        raise refuse(f"`{place}` holds itself, or nests more than {_MOST_LEVELS} levels", "Write it flatter.")
    if isinstance(value, PerEnv):
        for alternative in value.alternatives:
            _holdable(alternative, place, levels + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise refuse(f"a key of `{place}` is a {type(key).__name__}, no string", "Write it in quotes.")
            _holdable(item, key, levels + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _holdable(item, place, levels + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise refuse(f"`{place}` is {value}, which is no number in a file", "Write a finite number.")
    elif not (value is None or isinstance(value, bool | int | float | str | enum.Enum | Secret)):
        raise refuse(
            f"`{place}` holds a {type(value).__name__}, which no file can hold",
            "Write strings, finite numbers, True, False, None, lists and mappings.",
        )


def _extra(given: Mapping[str, Any]) -> Mapping[str, Any]:
    for name, value in given.items():
        _holdable(value, name)
    return FrozenDict(given)


# Fields that o11ygen has no word for, under the names of the program that reads them.
Extra: TypeAlias = Annotated[Mapping[str, Any], AfterValidator(_extra)]


def extend(base: tuple[T, ...], *items: T) -> tuple[T, ...]:
    """The items of `base`, then the others: for `derive`, which otherwise replaces a list."""
    return (*base, *items)
