"""Asking many questions of many things in one pass: each thing is prepared once, whatever is asked of it.

What was found right about a thing, or about one of its kind, is remembered: it is not asked again, in no environment that
knows the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")
P = TypeVar("P")
F = TypeVar("F")

Questions = frozenset[Hashable]


class Settled(Protocol):
    """The questions to which a thing, or a kind of things, gave nothing to find, by its key."""

    def get(self, key: Hashable, /) -> Questions | None:
        """Those that are settled; None for a key that nothing is known of."""

    def __setitem__(self, key: Hashable, questions: Questions, /) -> None:
        """Notes what is settled."""


class Ask(NamedTuple, Generic[P, F]):
    """A question, and what finds the answer.

    `question` names all that `find` goes by but the thing itself and what is known of the series. With `alike` the answer
    holds for all things of a kind, if nothing is found. `suspicious` looks at all texts of an alert at once, which null
    characters divide: where it says no, there is nothing to find, and `find` is not called.
    """

    question: Hashable
    alike: bool
    find: Callable[[P], Iterable[F]]
    suspicious: Callable[[str], object] | None = None


def ask_each(
    things: Iterable[T],
    asks: Sequence[Ask[P, F]],
    settled: Settled,
    *,
    kind_of: Callable[[T], Hashable],
    itself: Callable[[T], Hashable],
    prepare: Callable[[T], P | None],
) -> Iterator[tuple[Ask[P, F], F]]:
    """What is found in the things, in their order, with the question it answers.

    `prepare` makes of a thing what is asked, or None where nothing can be asked of it. A thing of a kind in which something
    was found is asked that question itself.
    """
    levels = [
        _Level(tuple(ask for ask in asks if ask.alike), kind_of, settled),
        _Level(tuple(ask for ask in asks if not ask.alike), itself, settled),
    ]
    levels = [level for level in levels if level.asks]
    for thing in things:
        pending = [(level, key, asked) for level in levels if (asked := level.pending(key := level.key_of(thing)))]
        if not pending:
            continue
        prepared = prepare(thing)
        for level, key, asked in pending:
            found = [(ask, () if prepared is None else tuple(ask.find(prepared))) for ask in asked]
            level.note(key, [ask for ask, answers in found if answers])
            for ask, answers in found:
                for answer in answers:
                    yield ask, answer


class _Level:
    """The questions that are asked once for all things of one key."""

    def __init__(self, asks: tuple[Ask[Any, Any], ...], key_of: Callable[[Any], Hashable], settled: Settled) -> None:
        self.asks, self.key_of, self.settled = asks, key_of, settled
        self.questions = frozenset(ask.question for ask in asks)
        self.open: dict[Hashable, tuple[Ask[Any, Any], ...]] = {}

    def pending(self, key: Hashable) -> tuple[Ask[Any, Any], ...]:
        """What is still to be asked of a thing of this key."""
        known = self.open.get(key)
        if known is None:
            right = self.settled.get(key)
            if right is None:
                return self.asks
            known = tuple([ask for ask in self.asks if ask.question not in right]) if right != self.questions else ()
            if not known:
                self.open[key] = ()
        return known

    def note(self, key: Hashable, wrong: list[Ask[Any, Any]]) -> None:
        """What was found the first time is asked of each further thing of this key; the rest is settled."""
        if key in self.open:
            return
        self.open[key] = tuple(wrong)
        right = self.questions.difference([ask.question for ask in wrong]) if wrong else self.questions
        before = self.settled.get(key)
        # Nearly all share one set: there are tens of thousands of keys.
        self.settled[key] = right if before is None or before == right else before | right
