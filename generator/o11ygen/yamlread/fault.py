"""What the readers have to say about a document, and where."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from o11ygen.record import record

Path: TypeAlias = tuple[str | int, ...]


class Place(NamedTuple):
    """Line and column, counted from 1; column in characters."""

    line: int
    column: int


START: Final = Place(1, 1)


@record
class Fault:
    """One thing that is wrong with a document before its fields are judged.

    A `refused` document is read by no program; a `map_key` fault counts only where the program keeps names of the
    author's choice, such as labels, and not where it has fields; an `advice` tells of what programs pass over.
    """

    place: Place
    message: str
    hint: str = ""
    path: Path = ()
    kind: Literal["refused", "map_key", "advice"] = "refused"
    related: Place | None = None
