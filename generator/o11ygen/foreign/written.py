"""Where the parts of a foreign file stand: line and column of a field, and of a part of the text in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from o11ygen.finding import Excerpt, Location, Related
from o11ygen.record import record
from o11ygen.targets.grafana_variables import REFERENCE
from o11ygen.targets.path import format_path
from o11ygen.validate.flaw import Path
from o11ygen.validate.found import value_at
from o11ygen.validate.position import place_in_scalar
from o11ygen.validate.reading import Content, Read
from o11ygen.yamlread import Place


class Text:
    """A document of a file, and the lines that it was read from."""

    __slots__ = ("content", "document", "file")

    def __init__(self, file: str, content: Content, document: Read) -> None:
        self.file = file
        self.content = content
        self.document = document

    def location(self, path: Path, part: Excerpt | None = None) -> Location:
        """Where the value at a path stands, or a part of the text that it is."""
        place = self.document.place(path)
        value = None if part is None else value_at(self.document.value, path)
        if part is not None and isinstance(value, str):
            offset = _offset(value, part)
            if offset >= 0:
                place = place_in_scalar(self.content.lines, place, value, offset)
        return Location(self.file, place.line, place.column, format_path(path))

    def has(self, path: Path) -> bool:
        """Whether something stands at a path."""
        return value_at(self.document.value, path) is not None


def _offset(written: str, part: Excerpt) -> int:
    """Where the part begins in the text as it is written; -1 where that is not known.

    Both are the same but for blanks around them, and for variables of Grafana that have values in what is judged: the
    pieces between those are found one after the other.
    """
    text, start = part.text, part.start
    bare = written.strip()
    indent = len(written) - len(written.lstrip())
    if bare == text.strip():
        return start + indent - (len(text) - len(text.lstrip()))
    begin = behind = 0
    for match in (*REFERENCE.finditer(bare), None):
        piece = bare[begin : match.start() if match else len(bare)]
        found = text.find(piece, behind)
        if found < 0 or start < found:
            return -1
        if start < found + len(piece):
            return begin + start - found + indent
        behind = found + len(piece)
        begin = match.end() if match else begin
    return -1


@record
class Part:
    """A part of a document, by its path; `fields` are the paths below it of what checks call by another name."""

    text: Text
    path: Path
    fields: Mapping[str, Path] = field(default_factory=dict)

    def location(self, field: str = "", part: Excerpt | None = None) -> Location:
        """The place of a field, or of a part of its text; that of the whole where it has no such field."""
        if field:
            for below in (self.fields.get(field, (field,)), ("annotations", field), ("labels", field)):
                if self.text.has((*self.path, *below)):
                    return self.text.location((*self.path, *below), part)
        return self.text.location(self.path)

    def related(self) -> tuple[Related, ...]:
        """None: it was written where it stands."""
        return ()


@record
class Line:
    """A line of a file, such as that of a comment."""

    file: str
    place: Place

    def location(self, field: str = "", part: Excerpt | None = None) -> Location:
        """The place, whatever is asked about."""
        return Location(self.file, self.place.line, self.place.column)

    def related(self) -> tuple[Related, ...]:
        """None: it was written where it stands."""
        return ()
