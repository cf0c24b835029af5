"""Where a resolved thing comes from, and which checks its author accepted on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import NamedTuple, Protocol

from o11ygen.finding import Excerpt, Location, Related
from o11ygen.origin import NOWHERE
from o11ygen.record import record


class Written(Protocol):
    """Where something was written: in the author's Python, or in a file that somebody else wrote."""

    def location(self, field: str = "", part: Excerpt | None = None) -> Location:
        """The place of a field, or of a part of its text where the file has it as it is; else that of the whole."""

    def related(self) -> tuple[Related, ...]:
        """The outer places through which it came to be."""


@record
class Allowance:
    """A suppression: the checks it accepts, why, where it stands, and its last day. `key` tells two of them apart."""

    checks: tuple[str, ...]
    why: str
    origin: Written
    key: int
    until: date | None = None

    def holds(self, today: date | None) -> bool:
        """Whether it has not come to its end; who knows no day goes by none."""
        return today is None or self.until is None or today <= self.until


@record
class Source:
    """Of one resolved thing: its id, what messages call it, where it was written, and what suppresses findings on it."""

    id: str
    what: str
    origin: Written = NOWHERE
    # Fields whose value an override of the environment, or the level of an alert, set, with the place of that.
    overridden: Mapping[str, Written] = field(default_factory=dict)
    # Suppressions of the thing itself, then of its service, its environment and the project.
    allowances: tuple[Allowance, ...] = ()

    def location(self, field_name: str = "", part: Excerpt | None = None) -> Location:
        """The place where a field got its value: the override's or the level's, if there is one, else the object's.

        `part` is the part of an expression, which is pointed at where the file has the expression as it is.
        """
        override = self.overridden.get(field_name)
        return (self.origin if override is None else override).location(field_name, part)

    def related(self) -> tuple[Related, ...]:
        """The outer calls through which the object came to be."""
        return self.origin.related()


# Of a part that is told of as part of something else.
UNKNOWN = Source("", "")


class Text(NamedTuple):
    """A text: `field` is the author's field that holds it, `place` the innermost name, such as that of a header."""

    source: Source
    field: str
    place: str
    text: str
