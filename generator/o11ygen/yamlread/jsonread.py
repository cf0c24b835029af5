"""JSON as Go's encoding/json reads it: strictly, and with the last of two equal names."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any, NoReturn

from o11ygen.yamlread.built import Built, Places, unpacked
from o11ygen.yamlread.document import Document
from o11ygen.yamlread.fault import START, Fault, Path, Place

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
# Half of a pair that an escape such as `\\ud800` leaves alone: Go puts the replacement character in its place.
_HALF = re.compile("[\ud800-\udfff]")
_BOM = b"\xef\xbb\xbf"
# What Python's reader says: what is wrong in other words, and what to write.
_PROBLEMS = {
    "Expecting property name enclosed in double quotes": (
        "a name in double quotes was expected",
        "Remove a comma before `}`, and quote every name",
    ),
    "Illegal trailing comma before end of object": ("a comma stands before `}`", "Remove the comma"),
    "Illegal trailing comma before end of array": ("a comma stands before `]`", "Remove the comma"),
    "Expecting ',' delimiter": ("a `,` or the end of the list or object was expected", "Part the values with commas"),
    "Expecting ':' delimiter": ("a `:` was expected after the name", 'Write `"name": value`'),
    "Expecting value": ("a value was expected", "Write one; JSON has no comments, and no comma before `]`"),
    "Unterminated string starting at": ("the string is not closed", "Close the quote"),
    "Invalid control character at": (
        "a line break or control character stands in a string",
        "Write `\\n` or `\\u0007`",
    ),
    "Invalid \\escape": ("a backslash in a string starts no known escape", "Double it"),
    "Invalid \\uXXXX escape": ("the escape lacks hexadecimal digits", "Write four of them"),
    "Extra data": ("text follows the end of the document", "Remove it: a file holds one document"),
}


def read_json(data: bytes) -> Document:
    """The JSON text, in UTF-8; never raises for its content. A name that is set twice is an advice."""
    if data.startswith(_BOM):
        return _refused(START, "a byte order mark starts the file, which JSON has not", "Save it as UTF-8 without one")
    text = data.decode("utf-8", "replace")
    if not text.strip():
        return _refused(START, "the file is empty, which is no JSON", "Write `{}`")
    try:
        json.loads(text, parse_constant=_no_number, parse_int=_whole)
    except json.JSONDecodeError as error:
        place = Place(error.lineno, error.colno)
        return _refused(place, *_PROBLEMS.get(error.msg, (error.msg, "")))
    except RecursionError:
        return _refused(START, "the text is nested too deep to be read", "Write it flatter")
    except ValueError as error:
        return _refused(START, str(error), "Write a number that JSON has")
    built = _Builder(text).build()
    return Document(built, refused=False, again=lambda: built)


def _refused(place: Place, message: str, hint: str) -> Document:
    built = Built(None, (Fault(place, message, hint),), 0, None)
    return Document(built, refused=True, again=lambda: built)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"`{word}` is no number of JSON")


def _whole(digits: str) -> int | float:
    """A whole number, or one too long to be kept as such."""
    return int(digits) if len(digits) < 1000 else float(digits)


class _Builder:
    """The value of a text that is known to be JSON, with the place of every part."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._places = Places()
        self._faults: list[Fault] = []
        self._root: list[Any] = []
        # Per open list or object: itself, and its name that waits for a value with the place of the name.
        self._stack: list[tuple[Any, list[tuple[str, Place]]]] = [(self._root, [])]
        self._places.open(self._root)

    def build(self) -> Built:
        """The value and its places."""
        deepest = 1
        for match in _TOKEN.finditer(self._text):
            token = match[0]
            if token in "]}":
                self._stack.pop()
            elif token in "[{":
                opened: Any = [] if token == "[" else {}
                self._store(opened, match.start())
                self._places.open(opened)
                self._stack.append((opened, []))
                deepest = max(deepest, len(self._stack))
            elif token not in ":,":
                self._scalar(token, match.start())
        self._places.root = unpacked(self._places.inside(self._root)[0])[0]
        return Built(self._root[0], tuple(self._faults), deepest - 1, self._places)

    def _scalar(self, token: str, position: int) -> None:
        holder, names = self._stack[-1]
        value = json.loads(token, parse_int=_whole)
        if isinstance(value, str):
            value = _HALF.sub("\ufffd", value)
        if isinstance(holder, dict) and not names:
            names.append((value, self._place(position)))
        else:
            self._store(value, position)

    def _store(self, value: Any, position: int) -> None:
        holder, names = self._stack[-1]
        place = self._place(position)
        stands = self._places.inside(holder)
        if isinstance(holder, list):
            stands[len(holder)] = (place, place)
            holder.append(value)
            return
        name, at = names.pop()
        if name in holder:
            first = unpacked(stands[name])[0]
            message = f"`{name}` is set twice, first in line {first.line}; the last one is taken"
            self._faults.append(Fault(at, message, "Keep one of them", (*self._path(), name), "advice", first))
            # What is open is what was put there last.
            del holder[name]
        stands[name] = (at, place)
        holder[name] = value

    def _place(self, position: int) -> Place:
        line = bisect_right(self._starts, position)
        return Place(line, position - self._starts[line - 1] + 1)

    def _path(self) -> Path:
        """Where the innermost open list or object stands."""
        return tuple(self._last(holder) for holder, _ in self._stack[1:-1])

    @staticmethod
    def _last(holder: Any) -> str | int:
        """The place of what was put there last: it is still open."""
        return len(holder) - 1 if isinstance(holder, list) else next(reversed(holder))
