"""The facts of expressions in syntax that the package they are read with does not have."""

from __future__ import annotations

import pytest

from o11ygen.promql import parse
from o11ygen.promql.language import every_form, read
from o11ygen.promql.language.respelled import UnknownDurationError, respelled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rate(x[5m * 2]) > 1", "rate(x[600000ms]) > 1.0"),
        ("x offset -(1h + 5m)", "x offset -3900000ms"),
        ("x offset -max_of(1m, 5m)", "x offset -300000ms"),
        ("rate(x[5m] smoothed)", "rate(x[300000ms])"),
        ("sum by (smoothed) (anchored{a='b'})", 'sum by ("smoothed") ({__name__="anchored", a="b"})'),
        ("h </ 5", "h > 5.0"),
        ('info(x, {a=~".*"})', "info(x)"),
        ("a + on (b) group_left fill(0) c", "a + on (b) group_left () fill_left (0) fill_right (0) c"),
        ("max_over_time((-x)[1h:] @ end())", "max_over_time((-x)[3600000ms:] @ end())"),
    ],
)
def test_what_is_written_instead(text: str, expected: str) -> None:
    assert respelled(read(text, every_form()).tree) == expected


@pytest.mark.parametrize("text", ["x[step()]", "x offset min_of(step(), 5m)", "x[5m ^ 1000]"])
def test_what_hangs_on_the_query_is_not_known(text: str) -> None:
    with pytest.raises(UnknownDurationError):
        respelled(read(text, every_form()).tree)


def test_facts_of_newest_syntax() -> None:
    query = parse("rate(x_total[5m * 2] smoothed) + on (smoothed) anchored offset (1h)")
    assert [(selector.metric, selector.range_ms, selector.offset_ms) for selector in query.selectors] == [
        ("x_total", 600_000, 0),
        ("anchored", 0, 3_600_000),
    ]
    assert [grouping.labels for grouping in query.groupings] == [("smoothed",)]
    assert (query.error, query.unsupported) == ("", False)


def test_facts_that_nobody_knows_are_said_to_be_unknown() -> None:
    query = parse("rate(x[step()])")
    assert (query.error, query.unsupported) == (
        "this expression is right, and its metrics and labels are not known here",
        True,
    )
