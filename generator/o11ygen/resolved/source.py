"""Where a resolved thing comes from, and which checks its author accepted on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from o11ygen.finding import Location, Related
from o11ygen.origin import NOWHERE, Origin
from o11ygen.record import record


@record
class Allowance:
    """A suppression: the checks it accepts, why, and where it stands. `key` tells two of them apart."""

    checks: tuple[str, ...]
    why: str
    origin: Origin
    key: int


@record
class Source:
    """Of one resolved thing: its id, what messages call it, where it was written, and what suppresses findings on it."""

    id: str
    what: str
    origin: Origin = NOWHERE
    # Fields whose value an override of the environment set, with the place of that override.
    overridden: Mapping[str, Origin] = field(default_factory=dict)
    # Suppressions of the thing itself, then of its service, its environment and the project.
    allowances: tuple[Allowance, ...] = ()

    def location(self, field_name: str = "") -> Location:
        """The place where a field got its value: the override's, if there is one, else the object's."""
        override = self.overridden.get(field_name)
        if override is not None:
            return override.location(field_name)
        return self.origin.location(field_name)

    def related(self) -> tuple[Related, ...]:
        """The outer calls through which the object came to be."""
        return self.origin.related()


# Of a part that is told of as part of something else.
UNKNOWN = Source("", "")
