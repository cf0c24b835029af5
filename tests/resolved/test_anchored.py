"""Patterns of matchers, as RE2 reads them and Python does not."""

from __future__ import annotations

import warnings

import pytest

from o11ygen.resolved.routing import anchored


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("[[:alpha:]]+", "abc", True),
        ("[[:alpha:]]+", "a1", False),
        ("[^[:space:]]+", "a b", False),
        ("(?i)critical|page", "PAGE", True),
        ("(?is)a.b", "A\nB", True),
        ("a|(?i)b", "B", True),
        (r"\Qa.b\E", "a.b", True),
        (r"\Qa.b\E", "axb", False),
        (r"ab\z", "ab", True),
        ("a.b", "a\nb", True),
        (r"\d", "٣", False),
    ],
)
def test_what_a_pattern_matches(pattern: str, text: str, matches: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = anchored(pattern)
    assert found is not None
    assert (found.fullmatch(text) is not None) == matches


@pytest.mark.parametrize("pattern", ["(", r"\pL", "(?U)a+"])
def test_what_can_not_be_followed(pattern: str) -> None:
    assert anchored(pattern) is None
