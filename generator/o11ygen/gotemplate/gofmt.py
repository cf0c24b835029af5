"""Go's format strings: what `printf` makes of `"%.2f of %s"`, and which verb prints which type.

https://pkg.go.dev/fmt
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from o11ygen.gotemplate.types import Shape, Type
from o11ygen.record import record

_DIRECTIVE = re.compile(
    r"%(?P<flags>[-+# 0]*)(?P<wide>\[\d+\])?(?P<width>\d+|\*)?"
    r"(?:(?P<point>\.)(?P<exact>\[\d+\])?(?P<precision>\d+|\*)?)?(?P<index>\[\d+\])?(?P<verb>.)?",
    re.DOTALL,
)
_VERBS: dict[Shape, str] = {
    "string": "vTsqxX",
    "int": "vTdboOxXcqU",
    "float": "vTeEfFgGbxX",
    "complex": "vTeEfFgGbxX",
    "bool": "vTt",
    "nil": "vT",
}
_TITLES = {"s": "text", "q": "text", "d": "a whole number", "t": "true or false", "c": "a character"}


@record
class Directive:
    """One `%` of a format string. `width` and `precision` are -1 when absent; `stars` tells which an argument gives.

    `indexes` are the explicit argument numbers, as in `%[2]d`: for width, precision and the value, 0 when absent.
    """

    text: str
    flags: str
    width: int
    precision: int
    stars: tuple[bool, bool]
    indexes: tuple[int, int, int]
    verb: str


@lru_cache(maxsize=1024)
def directives(text: str) -> tuple[str | Directive, ...]:
    """A format string in pieces: text that is printed as it stands, and directives."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[str | Directive]:
    position = 0
    for match in _DIRECTIVE.finditer(text):
        if match.start() > position:
            yield text[position : match.start()]
        position = match.end()
        width, precision = match["width"] or "", match["precision"] or ""
        yield Directive(
            text=match.group(),
            flags=match["flags"],
            width=int(width) if width.isdigit() else -1,
            precision=int(precision) if precision.isdigit() else (0 if match["point"] and not precision else -1),
            stars=(width == "*", precision == "*"),
            indexes=(_number(match["wide"]), _number(match["exact"]), _number(match["index"])),
            verb=match["verb"] or "",
        )
    if position < len(text):
        yield text[position:]


def _number(index: str | None) -> int:
    return int(index[1:-1]) if index else 0


def fits(verb: str, type_: Type) -> bool:
    """Whether a verb prints a value of that type, instead of `%!d(float64=0.5)`."""
    if type_.go in ("time.Time", "time.Duration"):
        return verb in "vTsqxX" or (verb == "d" and type_.shape == "int")
    return verb in _VERBS[type_.shape] if type_.shape in _VERBS else True


def takes(verb: str) -> str:
    """What a verb is for, in words."""
    return _TITLES.get(verb, "a number" if verb in "eEfFgGbxXoOU" else "nothing that Go knows")


def verb(shape: Shape) -> str:
    """The verb to recommend for a shape."""
    return {"string": "%s", "int": "%d", "float": "%.2f", "bool": "%t"}.get(shape, "%v")
