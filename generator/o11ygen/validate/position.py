"""Where in a file a character of a scalar's text stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from o11ygen.yamlread import Place

# What folding, indentation and chomping change; every other character of a text stands in the file, in this order.
_BLANK = frozenset(" \t\r\n\x85\u2028\u2029")
_PROPERTY = re.compile(r"[&!]\S*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.)|$)")
_LOW_HALF = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_NAMED = {"0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "e": "\x1b", "_": "\xa0"}
_BLANK_ESCAPES = frozenset("tnr \tNLP")

# A character that is not blank, the line where it stands, counted from 0, and its first and last column.
_Written = tuple[str, int, int, int]


def place_in_scalar(lines: Sequence[str], start: Place, text: str, offset: int) -> Place:
    """The place of the character `offset` of `text`, a scalar that starts at `start` in the file of these lines.

    The scalar may be plain, quoted or a block, of YAML or JSON, over any number of lines. A blank, or the end, stands
    behind the character before it. Where the text is not what stands there, as that of an alias, it is the start.
    """
    wanted = [(index, one) for index, one in enumerate(text[: offset + 1]) if one not in _BLANK]
    if not wanted or not 0 < start.line <= len(lines):
        return start
    on_it = wanted[-1][0] == offset
    found: _Written | None = None
    written = _characters(lines, start)
    for _, expected in wanted:
        found = next(written, None)
        if found is None or found[0] != expected:
            return start
    assert found is not None  # there is at least one that is wanted
    _, line, first, last = found
    return Place(line + 1, first + 1 if on_it else last + 2)


def _characters(lines: Sequence[str], start: Place) -> Iterator[_Written]:
    """The characters of a scalar but for blanks, as far as they can be told; the caller knows how many there are."""
    line, column = _content(lines, start)
    if line >= len(lines):
        return
    style = lines[line][column]
    if style in "|>":
        yield from _plain(lines, line + 1, 0)
    elif style == "'":
        yield from _single_quoted(lines, line, column + 1)
    elif style == '"':
        yield from _double_quoted(lines, line, column + 1)
    elif style != "*":
        yield from _plain(lines, line, column)


def _content(lines: Sequence[str], start: Place) -> tuple[int, int]:
    """Where the scalar itself begins, behind its anchor and tag; the end of the file if there is nothing."""
    line, column = start.line - 1, start.column - 1
    while line < len(lines):
        rest = lines[line][column:].lstrip()
        column = len(lines[line]) - len(rest)
        if rest and rest[0] in "&!":
            match = _PROPERTY.match(rest)
            column += match.end() if match else 1
        elif rest and rest[0] != "#":
            return line, column
        else:
            line, column = line + 1, 0
    return line, 0


def _plain(lines: Sequence[str], first: int, column: int) -> Iterator[_Written]:
    for number in range(first, len(lines)):
        for at in range(column, len(lines[number])):
            if lines[number][at] not in _BLANK:
                yield lines[number][at], number, at, at
        column = 0


def _single_quoted(lines: Sequence[str], first: int, column: int) -> Iterator[_Written]:
    quoted = False
    for character, number, at, _ in _plain(lines, first, column):
        if character == "'" and not quoted:
            # The first of two, or the end.
            quoted = True
        else:
            yield character, number, at - quoted, at
            quoted = False


def _double_quoted(lines: Sequence[str], first: int, column: int) -> Iterator[_Written]:
    for number in range(first, len(lines)):
        line = lines[number]
        while column < len(line):
            if line[column] != "\\":
                if line[column] not in _BLANK:
                    yield line[column], number, column, column
                column += 1
                continue
            character, end = _escaped(line, column)
            if character and character not in _BLANK:
                yield character, number, column, end - 1
            column = end
        column = 0


def _escaped(line: str, start: int) -> tuple[str, int]:
    """The character of an escape, empty for a blank, and where the escape ends."""
    match = _ESCAPE.match(line, start)
    if match is None:
        return "", start + 1
    short, wide, widest, named = match.groups()
    if named is not None:
        return "" if named in _BLANK_ESCAPES else _NAMED.get(named, named), match.end()
    digits = short or wide or widest
    if digits is None:
        return "", match.end()
    code, end = int(digits, 16), match.end()
    if wide and 0xD800 <= code < 0xE000:
        low = _LOW_HALF.match(line, end) if code < 0xDC00 else None
        if low is None:
            return "\ufffd", end
        return chr(0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00), low.end()
    return (chr(code), end) if code < 0x110000 else ("", end)
