"""The lines that a finding is about, as people see them below it: the part in question underlined.

Tabs become four columns and invisible characters are escaped; wide characters take two columns; a long line is shown
around its part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from o11ygen.finding import Excerpt, Finding
from o11ygen.report import Lines, no_lines
from o11ygen.report.public import is_public
from o11ygen.yamltext import visible

WIDTH = 110
_MOST_LINES = 4
_TAB = "    "
_ELLIPSIS = "…"
_BLOCK_SCALAR = re.compile(r"(?:^|[\s:-])[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_OPENING = re.compile(r"""(?:\"\"\"|\'\'\'|[|>][+-]?\d?[+-]?)\s*(?:\\|#.*)?$""")
_CLOSING = re.compile(r"""\s*(?:\"\"\"|\'\'\').*""")
_TRIPLE = re.compile(r"[A-Za-z]{0,2}(\"\"\"|''')")


class Shown(NamedTuple):
    """A line below a finding: its number, or 0 for one of no file; and from which character up to which is underlined.

    Where both are the same nothing is, and that character is still seen if the line is too long to be shown as a whole.
    """

    number: int
    text: str
    start: int = 0
    end: int = 0


def snippet(finding: Finding, lines: Lines = no_lines) -> tuple[Shown, ...]:
    """The line of the finding's place, and the part of the expression in it, or below it where it is written otherwise."""
    place = finding.location
    known = lines(place.file) if place.line else ()
    source = known[place.line - 1] if 0 < place.line <= len(known) else ""
    marked = _marked(finding.excerpt) if finding.excerpt else {}
    found = _found(marked, known, line=place.line, column=place.column) if source.strip() else ()
    if found or not source.strip():
        shown = found or tuple(marked.values())
    else:
        shown = (_written(finding, marked, known), *marked.values())
    if "secret" in finding.id:
        return ()
    if not all(is_public(one.number, known) for one in shown if one.number):
        # A matcher may look like a password given to somebody; the expression alone holds none.
        return tuple(marked.values())
    return shown


class Region(NamedTuple):
    """Where a finding is in its file; all count from 1, and 0 is not known. The end is the first column behind it."""

    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0


def region(finding: Finding, lines: Lines = no_lines) -> Region:
    """The part that a finding is about where its lines are known, else its place."""
    place = finding.location
    known = lines(place.file) if place.line else ()
    if not 0 < place.line <= len(known):
        return Region(place.line, place.column)
    marked = _marked(finding.excerpt) if finding.excerpt else {}
    found = _found(marked, known, line=place.line, column=place.column)
    if found:
        return Region(found[0].number, found[0].start + 1, found[-1].number, found[-1].end + 1)
    return Region(place.line, place.column)


def laid_out(shown: Sequence[Shown]) -> Iterator[tuple[str, str, str]]:
    """Each line for a terminal: what stands before the bar, the text, and its underlining (empty without one)."""
    gutter = max((len(str(one.number)) for one in shown if one.number), default=0)
    for group in _together(shown):
        indent = min((_indent(one.text) for one in group if one.text.strip()), default=0)
        for one in group:
            text, underline = _underlined(one.text[indent:], one.start - indent, one.end - indent)
            yield (str(one.number) if one.number else "").rjust(gutter), text, underline


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_column, text))


def _column(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _marked(excerpt: Excerpt) -> dict[int, Shown]:
    """The lines of the expression in which the part lies, by their index; of a part over many lines the first."""
    text = excerpt.text
    start = min(max(excerpt.start, 0), len(text))
    end = min(max(excerpt.end, start), len(text))
    if not text[start:].strip():
        # What is missing at the end is shown behind what stands last, not on a line below it.
        start = end = len(text.rstrip())
    found: dict[int, Shown] = {}
    at = 0
    for index, line in enumerate(text.split("\n")):
        first, last = max(start - at, 0), min(end - at, len(line))
        if (first < last and line[first:last].strip()) or (start == end and 0 <= start - at <= len(line)):
            first += len(line[first:last]) - len(line[first:last].lstrip())
            found[index] = Shown(0, line, first, max(last, first + 1))
        at += len(line) + 1
    return dict(list(found.items())[:_MOST_LINES])


def _found(marked: dict[int, Shown], known: Sequence[str], *, line: int, column: int) -> tuple[Shown, ...]:
    """The marked lines where the author wrote them, if they stand there as they are."""
    if len(marked) == 1 and column:
        (one,) = marked.values()
        if known[line - 1].startswith(one.text[one.start : one.end], column - 1):
            # The place is that of the part itself.
            return (Shown(line, known[line - 1], column - 1, column - 1 + one.end - one.start),)
    block = _block(known, line=line, column=column)
    # The value begins below its quotes, or below the `|` of YAML.
    below = len(block) > 1 and _OPENING.search(block[0].text) is not None
    found: list[Shown] = []
    for index, one in marked.items():
        wanted = one.text.strip()
        places = [part for part in block if part.text.count(wanted) == 1]
        place = next((part for part in places if part.number == line + index + below), None)
        if place is None and len(places) == 1:
            place = places[0]
        if place is None:
            return ()
        shift = place.offset + place.text.index(wanted) - one.text.index(wanted)
        found.append(Shown(place.number, known[place.number - 1], shift + one.start, shift + one.end))
    return tuple(found)


def _written(finding: Finding, marked: dict[int, Shown], known: Sequence[str]) -> Shown:
    """The line in which the author wrote, in other words, what is marked; else that of the finding's place."""
    line, column = finding.location.line, finding.location.column
    at = max(column - 1, 0)
    if finding.excerpt is not None and marked:
        block = _block(known, line=line, column=column)
        if len(block) > 1 and _OPENING.search(block[0].text):
            inner = [part for part in block[1:] if part.text.strip() and not _CLOSING.fullmatch(part.text)]
            said = [number for number, text in enumerate(finding.excerpt.text.split("\n")) if text.strip()]
            first = next(iter(marked))
            if len(inner) == len(said) and first in said:
                part = inner[said.index(first)]
                return Shown(part.number, part.text, _indent(part.text), _indent(part.text))
    return Shown(line, known[line - 1], at, at)


class _Part(NamedTuple):
    """A line of a value: what of the line belongs to it, and how many characters stand before that."""

    number: int
    text: str
    offset: int = 0


def _block(known: Sequence[str], *, line: int, column: int) -> list[_Part]:
    """The lines of the value that begins at the place.

    A string of several lines in Python goes up to its closing quotes, a block in YAML up to the next line that is not
    indented further than the one on which it begins; other values are taken to be one line.
    """
    first = known[line - 1]
    offset = column - 1 if 0 < column <= len(first) else 0
    block = [_Part(line, first[offset:], offset)]
    quotes = _TRIPLE.match(first, offset)
    block_scalar = _BLOCK_SCALAR.search(first)
    if quotes and quotes[1] not in first[quotes.end() :]:
        for number in range(line + 1, len(known) + 1):
            block.append(_Part(number, known[number - 1]))
            if quotes[1] in known[number - 1]:
                break
    elif block_scalar and not quotes:
        margin = _indent(first)
        for number in range(line + 1, len(known) + 1):
            text = known[number - 1]
            if text.strip() and _indent(text) <= margin:
                break
            block.append(_Part(number, text))
    return block


def _together(shown: Sequence[Shown]) -> Iterator[list[Shown]]:
    """Lines of the file, and lines of the expression: each kind keeps its own indentation."""
    for numbered in (True, False):
        group = [one for one in shown if bool(one.number) is numbered]
        if group:
            yield group


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _underlined(text: str, start: int, end: int) -> tuple[str, str]:
    """The line as it is shown, and the line below it."""
    is_marked = end > start
    # What stands in the indentation is shown where the line begins.
    start = max(start, 0)
    end = max(end, start + is_marked)
    before, part, after = (_displayed(piece) for piece in (text[:start], text[start:end], text[end:].rstrip()))
    if not is_marked:
        after = _displayed(text[start:].rstrip())
    elif not part:
        part = " "
    if columns(before) + columns(part) + columns(after) > WIDTH:
        part = _cut(part, WIDTH - 20)
        room = WIDTH - columns(part)
        kept = _cut(after, max(room // 2, room - columns(before)))
        before, after = _cut(before, room - columns(kept), from_end=True), kept
    underline = "" if not is_marked else " " * columns(before) + "^" * max(columns(part), 1)
    return (before + part + after).rstrip(), underline


def _displayed(text: str) -> str:
    return visible(text.replace("\t", _TAB))


def _cut(text: str, room: int, *, from_end: bool = False) -> str:
    """At most `room` columns of a text, with an ellipsis where something was left out."""
    if columns(text) <= room:
        return text
    kept, taken = 0, columns(_ELLIPSIS)
    for character in reversed(text) if from_end else text:
        taken += _column(character)
        if taken > room:
            break
        kept += 1
    return _ELLIPSIS + text[len(text) - kept :] if from_end else text[:kept] + _ELLIPSIS
