"""Spellings that only the text shows: those some releases refuse, and those the parser reads otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.promql.lexer import GROUPING_WORDS, Token, tokens
from o11ygen.promql.query import Form

# A cheap look before the text is cut into tokens: most expressions have none of these spellings. One character first,
# then what it may begin: the search can skip to such a character without trying each branch everywhere.
_SUSPECT = re.compile(
    r"""
    [{(,\[:oO\s<>=+\-*/%^@]
    (?: (?<=[{(,])\s*["'`]                                         # a quoted name or label
      | (?<=[\[:])\s*[0-9.][0-9._eExX+-]*\s*[\]:]                 # a window or step without a unit
      | (?<=[oO])[fF][fF][sS][eE][tT]
      | (?<=[\s(<>=+\-*/%^,@])[0-9]+(?:ms|[smhdwy]|[0-9a-fA-FxX]*_)  # a duration outside of a range, an underscore
    )
    """,
    re.VERBOSE | re.ASCII,
)
_ODD_NUMBER = re.compile(r"\b0[xX]_|\b[0-9][0-9a-fA-F]*_[0-9]|\b0[eE]", re.ASCII)
_ZERO = re.compile(r"0[eE][-+]?[0-9]+", re.ASCII)
_PLUS_SIGN = re.compile(r"((?:^|[-+*/%^=<>(,]|\b(?:and|or|unless|atan2|bool))\s*)\+", re.ASCII | re.IGNORECASE)
_LEGACY_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*", re.ASCII)


def normalised(text: str) -> str:
    """The text in a spelling that the parser reads as Prometheus does: raw strings quoted, plain numbers.

    The parser takes a backslash between backticks for an escape, does not know underscores in numbers nor `0e5`, and
    refuses an offset of `0s`.
    """
    if "`" not in text and "ffset" not in text and "FFSET" not in text and not _ODD_NUMBER.search(text):
        return text
    cut = tokens(text)
    pieces: list[str] = []
    behind = 0
    for position, token in enumerate(cut):
        pieces += (text[behind : token.start], _plain(cut, position))
        behind = token.end
    return "".join((*pieces, text[behind:]))


def _plain(cut: list[Token], position: int) -> str:
    token = cut[position]
    if token.kind == "string" and token.text[0] == "`":
        escaped = token.text[1:-1].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    if token.kind == "number":
        return "0" if _ZERO.fullmatch(token.text) else token.text.replace("_", "")
    return "0" if _is_zero_offset(cut, position) else token.text


def _is_zero_offset(cut: list[Token], position: int) -> bool:
    token = cut[position]
    return token.kind == "duration" and not re.search("[1-9]", token.text) and _after_offset(cut, position)


def with_minus_signs(text: str) -> str:
    """The text with `-` for each `+` that is a sign: the parser drops that one without looking at what it stands on."""
    return _PLUS_SIGN.sub(r"\1-", text) if "+" in text else text


def text_forms(text: str) -> tuple[Form, ...]:
    """The spellings in an expression the parser has accepted that not every release accepts."""
    suspect = _SUSPECT.search(text) or text[:1].isdigit()
    return tuple(_spellings(tokens(text))) if suspect else ()


def _spellings(cut: list[Token]) -> Iterator[Form]:
    scope = ""
    for position, token in enumerate(cut):
        before = cut[position - 1].text if position else ""
        scope = _scope(scope, cut, position)
        if token.kind == "string" and scope == "{" and before in ("{", ","):
            yield Form("syntax", "quoted-name", token.start)
        elif token.kind == "string" and scope == "by":
            legacy = _LEGACY_LABEL.fullmatch(token.text[1:-1])
            yield Form("syntax", "quoted-grouping" if legacy else "utf8-grouping", token.start)
        elif token.kind == "number":
            if scope == "[" or _after_offset(cut, position):
                yield Form("syntax", "number-as-duration", token.start)
            if "_" in token.text:
                yield Form("syntax", "number-underscore", token.start)
        elif token.kind == "duration" and scope != "[" and not _after_offset(cut, position):
            yield Form("syntax", "duration-as-number", token.start)
        elif _is_zero_offset(cut, position):
            yield Form("syntax", "zero-offset", token.start)
        elif token.text == "+" and before.lower() == "offset":
            yield Form("syntax", "positive-offset", token.start)


def _scope(scope: str, cut: list[Token], position: int) -> str:
    """What encloses a token: `{`, `[`, `by` for the labels of a clause, or nothing that matters here."""
    text = cut[position].text
    if text in ("{", "["):
        return text
    if text in ("}", "]") or (text == ")" and scope == "by"):
        return ""
    if text == "(" and position and not scope and cut[position - 1].folded in GROUPING_WORDS:
        return "by"
    return scope


def _after_offset(cut: list[Token], position: int) -> bool:
    if position and cut[position - 1].text in ("-", "+"):
        position -= 1
    return position > 0 and cut[position - 1].folded == "offset"
