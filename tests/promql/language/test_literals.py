"""Numbers, strings and patterns as Go reads them."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.promql.language.literals import escape_fault, matches_empty, number, unquoted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("010", 8),
        ("0_10", 8),
        ("08", 8),
        ("0x1F", 31),
        ("0x_1f", 31),
        ("1_000", 1000),
        ("1_000.5", 1000.5),
        (".5", 0.5),
        ("1.", 1),
        ("1e3", 1000),
        ("9223372036854775808", 2.0**63),
        ("Inf", math.inf),
        ("1e400", None),
        ("9" * 5000, None),
        ("0x8000000000000000", None),
        ("0x", None),
        ("0x1.5", None),
        ("1e", None),
        ("1_", None),
        ("1_.5", None),
        ("1__0", None),
        (".5.5", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == value


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(number("NaN") or 0.0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"a\tb"', "a\tb"),
        (r'"\x41\101é\u00e9"', "AAéé"),
        (r'"\xc3\xa9"', "é"),
        (r'"\xff"', "\udcff"),
        (r"'\''", "'"),
        (r"`\d`", r"\d"),
        ('""', ""),
    ],
)
def test_strings(text: str, value: str) -> None:
    assert escape_fault(text) is None or text[0] == "`"
    assert unquoted(text) == value


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (r'"a\d"', (2, r"\d")),
        (r'"\'"', (1, r"\'")),
        (r'"\400"', (1, r"\400")),
        (r'"\ud800"', (1, r"\ud800")),
        (r'"\U00110000"', (1, r"\U00110000")),
        (r'"\x4"', (1, r"\x")),
        (r'"\\d"', None),
    ],
)
def test_escapes(text: str, fault: tuple[int, str] | None) -> None:
    assert escape_fault(text) == fault


PATTERNS = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "^", "$", "\\d", ""]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "{0,2}", "{2}", "{0}"])).map(
            lambda t: f"(?:{t[0]}){t[1]}"
        ),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=6,
)


@given(PATTERNS)
def test_a_pattern_matches_an_empty_value_as_pythons_does(pattern: str) -> None:
    """For what both dialects read alike."""
    assert matches_empty(pattern) == (re.fullmatch(pattern, "") is not None)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?i)", True),
        ("\\Qa\\E", False),
        ("\\Q\\E", True),
        ("\\pL", False),
        ("[[:alpha:]]*", True),
        ("\\b", False),
        ("\\B", True),
    ],
)
def test_what_only_re2_reads(pattern: str, expected: bool) -> None:
    assert matches_empty(pattern) == expected
