"""Where in a file a character of a scalar's text stands."""

from __future__ import annotations

from collections.abc import Sequence

from o11ygen.yamlread import Place


def place_in_scalar(lines: Sequence[str], start: Place, text: str, offset: int) -> Place:
    """The place of the character `offset` of `text`, a scalar that starts at `start` in the file of these lines.

    Where the text is not written as it reads (escapes, folded lines), the start, or for a block the line, is as near as
    can be said.
    """
    if not 0 < start.line <= len(lines):
        return start
    written = lines[start.line - 1][start.column - 1 :]
    if written[:1] in ("|", ">"):
        return _in_block(lines, start, text, offset, folded=written[0] == ">")
    quote = 1 if written[:1] in ("'", '"') else 0
    if "\n" not in text and written.startswith(text, quote):
        return Place(start.line, start.column + quote + offset)
    return start


def _in_block(lines: Sequence[str], start: Place, text: str, offset: int, *, folded: bool) -> Place:
    number = text.count("\n", 0, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1)
    if not folded:
        return _placed(lines, start.line + number, column, start)
    # A folded block joins lines by blanks: follow its lines until they hold the character.
    left = offset
    for index in range(start.line, len(lines)):
        line = lines[index].strip(" ")
        if left <= len(line):
            return _placed(lines, index, left, start)
        left -= len(line) + 1
    return start


def _placed(lines: Sequence[str], index: int, column: int, start: Place) -> Place:
    if index >= len(lines):
        return start
    line = lines[index]
    return Place(index + 1, len(line) - len(line.lstrip(" ")) + column + 1)
