"""What the parser lets through and no release of Prometheus does."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from typing import Any

import promql_parser

from o11ygen.duration import MAX_MILLISECONDS, parse_duration
from o11ygen.promql.fault import Fault, NotPrometheusError
from o11ygen.promql.lexer import tokens
from o11ygen.targets.re2 import fault_of

_MILLISECOND = timedelta(milliseconds=1)


def window(duration: timedelta) -> int:
    """The length of a window or step, which the parser lets be zero where it is a number."""
    span = milliseconds(duration)
    if span <= 0:
        raise NotPrometheusError(Fault("a window is never empty", "Write a positive duration such as `5m`."))
    return span


def check_fill(modifier: Any) -> None:
    """Refuse a fill at an operator that joins no pairs: a set operator, or one with a number on a side."""
    if modifier.fill_values.lhs is not None or modifier.fill_values.rhs is not None:
        hint = "Take it out: with a number, or with `and`, `or`, `unless`, no series waits for a partner."
        raise NotPrometheusError(Fault("`fill` stands at an operator that joins no pairs of series", hint), near="fill")


def check_info(argument: Any) -> None:
    """The second argument of `info` is a selector in the grammar, but Prometheus takes no name and no more from it."""
    if type(argument) is not promql_parser.VectorSelector or argument.name:
        raise NotPrometheusError(
            Fault(
                "the second argument of `info` is more than matchers in braces",
                'Write matchers only: `info(x, {__name__="target_info", version=~".+"})`.',
            ),
            near="info",
        )


def pattern_fault(pattern: str) -> Fault | None:
    """Why RE2 does not read the pattern of a matcher; None when it does."""
    why = fault_of(pattern)
    if not why:
        return None
    hint = "Close its groups and classes, and put a backslash before characters that are meant as they are."
    if re.search(r"\(\?<?[=!]", pattern):
        hint = 'Exclude with a second matcher instead of a lookaround: `x{job=~"a.*", job!~"ab.*"}`.'
    return Fault(f"`{pattern}` is not a regular expression that Prometheus reads: {why}", hint)


def check_pattern(pattern: str) -> None:
    """Refuse what RE2 does not read: the parser has a dialect of its own."""
    fault = pattern_fault(pattern)
    if fault is not None:
        raise NotPrometheusError(fault, near=pattern)


def check_numbers(text: str) -> None:
    """Refuse a number too large to count, in an expression that has an infinite one; a written `Inf` is fine."""
    for token in tokens(text):
        if token.kind == "number" and not token.folded.startswith("0x") and math.isinf(float(token.text)):
            shown = token.text if len(token.text) <= 20 else f"{token.text[:20]}..."
            raise NotPrometheusError(
                Fault(f"the number `{shown}` is larger than a 64-bit float holds", "Write `Inf`.", token.start)
            )


def check_durations(text: str) -> None:
    """Refuse a duration that can't be counted where it stands as a number, `x > 300y`: the parser makes a float of it."""
    for token in tokens(text):
        if token.kind == "duration":
            try:
                parse_duration(token.text)
            except ValueError as error:
                message, _, remedy = str(error).partition("; ")
                raise NotPrometheusError(Fault(message, f"{remedy[:1].upper()}{remedy[1:]}.", token.start)) from None


def milliseconds(duration: timedelta) -> int:
    """The length of a window or offset; Prometheus counts it in nanoseconds, in 64 bits."""
    span = duration // _MILLISECOND
    if not -MAX_MILLISECONDS <= span <= MAX_MILLISECONDS:
        raise NotPrometheusError(
            Fault("a duration is longer than Prometheus can count, about 292 years", "Write a shorter one.")
        )
    return span
