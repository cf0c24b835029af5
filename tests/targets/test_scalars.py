from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from o11ygen.targets import scalars


def fault(kind: Any, value: object) -> str:
    """The message about the value; empty when it is accepted."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as refused:
        return str(refused.errors()[0]["msg"])
    return ""


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), (1, "1"), (1.5, "1.5"), (True, "true"), (False, "false"), (None, "")],
)
def test_scalars_are_text_where_text_is_wanted(value: object, text: str) -> None:
    assert TypeAdapter(scalars.Text).validate_python(value) == text


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (scalars.Text, ["", "a", 1], [[], {}]),
        (scalars.NonEmpty, ["a", 0], ["", None]),
        (scalars.Bool, [True, False], ["true", 1, "yes"]),
        (scalars.Int, [0, -5], ["5", 1.5, True]),
        (scalars.Uint, [0, 5], [-1, "5", True]),
        (scalars.Float, [0, 1.5], ["1.5", True]),
        (scalars.Duration, ["0", 0, "5m", "1y2w3d4h5m6s7ms", "292y"], ["", "5", 5, "5 m", "1h1h", "1s1m", "300y"]),
        (scalars.PositiveDuration, ["1ms"], ["0", "0s", 0, "x"]),
        (scalars.GoDuration, ["0", "1.5h", "1m30s", "-5s", "100ms", "1µs"], ["", "5", "1d", "1h 5m", "h"]),
        (
            scalars.Size,
            ["0", 0, "1B", "10GB", "512MiB", "1.5GB", "1GB512MB", "-1GB"],
            ["", "10", "10gb", "10G", "GB", "1GB1MiB"],
        ),
        (scalars.HttpUrl, ["http://a", "HTTPS://a:8/b?c"], ["", "a", "ftp://a", "http://", "http://a:x", "http://%zz"]),
        (scalars.Url, ["", "a", "a b", "ftp://a", "http://a:1:2"], ["http://a:x", "http://a b", "http://a\n", "%zz"]),
        (scalars.HostPort, ["", "a:25", ":25", "[::1]:25"], ["a", "a:", "::1:25", "25"]),
        (scalars.Regex, ["", "a|b", 5], ["(", "(?=a)"]),
        (scalars.FileGlob, ["", "a", "a/*.yml", "*"], ["a/*/b", "**/a"]),
    ],
)
def test_scalar(kind: Any, good: list[object], bad: list[object]) -> None:
    assert [value for value in good if fault(kind, value)] == []
    assert [value for value in bad if not fault(kind, value)] == []


@given(st.lists(st.integers(0, 400), min_size=7, max_size=7))
def test_a_duration_is_the_sum_of_its_parts(counts: list[int]) -> None:
    units = ("y", "w", "d", "h", "m", "s", "ms")
    text = "".join(f"{count}{unit}" for count, unit in zip(counts, units, strict=True) if count)
    lengths = (365 * 86400000, 7 * 86400000, 86400000, 3600000, 60000, 1000, 1)
    total = sum(count * length for count, length in zip(counts, lengths, strict=True))
    if text and total < 2**63 // 10**6:
        assert scalars.milliseconds(text) == total
    else:
        assert fault(scalars.Duration, text)


def test_a_url_is_not_repeated_in_its_fault() -> None:
    assert fault(scalars.HttpUrl, "hunter2") == "the URL has no scheme"
    assert fault(scalars.HttpUrl, "https://hunter2:x:y@z:hunter2") == "the URL is malformed"
