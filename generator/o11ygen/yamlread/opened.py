"""A mapping or list that is being read, and what its keys, merges and repetitions come to."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from o11ygen.yamlread.anchors import Anchored
from o11ygen.yamlread.built import Places, Stand, Stands, unpacked
from o11ygen.yamlread.fault import Fault, Place


class Word:
    """A key that is no name: of a merge, or of what the program leaves out with its value."""


MERGE: Final = Word()
LEFT_OUT: Final = Word()
_NOWHERE: Final = Place(1, 1)


class Opened:
    """A mapping or list up to where it is read."""

    __slots__ = ("anchor", "before", "event", "is_mapping", "key", "key_mark", "merged", "merges", "stands", "value")

    def __init__(self, event: Any, before: int, places: Places | None, *, is_mapping: bool) -> None:
        self.event = event
        self.is_mapping = is_mapping
        self.value: Any = {} if is_mapping else []
        # How many nodes were read before it, for the size of what its anchor names.
        self.before = before
        self.anchor: Anchored | None = None
        # The key whose value comes next.
        self.key: str | Word | None = None
        # Where it begins, as libyaml marks it.
        self.key_mark: Any = None
        self.merges: list[_Merge] = []
        self.merged: set[str] = set()
        self.stands: Stands = {} if places is None else places.open(self.value)

    @property
    def key_place(self) -> Place:
        """Where the key stands whose value comes next."""
        mark = self.key_mark
        return _NOWHERE if mark is None else Place(mark.line + 1, mark.column + 1)

    def where(self, key: str) -> Place:
        """Where the key stands, as far as places are kept."""
        stand = self.stands.get(key)
        return _NOWHERE if stand is None else unpacked(stand)[0]


class _Merge(NamedTuple):
    value: dict[str, Any]
    stands: Stands


def merge(
    holder: Opened, sources: list[dict[str, Any]], place: Place, places: Places | None, library: int
) -> list[Fault]:
    """Take over what `<<` names; where the program refuses a name that is there already, a fault.

    go-yaml 2 sets the names as it meets them, so the later one wins, and the first of a list of mappings; in go-yaml 3
    the mapping's own names win wherever they stand, which only its end can tell.
    """
    found = [_Merge(source, {} if places is None else places.inside(source)) for source in sources]
    if library == 3:
        repeated = bool(holder.merges)
        holder.merges.extend(found)
        return [Fault(place, "`<<` stands twice in one mapping", "Write one `<<: [*a, *b]`")] if repeated else []
    faults = []
    for one in reversed(found):
        for key in one.value:
            if key in holder.value:
                faults.append(_taken(key, place, holder.where(key)))
            _take(holder, key, one)
            holder.merged.add(key)
    return faults


def _take(holder: Opened, key: str, source: _Merge) -> None:
    holder.value[key] = source.value[key]
    stand: Stand | None = source.stands.get(key)
    if stand is not None:
        holder.stands[key] = stand


def settle(holder: Opened) -> None:
    """Merge what go-yaml 3 merges when the mapping ends: its own names win, then the first that has the name."""
    for one in holder.merges:
        for key in one.value:
            if key not in holder.value:
                _take(holder, key, one)


def _taken(key: str, place: Place, first: Place) -> Fault:
    message = f"`{key}` is set by `<<` and beside it; the program refuses a name that is set twice"
    return Fault(place, message, "Keep one of them, or list the names without `<<`", (key,), "map_key", first)


def repeated(holder: Opened, key: str) -> Fault:
    """The fault of a key that the mapping has already; it stands at the key, and names the first."""
    first = holder.where(key)
    if key in holder.merged:
        holder.merged.discard(key)
        return _taken(key, holder.key_place, first)
    message = f"`{key}` is set twice in one mapping, first in line {first.line}; the whole file is refused"
    return Fault(holder.key_place, message, "Keep one of them, or merge the two", (key,), "refused", first)
