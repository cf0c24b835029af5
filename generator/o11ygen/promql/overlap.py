"""Whether some text matches two regular expressions, both in full."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

# A set of characters is a number with a bit for each character of ASCII, and one for all others together.
_ASCII = 128
EVERY = (1 << (_ASCII + 1)) - 1
# Larger expressions than this are not compared.
_MOST_STATES = 600


class Unread(Exception):
    """The expression has something that is not followed here."""


class Set(NamedTuple):
    """One character out of a set."""

    bits: int


class Sequence(NamedTuple):
    """One after the other."""

    parts: tuple[Part, ...]


class Either(NamedTuple):
    """One of several."""

    branches: tuple[Part, ...]


class Repeat(NamedTuple):
    """The same `low` to `high` times; -1 is without end."""

    node: Part
    low: int
    high: int


Part: TypeAlias = "Set | Sequence | Either | Repeat"


class State(NamedTuple):
    """Where a text leads on: characters with the next state, and states that need none."""

    steps: list[tuple[int, int]]
    free: list[int]


def _characters(*ranges: str) -> int:
    """The set of some ranges, such as `"az"`, or single characters."""
    bits = 0
    for one in ranges:
        for code in range(ord(one[0]), ord(one[-1]) + 1):
            bits |= 1 << code
    return bits


_CLASSES = {
    "d": _characters("09"),
    "w": _characters("09", "az", "AZ", "_"),
    "s": _characters(" ", "\t", "\n", "\f", "\r"),
}
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


@lru_cache(maxsize=4096)
def may_overlap(one: str, other: str) -> bool:
    """Whether a text may match both; yes when in doubt, such as with flags, Unicode or anchors in the middle."""
    try:
        left, right = states_of(read(one)), states_of(read(other))
    except Unread:
        return True
    return _meet(left, right)


def _meet(left: list[State], right: list[State]) -> bool:
    """Whether both reach their last state by the same text; each begins at its first."""
    seen = {(0, 0)}
    waiting = [(0, 0)]
    while waiting:
        at, beside = waiting.pop()
        if at == len(left) - 1 and beside == len(right) - 1:
            return True
        found = [(free, beside) for free in left[at].free]
        found += [(at, free) for free in right[beside].free]
        found += [
            (there, here) for bits, there in left[at].steps for others, here in right[beside].steps if bits & others
        ]
        for pair in found:
            if pair not in seen:
                seen.add(pair)
                waiting.append(pair)
    return False


def read(text: str) -> Part:
    """An expression that is matched in full. Raises Unread."""
    return _Reader(text).read()


def states_of(node: Part) -> list[State]:
    """The states of an expression: a text is matched that leads from the first to the last."""
    states: list[State] = []
    end = _build(node, _new(states), states)
    states[end].free.append(_new(states))
    return states


def _new(states: list[State]) -> int:
    if len(states) >= _MOST_STATES:
        raise Unread
    states.append(State([], []))
    return len(states) - 1


def _build(node: Part, start: int, states: list[State]) -> int:
    """Add a part that begins at `start`; the state in which it ends."""
    match node:
        case Set(bits):
            end = _new(states)
            states[start].steps.append((bits, end))
            return end
        case Sequence(parts):
            for part in parts:
                start = _build(part, start, states)
            return start
        case Either(branches):
            end = _new(states)
            for branch in branches:
                begin = _new(states)
                states[start].free.append(begin)
                states[_build(branch, begin, states)].free.append(end)
            return end
        case Repeat(inner, low, high):
            for _ in range(low):
                start = _build(inner, start, states)
            end = _new(states)
            if high < 0:
                again = _new(states)
                states[start].free.append(again)
                states[_build(inner, again, states)].free.append(again)
                states[again].free.append(end)
                return end
            states[start].free.append(end)
            for _ in range(high - low):
                start = _build(inner, start, states)
                states[start].free.append(end)
            return end


class _Reader:
    """Goes through an expression once."""

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix("^")
        if self.text.endswith("$") and not self.text.endswith("\\$"):
            self.text = self.text[:-1]
        self.at = 0

    def read(self) -> Part:
        node = self._either()
        if self.at < len(self.text):
            raise Unread
        return node

    def _either(self) -> Part:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return Either(tuple(branches))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            atom = self._atom()
            low, high = self._repeat()
            parts.append(atom if (low, high) == (1, 1) else Repeat(atom, low, high))
        return Sequence(tuple(parts))

    def _atom(self) -> Part:
        if not self._take("("):
            return Set(self._set())
        if self._take("?") and not self._take(":"):
            raise Unread
        node = self._either()
        if not self._take(")"):
            raise Unread
        return node

    def _set(self) -> int:
        character = self.text[self.at]
        if character == "[":
            return self._class()
        self.at += 1
        if character == ".":
            return EVERY
        if character == "\\":
            return self._escaped()
        if character in "^$*+?{":
            raise Unread
        return self._bit(character)

    def _escaped(self) -> int:
        character = self.text[self.at : self.at + 1]
        self.at += 1
        if character.lower() in _CLASSES and character:
            bits = _CLASSES[character.lower()]
            return bits if character.islower() else EVERY & ~bits
        if character in _NAMED:
            return self._bit(_NAMED[character])
        if not character or character.isalnum():
            raise Unread
        return self._bit(character)

    def _bit(self, character: str) -> int:
        if ord(character) >= _ASCII:
            raise Unread
        return 1 << ord(character)

    def _class(self) -> int:
        self.at += 1
        negated = self._take("^")
        bits, first = 0, True
        while first or not self.text.startswith("]", self.at):
            if self.at >= len(self.text) or self.text.startswith("[:", self.at):
                raise Unread
            first = False
            low = self._class_item()
            if self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at):
                self.at += 1
                if self.at >= len(self.text):
                    raise Unread
                high = self._class_item()
                if low.bit_count() != 1 or high.bit_count() != 1:
                    raise Unread
                low = (high << 1) - low
            bits |= low
        self.at += 1
        return EVERY & ~bits if negated else bits

    def _class_item(self) -> int:
        character = self.text[self.at]
        self.at += 1
        return self._escaped() if character == "\\" else self._bit(character)

    def _repeat(self) -> tuple[int, int]:
        if self._take("*"):
            found = (0, -1)
        elif self._take("+"):
            found = (1, -1)
        elif self._take("?"):
            found = (0, 1)
        elif self.text.startswith("{", self.at):
            found = self._counted()
        else:
            return 1, 1
        self._take("?")
        return found

    def _counted(self) -> tuple[int, int]:
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : max(end, 0)].partition(",")
        if not low.isdecimal() or (high and not high.isdecimal()):
            raise Unread
        self.at = end + 1
        return int(low), int(high) if high else -1 if comma else int(low)

    def _take(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False
