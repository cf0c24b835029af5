"""Whether two regular expressions may match one text."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql.overlap import may_overlap


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("[1-5][0-9]{2}", "5..", True),
        ("[1-5][0-9]{2}", "6..", False),
        ("[1-5][0-9]{2}", "5xx|404", True),
        ("[1-5][0-9]{2}", "5xx|4xx", False),
        (r"v[0-9]+\.[0-9]+", "v1", False),
        (r"v[0-9]+\.[0-9]+", r"v1\.\d+", True),
        ("a*", "", True),
        ("a+", "", False),
        ("(?:ab){2,3}", "abab.*b", True),
        ("(?:ab){2,3}", "abab.{3}", False),
        ("[a-z][a-z0-9_]*", "Age", False),
        ("[^a]", "a", False),
        (r"\D+", "1", False),
        ("^x?y$", "xy|z", True),
        ("a{0}", "a", False),
        ("a{0,}", "aaa", True),
        ("[]a]", r"\]", True),
        ("[a-]", "-", True),
    ],
)
def test_pairs(one: str, other: str, expected: bool) -> None:
    assert may_overlap(one, other) is expected
    assert may_overlap(other, one) is expected


@pytest.mark.parametrize("text", ["(?i)a", "é", r"\pL", "a$b", "(?P<x>a)", "[[:alpha:]]", "(", r"\b", "a{900}"])
def test_what_is_not_followed_may_match_anything(text: str) -> None:
    assert may_overlap(text, "0")


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["?", "{1,2}", "{2}", "{0,1}"])),
    ),
    max_leaves=4,
)
# No pattern matches only longer texts, and `c` stands for every other character.
TEXTS = ["".join(letters) for length in range(9) for letters in itertools.product("abc", repeat=length)]


@given(PATTERNS, PATTERNS)
@settings(max_examples=60, deadline=None)
def test_it_says_what_trying_every_text_says(one: str, other: str) -> None:
    left, right = re.compile(one), re.compile(other)
    longest = 4
    tried = any(left.fullmatch(text) and right.fullmatch(text) for text in TEXTS if len(text) <= longest)
    if tried:
        assert may_overlap(one, other)
    elif may_overlap(one, other):
        assert any(left.fullmatch(text) and right.fullmatch(text) for text in TEXTS)
