import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.targets.re2 import fault_of, has_short_group_name


@pytest.mark.parametrize(
    ("pattern", "short"),
    [
        ("(?<n>a)", True),
        ("(?P<m>b)|c(?<n>a)", True),
        ("(?P<n>a)", False),
        (r"\(?<n>a", False),
        ("[(?<n>]a", False),
        (r"\Q(?<n>a)\E", False),
    ],
)
def test_a_group_is_named_in_the_short_way(pattern: str, short: bool) -> None:
    assert has_short_group_name(pattern) is short


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a|b|",
        "|a*",
        "(?i)a(?-i)b",
        "(?is-mU:a)",
        "(?P<name>a)(?<other>b)",
        "(?:a)(?)",
        r"\pL\PN\p{Greek}\p{^Lu}\p{Any}",
        r"\A\z\b\B\d\D\s\S\w\W",
        r"[[:alpha:]][[:^digit:]_-]",
        r"[]a]|[^]a]|[a-]|[\d-z]|[a\]]",
        r"\Qa.b*\E+",
        r"\Q",
        r"\x41\x{1F600}\07\12\a\f\n\r\t\v",
        r"\.\-\_\/\"\ ",
        "a{2}b{2,}c{2,3}d{1000}",
        "a{,3}b{c{2",
        "a??b*?c+?d{2}?",
        "^*$+",
        "(a{100}){10}",
        "é+",
    ],
)
def test_accepted(pattern: str) -> None:
    assert fault_of(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(?=a)", "RE2 has no `(?=a`"),
        ("(?!a)", "RE2 has no `(?!a`"),
        ("(?<=a)", "RE2 has no `(?<=`"),
        ("(?<!a)", "RE2 has no `(?<!`"),
        ("(?>a)", "RE2 has no `(?>a`"),
        ("(?#a)", "RE2 has no `(?#a`"),
        ("(?P=n)", "RE2 has no `(?P=`"),
        ("(?-)", "RE2 has no `(?-)`"),
        (r"(a)\1", r"RE2 has no `\1`"),
        (r"a\Z", r"RE2 has no `\Z`"),
        (r"\E", r"RE2 has no `\E`"),
        (r"\u1234", r"RE2 has no `\u`"),
        (r"\é", r"RE2 has no `\é`"),
        (r"[\b]", r"RE2 has no `\b`"),
        ("a\\", "RE2 has no `\\`"),
        (r"\x{110000}", r"`\x{110000}` is beyond Unicode"),
        (r"\p{Nope}", r"`\p{Nope}` is not a Unicode class"),
        ("[[:nope:]]", "`[:nope:]` is not a class"),
        ("a++", "the repeat `+` follows another repeat"),
        ("a**", "the repeat `*` follows another repeat"),
        ("a{2}{3}", "the repeat `{3}` follows another repeat"),
        ("*a", "nothing stands before `*`"),
        ("(|+)", "nothing stands before `+`"),
        ("(?i)*", "nothing stands before `*`"),
        ("a{3,2}", "the repeat `{3,2}` is out of order or over 1000"),
        ("a{1001}", "the repeat `{1001}` is out of order or over 1000"),
        ("(a{500}){3}", "it repeats more than 1000 times"),
        ("((a{100})*){11}", "it repeats more than 1000 times"),
        ("(a", "a `(` is not closed"),
        ("a)", "a `)` closes no group"),
        ("[a", "the class `[a` is not closed"),
        ("[]", "the class `[]` is not closed"),
        ("[z-a]", "the range `z-a` runs backwards"),
        ("(?P<a>x)(?P<a>y)", "the group name `a` is used twice"),
        ("(" * 300 + ")" * 300, "its groups are nested too deep"),
    ],
)
def test_refused(pattern: str, fault: str) -> None:
    assert fault_of(pattern) == fault


@given(st.text(max_size=12))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(fault_of(text), str)


@given(st.text(max_size=12))
def test_text_with_every_ascii_sign_escaped_is_literal(text: str) -> None:
    assert fault_of(re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", text)) == ""
