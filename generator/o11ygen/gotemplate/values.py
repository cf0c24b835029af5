"""Go's values in Python: what a running template handles, the names of their types, and which of them are true.

A string is a str (bytes that are no UTF-8 as lone surrogates), a float64 a float, an int an int; nil and a value that
is not there are None. What Python has no word for is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from o11ygen.record import record

Value: TypeAlias = Any


class ExpansionError(Exception):
    """The template fails when it runs, as it does in the real program; the message is the core of Go's."""


class CannotExpandError(Exception):
    """The template asks for something that can only be known by running it in the real program."""


class Html(str):
    """Text that `safeHtml` marks."""

    __slots__ = ()


class Labels(dict[str, str]):
    """A map of labels: a name that is not in it reads as an empty text."""

    __slots__ = ()


@record
class Sample:
    """One series of a query's result."""

    labels: Mapping[str, str]
    value: float


@record
class Struct:
    """A Go struct with its fields in order."""

    go: str
    fields: Mapping[str, Value]


@record
class Time:
    """A point in time, in milliseconds since 1970, UTC."""

    milliseconds: int

    def __str__(self) -> str:
        moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self.milliseconds)
        fraction = f".{moment.microsecond:06d}".rstrip("0").rstrip(".")
        return f"{moment:%Y-%m-%d %H:%M:%S}{fraction} +0000 UTC"


class Byte(int):
    """One byte of a text, as `index` gives it."""

    __slots__ = ()


class Duration(int):
    """A length of time, in nanoseconds."""

    def __str__(self) -> str:
        rest, sign = abs(int(self)), "-" if self < 0 else ""
        if rest == 0:
            return "0s"
        if rest < 1_000_000_000:
            unit, size = next(one for one in (("ns", 1), ("µs", 1000), ("ms", 1_000_000)) if rest < one[1] * 1000)
            return f"{sign}{_decimal(rest, size)}{unit}"
        minutes, rest = divmod(rest, 60_000_000_000)
        hours, minutes = divmod(minutes, 60)
        seconds = f"{_decimal(rest, 1_000_000_000)}s"
        if hours:
            return f"{sign}{hours}h{minutes}m{seconds}"
        return f"{sign}{minutes}m{seconds}" if minutes else f"{sign}{seconds}"


def _decimal(amount: int, size: int) -> str:
    whole, rest = divmod(amount, size)
    digits = len(str(size)) - 1
    return f"{whole}.{rest:0{digits}d}".rstrip("0").rstrip(".") if rest else str(whole)


def go_type(value: Value) -> str:
    """The name that Go gives the type of a value."""
    for type_, name in _GO_TYPES:
        if isinstance(value, type_):
            return name
    return value.go if isinstance(value, Struct) else "<nil>"


_GO_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "bool"),
    (Duration, "time.Duration"),
    (Byte, "uint8"),
    (int, "int"),
    (float, "float64"),
    (complex, "complex128"),
    (Html, "template.HTML"),
    (str, "string"),
    (Labels, "map[string]string"),
    (dict, "map[string]interface {}"),
    (Sample, "*template.sample"),
    (list, "template.queryResult"),
    (Time, "*time.Time"),
)


def kind(value: Value) -> str:
    """The basic kind that comparisons go by; an empty text for what has none."""
    for type_, name in ((bool, "bool"), (int, "int"), (float, "float"), (complex, "complex"), (str, "string")):
        if isinstance(value, type_):
            return name
    return ""


def is_true(value: Value) -> bool:
    """What `if` and `not` go by: not the zero of its type, not empty; a struct always is."""
    if isinstance(value, Struct | Sample | Time):
        return True
    return bool(value)


def encoded(text: str) -> bytes:
    """The bytes of a text, which is what Go counts and cuts."""
    return text.encode("utf-8", "surrogateescape")


def decoded(data: bytes) -> str:
    """The text of bytes."""
    return data.decode("utf-8", "surrogateescape")
