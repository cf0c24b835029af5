"""Selectors, underlined in their expression."""

from __future__ import annotations

import pytest

from o11ygen.promql import parse
from o11ygen.resolved.marked import marked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("up == 0", ["up"]),
        ('a:b / on (x) rate(c_total{d="}"}[5m])', ["a:b", "c_total"]),
        ('{"a:b", job="x"} + {__name__="up"}', ['{"a:b", job="x"}', '{__name__="up"}']),
        ('{job="x"}', ['{job="x"}']),
    ],
)
def test_the_metric_or_else_the_braces(text: str, shown: list[str]) -> None:
    found = [marked(text, selector) for selector in parse(text).selectors]
    assert [one.text[one.start : one.end] for one in found] == shown
