"""Quotients that are 0 / 0 while nothing happens."""

from __future__ import annotations

import pytest

from o11ygen.labelflow import IGNORANCE, flow_of
from o11ygen.promql.language.nodes import Node
from o11ygen.promql.limits import ANY, Limits, hull
from o11ygen.promql.parse import tree
from o11ygen.promql.quotients import idle_quotient, is_summed_up


def found(text: str) -> tuple[str, bool] | None:
    whole = tree(text)
    assert whole is not None
    flow = flow_of(whole, IGNORANCE)

    def limits_of(node: Node) -> Limits:
        outcomes = flow.of(node)
        return hull(one.limits for one in outcomes) if outcomes else ANY

    quotient = idle_quotient(whole, limits_of, lambda name: name == "job:x:ratio")
    return None if quotient is None else (text[quotient.start : quotient.end], is_summed_up(quotient))


@pytest.mark.parametrize(
    ("text", "quotient", "summed_up"),
    [
        ("rate(a[5m]) / rate(b[5m])", "rate(a[5m]) / rate(b[5m])", False),
        ("100 * (increase(a[5m]) / increase(b[5m]))", "increase(a[5m]) / increase(b[5m])", False),
        ("a % delta(b[5m])", "a % delta(b[5m])", False),
        ("1 - a / sum(rate(b[5m]))", "a / sum(rate(b[5m]))", True),
        ("a / (rate(b[5m]) + rate(c[5m]))", "a / (rate(b[5m]) + rate(c[5m]))", False),
        ("a / (rate(b[5m]) * 60)", "a / (rate(b[5m]) * 60)", False),
        ("abs(a / rate(b[5m])) and c", "a / rate(b[5m])", False),
        ("vector(0) or a / rate(b[5m])", "a / rate(b[5m])", False),
        ("1 - job:x:ratio", "job:x:ratio", True),
    ],
)
def test_what_may_stand_still(text: str, quotient: str, summed_up: bool) -> None:
    assert found(text) == (quotient, summed_up)


@pytest.mark.parametrize(
    "text",
    [
        "a / b",
        "rate(a[5m]) / b",
        "rate(a[5m]) / (rate(b[5m]) > 0)",
        "rate(a[5m]) / clamp_min(rate(b[5m]), 0.1)",
        "rate(a[5m]) / (rate(b[5m]) + 1)",
        "(rate(a[5m]) / rate(b[5m])) > 0.1",
        "a / sum(b)",
        "a / count(rate(b[5m]))",
        "max(rate(a[5m]) / rate(b[5m]))",
        "job:y:ratio",
    ],
)
def test_what_does_not(text: str) -> None:
    assert found(text) is None
