"""Expressions that ask for the same."""

from __future__ import annotations

import pytest

from o11ygen.promql.meaning import Meaning, meaning_of
from tests.promql.language.expressions import Grower


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("up == 0", "( up )==0.0"),
        ('up{job="a", instance="b"}', 'up{instance="b",job="a",job="a"}'),
        ("sum by (a, b) (x) > 5", "5 < sum(x) by (b, a)"),
        ("rate(x[5m]) + rate(y[300s])", "(rate(y[5m]) + (rate(x[5m])))"),
        ("a * on (y, x) b > 10 * 2", "20 < (b * on (x, y) a)"),
        ("a and b", "(a) and (b)"),
        ("max_over_time((a + b)[1h:])", "max_over_time((b + a)[60m:])"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert meaning_of(one) == meaning_of(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("up == 0", "up != 0"),
        ("a - b", "b - a"),
        ("a * on (x) group_left b", "b * on (x) group_left a"),
        ("a and b", "b and a"),
        ("sum by (a) (x)", "sum without (a) (x)"),
        ('up{job="a"}', 'up{job=~"a"}'),
        ("rate(x[5m])", "rate(x[6m])"),
        ("x > bool 1", "x > 1"),
        ("a + b * c", "(a + b) * c"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert meaning_of(one) != meaning_of(other)


def test_the_condition_stands_apart() -> None:
    assert meaning_of("(5 < up)") == Meaning("up", ">", 5.0)
    assert meaning_of("up > (up)") == Meaning("(up > up)")
    assert meaning_of("sum(") is None


def test_parentheses_never_matter_and_what_is_printed_means_the_same() -> None:
    for text in Grower(11).expressions(300):
        meaning = meaning_of(text)
        if meaning is not None:
            assert meaning_of(f"( {text}\n)") == meaning
            whole = f"({meaning.what}) {meaning.op} {meaning.threshold!r}" if meaning.op else meaning.what
            if meaning.threshold not in (float("inf"), float("-inf")) and meaning.threshold == meaning.threshold:
                assert meaning_of(whole) == meaning
