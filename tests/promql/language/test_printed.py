"""A tree is printed as text of which the same tree is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql.language import every_form, read
from o11ygen.promql.language.nodes import Duration, Instant, Node, Number, children, depth, walk
from o11ygen.promql.language.printed import printed
from tests.promql.language.expressions import Grower

_PLACES = frozenset(("start", "end", "operator", "clause_start", "places", "text", "reckoned"))


def tree(text: str) -> Node:
    reading = read(text, every_form())
    assert reading.accepted
    return reading.tree


def meaning(part: object) -> object:
    """A part of a tree without its places."""
    if isinstance(part, Duration):
        # An offset of -0s is none, as one of 0s is.
        return "duration", None if part.value is None else repr(part.value + 0.0)
    if isinstance(part, tuple):
        names = getattr(part, "_fields", None) or range(len(part))
        kept = [item for name, item in zip(names, part, strict=True) if name not in _PLACES]
        return type(part).__name__, *map(meaning, kept)
    return repr(part)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rate(x[5m * 2]) > 1", "rate(x[5m * 2]) > 1"),
        ("x offset -(1h + 5m)", "x offset -(1h + 5m)"),
        ("x @ end() offset (5) + 3", "x offset (5) + 3 @ end()"),
        ("rate(x[300] offset 0 smoothed)", "rate(x[5m] smoothed offset 0s)"),
        ("x[1.0005] @ -1.5e3", "x[1.0005] @ -1500"),
        ("SUM(x{a='b'}) BY ('without', \"c.d\")", 'sum by ("without", "c.d") (x{a="b"})'),
        ('{"x.y", "a.b"=~`\\d"`}', '{__name__="x.y", "a.b"=~"\\\\d\\""}'),
        ("x{a=\"\\xff\\n\\ufffd\\u00e9\"}", 'x{a="\\xff\\n\\ufffdé"}'),
        ("a + on (b) group_left fill(0) c", "a + on (b) group_left () fill_left (0) fill_right (0) c"),
        ("max_over_time((-x)[1h:] @ start())", "max_over_time((-x)[1h:] @ start())"),
        ("- -1 ^ inf </ 1e30 > bool NaN", "--1 ^ Inf </ 1e+30 > bool NaN"),
        ('label_replace(x{}, "a", "", "", "")', 'label_replace(x, "a", "", "", "")'),
    ],
)  # fmt: skip
def test_the_one_spelling(text: str, expected: str) -> None:
    assert printed(tree(text)) == expected
    assert meaning(tree(expected)) == meaning(tree(text))


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_what_is_printed_is_read_again(seed: int) -> None:
    for text in Grower(seed).expressions(20):
        reading = read(text, every_form())
        if reading.accepted:
            once = printed(reading.tree)
            again = read(once, every_form())
            assert again.accepted, (text, once)
            assert meaning(again.tree) == meaning(reading.tree), (text, once)
            assert printed(again.tree) == once


def _walked(node: Node) -> Iterator[Node]:
    for child in children(node):
        yield from _walked(child)
    yield node


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_walk_goes_from_the_inside_out_in_the_order_of_the_text(seed: int) -> None:
    for text in Grower(seed, plain=True).expressions(10):
        whole = read(text, every_form()).tree
        assert list(walk(whole)) == list(_walked(whole))
        starts = [part.start for part in walk(whole) if not children(part)]
        assert starts == sorted(starts)


def test_depth_counts_parts_within_each_other() -> None:
    assert (depth(tree("x")), depth(tree("rate(x[5m]) + -(y)"))) == (1, 4)


def test_the_walk_of_an_expression_deeper_than_the_stack() -> None:
    whole = tree("(" * 5000 + "x + 1" + ")" * 5000)
    parts = list(walk(whole))
    assert (len(parts), type(parts[0]), type(parts[1])) == (5003, Instant, Number)
    assert depth(whole) == 5002
