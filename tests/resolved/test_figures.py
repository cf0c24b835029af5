"""Figures in prose, and the rule that they may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.promql import parse
from o11ygen.resolved.figures import (
    durations_told,
    may_be_recorded,
    may_mean_duration,
    may_mean_share,
    numbers_in,
    shares_told,
)

MINUTE = 60_000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Down for 10 minutes.", [600]),
        ("down for more than 5m, and for at least 1 hour", [300, 3600]),
        ("in the last 30 seconds", [30]),
        ("within the past 2 days", [172_800]),
        ("longer than 1.5 hours", [5400]),
        ("for {{ $value }} minutes", []),
        ("for 3 of 5 pods, at 5m", []),
        ("for 10 months", []),
    ],
)
def test_durations(text: str, seconds: list[float]) -> None:
    assert [told.amount for told in durations_told(text)] == seconds


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("more than 5% of requests", [5]),
        ("Above 90 percent, below 2.5%", [90, 2.5]),
        ("(> 80%)", [80]),
        ("5% are left", []),
        ("over {{ $value }}%", []),
        ("more than 5 pods", []),
    ],
)
def test_shares(text: str, percent: list[float]) -> None:
    assert [told.amount for told in shares_told(text)] == percent


@pytest.mark.parametrize(
    ("text", "expr", "for_ms", "right"),
    [
        ("for 10 minutes", "up == 0", 10 * MINUTE, True),
        ("for 10 minutes", "up == 0", 5 * MINUTE, False),
        ("for 10 minutes", "max_over_time(up[10m]) == 0", 0, True),
        ("for 15 minutes", "max_over_time(up[10m]) == 0", 5 * MINUTE, True),
        ("for 1 hour", "time() - x > 3600", 0, True),
        ("for 2 days", "time() - x > 2 * 24 * 3600", 0, True),
        ("for 2 days", "time() - x > 86400", 0, False),
        ("for 6 hours", "job:errors:ratio_rate6h > 1", 0, True),
        ("for 1 hour", "x offset 1h > 1", 0, True),
        ("for 30 minutes", "max_over_time((up == 0)[30m:1m])", 0, True),
        ("for 5 minutes", 'x{name="5m"} > 1', 0, False),
    ],
)
def test_durations_of_a_rule(text: str, expr: str, for_ms: int, right: bool) -> None:
    (told,) = durations_told(text)
    assert may_mean_duration(told, parse(expr), waits_ms=(for_ms, 0)) is right


def test_the_window_of_a_recording_rule_may_be_meant() -> None:
    (past,), (waits,) = durations_told("in the last 24 hours"), durations_told("for 24 hours")
    assert may_be_recorded(past, parse("job:backups:count == 0"))
    assert not may_be_recorded(past, parse("backups == 0"))
    assert not may_be_recorded(waits, parse("job:backups:count == 0"))


@pytest.mark.parametrize(
    ("text", "expr", "right"),
    [
        ("over 5%", "x > 0.05", True),
        ("over 5%", "x > .05", True),
        ("over 5%", "x > 5", True),
        ("less than 5%", "x > 95", True),
        ("over 5%", "1 - x > 0.95", True),
        ("over 5%", "x / (1000 * 0.05) > 1", True),
        ("over 5%", "x > 0.1", False),
        ("over 5%", "rate(x[5m]) > 1", False),
        ("over 5%", 'x{y="5"} > 1', False),
    ],
)
def test_shares_of_a_rule(text: str, expr: str, right: bool) -> None:
    (told,) = shares_told(text)
    assert may_mean_share(told, parse(expr)) is right


def test_numbers_are_those_of_the_expression() -> None:
    found = numbers_in('rate(node1_x[5m]) * (14.4 * 1e-3) > 2 * 3 or y{z="7"} / 4')
    assert sorted(found) == pytest.approx([0.001, 0.0144, 2, 3, 4, 6, 14.4])


@given(
    count=st.integers(1, 500),
    unit=st.sampled_from([("seconds", 1), ("m", 60), ("minutes", 60), ("h", 3600), ("days", 86_400)]),
    words=st.sampled_from(["Down for {}.", "has been slow for more than {}", "for at least {} now", "longer than {}"]),
)
def test_the_duration_that_a_rule_waits_is_right_in_any_words(count: int, unit: tuple[str, int], words: str) -> None:
    name, seconds = unit
    (told,) = durations_told(words.format(f"{count} {name}"))
    assert may_mean_duration(told, parse("up == 0"), waits_ms=(count * seconds * 1000, 0))
    assert not may_mean_duration(told, parse("up == 0"), waits_ms=(count * seconds * 1000 + 1, 0))
