"""What a pattern of a matcher comes to."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql.patterns import choices, judged


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a", ("a",)),
        ("a|b", ("a", "b")),
        ("(a|b)", ("a", "b")),
        ("(?:a|b)", ("a", "b")),
        (r"a\.b", ("a.b",)),
        ("a|", ("a", "")),
        ("", ()),
        ("a.b", ()),
        ("a+", ()),
        (r"\d|a", ()),
        ("(a)(b)", ()),
        ("[ab]", ()),
    ],
)
def test_choices(pattern: str, expected: tuple[str, ...]) -> None:
    assert choices(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "verdict", "better"),
    [
        (".*", "everything", ""),
        ("^.*$", "everything", ""),
        (".+", "something", ""),
        ("", "nothing", ""),
        ("prod", "literal", "prod"),
        (r"a\.b", "literal", "a.b"),
        ("^5..$", "anchored", "5.."),
        ("^5..", "anchored", "5.."),
        (r"5..\$", "", ""),
        ("^a|b$", "", ""),
        ("a|b|a", "repeated", "a"),
        ("a||b", "empty choice", "a|b"),
        ("a|", "", ""),
        ("|a", "", ""),
        ("db1.example.com:.*", "dots", "db1.example.com"),
        ("10.0.0.1:.*", "dots", "10.0.0.1"),
        (r"db1\.example\.com:.*", "", ""),
        ("5..", "", ""),
        ("a|b", "", ""),
        ("(?i)Prod", "", ""),
    ],
)
def test_verdicts(pattern: str, verdict: str, better: str) -> None:
    assert judged(pattern) == (verdict, better)


@given(st.text(alphabet=r"ab|.\(){}^$*+?", max_size=8), st.text(alphabet="ab.|", max_size=4))
@settings(max_examples=200, deadline=None)
def test_choices_match_what_the_pattern_does(pattern: str, value: str) -> None:
    try:
        read = re.compile(pattern)
    except re.error:
        return
    listed = choices(pattern)
    if listed:
        assert (value in listed) == (read.fullmatch(value) is not None)
