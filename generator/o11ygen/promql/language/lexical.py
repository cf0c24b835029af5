"""What is wrong with an expression whatever its grammar: characters, strings, durations and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.duration import MAX_MILLISECONDS, parse_duration
from o11ygen.promql.fault import Fault
from o11ygen.promql.lexer import Token

_OPEN = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {closing: opening for opening, closing in _OPEN.items()}
_NAMES = {"(": "parenthesis", "[": "bracket", "{": "brace"}
_STRAY = {
    "&": ("`&&` is not PromQL", "Write `and`."),
    "|": ("`||` is not PromQL", "Write `or`."),
    "!": ("`!` alone is not PromQL", "Write `unless` to leave series out, or `!=` to compare."),
    "$": (
        "`$` is not PromQL",
        "Parameters of an alert are replaced before the expression is read: declare this one, or take it out.",
    ),
    ";": ("`;` ends nothing in PromQL", "Take it out: an expression is one query."),
    ".": (
        "a dot is not allowed in a plain metric or label name",
        'Write the name quoted in braces: `{"http.requests"}`.',
    ),
}


def lexical(cut: list[Token]) -> Iterator[Fault]:
    """The tokens that are wrong whatever stands around them, up to a string that does not end."""
    in_range = False
    for position, token in enumerate(cut):
        in_range = (token.text == "[" or in_range) and token.text != "]"
        if token.kind == "unclosed":
            yield _unclosed_string(token)
            return
        if token.kind == "malformed":
            yield _malformed(token, in_range or _follows_offset(cut, position))
        # A duration that stands as a number of seconds has the same limit.
        elif token.kind == "duration" or (token.kind == "number" and (in_range or _follows_offset(cut, position))):
            fault = _bad_duration(token, zero=not in_range)
            if fault is not None:
                yield fault
        elif token.kind == "stray":
            yield _stray(cut, position)


def _unclosed_string(token: Token) -> Fault:
    quote = token.text[0]
    shown = token.text if len(token.text) <= 30 else f"{token.text[:30]}..."
    return Fault(f"the string {shown} is never closed", f"Close it with {quote} on the same line.", token.start)


def _malformed(token: Token, as_duration: bool) -> Fault:
    if as_duration or re.fullmatch(r"[0-9.]+[a-zA-Z]+", token.text):
        return _bad_duration(token) or Fault(
            f"`{token.text}` is not a duration", "Write one such as `5m`.", token.start
        )
    return Fault(
        f"`{token.text}` is neither a number nor a name",
        "A metric name starts with a letter, an underscore or a colon; a number has no letters but an exponent.",
        token.start,
    )


def _bad_duration(token: Token, *, zero: bool = False) -> Fault | None:
    """The fault of a duration; with `zero` it may be none, as an offset may."""
    try:
        milliseconds = _seconds(token) if token.kind == "number" else parse_duration(token.text)
    except ValueError as error:
        message, _, remedy = str(error).partition("; ")
        return Fault(message, f"{remedy[:1].upper()}{remedy[1:]}.", token.start)
    if milliseconds == 0 and not zero:
        return Fault("a window is never empty", "Write a positive duration such as `5m`.", token.start)
    return None


def _seconds(token: Token) -> int:
    """Milliseconds of a number of seconds; raises ValueError beyond what Prometheus can count."""
    seconds = int(token.text, 16) if token.folded.startswith("0x") else float(token.text)
    if seconds > MAX_MILLISECONDS / 1000:
        raise ValueError(
            f"`{token.text}` seconds are longer than Prometheus can count, about 292 years; write a shorter duration"
        )
    return round(seconds * 1000)


def _follows_offset(cut: list[Token], position: int) -> bool:
    before = cut[position - 1] if position else None
    if before is not None and before.text == "-" and position > 1:
        before = cut[position - 2]
    return before is not None and before.folded == "offset"


def _stray(cut: list[Token], position: int) -> Fault:
    token = cut[position]
    if token.text == "$" and position + 1 < len(cut) and cut[position + 1].kind == "word":
        name = cut[position + 1].text
        return Fault(f"`${name}` is not PromQL, and no parameter of that name is declared", _STRAY["$"][1], token.start)
    message, hint = _STRAY.get(token.text, (f"the character `{token.text}` has no meaning in PromQL", ""))
    if not hint:
        hint = "Take it out, or put the text it belongs to in quotes."
    return Fault(message, hint, token.start)


def unbalanced(cut: list[Token]) -> Fault | None:
    """The first bracket that is not closed, or closes nothing."""
    opened: list[Token] = []
    for token in cut:
        if token.kind != "bracket":
            continue
        if token.text in _OPEN:
            opened.append(token)
            continue
        if not opened:
            name = _NAMES[_CLOSING[token.text]]
            return Fault(f"the closing {name} `{token.text}` closes nothing", "Take it out, or open it.", token.start)
        last = opened.pop()
        if _OPEN[last.text] != token.text:
            return _left_open(last)
    return _left_open(opened[-1]) if opened else None


def _left_open(token: Token) -> Fault:
    name, closing = _NAMES[token.text], _OPEN[token.text]
    return Fault(f"the {name} `{token.text}` is never closed", f"Add the missing `{closing}`.", token.start)
