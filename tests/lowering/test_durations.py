"""Durations in Go's form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.lowering.durations import as_go, go_duration

_MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}


@pytest.mark.parametrize(
    ("prometheus", "go"),
    [("0s", "0s"), ("5m", "5m"), ("1d", "24h"), ("1w", "168h"), ("1h30m", "1h30m"), ("1500ms", "1s500ms")],
)
def test_units_that_go_does_not_know_become_hours(prometheus: str, go: str) -> None:
    assert as_go(prometheus) == go


@given(st.integers(min_value=0, max_value=10**12))
def test_the_parts_add_up(milliseconds: int) -> None:
    text = go_duration(milliseconds)
    parts = re.findall(r"(\d+)(ms|h|m|s)", text)
    assert "".join(map("".join, parts)) == text
    assert sum(int(count) * _MILLISECONDS[unit] for count, unit in parts) == milliseconds
