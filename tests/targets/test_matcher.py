import pytest

from o11ygen.targets.matcher import Matcher, MatcherError, parse_matchers


@pytest.mark.parametrize(
    ("text", "matchers"),
    [
        ("", []),
        ("{}", []),
        ("a=b", [("a", "=", "b")]),
        (' a =~ "b.*" ', [("a", "=~", "b.*")]),
        ("a!=b", [("a", "!=", "b")]),
        ('a!~"b|c"', [("a", "!~", "b|c")]),
        ("a:b=c", [("a:b", "=", "c")]),
        ("{a=b,c=d,}", [("a", "=", "b"), ("c", "=", "d")]),
        ('a="b,c",d=e', [("a", "=", "b,c"), ("d", "=", "e")]),
        ("a=b c", [("a", "=", "b c")]),
        ("a=", [("a", "=", "")]),
        ("{a=b", [("a", "=", "b")]),
        (r'a="\d"', [("a", "=", r"\d")]),
        (r'a="x\"y\n\\"', [("a", "=", 'x"y\n\\')]),
        ("a=b\\", [("a", "=", "b\\")]),
    ],
)
@pytest.mark.parametrize("utf8", [False, True])
def test_both_grammars_accept(text: str, matchers: list[tuple[str, str, str]], utf8: bool) -> None:
    found = parse_matchers(text, utf8=utf8)
    assert [(matcher.name, matcher.operator, matcher.value) for matcher in found] == matchers


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ('"a.b"="c"', "a.b", "c"),
        ("a.b=c", "a.b", "c"),
        ("{größe=5}", "größe", "5"),
        (r'"a b"="\u00e9\x41\t"', "a b", "éA\t"),
    ],
)
def test_utf8_names_need_the_newer_grammar(text: str, name: str, value: str) -> None:
    assert parse_matchers(text, utf8=True) == (Matcher(name, "=", value),)
    with pytest.raises(MatcherError):
        parse_matchers(text, utf8=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=b,,c=d", "`a=b,,c=d` is not a matcher: a label name is expected before `,c=d`"),
        ("a", "`a` is not a matcher: one of =, !=, =~, !~ is expected at the end"),
        ("=b", "`=b` is not a matcher: a label name is expected before `=b`"),
        ('"a.b"=', '`"a.b"=` is not a matcher: a value is expected at the end'),
        ('{"a.b"=c', '`{"a.b"=c` is not a matcher: a closing brace is expected at the end'),
        ('"a.b"=c}', '`"a.b"=c}` is not a matcher: a comma or the end is expected before `}`'),
        ('""=c', "`` is not a label name"),
        ('a="b', '`a="b` is not a matcher: a value is expected before `"b`'),
        (r'"a.b"="\q"', r"`\q` is not an escape"),
        ("a=~(", "the regular expression `(` does not compile: a `(` is not closed"),
        ("a!~b(?=c)", "the regular expression `b(?=c)` does not compile: RE2 has no `(?=c`"),
    ],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(MatcherError) as refused:
        parse_matchers(text, utf8=True)
    assert str(refused.value) == message


def test_the_classic_grammar_refuses_stray_quotes() -> None:
    for text, message in (
        ('a=b"c', 'the value `b"c` has an unescaped double quote'),
        ('a="b"c"', 'the value `"b"c"` has an unescaped double quote'),
        ('a="b', 'the value `"b` has no closing double quote'),
    ):
        with pytest.raises(MatcherError) as refused:
            parse_matchers(text, utf8=False)
        assert str(refused.value) == message
