"""Where in the author's files an object, and each of its fields, was written.

Capturing must be cheap, since every object of a spec does it: it keeps code objects and instruction offsets only.
Lines, columns and keywords are looked up when a finding needs them, from `co_positions()` and the syntax tree of the file.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Sequence
from functools import cache
from types import CodeType

from o11ygen.finding import Location, Related
from o11ygen.literal import Step, written_below
from o11ygen.record import record

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_DEPTH = 4
# Whether a code object belongs to the author (and not to o11ygen or pydantic), decided once for each. The hash of a code
# object is that of all its constants: its identity is ten times as fast, and the object is kept so that it stays one.
_AUTHORED: dict[int, tuple[CodeType, bool]] = {}
# Thousands of objects are built by the same calls, and share what says so.
_ORIGINS: dict[tuple[int, ...], Origin] = {}


@record
class Origin:
    """The author's calls that built an object, innermost first, up to the module: at most four (code, instruction)."""

    frames: tuple[tuple[CodeType, int], ...] = ()

    def location(self, field: str = "", part: object = None) -> Location:
        """The place of `field` (a keyword of one of the calls), else of the innermost call; empty when not known.

        It is that of the whole, whatever `part` of it is meant: an expression is put together from parameters.
        """
        if field:
            for code, instruction in self.frames:
                call = _call(code, instruction)
                node = None if call is None else _argument(call, field)
                if node is not None:
                    return Location(
                        code.co_filename, node.lineno, _column(code.co_filename, node.lineno, node.col_offset)
                    )
        return _place(*self.frames[0]) if self.frames else Location()

    def written(self, field: str, within: Sequence[Step], called: str, positional: Sequence[str]) -> Location:
        """The place of a value inside of a field, as far as it is written out where the field is.

        `called` is the class that is built, `positional` the fields that it takes without a keyword, in order.
        """
        for number, (code, instruction) in enumerate(self.frames):
            call = _call(code, instruction) if field else None
            node = None if call is None else _argument(call, field)
            if node is None and call is not None and number == 0 and field in positional:
                node = _positional(call, called, positional.index(field))
            if node is not None:
                node = written_below(node, within)
                return Location(code.co_filename, node.lineno, _column(code.co_filename, node.lineno, node.col_offset))
        return self.location()

    def related(self) -> tuple[Related, ...]:
        """The outer calls, through which the object came to be: "built from specs/churn/__init__.py:9"."""
        places = [_place(*frame) for frame in self.frames]
        # The frame of a comprehension stands in the line of the call around it.
        lines = {(place.file, place.line): place for place in reversed(places)}
        return tuple(
            Related(place, "built from here") for place in places[1:] if lines[place.file, place.line] is place
        )


NOWHERE = Origin()


def capture() -> Origin:
    """The origin of whatever the author's code is building right now."""
    calls: tuple[int, ...] = ()
    # The caller is a function of ours, and no place of the author's.
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        key = id(code)
        known = _AUTHORED.get(key)
        if known is None:
            known = _AUTHORED[key] = code, _is_authored(code)
        if known[1]:
            calls += key, frame.f_lasti
            if len(calls) == 2 * _DEPTH or code.co_name == "<module>":
                break
        elif calls:
            break
        elif code.co_name == "<module>" and code.co_filename.startswith(_PACKAGE):
            # A default of our own model: whoever imported o11ygen first did not write it.
            return NOWHERE
        frame = frame.f_back  # type: ignore[assignment]  # the loop ends at None
    origin = _ORIGINS.get(calls)
    if origin is None:
        frames = tuple(
            (_AUTHORED[code][0], instruction) for code, instruction in zip(calls[::2], calls[1::2], strict=True)
        )
        origin = _ORIGINS[calls] = Origin(frames)
    return origin


def written_here() -> bool:
    """Whether it is the author's code that asks, and not ours: the caller of whoever asks this."""
    return _is_authored(sys._getframe(2).f_code)


def used_here(*, but_for: str) -> bool:
    """Whether the author's code does what asks this, and not in a call of the function `but_for`, such as `print`."""
    frame = sys._getframe(2)
    if not _is_authored(frame.f_code):
        return False
    call = _call(frame.f_code, frame.f_lasti)
    return call is None or getattr(call.func, "id", "") != but_for


def _is_authored(code: CodeType) -> bool:
    file = code.co_filename
    if file.startswith((_PACKAGE, "<")) or f"{os.sep}site-packages{os.sep}" in file:
        return False
    return not file.startswith(os.path.dirname(os.__file__) + os.sep)


@cache
def _positions(code: CodeType) -> tuple[tuple[int | None, int | None, int | None, int | None], ...]:
    return tuple(code.co_positions())


def _span(code: CodeType, instruction: int) -> tuple[int | None, int | None, int | None, int | None]:
    positions = _positions(code)
    index = instruction // 2
    return positions[index] if 0 <= index < len(positions) else (None, None, None, None)


def _place(code: CodeType, instruction: int) -> Location:
    """Where the instruction stands; as good as Python knows, which may be run without columns (`-X no_debug_ranges`)."""
    line, _, column, _ = _span(code, instruction)
    if not _calls_of(code.co_filename):
        # The file is not there, or is not what was run: its lines would mislead.
        return Location(code.co_filename)
    return Location(code.co_filename, line or 0, 0 if column is None else _column(code.co_filename, line or 0, column))


def _column(file: str, line: int, offset: int) -> int:
    """The column, counted in characters from 1; Python counts bytes."""
    lines = _lines_of(file)
    if not 0 < line <= len(lines) or lines[line - 1].isascii():
        return offset + 1
    return len(lines[line - 1][:offset].decode("utf-8", "replace")) + 1


@cache
def _lines_of(file: str) -> list[bytes]:
    try:
        with open(file, "rb") as source:
            return re.split(rb"\r\n|\n|\r", source.read())
    except OSError:
        return []


def _call(code: CodeType, instruction: int) -> ast.Call | None:
    return _calls_of(code.co_filename).get(_span(code, instruction))


@cache
def _calls_of(file: str) -> dict[tuple[int | None, int | None, int | None, int | None], ast.Call]:
    """Every call of a file, by (first line, last line, first column, last column) as `co_positions` counts them."""
    try:
        with open(file, "rb") as source:
            tree = ast.parse(source.read())
    except (OSError, SyntaxError, ValueError):
        return {}
    calls: dict[tuple[int | None, int | None, int | None, int | None], ast.Call] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            calls[node.lineno, node.end_lineno, node.col_offset, node.end_col_offset] = node
    return calls


def _argument(call: ast.Call, field: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == field:
            return keyword.value
    return None


def _positional(call: ast.Call, called: str, index: int) -> ast.expr | None:
    """The argument in a position; of a function that is not the class itself, the order is not known."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    before = call.args[: index + 1]
    if name != called or len(before) <= index or any(isinstance(one, ast.Starred) for one in before):
        return None
    return before[index]


def forget_files() -> None:
    """Drop what is known of the files: a new load may find them changed."""
    _calls_of.cache_clear()
    _lines_of.cache_clear()
    _positions.cache_clear()
    _AUTHORED.clear()
    _ORIGINS.clear()
