"""Spellings that only the text shows: those some releases refuse, and those the parser reads otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.promql.lexer import BINARY_OPERATORS, FILL_WORDS, GROUPING_WORDS, Token, tokens
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
_ARITHMETIC = ("+", "-", "*", "/", "%", "^", "(")
_WINDOW_WORDS = frozenset(("anchored", "smoothed"))
_DURATION_FUNCTIONS = {
    "step": "duration-step",
    "range": "duration-range",
    "min_of": "duration-min-max",
    "max_of": "duration-min-max",
}


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


def newest_forms(cut: list[Token]) -> tuple[Form, ...]:
    """Syntax of the newest releases, which the parser refuses, in an expression it has refused."""
    return tuple(_newest(cut))


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


def _newest(cut: list[Token]) -> Iterator[Form]:
    in_range = False
    for position, token in enumerate(cut):
        before = cut[position - 1] if position else None
        after = cut[position + 1].text if position + 1 < len(cut) else ""
        in_range = (token.text == "[" or in_range) and token.text != "]"
        if token.text in ("</", ">/"):
            yield Form("syntax", "trim", token.start)
        elif token.folded in _WINDOW_WORDS and before is not None and _ends_operand(before):
            yield Form("syntax", token.folded, token.start)
        elif (in_range or _after_offset(cut, position)) and token.folded in _DURATION_FUNCTIONS and after == "(":
            yield Form("syntax", _DURATION_FUNCTIONS[token.folded], token.start)
        elif _in_duration(cut, position, in_range=in_range):
            yield Form("syntax", "duration-expression", token.start)


def _in_duration(cut: list[Token], position: int, *, in_range: bool) -> bool:
    """Whether a token reckons with durations: an operator in a window, or a parenthesis there or behind `offset`."""
    text = cut[position].text
    if in_range:
        return text in _ARITHMETIC and cut[position - 1].kind != "word"
    return text == "(" and _after_offset(cut, position)


def without_newest(text: str, forms: tuple[Form, ...]) -> str | None:
    """The text with newest syntax put in words that the parser reads; None when there are none for it.

    Window modifiers change values, not what is read, so they are blanked; the trim operators bind as comparisons do.
    """
    for form in forms:
        if form.name == "trim":
            text = f"{text[: form.start]}> {text[form.start + 2 :]}"
        elif form.name in _WINDOW_WORDS:
            behind = form.start + len(form.name)
            text = f"{text[: form.start]}{' ' * len(form.name)}{text[behind:]}"
        else:
            return None
    return text


def names_window_word(cut: list[Token]) -> bool:
    """Whether `anchored` or `smoothed` is the name of a metric or label, which the parser does not read."""
    return any(token.kind == "word" and token.folded in _WINDOW_WORDS for token in cut)


def calls_info(cut: list[Token]) -> bool:
    """Whether `info` has a second argument in braces: the parser asks more of it than Prometheus does."""
    texts = [token.text for token in cut]
    return any(text == "info" and texts[at + 1 : at + 2] == ["("] for at, text in enumerate(texts)) and "{" in texts


def _ends_operand(token: Token) -> bool:
    if token.kind == "word":
        return token.folded not in BINARY_OPERATORS and token.folded not in GROUPING_WORDS
    return token.kind in ("number", "duration") or token.text in ("]", ")", "}")


def is_operator(token: Token) -> bool:
    """Whether the token stands between two operands."""
    return token.kind in ("operator", "word") and token.folded in BINARY_OPERATORS


def is_clause(token: Token) -> bool:
    """Whether the token begins a clause with labels or a number in parentheses."""
    return token.kind == "word" and token.folded in GROUPING_WORDS | FILL_WORDS
