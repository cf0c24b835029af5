"""Where an expression leaves the grammar of PromQL: a scan that knows only what may stand next."""

from __future__ import annotations

from collections.abc import Sequence

from o11ygen.promql.fault import Fault
from o11ygen.promql.language.rules import unknown_function
from o11ygen.promql.lexer import (
    AGGREGATORS,
    BINARY_OPERATORS,
    COMPARISONS,
    FILL_WORDS,
    GROUPING_WORDS,
    SET_OPERATORS,
    Token,
)
from o11ygen.promql.matching import misplaced_matcher
from o11ygen.promql.tables import functions

_FOREIGN = {
    "not": "Write `unless` to leave series out, or `!=` to compare.",
    "if": "A rule's expression is the condition itself: write `x > 5`.",
    "is": "Compare with `==`.",
    "in": 'Match several values with a regular expression: `x{job=~"a|b"}`.',
    "like": 'Match with a regular expression in braces: `x{job=~"api.*"}`.',
    "between": "Write two comparisons: `x > 1 and x < 5`.",
    "where": 'Conditions on labels stand in braces: `x{job="app"}`.',
}
_OPERATOR_PAIRS = {
    ("=", ">"): ">=",
    ("=", "<"): "<=",
    (">", "="): ">=",
    ("<", "="): "<=",
    ("=", "="): "==",
    ("==", "="): "==",
    ("!=", "="): "!=",
    ("<", ">"): "!=",
}


def misplaced(cut: Sequence[Token]) -> Fault | None:
    """The first token that can't stand where it stands, with what to write; None when the scan finds none."""
    position, operand = 0, True
    while position < len(cut):
        fault, position, operand = _operand(cut, position) if operand else _operator(cut, position)
        if fault is not None:
            return fault
    if operand:
        last = cut[-1]
        return Fault(f"the expression ends after `{last.text}`", "Write what belongs behind it.", last.start)
    return None


def misplaced_at(cut: Sequence[Token], start: int, *, operand: bool) -> Fault | None:
    """Why the token at the index `start` can't stand there, where an operand is awaited or has ended."""
    position = next((at for at, token in enumerate(cut) if token.start >= start), len(cut))
    if position == len(cut):
        return None
    if not position:
        operand = True
    fault, _, _ = _operand(cut, position) if operand else _operator(cut, position)
    return fault


_Step = tuple[Fault | None, int, bool]


def _operand(cut: Sequence[Token], position: int) -> _Step:
    """A step where an operand must begin: the fault, where to go on, and whether an operand is still awaited."""
    token = cut[position]
    if token.text == "(" or token.text in ("+", "-"):
        return None, position + 1, True
    if token.text == ")" and position and cut[position - 1].text == "(":
        return _empty_call(cut, position), position + 1, False
    if token.text == ")" and position and cut[position - 1].text == ",":
        return (
            Fault("nothing follows the comma", "Take the comma out, or add the argument.", token.start),
            position,
            True,
        )
    if token.text == "{":
        return _braces(cut, position)
    if token.kind in ("number", "string", "duration"):
        return None, position + 1, False
    if token.kind == "word":
        return _name(cut, position)
    return _lone_operator(cut, position), position, True


def _name(cut: Sequence[Token], position: int) -> _Step:
    token, after = cut[position], _text(cut, position + 1)
    if token.folded in _FOREIGN and after not in ("{", "[", ")", ""):
        return Fault(f"`{token.text}` is not PromQL", _FOREIGN[token.folded], token.start), position, True
    if token.folded in AGGREGATORS and after.lower() in ("by", "without"):
        fault = _labels_missing(cut, position + 1)
        behind = _behind(cut, position + 2)
        if fault is None and _text(cut, behind) != "(":
            message = f"`{token.text}` has labels, and nothing to aggregate"
            fault = Fault(message, f"Write `{token.text} {after} (...) (x)`.", token.start)
        return fault, behind, True
    if _is_clause(token) and after == "(":
        hint = f"Write it behind an aggregation or an operator: `sum {token.text} (job) (x)`."
        if token.folded not in ("by", "without"):
            hint = f"Write it behind an operator: `a / {token.text} (job) b`."
        return Fault(f"`{token.text}` has nothing before it to belong to", hint, token.start), position, True
    if after == "(":
        return _unknown(token), position + 1, True
    if _is_operator(token) and after not in ("{", "["):
        return _lone_operator(cut, position), position, True
    return None, position + 1, False


def _operator(cut: Sequence[Token], position: int) -> _Step:
    """A step where an operand has ended."""
    token = cut[position]
    if token.text == "{":
        if position and cut[position - 1].kind == "word":
            return _braces(cut, position)
        return Fault("a second pair of braces follows", "Put all matchers into one pair.", token.start), position, False
    if token.text == "[":
        return _range(cut, position)
    if token.text == ",":
        return _lone_comma(cut, position), position + 1, True
    if token.text == ")":
        return None, position + 1, False
    if token.text == "@":
        return _at(cut, position)
    if token.folded == "offset":
        return _offset(cut, position)
    if token.folded in ("by", "without"):
        fault = _labels_missing(cut, position) or _nothing_aggregated(cut, position)
        return fault, _behind(cut, position + 1), False
    if _is_operator(token):
        return _binary(cut, position)
    return _neighbours(cut, position), position, False


def _binary(cut: Sequence[Token], position: int) -> _Step:
    token, after = cut[position], _text(cut, position + 1)
    pair = _OPERATOR_PAIRS.get((token.text, after))
    if pair is not None:
        return _torn(token, cut[position + 1], pair), position, False
    if token.text == "=":
        hint = "Compare with `==`; a single `=` stands only in braces."
        return Fault("`=` compares nothing outside of braces", hint, token.start), position, False
    if token.text in ("=~", "!~"):
        hint = 'Match labels in braces: `x{status=~"5.."}`.'
        return Fault(f"`{token.text}` stands outside of braces", hint, token.start), position, False
    fault, behind = _modifiers(cut, position + 1, set_operator=token.folded in SET_OPERATORS)
    if fault is None and after == "bool" and token.text not in COMPARISONS:
        fault = Fault("`bool` stands behind an operator that compares nothing", "Take it out.", cut[position + 1].start)
    return fault, behind, True


def _modifiers(cut: Sequence[Token], position: int, *, set_operator: bool) -> tuple[Fault | None, int]:
    """Past `bool`, `on (...)`, `group_left (...)` and the like behind an operator."""
    matching = ""
    while position < len(cut):
        token = cut[position]
        if matching and token.folded in ("on", "ignoring"):
            hint = "Keep one: `on` names the labels to match, `ignoring` those to leave out."
            return Fault(f"`{token.text}` follows `{matching}` at the same operator", hint, token.start), position
        matching = token.text if token.folded in ("on", "ignoring") else matching
        if token.folded == "bool":
            position += 1
        elif token.folded in ("group_left", "group_right"):
            if set_operator:
                hint = "Take it out: `and`, `or` and `unless` always join many to many."
                return Fault(f"`{token.text}` stands behind a set operator", hint, token.start), position
            position = _behind(cut, position + 1) if _text(cut, position + 1) == "(" else position + 1
        elif _is_clause(token) and _text(cut, position + 1) in ("(", "{", "["):
            position = _behind(cut, position + 1)
        elif token.folded in ("on", "ignoring"):
            return _labels_missing(cut, position), position
        else:
            break
    return None, position


def _labels_missing(cut: Sequence[Token], position: int) -> Fault | None:
    """The fault of a clause whose labels do not stand in parentheses, or are not labels."""
    token = cut[position]
    if _text(cut, position + 1) != "(":
        named = _text(cut, position + 1) if position + 1 < len(cut) and cut[position + 1].kind == "word" else "job"
        hint = f"Write `{token.text} ({named})`."
        return Fault(f"the labels of `{token.text}` do not stand in parentheses", hint, token.start)
    label_awaited = True
    for label in cut[position + 2 : _behind(cut, position + 1) - 1]:
        fits = label.kind in ("word", "string") if label_awaited else label.text == ","
        if not fits:
            hint = "Name labels only, parted by commas: `by (job, instance)`."
            return Fault(f"`{label.text}` stands among the labels of `{token.text}`", hint, label.start)
        label_awaited = not label_awaited
    return None


def _braces(cut: Sequence[Token], position: int) -> _Step:
    behind = _behind(cut, position)
    return misplaced_matcher(cut[position + 1 : behind - 1]), behind, False


def _range(cut: Sequence[Token], position: int) -> _Step:
    behind = _behind(cut, position)
    inner = cut[position + 1 : behind - 1]
    if not inner:
        return (
            Fault("the window is empty", "Write how far it reaches back: `[5m]`.", cut[position].start),
            behind,
            False,
        )
    shape = " ".join(":" if token.text == ":" else token.kind for token in inner)
    if shape.replace("number", "duration") not in ("duration", "duration :", "duration : duration"):
        shown = " ".join(token.text for token in inner)
        hint = "Write one duration, `[5m]`, or two for a subquery, `[1h:1m]`."
        return Fault(f"`[{shown}]` is not a window", hint, inner[0].start), behind, False
    return None, behind, False


def _offset(cut: Sequence[Token], position: int) -> _Step:
    behind = position + 1 + (_text(cut, position + 1) in ("-", "+"))
    if behind >= len(cut) or cut[behind].kind not in ("duration", "number"):
        return Fault("`offset` has no duration behind it", "Write `offset 1h`.", cut[position].start), behind, False
    return None, behind + 1, False


def _at(cut: Sequence[Token], position: int) -> _Step:
    behind = position + 1 + (_text(cut, position + 1) in ("-", "+"))
    if behind < len(cut) and cut[behind].kind in ("number", "duration"):
        return None, behind + 1, False
    if _text(cut, behind).lower() in ("start", "end") and _text(cut, behind + 1) == "(":
        return None, behind + 3, False
    hint = "Write a time in seconds since 1970, `start()` or `end()`."
    return Fault("`@` has no time behind it", hint, cut[position].start), position, False


def _empty_call(cut: Sequence[Token], position: int) -> Fault | None:
    name = cut[position - 2] if position > 1 else None
    if name is None or name.kind != "word" or name.folded in AGGREGATORS | GROUPING_WORDS:
        shown = f"`{name.text}()` has nothing" if name is not None and name.kind == "word" else "there is nothing"
        return Fault(f"{shown} in its parentheses", "Write what to compute there.", cut[position - 1].start)
    return None


def _lone_operator(cut: Sequence[Token], position: int) -> Fault:
    token = cut[position]
    before = cut[position - 1] if position else None
    if before is None:
        return Fault(f"`{token.text}` has nothing on its left", "Write what it works on.", token.start)
    pair = _OPERATOR_PAIRS.get((before.text, token.text))
    if pair is not None:
        return _torn(before, token, pair)
    return Fault(f"`{token.text}` follows `{before.text}`", "Write an operand between them.", token.start)


def _unknown(name: Token) -> Fault | None:
    if name.folded in AGGREGATORS or name.text in functions():
        return None
    return unknown_function(name.text, name.start)


def _lone_comma(cut: Sequence[Token], position: int) -> Fault | None:
    texts = [token.text for token in cut[:position]]
    if texts.count("(") > texts.count(")"):
        return None
    return Fault(
        "a comma stands outside of parentheses", "Take it out: an expression is one query.", cut[position].start
    )


def _nothing_aggregated(cut: Sequence[Token], position: int) -> Fault | None:
    """The fault of a `by` or `without` that follows something else than an aggregation."""
    depth, opening = 0, position - 1
    while opening >= 0:
        depth += (cut[opening].text == ")") - (cut[opening].text == "(")
        if depth <= 0:
            break
        opening -= 1
    if cut[opening].text == "(" and opening > 0 and cut[opening - 1].folded in AGGREGATORS:
        return None
    word = cut[position].text
    hint = f"Write it at an aggregation: `sum(x) {word} (job)`."
    return Fault(f"`{word}` follows something that does not aggregate", hint, cut[position].start)


def _torn(first: Token, second: Token, operator: str) -> Fault:
    """Two operators where one was meant."""
    gap = "" if first.end == second.start else " "
    return Fault(f"`{first.text}{gap}{second.text}` is not PromQL", f"Write `{operator}`.", first.start)


def _neighbours(cut: Sequence[Token], position: int) -> Fault:
    before, token = cut[position - 1], cut[position]
    if token.folded in _FOREIGN:
        return Fault(f"`{token.text}` is not PromQL", _FOREIGN[token.folded], token.start)
    if _is_clause(token):
        hint = f"Write it behind an operator: `a / {token.text} (job) b`."
        return Fault(f"`{token.text}` has no operator before it to belong to", hint, token.start)
    if token.folded == "bool":
        return Fault("`bool` has no comparison before it", "Write it behind one: `x > bool 5`.", token.start)
    hint = "Write an operator between them, such as `/` or `and`."
    return Fault(f"`{token.text}` follows `{before.text}` without an operator", hint, token.start)


def _behind(cut: Sequence[Token], position: int) -> int:
    """The position behind the bracket that closes the one at `position`; brackets are known to be balanced."""
    depth = 0
    while position < len(cut):
        depth += (cut[position].text in ("(", "[", "{")) - (cut[position].text in (")", "]", "}"))
        position += 1
        if depth <= 0:
            break
    return position


def _text(cut: Sequence[Token], position: int) -> str:
    return cut[position].text if position < len(cut) else ""


def _is_operator(token: Token) -> bool:
    return token.kind in ("operator", "word") and token.folded in BINARY_OPERATORS


def _is_clause(token: Token) -> bool:
    return token.kind == "word" and token.folded in GROUPING_WORDS | FILL_WORDS
