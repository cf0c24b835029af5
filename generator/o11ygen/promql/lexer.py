"""PromQL cut into tokens with their places: what the parser does not tell, and what error messages need.

Lenient on purpose: any text gives tokens that cover it, faulty pieces as tokens of a kind of their own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, TypeAlias, cast

Kind: TypeAlias = Literal[
    "string", "unclosed", "number", "duration", "malformed", "word", "operator", "bracket", "stray"
]

_PATTERN = r"""
    (?P<blank>[ \t\r\n]+|\#[^\n]*)
  | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)
  | (?P<unclosed>"(?:[^"\\\n]|\\.)*|'(?:[^'\\\n]|\\.)*|`[^`]*)
  | (?P<number>(?:0[xX][0-9a-fA-F]+|(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(?![\w.]))
  | (?P<duration>(?:[0-9]+(?:ms|[smhdwy]))+(?![\w.]))
  | (?P<malformed>\.?[0-9][\w.]*)
  | (?P<word>WORD)
  | (?P<operator></|>/|==|!=|=~|!~|<=|>=|[-+*/%^=<>@,:])
  | (?P<bracket>[][(){}])
  | (?P<stray>.)
"""
_FLAGS = re.VERBOSE | re.ASCII | re.DOTALL
# A colon belongs to a metric name, except in a range, where it parts the window from the step.
_WORD_OUTSIDE, _WORD_IN_RANGE = r"[A-Za-z_:][\w:]*", r"[A-Za-z_]\w*"

AGGREGATORS = frozenset(("avg", "count", "group", "max", "min", "stddev", "stdvar", "sum")) | frozenset(
    ("bottomk", "count_values", "limit_ratio", "limitk", "quantile", "topk")
)
GROUPING_WORDS = frozenset(("by", "without", "on", "ignoring", "group_left", "group_right"))
FILL_WORDS = frozenset(("fill", "fill_left", "fill_right"))
SET_OPERATORS = frozenset(("and", "or", "unless"))
COMPARISONS = frozenset(("==", "!=", "<=", "<", ">=", ">"))
BINARY_OPERATORS = (
    frozenset(("+", "-", "*", "/", "%", "^", "</", ">/", "=", "=~", "!~", "atan2")) | COMPARISONS | SET_OPERATORS
)


class Token(NamedTuple):
    """A piece of an expression: its kind, its text, and the index of its first character."""

    kind: Kind
    text: str
    start: int

    @property
    def folded(self) -> str:
        """The text in lower case: PromQL's own words are known in any case."""
        return self.text.lower()

    @property
    def end(self) -> int:
        """The index behind the last character."""
        return self.start + len(self.text)


class Position(NamedTuple):
    """A place in an expression: line and column count characters from 1; 0 means not known."""

    line: int
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of `text` in order, without blanks and comments."""
    outside, within_range = _patterns()
    found: list[Token] = []
    position, in_range = 0, False
    while position < len(text):
        match = (within_range if in_range else outside).match(text, position)
        if match is None:  # can't be: the last alternative takes any character
            break
        kind = match.lastgroup
        if kind != "blank":
            found.append(Token(cast(Kind, kind), match[0], position))
            if kind == "bracket" and match[0] in "[]":
                in_range = match[0] == "["
        position = match.end()
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Outside of a range and in it; compiled when first used, which takes longer than importing this module."""
    return (
        re.compile(_PATTERN.replace("WORD", _WORD_OUTSIDE), _FLAGS),
        re.compile(_PATTERN.replace("WORD", _WORD_IN_RANGE), _FLAGS),
    )


def position_at(text: str, index: int) -> Position:
    """Line and column of the character at `index`."""
    line = text.count("\n", 0, index) + 1
    return Position(line, index - text.rfind("\n", 0, index))
