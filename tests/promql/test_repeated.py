"""The parts of an expression that cost most."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql import parse
from o11ygen.promql.repeated import costly_parts, plain

MINUTE = 60_000


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("sum(up)", []),
        ("rate(x[5m])", []),
        ("sum(rate(x[5m]))", [("sum(rate(x[5m]))", 5)]),
        ("sum by (a, b) (rate(x[5m])) > 1", [("sum by(a,b)(rate(x[5m]))", 5)]),
        ("sum(rate(x[5m])) by (a) / 2", [("sum(rate(x[5m]))by(a)", 5)]),
        ("SUM without(a)(rate(x[1h] offset 5m))", [("SUM without(a)(rate(x[1h]offset 5m))", 60)]),
        (
            "histogram_quantile(0.9, sum by (le) (rate(x[5m])))",
            [("histogram_quantile(0.9,sum by(le)(rate(x[5m])))", 5), ("sum by(le)(rate(x[5m]))", 5)],
        ),
        ("max(max_over_time(x[1h:5m])) + min(x)", [("max(max_over_time(x[1h:5m]))", 60)]),
        # A name, a text and a comment that only look like one.
        ('sum_total[5m] + rate(x{a="sum(rate(y[1d]))"}[5m]) # sum(rate(z[1d]))', []),
        ('sum(rate(x{a=")"}[5m]))', [('sum(rate(x{a=")"}[5m]))', 5)]),
        ("sum # all of them (\n(rate(x[5m]))", []),
    ],
)
def test_aggregations_over_windows(text: str, parts: list[tuple[str, int]]) -> None:
    assert [(one.text, one.window_ms // MINUTE) for one in costly_parts(text)] == parts


def test_a_part_stands_where_it_says() -> None:
    text = "2 * sum  by (job)(\n  rate(x[5m])\n) > 1"
    (part,) = costly_parts(text)
    assert text[part.start : part.end] == "sum  by (job)(\n  rate(x[5m])\n)"


NAMES = st.sampled_from(("sum", "max by (a)", "avg without (b, c)", "histogram_quantile"))


@settings(max_examples=100)
@given(
    names=st.lists(NAMES, max_size=3), window=st.sampled_from(("5m", "1h30m", "[")), blanks=st.text(" \n", max_size=2)
)
def test_parts_are_expressions_that_mean_the_same_without_blanks(names: list[str], window: str, blanks: str) -> None:
    text = f"rate(x{{a='('}}[{'5m' if window == '[' else window}])"
    for name in names:
        argument = f"0.9, {text}" if name == "histogram_quantile" else text
        text = f"{name}{blanks}({blanks}{argument}{blanks})"
    parts = costly_parts(text)
    assert len(parts) == len(names)
    for part in parts:
        assert not parse(part.text).error
        assert plain(text[part.start : part.end]) == part.text
        assert [one.metric for one in parse(part.text).selectors] == ["x"]
