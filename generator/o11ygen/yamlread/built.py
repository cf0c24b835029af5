"""What reading a document gives: its value, what is wrong with it, and where its parts stand."""

from __future__ import annotations

from typing import Any, TypeAlias

from o11ygen.record import record
from o11ygen.yamlread.fault import START, Fault, Path, Place

# Of a mapping's key: where it stands, and where its value does. Of a list's item: where it stands, twice. A large file has
# hundreds of thousands: then the four numbers are one, which takes a fifth of the memory.
Stand: TypeAlias = tuple[Place, Place] | int
Stands: TypeAlias = dict[str | int, Stand]

_BITS = 32
_ONE = (1 << _BITS) - 1


def packed(key: Any, value: Any) -> int:
    """The places of a key and its value, given as marks of libyaml."""
    four: int = ((key.line << _BITS | key.column) << _BITS | value.line) << _BITS | value.column
    return four


def unpacked(stand: Stand) -> tuple[Place, Place]:
    """The places of a key and its value."""
    if not isinstance(stand, int):
        return stand
    column, line = stand & _ONE, stand >> _BITS & _ONE
    key = stand >> 2 * _BITS
    return Place((key >> _BITS) + 1, (key & _ONE) + 1), Place(line + 1, column + 1)


class Places:
    """Where the parts of a document stand, by the identity of the mapping or list that holds them."""

    __slots__ = ("_kept", "_stands", "root")

    def __init__(self) -> None:
        self.root = START
        self._stands: dict[int, Stands] = {}
        # An identity is one only as long as its bearer lives.
        self._kept: list[Any] = []

    def open(self, holder: Any) -> Stands:
        """The places in a new mapping or list, to be filled in."""
        self._kept.append(holder)
        stands: Stands = {}
        self._stands[id(holder)] = stands
        return stands

    def inside(self, holder: Any) -> Stands:
        """The places in a mapping or list."""
        return self._stands.get(id(holder), {})

    def of(self, value: Any, path: Path, *, key: bool) -> Place:
        """The place of what stands at `path` of `value`, or of the nearest part around it that is there."""
        found = (self.root, self.root)
        for step in path:
            stand = self.inside(value).get(step)
            if stand is None:
                break
            found, value = unpacked(stand), value[step]
        return found[0] if key else found[1]


@record
class Built:
    """The value of the first document of a stream: None for one without content."""

    value: Any
    faults: tuple[Fault, ...]
    # How deep mappings and lists lie in each other.
    depth: int
    places: Places | None
