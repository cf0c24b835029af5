"""What a plain scalar is to go-yaml: text that keeps its spelling, with the value that its spelling stands for.

PyYAML follows YAML 1.1 (`off` is false, `1:30` is 90, `012` is 10); the Go libraries follow rules of their own:
https://github.com/go-yaml/yaml/blob/v3.0.1/resolve.go
"""

from __future__ import annotations

import base64
import binascii
import datetime
import math
import re
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias

Native: TypeAlias = bool | int | float


class Scalar(str):
    """A plain scalar whose spelling stands for something else than text: `value` is what.

    It equals its spelling, so a field of text takes it as written.
    """

    __slots__ = ("value",)
    value: Native

    def __new__(cls, text: str, value: Native = False) -> Scalar:
        """The text as it stands in the file, and what it stands for."""
        made = super().__new__(cls, text)
        made.value = value
        return made

    def __copy__(self) -> Scalar:
        return self

    def __deepcopy__(self, memo: object) -> Scalar:
        return self


_NULL: Final = ("", "~", "null", "Null", "NULL")
_WORDS: Final[dict[str, bool | float | None]] = {
    **dict.fromkeys(_NULL),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
TRUE_WORDS: Final = frozenset(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"))
FALSE_WORDS: Final = frozenset(("n", "N", "no", "No", "NO", "off", "Off", "OFF"))
_WORDS_2: Final[dict[str, bool | float | None]] = {
    **_WORDS,
    **dict.fromkeys(TRUE_WORDS, True),
    **dict.fromkeys(FALSE_WORDS, False),
}
# A scalar that starts with none of these is text.
HINTS: Final = frozenset("+-0123456789yYnNtTfFoO~.")

_INT = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bin>[01]+)|0[oO](?P<octal>[0-7]+)|0(?P<old>[0-7]*)"
    r"|(?P<dec>[1-9][0-9]*))",
    re.ASCII,
)
_BASES = {"hex": 16, "bin": 2, "octal": 8, "old": 8, "dec": 10}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
# A scalar that starts with a dot goes to Go's own reader of numbers, which takes `_` between digits.
_DOTTED = re.compile(r"\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?", re.ASCII)
_DATE = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:(?: |(?P<t>[Tt]))(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2}):(?P<second>[0-9]{1,2})(?:[.,][0-9]+)?"
    r"(?P<zone>Z|[-+][0-9]{2}:[0-9]{2})?)?",
    re.ASCII,
)
Kind: TypeAlias = Literal["null", "bool", "int", "float", "timestamp", "str"]


@lru_cache(maxsize=8192)
def resolve(text: str, library: int) -> tuple[Kind, Native | None]:
    """What a plain scalar without a tag is: the name of its tag, and its value unless it is text or a time."""
    words = _WORDS_2 if library == 2 else _WORDS
    if text in words:
        value = words[text]
        return ("null" if value is None else "bool" if isinstance(value, bool) else "float"), value
    first = text[0]
    if first == ".":
        return _dotted(text)
    if first in "+-0123456789":
        if _is_time(text):
            return "timestamp", None
        return _number(text.replace("_", ""))
    return "str", None


def _dotted(text: str) -> tuple[Kind, Native | None]:
    number = float(text) if _DOTTED.fullmatch(text) else math.inf
    return ("float", number) if math.isfinite(number) else ("str", None)


def _number(plain: str) -> tuple[Kind, Native | None]:
    match = _INT.fullmatch(plain)
    if match is not None:
        name = next((name for name in _BASES if match[name] is not None), "dec")
        digits = match[name] or "0"
        value = _within(digits, _BASES[name], match["sign"])
        if value is not None:
            return "int", value
    if _FLOAT.fullmatch(plain):
        number = float(plain)
        if math.isfinite(number):
            return "float", number
    return "str", None


def _within(digits: str, base: int, sign: str) -> int | None:
    """The number, where it fits: 64 bits with a sign, or without either."""
    if len(digits) > 70 and digits.lstrip("0")[64:]:
        return None
    value = int(digits, base)
    if sign == "-":
        return -value if value <= 2**63 else None
    if sign == "+" and value >= 2**63:
        return None
    return value if value < 2**64 else None


def _is_time(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None or (match["t"] and not match["zone"]) or (match["zone"] and not match["t"]):
        return False
    try:
        datetime.date(int(match["year"]) or 4, int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    return not match["hour"] or (int(match["hour"]) < 24 and int(match["minute"]) < 60 and int(match["second"]) < 60)


_SHORT = "tag:yaml.org,2002:"
_RESOLVED = ("str", "bool", "int", "float", "null", "timestamp")


def tagged(tag: str, text: str, library: int) -> tuple[Kind, Native | None, str]:
    """The same for a scalar with a tag, and its text; raises ValueError where the tag and the text disagree."""
    name = tag.removeprefix(_SHORT)
    if name == "binary":
        try:
            raw = base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("the text under `!!binary` is not base64") from None
        return "str", None, raw.decode("utf-8", "surrogateescape")
    if name == "str" or name == tag or name not in _RESOLVED:
        return "str", None, text
    kind, value = resolve(text, library) if text[:1] in HINTS or not text else ("str", None)
    if kind == "timestamp" and name != "timestamp":
        kind, value = _number(text.replace("_", ""))
    if name == "float" and kind == "int" and value is not None and value < 2**63:
        kind, value = "float", float(value)
    if kind != name:
        raise ValueError(f"`{_shown(text)}` is not a value of `!!{name}`")
    return kind, value, text


def _shown(text: str) -> str:
    return text if len(text) <= 20 else text[:17] + "..."


def native(kind: Kind, value: Native | None, text: str) -> Any:
    """The value as a program without declared fields sees it; a time stays text."""
    return text if kind in ("str", "timestamp") else value
