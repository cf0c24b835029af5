"""Quotients that are never more than 1."""

from __future__ import annotations

import pytest

from o11ygen.promql.language.nodes import Binary
from o11ygen.promql.parse import tree
from o11ygen.promql.shares import is_nothing, is_share

WHOLE = "sum by (job) (rate(a[5m]))"


def quotient(text: str) -> Binary:
    whole = tree(text)
    assert isinstance(whole, Binary)
    return whole


def share(text: str, *, not_negative: bool = True) -> bool:
    node = quotient(text)
    return is_share(node.left, node.right, lambda part: not_negative)


@pytest.mark.parametrize(
    "text",
    [
        f'sum by (job) (rate(a{{code=~"5.."}}[5m])) / {WHOLE}',
        f'sum by (job, code) (rate(a{{code=~"5.."}}[5m])) / on (job) group_left () {WHOLE}',
        f'(sum by (job) (rate(a{{code="500"}}[5m])) or vector(0)) / ({WHOLE} > 0)',
        '(sum(increase(a{b="c"}[5m])) or 0 * sum(increase(a[5m]))) / clamp_min(sum(increase(a[5m])), 1)',
        "rate(hits[5m]) / (rate(hits[5m]) + rate(misses[5m]))",
        "rate(hits[5m]) / (rate(misses[5m]) + rate(hits[5m]))",
        'sum(rate(x_bucket{le="0.1"}[5m])) / sum(rate(x_count[5m]))',
        "count(a < 0) / count(a)",
        "sum without (code) (rate(a{b='c'}[5m])) / sum without (code, b) (rate(a[5m]))",
    ],
)
def test_a_part_of_a_whole(text: str) -> None:
    assert share(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{WHOLE} / sum by (job) (rate(a{{code='500'}}[5m]))",
        f"sum by (job) (rate(a{{code='500'}}[10m])) / {WHOLE}",
        f"sum by (job) (rate(a{{code='500'}}[5m] offset 1h)) / {WHOLE}",
        f"sum by (job) (rate(a{{code='500'}}[5m] @ 1)) / {WHOLE}",
        f"sum by (job) (rate(other[5m])) / {WHOLE}",
        f"sum by (instance) (rate(a{{code='500'}}[5m])) / {WHOLE}",
        f"max by (job) (rate(a{{code='500'}}[5m])) / {WHOLE}",
        f"sum without (job) (rate(a[5m])) / {WHOLE}",
        f"sum by (job) (increase(a[5m])) / {WHOLE}",
        'sum(rate(x_bucket{le=~"0.1|1"}[5m])) / sum(rate(x_count[5m]))',
        "rate(hits[5m]) / (rate(all[5m]) + rate(misses[5m]))",
        "(rate(hits[5m]) or rate(other[5m])) / rate(hits[5m])",
    ],
)
def test_anything_else(text: str) -> None:
    assert not share(text)


def test_of_what_may_be_negative_a_part_may_be_more_than_the_whole() -> None:
    assert not share('sum(a{b="c"}) / sum(a)', not_negative=False)


@pytest.mark.parametrize(
    ("text", "expected"), [("vector(0)", True), ("(0 * a)", True), ("a * 0", True), ("vector(1)", False), ("a", False)]
)
def test_what_stands_in_for_nothing(text: str, expected: bool) -> None:
    whole = tree(text)
    assert whole is not None
    assert is_nothing(whole) is expected
