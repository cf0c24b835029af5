"""Which of several regular expressions one text may match at once."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql.together import matched_together, words_of


def sets(*patterns: str) -> set[str] | None:
    found = matched_together(patterns)
    return None if found is None else {" ".join(sorted(one)) for one in found}


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ((), {""}),
        (("a.*",), {"", "a.*"}),
        ((".*",), {".*"}),
        (("a.*", "b.*"), {"", "a.*", "b.*"}),
        (("a.*", ".*b"), {"", "a.*", ".*b", ".*b a.*"}),
        (("a.*", "a.+"), {"", "a.*", "a.* a.+"}),
        (("prod-.*", "prod-eu-.*", ".*-1"), None),
        (("[ab]", "[^ab]"), {"", "[ab]", "[^ab]"}),
    ],
)
def test_sets(patterns: tuple[str, ...], expected: set[str] | None) -> None:
    if expected is None:
        found = sets(*patterns)
        assert found is not None
        assert "prod-eu-.*" not in found
        assert ".*-1 prod-.* prod-eu-.*" in found
    else:
        assert sets(*patterns) == expected


@pytest.mark.parametrize("pattern", ["(?i)a", "é", "a$b", "(", "a{900}"])
def test_what_is_not_followed_is_in_doubt(pattern: str) -> None:
    assert matched_together((pattern, "b")) is None


def test_many_prefixes_are_few_states() -> None:
    patterns = tuple(f"team-{number}-.*" for number in range(300))
    found = matched_together(patterns)
    assert found is not None
    assert len(found) == 301


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a", ("a",)),
        ("a|b", ("a", "b")),
        ("node-[ab]", ("node-a", "node-b")),
        ("node-(a|b)?", ("node-", "node-a", "node-b")),
        ("x{2}", ("xx",)),
        (r"a\.b", ("a.b",)),
        ("a*", ()),
        (".", ()),
        ("[0-9]{4}", ()),
        ("(?i)a", ()),
        ("[^a]", ()),
    ],
)
def test_words(pattern: str, expected: tuple[str, ...]) -> None:
    assert words_of(pattern) == expected


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "a*", "b+", ".*"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(st.builds("{}{}".format, inner, inner), st.builds("(?:{}|{})".format, inner, inner)),
    max_leaves=3,
)
TEXTS = ["".join(letters) for length in range(6) for letters in itertools.product("abc", repeat=length)]


@settings(max_examples=100, deadline=None)
@given(st.lists(PATTERNS, min_size=1, max_size=3, unique=True))
def test_agrees_with_trying_texts(patterns: list[str]) -> None:
    found = matched_together(tuple(patterns))
    tried = {frozenset(one for one in patterns if re.fullmatch(one, text)) for text in TEXTS}
    assert found is not None
    assert tried == found


@settings(max_examples=100, deadline=None)
@given(PATTERNS)
def test_words_are_all_that_matches(pattern: str) -> None:
    words = words_of(pattern)
    if words:
        assert sorted(words) == sorted(text for text in TEXTS if re.fullmatch(pattern, text))
