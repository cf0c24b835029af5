"""What a field is given: whether a file can hold it, and whether it is the same in each run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import GeneratorType
from typing import Any

# The classes of values that hold several in place of one.
VARYING: set[type] = set()


class Alternatives:
    """Several values in place of one; what holds for a value holds for each."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        VARYING.add(cls)

    @property
    def alternatives(self) -> tuple[Any, ...]:
        """Every value that it may be."""
        raise NotImplementedError  # `PerEnv`, the one kind there is, says which


# Classes whose objects are no collections, and which any file can hold; an object of the author's model was judged with
# all that it holds when it was built.
SOUND: set[type] = {bool, float, type(None)}


# What fits into 64 bits.
_LEAST, _MOST = -(2**63), 2**63 - 1


def is_sound(value: Any) -> bool:
    """Whether a value is seen at once to be sound, with what is directly in it: most that are given are flat."""
    kind = value.__class__
    if kind is tuple:
        return all(map(_is_one, value))
    if kind is dict:
        return all(map(_is_one, value)) and all(map(_is_one, value.values()))
    if kind in VARYING:
        return all(map(_is_one, value.alternatives))
    return _is_one(value)


def _is_one(value: Any) -> bool:
    kind = value.__class__
    if kind is str:
        sound: bool = value.isascii()
        return sound
    return kind in SOUND or (kind is int and _LEAST <= value <= _MOST)


# Nothing that is rendered nests as deep; a mapping that holds itself does.
_MOST_LEVELS = 100
_SURROGATE = (
    "a text holds half of a surrogate pair, which is no character: no file can be written with it",
    "Write the whole character, or take it out.",
)
_TOO_LARGE = (
    "a number does not fit into 64 bits, so the programs can't read it",
    "Write a smaller one, or a float such as `1e30` where one is taken.",
)
_ENDLESS = ("a collection holds itself, or nests too deep to be written", "Write it flatter.")


def unwritable(given: Any) -> tuple[str, str] | None:
    """Why no file can hold a value or what is below it, and what to do; None when one can.

    Asked before pydantic, which has no words for a text that can't be encoded.
    """
    # Depth first: what holds itself is left after so many steps as there are levels.
    waiting: list[tuple[Any, int]] = [(given, 0)]
    while waiting:
        value, level = waiting.pop()
        if isinstance(value, str):
            if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
                return _SURROGATE
        elif isinstance(value, int):
            if not _LEAST <= value <= _MOST:
                return _TOO_LARGE
        elif level > _MOST_LEVELS:
            return _ENDLESS
        elif isinstance(value, Mapping):
            waiting += ((item, level + 1) for pair in value.items() for item in pair)
        elif isinstance(value, tuple | list | set | frozenset):
            waiting += ((item, level + 1) for item in value)
        elif isinstance(value, Alternatives):
            waiting += ((item, level + 1) for item in value.alternatives)
    return None


# pydantic takes these for a tuple as well.
_UNORDERED: dict[type, tuple[str, str]] = {
    set: (
        "a set has no order; the rendered files would differ from run to run",
        "Write a tuple: in parentheses, not in braces.",
    ),
    GeneratorType: ("a generator can be read only once; a second reader would find nothing", "Write `tuple(...)`."),
}
_UNORDERED[frozenset] = _UNORDERED[set]


def unordered(value: Any) -> tuple[str, str] | None:
    """Why a value, or a collection below it, has no order, or only one reading, and what to do; None where each has."""
    if isinstance(value, str) or value.__class__ in SOUND:
        return None
    below: Iterable[Any] = ()
    if isinstance(value, tuple | list):
        below = value
    elif isinstance(value, Alternatives):
        below = value.alternatives
    elif isinstance(value, Mapping):
        below = value.values()
    else:
        return next((fault for kind, fault in _UNORDERED.items() if isinstance(value, kind)), None)
    return next((found for item in below if (found := unordered(item)) is not None), None)
