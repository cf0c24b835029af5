"""Text to tokens, by the rules of Go's text/template.

A token is `(kind, text, offset, spaced)`: `spaced` tells whether blanks stand before it, which decides whether
`$x .Y` is one operand or two. Go stops at the first faulty token; here an `error` token takes its place, its text
naming the fault, and reading goes on behind the next `}}`, so that all faults are found at once.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

Token: TypeAlias = tuple[str, str, int, bool]

BLANKS = " \t\r\n"
KEYWORDS = {
    "block": "block",
    "break": "break",
    "continue": "continue",
    "define": "define",
    "else": "else",
    "end": "end",
    "if": "if",
    "nil": "nil",
    "range": "range",
    "template": "template",
    "with": "with",
    "true": "bool",
    "false": "bool",
}
_WORD = r"(?:[A-Za-z0-9_]|[^\x00-\x7f])"
# What may follow a name, a field or a variable: `$x+2` is refused so that arithmetic stays possible one day.
_ENDS = r"(?=[ \t\r\n.,|:()]|\}\}|\Z)"
_NUMBER = (
    r"[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?"
    r"|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?"
    r"|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?"
)
_TOKEN = re.compile(
    rf"""
    (?P<blank>[ \t\r\n]+)?
    (?:
    (?P<close>\}}\}}) | (?P<trim>(?(blank)-\}}\}}|(?!)))
    | (?P<variable>\${_WORD}*){_ENDS}
    | (?P<field>\.(?![0-9]){_WORD}+){_ENDS}
    | (?P<dot>\.){_ENDS}
    | (?P<word>(?:[A-Za-z_]|[^\x00-\x7f]){_WORD}*){_ENDS}
    | (?P<string>"(?:[^"\\\n]|\\[^\n])*")
    | (?P<raw>`[^`]*`)
    | (?P<char>'(?:[^'\\\n]|\\[^\n])*')
    | (?P<pipe>\|) | (?P<open_paren>\() | (?P<close_paren>\)) | (?P<declare>:=) | (?P<assign>=)
    | (?P<number>(?=[-+0-9]|\.[0-9]){_NUMBER})
    | (?P<punctuation>[!-~])
    )
    """,
    re.VERBOSE,
)
_NUMBER_AT = re.compile(_NUMBER)
_COMMENT = re.compile(r"/\*.*?\*/(?P<end>[ \t\r\n]-\}\}|\}\})?", re.DOTALL)


def tokenize(text: str) -> list[Token]:
    """All tokens of a template, ending with `eof`."""
    tokens: list[Token] = []
    position, trims = 0, False
    while True:
        opening = text.find("{{", position)
        end = opening if opening >= 0 else len(text)
        if end > position:
            piece = text[position:end]
            if opening >= 0 and _trims_left(text, opening):
                piece = piece.rstrip(BLANKS)
            if trims:
                position += len(piece) - len(piece := piece.lstrip(BLANKS))
            if piece:
                tokens.append(("text", piece, position, False))
        if opening < 0:
            tokens.append(("eof", "", len(text), False))
            return tokens
        inside = opening + (4 if _trims_left(text, opening) else 2)
        if text.startswith("/*", inside):
            position, trims = _comment(text, opening, inside, tokens)
        else:
            tokens.append(("open", "{{", opening, False))
            position, trims = _action(text, opening, inside, tokens)


def _trims_left(text: str, opening: int) -> bool:
    return text[opening + 2 : opening + 3] == "-" and text[opening + 3 : opening + 4] in (" ", "\t", "\r", "\n")


def _comment(text: str, opening: int, start: int, tokens: list[Token]) -> tuple[int, bool]:
    """Skip a comment: where it ends, and whether it trims what follows."""
    match = _COMMENT.match(text, start)
    if match is None:
        return _recover(text, start, "unclosed comment", opening, tokens)
    if match["end"] is None:
        return _recover(text, match.end(), "comment with more behind it", opening, tokens)
    return match.end(), match["end"] != "}}"


def _recover(text: str, position: int, fault: str, offset: int, tokens: list[Token]) -> tuple[int, bool]:
    tokens.append(("error", fault, offset, False))
    close = text.find("}}", position)
    if close < 0:
        return len(text), False
    tokens.append(("close", "}}", close, False))
    return close + 2, False


def _action(text: str, opening: int, position: int, tokens: list[Token]) -> tuple[int, bool]:
    """Read the tokens of one action: where it ends, and whether it trims what follows."""
    match_token = _TOKEN.match
    append = tokens.append
    depth = 0
    while True:
        match = match_token(text, position)
        if match is None:
            while text[position : position + 1] in (" ", "\t", "\r", "\n"):
                position += 1
            if position >= len(text):
                return _recover(text, position, "unclosed action", opening, tokens)
            return _recover(text, position, _fault(text, position), position, tokens)
        kind = match.lastgroup or ""
        end = match.end()
        start = match.start(kind)
        spaced = start != position
        position = start
        if kind == "close" or kind == "trim":
            if depth:
                append(("error", "unclosed parenthesis", position, spaced))
            append(("close", "}}", end - 2, spaced))
            return end, kind == "trim"
        token = match[kind]
        if kind == "word":
            kind = KEYWORDS.get(token, "word")
        elif kind == "open_paren":
            depth += 1
        elif kind == "close_paren":
            depth -= 1
            if depth < 0:
                return _recover(text, position, "unexpected parenthesis", position, tokens)
        elif kind == "number":
            end, fault = _number(text, end)
            if fault:
                return _recover(text, position, fault, position, tokens)
            token = text[position:end]
            kind = "complex" if "i" in token and _is_sum(token) else "number"
        elif kind == "punctuation" and token in "\"'`:{$.":
            fault = _fault(text, position)
            if fault:
                return _recover(text, position, fault, position, tokens)
        elif kind == "punctuation" and (token == "_" or token.isalpha()):
            return _recover(text, position, _fault(text, position), position, tokens)
        if not token.isascii() and kind in ("word", "variable", "field"):
            fault = _fault(text, position)
            if fault:
                return _recover(text, position, fault, position, tokens)
        append((kind, token, position, spaced))
        position = end


def _is_letter(character: str) -> bool:
    """What Go lets stand in a name: a letter, a decimal digit or `_`."""
    return character == "_" or unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd")


def _number(text: str, end: int) -> tuple[int, str]:
    """Where a number ends, with the imaginary part of a complex one, and its fault if it has one."""
    if text[end : end + 1] in ("+", "-"):
        match = _NUMBER_AT.match(text, end)
        end = match.end() if match else end
        if text[end - 1] != "i" or _continues(text, end):
            return end, "bad number"
        return end, ""
    return (end + 1, "bad number") if _continues(text, end) else (end, "")


def _continues(text: str, end: int) -> bool:
    return end < len(text) and _is_letter(text[end])


def _is_sum(number: str) -> bool:
    return re.match(_NUMBER, number).end() < len(number)  # type: ignore[union-attr]  # the pattern matches an empty text


def _fault(text: str, position: int) -> str:
    """What is wrong at a place where no token stands; an empty string when Go reads a name there after all."""
    first = text[position]
    if first in "\"'`":
        return {'"': "unclosed string", "'": "unclosed character", "`": "unclosed raw string"}[first]
    if first == ":":
        return "lone colon"
    if first == "{":
        return ""
    end = position + 1 if first in "$." else position
    while end < len(text) and _is_letter(text[end]):
        end += 1
    if end == position:
        return "unknown character"
    if end < len(text) and text[end] not in " \t\r\n.,|:()" and not text.startswith("}}", end):
        return f"bad character {text[end]}"
    return ""
