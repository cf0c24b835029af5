"""RE2 patterns on top of Python's `re`."""

from __future__ import annotations

import pytest

from o11ygen.gotemplate.regexp import PatternError, UntranslatableError, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("a$", "a\n", False),
        ("(?m)a$", "a\nb", True),
        ("(?i)ABC", "xabc", True),
        ("a(?i)b", "aB", True),
        ("a(?i)b", "AB", False),
        ("(a(?i)b)c", "aBC", False),
        (r"\Qa.b\E", "a.b", True),
        (r"\Qa.b\E", "axb", False),
        (r"\z", "", True),
        (r"\x{e9}\x41", "éA", True),
        (r"[[:digit:]]{2}", "x42", True),
        (r"[^[:space:]]", " ", False),
        (r"[]a]", "]", True),
        (r"[a\]]", "]", True),
        (r"[[a]", "[", True),
        (r"\d", "٣", False),
        (r"\s", "\v", False),
        ("a{,2}", "a{,2}", True),
        ("a{,2}", "aa", False),
        ("(?P<x>a)(?<y>b)", "ab", True),
        (".", "\n", False),
        ("(?s).", "\n", True),
    ],
)
def test_found(pattern: str, text: str, *, found: bool) -> None:
    assert bool(compile_pattern(pattern).search(text)) is found


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[",
        "a**",
        "*",
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        r"\1",
        r"(a)\1",
        r"\Z",
        "a{1001}",
        "a++",
        "\\",
        "[b-a]",
        r"\y",
    ],
)
def test_refused(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)
    assert not isinstance(caught.value, UntranslatableError)


@pytest.mark.parametrize("pattern", [r"\pL", r"\p{Greek}", "(?U)a+", "[[:^digit:]]"])
def test_beyond_python(pattern: str) -> None:
    with pytest.raises(UntranslatableError):
        compile_pattern(pattern)
