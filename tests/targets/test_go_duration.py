"""Durations of Go: what is written is read back, and days get an exact remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.targets.go_duration import go_duration, go_nanoseconds


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0s"),
        (1, "1ms"),
        (1500, "1s500ms"),
        (90_000, "1m30s"),
        (5_400_000, "1h30m"),
        (604_800_000, "168h"),
        (-60_000, "-1m"),
    ],
)
def test_written(milliseconds: int, text: str) -> None:
    assert go_duration(milliseconds) == text


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("+0", 0),
        ("1.5s", 1_500_000_000),
        (".5s", 500_000_000),
        ("1.s", 1_000_000_000),
        ("2us", 2_000),
        ("2µs", 2_000),
        ("3ns", 3),
        ("1m1h", 3_660_000_000_000),
        ("-1ms", -1_000_000),
        ("168h0m0s", 604_800_000_000_000),
    ],
)
def test_read(text: str, nanoseconds: int) -> None:
    assert go_nanoseconds(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("7d", "`7d` is not a duration of Go; write `168h`: there are no days in Go"),
        ("1w2d", "`1w2d` is not a duration of Go; write `216h`: there are no days in Go"),
        ("1d12h30m", "`1d12h30m` is not a duration of Go; write `36h30m`: there are no days in Go"),
        ("5", "`5` is not a duration of Go; write a unit, such as `5s`: a bare number counts nanoseconds"),
        ("", "`` is not a duration of Go; write numbers with the units h, m, s, ms, such as `168h` or `1m30s`"),
        ("1 h", "`1 h` is not a duration of Go; write numbers with the units h, m, s, ms, such as `168h` or `1m30s`"),
        ("--1h", "`--1h` is not a duration of Go; write numbers with the units h, m, s, ms, such as `168h` or `1m30s`"),
        ("3000000h", "the duration `3000000h` is too long; Go counts to about 292 years"),
    ],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole message is compared
        go_nanoseconds(text)
    assert str(caught.value) == message


@given(st.integers(-(10**12), 10**12))
def test_what_is_written_is_read_back(milliseconds: int) -> None:
    assert go_nanoseconds(go_duration(milliseconds)) == milliseconds * 10**6
