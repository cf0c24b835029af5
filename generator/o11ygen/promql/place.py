"""Where in the text the selectors of an expression stand; the parser keeps no positions."""

from __future__ import annotations

from functools import lru_cache

from o11ygen.promql.lexer import (
    AGGREGATORS,
    BINARY_OPERATORS,
    FILL_WORDS,
    GROUPING_WORDS,
    Position,
    Token,
    position_at,
    tokens,
)

_NUMBERS = frozenset(("inf", "nan"))
UNKNOWN = Position(0, 0)


def place_of_selector(text: str, *, ordinal: int, count: int) -> Position:
    """The place of selector number `ordinal` of `count`; 0:0 when the text does not show as many as the parser saw."""
    found = selector_indexes(text)
    return position_at(text, found[ordinal]) if len(found) == count else UNKNOWN


@lru_cache(maxsize=256)
def selector_indexes(text: str) -> tuple[int, ...]:
    """The index of the first character of each selector, in order."""
    cut = tokens(text)
    found: list[int] = []
    position, operand = 0, True
    while position < len(cut):
        token, follower = cut[position], _text(cut, position + 1)
        if token.text == "{":
            if operand:
                found.append(token.start)
            position, operand = _behind(cut, position), False
        elif token.text == "[":
            position, operand = _behind(cut, position), False
        elif token.kind == "word" and operand and _is_name(token, follower):
            found.append(token.start)
            position, operand = position + 1, False
        elif token.kind == "word" and token.folded in GROUPING_WORDS | FILL_WORDS and follower == "(":
            position = _behind(cut, position + 1)
        else:
            operand = _operand_follows(token, operand)
            position += 1
    return tuple(found)


def _is_name(token: Token, follower: str) -> bool:
    """Whether a word where an operand may stand is a metric, not a function, aggregator, number or modifier."""
    if token.folded in _NUMBERS or token.folded in ("bool", "group_left", "group_right"):
        return False
    if token.folded in AGGREGATORS and follower.lower() in ("by", "without"):
        return False
    if token.folded in GROUPING_WORDS | FILL_WORDS and follower == "(":
        return False
    return follower != "("


def _operand_follows(token: Token, operand: bool) -> bool:
    if token.folded in BINARY_OPERATORS or token.text in ("(", ","):
        return True
    if token.folded in ("bool", "group_left", "group_right", "by", "without"):
        return operand
    return token.kind == "word" and operand and token.folded not in _NUMBERS


def _behind(cut: list[Token], position: int) -> int:
    """The position behind the bracket that closes the one at `position`."""
    closing = {"{": "}", "[": "]", "(": ")"}[cut[position].text]
    while position < len(cut) and cut[position].text != closing:
        position += 1
    return position + 1


def _text(cut: list[Token], position: int) -> str:
    return cut[position].text if position < len(cut) else ""
