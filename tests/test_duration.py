from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.duration import MAX_MILLISECONDS, format_duration, parse_duration, readable_duration

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0", 0),
        ("0s", 0),
        ("1ms", 1),
        ("5m", 5 * MINUTE),
        ("1d12h", 36 * HOUR),
        ("90s", 90_000),
        ("1y2w3d4h5m6s7ms", 365 * DAY + 14 * DAY + 3 * DAY + 4 * HOUR + 5 * MINUTE + 6_007),
        ("007m", 7 * MINUTE),
        ("9223372036854ms", MAX_MILLISECONDS),
        ("0" * 5000 + "5m", 5 * MINUTE),
    ],
)
def test_a_duration_is_a_number_of_milliseconds(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            "a duration is empty; write whole numbers with the units y, w, d, h, m, s, ms in that order, "
            "such as `5m` or `1d12h`",
        ),
        ("60", "`60` has no unit, and there is no default one; write `60s` for seconds or `60m` for minutes"),
        ("12h1d", "`12h1d` has its units out of order or twice; write `1d12h`"),
        ("1h1h", "`1h1h` has its units out of order or twice; write `2h`"),
        ("1.5m", "`1.5m` has a decimal point, and only whole numbers are read; write `1m30s`"),
        ("-1m", "`-1m` has a sign, and a duration has none; write `1m`"),
        ("5 minutes", "`5 minutes` is not spelled as a duration; write `5m`"),
        ("5min", "`5min` is not spelled as a duration; write `5m`"),
        (" 5m", "` 5m` is not spelled as a duration; write `5m`"),
        ("5m\n", "`5m\n` is not spelled as a duration; write `5m`"),
        (
            "soon",
            "`soon` is not a duration; write whole numbers with the units y, w, d, h, m, s, ms in that order, "
            "such as `5m` or `1d12h`",
        ),
        (
            "293y",
            "`293y` is longer than Prometheus can count (2^63-1 nanoseconds, about 292 years); write a shorter one",
        ),
    ],
)
def test_a_fault_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the whole message is compared below)
        parse_duration(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["9223372036855ms", "9" * 5000 + "s", "10000000000000000000000ms"])
def test_what_overflows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="longer than Prometheus can count"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["٥m", "5m5", "m", "1e3s", "0x5s", "5M", "1h 30m", "1µs", "00"])
def test_what_only_looks_like_a_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="; write "):
        parse_duration(text)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0s"),
        (10_080 * MINUTE, "1w"),
        (90 * DAY, "90d"),
        (730 * DAY, "2y"),
        (378 * DAY, "54w"),
        (372 * DAY, "372d"),
        (36 * HOUR, "1d12h"),
        (3_661_001, "1h1m1s1ms"),
        (-5 * MINUTE, "-5m"),
    ],
)
def test_durations_print_as_prometheus_prints_them(milliseconds: int, text: str) -> None:
    assert format_duration(milliseconds) == text


@given(st.integers(min_value=0, max_value=MAX_MILLISECONDS))
@settings(max_examples=150)
def test_what_is_printed_reads_back(milliseconds: int) -> None:
    assert parse_duration(format_duration(milliseconds)) == milliseconds


@given(st.text(max_size=12))
@settings(max_examples=150)
def test_any_text_is_read_or_refused_with_a_remedy(text: str) -> None:
    try:
        milliseconds = parse_duration(text)
    except ValueError as fault:
        milliseconds, remedy = 0, str(fault)
    else:
        remedy = "; write "
    assert 0 <= milliseconds <= MAX_MILLISECONDS
    assert "; write " in remedy


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0s"), (90_000, "1m30s"), (7 * 86_400_000, "7d"), (365 * 86_400_000, "365d"), (8 * 86_400_000 + 1, "8d1ms")],
)
def test_people_read_days_and_no_weeks(milliseconds: int, text: str) -> None:
    assert readable_duration(milliseconds) == text
    assert parse_duration(text) == milliseconds
