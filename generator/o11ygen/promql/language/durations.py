"""Windows, steps and offsets: plain durations, numbers of seconds, and what is reckoned from them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from o11ygen.duration import parse_duration
from o11ygen.promql.fault import Fault
from o11ygen.promql.language.literals import number
from o11ygen.promql.language.nodes import Duration
from o11ygen.promql.language.scanner import DURATION, NUMBER, WINDOW

if TYPE_CHECKING:
    from o11ygen.promql.language.reader import Reader

_LONGEST_SECONDS = 2**63 / 1e9
_PRECEDENCES = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 4}
_SIGN = 3
_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": math.fmod,
    "^": math.pow,
}
_DEEPEST = 100
_EMPTY = ("a window is never empty", "Write a positive duration such as `5m`.")
_CALL_FORMS = {"step": "duration-step", "range": "duration-range"}


def window(reader: Reader) -> tuple[Duration, bool, Duration | None] | None:
    """The window of a range or subquery, whether it has a colon, and the step; None for a fault, which is noted."""
    token = reader.tokens[reader.at]
    if token.kind == WINDOW:
        reader.at += 1
        return _plain_window(token.text, token.start)
    reader.at += 1
    length = _positive(reader)
    colon, step = False, None
    if length is not None and reader.tokens[reader.at].kind == ":":
        reader.at += 1
        colon = True
        if reader.tokens[reader.at].kind != "]":
            step = _positive(reader)
            length = length if step is not None else None
    if length is None or reader.tokens[reader.at].kind != "]":
        reader.misplaced(operand=False)
        return None
    reader.at += 1
    return length, colon, step


def _plain_window(text: str, start: int) -> tuple[Duration, bool, Duration | None]:
    first, end, seconds, colon, second, step = _plain_lengths(text)
    length = Duration(start + first, start + end, seconds)
    return length, colon, None if step is None else Duration(start + second, start + second + step[0], step[1])


@lru_cache(maxsize=1024)
def _plain_lengths(text: str) -> tuple[int, int, float, bool, int, tuple[int, float] | None]:
    """Where the duration in brackets begins and ends, its seconds; whether there is a colon, where the step begins.

    Then the step, if any: the length of its text and its seconds.
    """
    length, colon, step = text[1:-1].partition(":")
    first = 1 + len(length) - len(length.lstrip())
    length, shown = length.strip(), step.strip()
    second = text.index(":") + 1 + len(step) - len(step.lstrip()) if colon else 0
    written = (len(shown), parse_duration(shown) / 1000) if shown else None
    return first, first + len(length), parse_duration(length) / 1000, bool(colon), second, written


def _positive(reader: Reader) -> Duration | None:
    token = reader.tokens[reader.at]
    length = _expression(reader, 0, 0) if reader.reads.window == "expression" else _literal(reader)
    zero_number = reader.reads.window == "number" and token.kind == NUMBER
    if length is not None and length.seconds is not None and length.seconds <= 0 and not zero_number:
        reader.faults.append(Fault(*_EMPTY, token.start))
    return _with_text(reader, length)


def _with_text(reader: Reader, length: Duration | None) -> Duration | None:
    """The duration with its text, where that is more than a number of seconds."""
    if length is None or length.seconds is not None:
        return length
    return length._replace(text=reader.text[length.start : length.end])


def offset(reader: Reader) -> Duration | None:
    """What stands behind `offset`; None for a fault, which is noted."""
    reads, token = reader.reads, reader.tokens[reader.at]
    if token.kind in ("+", "-"):
        reader.form("positive-offset" if token.kind == "+" else "negative-offset", token.start)
    length = _offset(reader) if token.kind not in ("+", "-") or token.kind in reads.signs else None
    if length is None:
        reader.misplaced(operand=False)
        return None
    if length.seconds == 0 and reader.tokens[reader.at - 1].kind == DURATION:
        reader.form("zero-offset", length.start)
    return _with_text(reader, length)


def _offset(reader: Reader) -> Duration | None:
    reads = reader.reads
    sign = reader.tokens[reader.at]
    if reads.window != "expression":
        reader.at += sign.kind == "-"
        length = _literal(reader)
        return _negated(length, sign.start) if sign.kind == "-" else length
    if not reads.offset_first:
        # In 3.4 each operator ends an offset, save behind a sign.
        return _unary(reader, 0)
    signed = sign.kind in ("+", "-")
    first = reader.tokens[reader.at + signed]
    if first.kind in (NUMBER, DURATION):
        reader.at += signed
        length = _literal(reader)
        return _negated(length, sign.start) if sign.kind == "-" else length
    if first.kind in reads.duration_calls and reads.offset_sign_calls:
        reader.at += signed
        length = _call(reader, 0)
        return _negated(length, sign.start) if sign.kind == "-" else length
    if signed and first.kind == "(" and reads.offset_sign_calls:
        return _signed_group(reader)
    return _expression(reader, 0, 0)


def _signed_group(reader: Reader) -> Duration | None:
    sign = reader.tokens[reader.at]
    reader.at += 2
    length = _expression(reader, 0, 1)
    if length is None or reader.tokens[reader.at].kind != ")":
        return None
    reader.at += 1
    length = length._replace(start=sign.start, end=reader.behind())
    if length.seconds is not None and not reader.reads.offset_sign_group:
        hint = "Write the offset without parentheses."
        reader.faults.append(Fault("Prometheus breaks off at a sign before a number in parentheses", hint, sign.start))
    return _negated(length, sign.start) if sign.kind == "-" else length


def _expression(reader: Reader, lowest: int, depth: int) -> Duration | None:
    if depth > _DEEPEST:
        reader.faults.append(
            Fault(
                f"a duration nests more than {_DEEPEST} parentheses, deeper than is read here",
                "Write the sum of it.",
                reader.tokens[reader.at].start,
            )
        )
        return None
    left = _unary(reader, depth)
    while left is not None:
        token = reader.tokens[reader.at]
        precedence = _PRECEDENCES.get(token.kind, -1)
        if precedence < lowest or precedence < 0:
            return left
        reader.at += 1
        right = _expression(reader, precedence if token.kind == "^" else precedence + 1, depth + 1)
        if right is None:
            return None
        _reckons(reader, left.start if left.seconds is None else token.start)
        if token.kind in "/%" and right.seconds == 0:
            reader.faults.append(Fault("a duration is divided by zero", "Write another divisor.", token.start))
            left = Duration(left.start, right.end, 0.0)
        else:
            left = Duration(left.start, right.end, None, _result(token.kind, left.value, right.value))
    return None


def _result(op: str, left: float | None, right: float | None) -> float | None:
    """What an operator makes of two numbers of seconds; None where that is not known, or no number."""
    if left is None or right is None:
        return None
    try:
        return float(_OPERATIONS[op](left, right))
    except (ArithmeticError, ValueError, TypeError):
        return None


def _unary(reader: Reader, depth: int) -> Duration | None:
    token = reader.tokens[reader.at]
    if token.kind in ("+", "-"):
        reader.at += 1
        operand = _expression(reader, _SIGN + 1, depth + 1)
        if token.kind == "+" and operand is not None:
            # Behind `offset`, two signs are what tells an expression from a number.
            return operand._replace(start=token.start)
        return _negated(operand, token.start) if operand is not None else None
    if token.kind == "(":
        reader.at += 1
        inner = _expression(reader, 0, depth + 1)
        if inner is None or reader.tokens[reader.at].kind != ")":
            return None
        reader.at += 1
        _reckons(reader, token.start)
        return Duration(token.start, reader.tokens[reader.at - 1].start + 1, inner.seconds, inner.reckoned)
    if token.kind in reader.reads.duration_calls:
        return _call(reader, depth)
    return _literal(reader)


def _call(reader: Reader, depth: int) -> Duration | None:
    tokens, token = reader.tokens, reader.tokens[reader.at]
    reader.form(_CALL_FORMS.get(token.kind, "duration-min-max"), token.start)
    reader.at += 1
    if tokens[reader.at].kind != "(":
        return None
    reader.at += 1
    reckoned: float | None = None
    if token.kind not in ("step", "range"):
        first = _expression(reader, 0, depth + 1)
        if first is None or tokens[reader.at].kind != ",":
            return None
        reader.at += 1
        second = _expression(reader, 0, depth + 1)
        if second is None:
            return None
        if first.value is not None and second.value is not None:
            reckoned = (min if token.kind.startswith("min") else max)(first.value, second.value)
    if tokens[reader.at].kind != ")":
        return None
    reader.at += 1
    if not reader.reads.bare_step and not reader.reads.duration_arithmetic:
        reader.unavailable(token.start)
    return Duration(token.start, tokens[reader.at - 1].start + 1, None, reckoned)


def _literal(reader: Reader) -> Duration | None:
    token = reader.tokens[reader.at]
    end = token.start + len(token.text)
    if token.kind == NUMBER:
        reader.form("number-as-duration", token.start)
        if reader.reads.window == "duration":
            return None
        seconds = number_value(reader)
    elif token.kind == DURATION:
        reader.at += 1
        seconds = duration_seconds(reader, token.text, token.start)
    else:
        return None
    return _within_range(reader, Duration(token.start, end, seconds), token.text)


def _within_range(reader: Reader, length: Duration, shown: str) -> Duration:
    if reader.reads.window == "expression" and abs(length.seconds or 0.0) > _LONGEST_SECONDS:
        message = f"`{shown}` seconds are longer than Prometheus can count, about 292 years"
        reader.faults.append(Fault(message, "Write a shorter duration.", length.start))
        return Duration(length.start, length.end, 0.0)
    return length


def _negated(length: Duration | None, start: int) -> Duration | None:
    if length is None:
        return None
    if length.seconds is None:
        return Duration(start, length.end, None, None if length.reckoned is None else -length.reckoned)
    return Duration(start, length.end, -length.seconds)


def _reckons(reader: Reader, start: int) -> None:
    reader.form("duration-expression", start)
    if not reader.reads.duration_arithmetic:
        reader.unavailable(start)


def number_value(reader: Reader) -> float:
    """The value of the number that stands here, which is passed; 0 with a fault for none."""
    token = reader.tokens[reader.at]
    reader.at += 1
    value = number(token.text)
    if "_" in token.text:
        reader.form("number-underscore", token.start)
    if value is not None:
        return value
    shown = token.text if len(token.text) <= 20 else f"{token.text[:20]}..."
    if token.text[:2].lower() != "0x" and token.text.isdigit():
        message, hint = f"the number `{shown}` is larger than a 64-bit float holds", "Write `Inf`."
    else:
        message = f"`{shown}` is not a number that Prometheus reads"
        hint = "Write it as a decimal number: a hexadecimal one holds 64 bits at most."
    reader.faults.append(Fault(message, hint, token.start))
    return 0.0


def duration_seconds(reader: Reader, text: str, start: int) -> float:
    """Seconds of a duration; 0 with a fault for one that is not."""
    try:
        milliseconds = parse_duration(text)
    except ValueError as error:
        message, _, remedy = str(error).partition("; ")
        reader.faults.append(Fault(message, f"{remedy[:1].upper()}{remedy[1:]}.", start))
        return 0.0
    if milliseconds == 0 and not reader.reads.zero_durations:
        reader.faults.append(Fault("a duration is zero", "Write a positive duration such as `5m`.", start))
    return milliseconds / 1000


def nanoseconds(length: Duration | None, *, rounds: bool) -> int:
    """An offset as Prometheus keeps it, in 64 bits: 0 counts as none."""
    if length is None:
        return 0
    if length.seconds is None:
        return 1
    if rounds:
        return 1 if math.isnan(length.seconds) else round(length.seconds * 1e9)
    counted = length.seconds * 1000
    whole = -(2**63) if math.isnan(counted) or abs(counted) >= 2**63 else int(counted)
    return (whole * 1_000_000) % 2**64
