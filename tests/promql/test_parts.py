"""Questions about one part of a tree."""

from __future__ import annotations

import pytest

from o11ygen.promql import Matcher
from o11ygen.promql.language.nodes import Binary, Instant, Node
from o11ygen.promql.parse import tree
from o11ygen.promql.parts import bare, compares, matchers_on, metric_of, place_of, selected, selectors, windowed


def parsed(text: str) -> Node:
    whole = tree(text)
    assert whole is not None
    return whole


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("up", "up"),
        ("((up[5m]))", "up"),
        ("+up", "up"),
        ("(up)", "up"),
        ('{__name__="up"}', "up"),
        ('{__name__=~"up|down"}', ""),
    ],
)
def test_the_selector_that_a_part_is(text: str, metric: str) -> None:
    selector = selected(parsed(text))
    assert selector is not None
    assert metric_of(selector) == metric


@pytest.mark.parametrize("text", ["sum(up)", "up + 1", "1", "-up", "up[5m:1m]"])
def test_other_parts_are_no_selector(text: str) -> None:
    assert selected(parsed(text)) is None


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("rate(a[5m])", "a"),
        ("quantile_over_time(0.9, (a[5m]))", "a"),
        ("max_over_time((a)[5m:1m])", "a"),
        ("max_over_time(sum(a)[5m:1m])", ""),
        ("abs(a)", ""),
    ],
)
def test_the_selector_that_a_function_reads_a_window_of(text: str, metric: str) -> None:
    selector = windowed(parsed(text))
    assert (metric_of(selector) if selector is not None else "") == metric


def test_comparisons_leave_series_out() -> None:
    assert compares(parsed("up > 1"))
    assert not compares(parsed("up > bool 1"))
    assert not compares(parsed("up + 1"))


def test_matchers_and_where_they_stand() -> None:
    text = 'a{job="x"} + b{job!="y", le="1"}'
    whole = parsed(text)
    assert isinstance(whole, Binary)
    first, second = selectors(whole)
    assert [one.value for one in matchers_on(second, "job")] == ["y"]
    start, end = place_of(second, Matcher("le", "=", "1"))
    assert text[start:end] == 'le="1"'
    assert isinstance(bare(first), Instant)
