"""What the walk over a template knows of each value, and what it collects on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from o11ygen.gotemplate.dialect import Dialect
from o11ygen.gotemplate.problem import Kind, Problem
from o11ygen.gotemplate.types import ANY, Type
from o11ygen.version import Version


class Read(NamedTuple):
    """A key asked of a map: of the labels, the external labels, a sample's labels (of the query with the number `query`)."""

    of: Type
    key: str
    offset: int
    query: int | None = None


class Known(NamedTuple):
    """What is known of a value: its type, its text when constant, the label it is, where it was read if tracked.

    `query` is the number of the query whose result it is, or a part of. `likely` is a text that it may be, in pieces:
    between two of them stands what only the alert knows.
    """

    type: Type
    literal: str | None = None
    label: str | None = None
    use: int | None = None
    query: int | None = None
    likely: tuple[str, ...] = ()


class Argument(NamedTuple):
    """A value given to a function, and where it is written."""

    value: Known
    offset: int


UNKNOWN = Known(ANY)


@dataclass(slots=True)
class Asked:
    """A query: its text in pieces, as in `Known.likely`, and whether its first series is taken though there may be none."""

    pieces: tuple[str, ...]
    offset: int
    is_first_taken: bool = False


@dataclass(slots=True)
class Record:
    """Facts and problems of one walk. `tracked` is the type whose uses are collected."""

    dialect: Dialect
    version: Version | None
    tracked: Type | None = None
    reads: list[Read] = field(default_factory=list)
    uses: dict[int, tuple[str, ...]] = field(default_factory=dict)
    queries: list[Asked] = field(default_factory=list)
    # The numbers of queries, and the labels, that the condition of a block around has looked at.
    looked_at: list[int | str] = field(default_factory=list)
    # The numbers of queries in the order in which their results are used.
    touched: list[int] = field(default_factory=list)
    # The places in `reads` of what is only asked whether it is there, or asked where that is known.
    spared: set[int] = field(default_factory=set)
    calls: list[tuple[str, int]] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)

    def problem(
        self, kind: Kind, message: str, hint: str = "", *, offset: int, certain: bool = True, outcome: str = ""
    ) -> Known:
        """Note what fails when the template runs, or comes out as `outcome` says; nothing is known of what comes back."""
        end = outcome or (self.dialect.failure if certain else f"otherwise {self.dialect.failure}")
        # A definition that is walked for several types has the same problem with each.
        self.problems[Problem(kind, f"{message}; {end}", hint, offset, certain=certain)] = None
        return UNKNOWN

    def read(self, of: Type, key: str, *, offset: int, query: int | None) -> None:
        """Note that a key is asked of a map."""
        if key in self.looked_at:
            self.spared.add(len(self.reads))
        self.reads.append(Read(of, key, offset, query))

    def used(self, value: Known, *, offset: int) -> Known:
        """Note the use of a tracked value."""
        if value.type is not self.tracked:
            return value
        self.uses[offset] = ()
        return value._replace(use=offset)

    def unused(self, value: Known) -> Known:
        """Take the use back: the value is only kept, or only a part of it is used."""
        if value.use is None:
            return value
        self.uses.pop(value.use, None)
        return value._replace(use=None)
