from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql.lexer import Position, position_at, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:b >= 1_000", [("word", "a:b"), ("operator", ">="), ("number", "1_000")]),
        ("[1h:5m]", [("bracket", "["), ("duration", "1h"), ("operator", ":"), ("duration", "5m"), ("bracket", "]")]),
        ("0x1F .5 1e-3", [("number", "0x1F"), ("number", ".5"), ("number", "1e-3")]),
        ("1.5m 5x", [("malformed", "1.5m"), ("malformed", "5x")]),
        ('"a\\"b" \'c\' `\\`', [("string", '"a\\"b"'), ("string", "'c'"), ("string", "`\\`")]),
        ('"open\nx', [("unclosed", '"open'), ("word", "x")]),
        ("`open\nx", [("unclosed", "`open\nx")]),
        ("a # b\nc", [("word", "a"), ("word", "c")]),
        ("h </ 2 >/ $", [("word", "h"), ("operator", "</"), ("number", "2"), ("operator", ">/"), ("stray", "$")]),
        ("a!~b", [("word", "a"), ("operator", "!~"), ("word", "b")]),
    ],
)
def test_kinds_of_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.kind, token.text) for token in tokens(text)] == expected


@given(st.text(max_size=40))
@settings(max_examples=150)
def test_tokens_cover_the_text_in_order(text: str) -> None:
    """Whatever lies between two tokens is blank or a comment."""
    behind = 0
    for token in tokens(text):
        between = text[behind : token.start]
        assert all(line.split("#")[0].strip(" \t\r") == "" for line in between.split("\n"))
        assert text[token.start : token.end] == token.text
        behind = token.end


@pytest.mark.parametrize(
    ("index", "position"), [(0, Position(1, 1)), (2, Position(1, 3)), (3, Position(2, 1)), (5, Position(2, 3))]
)
def test_positions_count_from_one(index: int, position: Position) -> None:
    assert position_at("ab\ncde", index) == position
