"""What is wrong inside the braces of a selector."""

from __future__ import annotations

from collections.abc import Sequence

from o11ygen.promql.fault import Fault
from o11ygen.promql.lexer import Token

_MATCH_OPERATORS = ("=", "!=", "=~", "!~")
_MISTAKEN = {"==": "=", ">": "", "<": "", ">=": "", "<=": "", ":": "="}


def misplaced_matcher(cut: Sequence[Token]) -> Fault | None:
    """The first fault among the tokens between the braces of a selector; None when there is none."""
    position = 0
    while position < len(cut):
        fault, position = _matcher(cut, position)
        if fault is not None:
            return fault
        if position < len(cut):
            if cut[position].text != ",":
                return _no_comma(cut, position)
            position += 1
    return None


def _matcher(cut: Sequence[Token], position: int) -> tuple[Fault | None, int]:
    """One matcher from `position` on: its fault, and the position behind it."""
    name = cut[position]
    if name.text == ",":
        return Fault("a comma stands where a label belongs", "Take the comma out.", name.start), position
    if name.kind == "word" and ":" in name.text:
        message = f"`{name.text}` is no label name: it has a colon"
        return Fault(message, "Take the colon out, or put the name in quotes.", name.start), position
    if name.kind == "string" and (position + 1 == len(cut) or cut[position + 1].text == ","):
        return None, position + 1
    if name.kind not in ("word", "string"):
        return Fault(f"`{name.text}` stands where a label belongs", 'Write `label="value"`.', name.start), position
    if position + 1 == len(cut) or cut[position + 1].text == ",":
        hint = f'Write `{name.text}="value"`, or `{name.text}!=""` for any value.'
        return Fault(f"the label `{name.text}` has no value to match", hint, name.start), position
    operator = cut[position + 1]
    if operator.text not in _MATCH_OPERATORS:
        return _bad_operator(name, operator), position
    if position + 2 == len(cut):
        return Fault(f"nothing follows `{name.text}{operator.text}`", "Write a value in quotes.", name.start), position
    value = cut[position + 2]
    if value.kind != "string":
        hint = f'Write `{name.text}{operator.text}"{value.text}"`.'
        if value.text in ("=", "==", "~"):
            hint = f'Write `{name.text}="value"` with one `=`.'
        return Fault(f"the value of `{name.text}` is not in quotes", hint, value.start), position
    return None, position + 3


def _bad_operator(name: Token, operator: Token) -> Fault:
    if operator.text == "-":
        message = f"the label name that begins with `{name.text}-` has a dash"
        return Fault(message, "Put a name with other characters than letters, digits and `_` in quotes.", name.start)
    better = _MISTAKEN.get(operator.text)
    if better is None:
        message = f"`{operator.text}` follows the label `{name.text}` where a matcher's operator belongs"
        return Fault(message, "Write `=`, `!=`, `=~` or `!~`.", operator.start)
    hint = f'Write `{name.text}{better}"value"`.' if better else "Labels are text: match them with `=~` and a pattern."
    return Fault(f"`{operator.text}` does not match labels", hint, operator.start)


def _no_comma(cut: Sequence[Token], position: int) -> Fault:
    token = cut[position]
    if token.folded == "or":
        message = "`or` stands in braces; that is MetricsQL, and Prometheus refuses it"
        return Fault(
            message, 'Write two selectors, `x{a="1"} or x{b="2"}`, or one pattern, `x{a=~"1|2"}`.', token.start
        )
    return Fault(f"there is no comma before `{token.text}`", "Part matchers by commas.", token.start)
