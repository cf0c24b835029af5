"""Which of several regular expressions one text may match at once, each in full."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from o11ygen.promql.overlap import EVERY, Either, Part, Repeat, Sequence, Set, State, Unread, read, states_of

# More joint states than this are not looked at.
_MOST_STATES = 4000
# A pattern that stands for more texts than this is not spelled out.
_MOST_WORDS = 32


@lru_cache(maxsize=1024)
def matched_together(patterns: tuple[str, ...]) -> frozenset[frozenset[str]] | None:
    """Every set of the patterns that some text matches while it matches none of the others.

    None when in doubt: where a pattern has flags, Unicode or anchors in the middle, or all together are too large.
    """
    try:
        machine, starts, ends = _together(patterns)
    except Unread:
        return None
    start = _closed(starts, machine)
    seen, waiting = {start}, [start]
    found: set[frozenset[str]] = set()
    while waiting:
        at = waiting.pop()
        found.add(frozenset(ends[state] for state in at if state in ends))
        for there in _next(at, machine):
            if there not in seen:
                if len(seen) >= _MOST_STATES:
                    return None
                seen.add(there)
                waiting.append(there)
    return frozenset(found)


def _together(patterns: tuple[str, ...]) -> tuple[list[State], frozenset[int], dict[int, str]]:
    """One machine for all, where each begins, and the pattern that ends at a state."""
    machine: list[State] = []
    starts: list[int] = []
    ends: dict[int, str] = {}
    for pattern in patterns:
        first = len(machine)
        for steps, free in states_of(read(pattern)):
            machine.append(State([(bits, first + there) for bits, there in steps], [first + there for there in free]))
        starts.append(first)
        ends[len(machine) - 1] = pattern
    return machine, frozenset(starts), ends


def _next(at: frozenset[int], machine: list[State]) -> set[frozenset[int]]:
    """Where one more character may lead: to no state at all as well, unless every character leads on."""
    edges = [edge for state in at for edge in machine[state].steps]
    letters = [EVERY]
    for bits in {bits for bits, _ in edges}:
        letters = [part for one in letters for part in (one & bits, one & ~bits) if part]
    return {_closed(frozenset(there for bits, there in edges if bits & letter), machine) for letter in letters}


@lru_cache(maxsize=4096)
def words_of(pattern: str) -> tuple[str, ...]:
    """The texts that a regular expression stands for, such as `node-[ab]`; none where they are many, or not followed."""
    try:
        return _words(read(pattern)) or ()
    except Unread:
        return ()


def _closed(states: frozenset[int], machine: list[State]) -> frozenset[int]:
    """The states, and those that are reached from them without a character."""
    waiting, found = list(states), set(states)
    while waiting:
        for there in machine[waiting.pop()].free:
            if there not in found:
                found.add(there)
                waiting.append(there)
    return frozenset(found)


def _words(part: Part) -> tuple[str, ...] | None:
    """Every text of a part, each once; None for too many."""
    match part:
        case Set(bits):
            # The last bit stands for all characters beyond ASCII.
            if bits.bit_count() > _MOST_WORDS or bits > EVERY >> 1:
                return None
            return tuple(chr(code) for code in range(bits.bit_length()) if bits >> code & 1)
        case Sequence(parts):
            return _one_after_the_other([_words(one) for one in parts])
        case Either(branches):
            found = [_words(one) for one in branches]
            listed = dict.fromkeys(word for words in found if words is not None for word in words)
            return tuple(listed) if None not in found and len(listed) <= _MOST_WORDS else None
        case Repeat(inner, low, high):
            if high < 0 or high > _MOST_WORDS:
                return None
            found = [_one_after_the_other([_words(inner)] * times) for times in range(low, high + 1)]
            listed = dict.fromkeys(word for words in found if words is not None for word in words)
            return tuple(listed) if None not in found and len(listed) <= _MOST_WORDS else None


def _one_after_the_other(parts: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    made: tuple[str, ...] = ("",)
    for words in parts:
        if words is None or len(made) * len(words) > _MOST_WORDS:
            return None
        made = tuple(dict.fromkeys(before + word for before, word in product(made, words)))
    return made
