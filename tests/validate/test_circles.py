"""Circles of things that wait for one another."""

from __future__ import annotations

import pytest

from o11ygen.validate.circles import circles


@pytest.mark.parametrize(
    ("waits", "found"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b"], "b": ["c", "x"], "c": ["a"], "d": ["a"]}, [("a", "b", "c")]),
        ({"d": ["a"], "a": ["b"], "b": ["a"]}, [("a", "b")]),
        ({"a": ["a"]}, [("a",)]),
        ({"a": ["b"], "b": ["a", "b"]}, [("a", "b"), ("b",)]),
        ({"a": ["b"], "b": ["a"], "c": ["d", "d"], "d": ["c", "a"]}, [("a", "b"), ("c", "d")]),
    ],
)
def test_each_circle_once(waits: dict[str, list[str]], found: list[tuple[str, ...]]) -> None:
    assert list(circles(waits)) == found


def test_long_ways_take_no_longer_than_their_length() -> None:
    chain = {str(number): [str(number + 1)] for number in range(100_000)}
    assert list(circles(chain)) == []
    ((*way,),) = circles({**chain, "100000": ["0"]})
    assert way == list(map(str, range(100_001)))
