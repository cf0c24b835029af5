"""Selectors: what stands in braces, and the windows, offsets and times behind them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from o11ygen.promql.fault import Fault
from o11ygen.promql.language import durations
from o11ygen.promql.language.literals import matches_empty, unquoted
from o11ygen.promql.language.nodes import Broken, Instant, LabelMatcher, Node, Range, Subquery, Time
from o11ygen.promql.language.scanner import BRACES, DURATION, NAME, NUMBER, STRING
from o11ygen.targets.re2 import fault_of, has_short_group_name

if TYPE_CHECKING:
    from o11ygen.promql.language.reader import Reader

_MATCHER = re.compile(r'([A-Za-z_][0-9A-Za-z_]*)[ ]*(=~|!~|!=|=)[ ]*"([^"]*)"', re.ASCII)
_SPECIAL = re.compile(r"[\\.+*?()\[\]{}^$]")
_OPERATORS = ("=", "!=", "=~", "!~")
_EVERYTHING = (
    "a selector without a metric name has no matcher that asks for a value, so it would read every series",
    'Name the metric, or ask for a label with a value: `{job="app"}`.',
)


def selector(reader: Reader, name: str, start: int, end: int) -> Node:
    """The selector of `name`, which has been passed, with the braces that follow, if any."""
    token = reader.tokens[reader.at]
    matchers: tuple[LabelMatcher, ...] = ()
    if token.kind == BRACES:
        reader.at += 1
        end = token.start + len(token.text)
        matchers = _plain_matchers(reader, token.text, token.start)
    elif token.kind == "{":
        reader.at += 1
        found = _matchers(reader)
        if found is None:
            reader.misplaced(operand=True)
            return Broken(start, reader.behind())
        matchers, end = found, reader.behind()
    elif name:
        return Instant(start, end, name, ())
    if name:
        _check_name(reader, name, matchers, start)
    else:
        _check_not_everything(reader, matchers, start)
    return Instant(start, end, name, matchers)


def _plain_matchers(reader: Reader, text: str, start: int) -> tuple[LabelMatcher, ...]:
    found = []
    for match in _MATCHER.finditer(text):
        label, op, value = match.groups()
        if op[-1] == "~" and not value.isalnum():
            check_pattern(reader, value, start + match.start(3) - 1)
        found.append(LabelMatcher(start + match.start(), start + match.end(), label, op, value))  # type: ignore[arg-type]  # one of the four
    return tuple(found)


def _matchers(reader: Reader) -> tuple[LabelMatcher, ...] | None:
    """The matchers from behind the brace to behind its end; None for a fault, which is left where it stands."""
    found: list[LabelMatcher] = []
    tokens = reader.tokens
    while tokens[reader.at].kind != "}":
        if found:
            if tokens[reader.at].kind != ",":
                return None
            reader.at += 1
            if tokens[reader.at].kind == "}":
                break
        matcher = _matcher(reader)
        if matcher is None:
            return None
        found.append(matcher)
    reader.at += 1
    return tuple(found)


def _matcher(reader: Reader) -> LabelMatcher | None:
    tokens = reader.tokens
    label = tokens[reader.at]
    if label.kind not in (NAME, STRING):
        return None
    name = label.text
    if label.kind == STRING:
        reader.form("quoted-name", label.start)
        if not reader.reads.quoted_names:
            return None
        name = unquoted(name)
    sign = tokens[reader.at + 1]
    if sign.kind not in _OPERATORS:
        if label.kind == NAME:
            return None
        reader.at += 1
        return LabelMatcher(label.start, label.start + len(label.text), "__name__", "=", name)
    value = tokens[reader.at + 2]
    if value.kind != STRING:
        return None
    reader.at += 3
    text = unquoted(value.text)
    if sign.kind in ("=~", "!~"):
        check_pattern(reader, text, value.start)
    return LabelMatcher(label.start, value.start + len(value.text), name, sign.kind, text)  # type: ignore[arg-type]  # one of the four


def check_pattern(reader: Reader, pattern: str, start: int) -> None:
    """Note what RE2 does not read."""
    if not pattern.isascii() and _is_broken(pattern):
        # Plain alternatives are compared as bytes, and never reach RE2.
        why = "" if reader.reads.raw_literals and not _SPECIAL.search(pattern) else "it is not UTF-8"
    else:
        why = pattern_fault(reader, pattern)
        if not why and reader.reads.wrapped_patterns and "\\Q" in pattern:
            why = fault_of(f"^(?:{pattern})$")
    if not why:
        return
    hint = "Close its groups and classes, and put a backslash before characters that are meant as they are."
    if names_groups_newly(reader, pattern):
        hint = "Write `(?P<name>`."
    elif re.search(r"\(\?<?[=!]", pattern):
        hint = 'Exclude with a second matcher instead of a lookaround: `x{job=~"a.*", job!~"ab.*"}`.'
    reader.faults.append(Fault(f"`{pattern}` is not a regular expression that Prometheus reads: {why}", hint, start))


def names_groups_newly(reader: Reader, pattern: str) -> bool:
    """Whether a pattern names groups in a way that the release does not read."""
    return not reader.reads.short_group_names and has_short_group_name(pattern)


def pattern_fault(reader: Reader, pattern: str) -> str:
    """Why the release does not read a pattern; empty when it does."""
    if names_groups_newly(reader, pattern):
        return "groups are named as `(?<name>` from Prometheus 2.51, before it as `(?P<name>`"
    return fault_of(pattern)


def _is_broken(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _check_name(reader: Reader, name: str, matchers: tuple[LabelMatcher, ...], start: int) -> None:
    for matcher in matchers:
        if matcher.name == "__name__":
            message = f"the metric name is given twice: `{name}` and `{matcher.value}`"
            hint = 'Keep one; to read several metrics write `{__name__=~"a|b"}`.'
            reader.faults.append(Fault(message, hint, start))


def _check_not_everything(reader: Reader, matchers: tuple[LabelMatcher, ...], start: int) -> None:
    if not any(_asks_for_value(matcher) for matcher in matchers):
        fault = Fault(*_EVERYTHING, start)
        reader.faults.append(fault)
        reader.unbounded[start] = fault


def _asks_for_value(matcher: LabelMatcher) -> bool:
    op, value = matcher.op, matcher.value
    if op == "=":
        return value != ""
    if op == "!=":
        return value == ""
    if fault_of(value):
        return True
    return matches_empty(value) is (op == "!~")


def windowed(reader: Reader, node: Node) -> Node:
    """What a window makes of the expression before it."""
    bracket = reader.tokens[reader.at].start
    found = durations.window(reader)
    if found is None:
        return Broken(node.start, reader.behind())
    length, colon, step = found
    end = reader.behind()
    if colon:
        if node.type not in ("vector", ""):
            hint = "Give it one: `rate(x[5m])[1h:1m]`, `x[1h:1m]`."
            reader.faults.append(Fault("a subquery stands on something that is no vector", hint, reader.colon(bracket)))
        return Subquery(node.start, end, node, length, step)
    if not isinstance(node, Instant):
        if not isinstance(node, Broken):
            hint = "Put the window on the selector, inside the function, or make it a subquery: `(...)[10m:1m]`."
            reader.faults.append(Fault("a window follows something that is not a plain selector", hint, bracket))
        return Range(node.start, end, node, length)
    # An offset that is an expression is not looked at there.
    if (node.offset is None or node.offset.seconds is not None) and _nanoseconds(reader, node) != 0:
        hint = "Write it behind: `x[5m] offset 1h`."
        reader.faults.append(Fault("the offset stands before the window", hint, reader.places["offset"]))
    elif isinstance(node.at, float):
        hint = "Write it behind: `x[5m] @ end()`."
        reader.faults.append(Fault("`@` stands before the window", hint, reader.places["@"]))
    if node.offset is None and node.at is None and not node.modifier:
        return Range(node.start, end, node, length)
    selected = Instant(node.start, node.end, node.name, node.matchers)
    return Range(node.start, end, selected, length, node.offset, node.at, node.modifier)


def _nanoseconds(reader: Reader, node: Instant | Range | Subquery) -> int:
    return durations.nanoseconds(node.offset, rounds=reader.reads.offset_first)


def with_offset(reader: Reader, node: Node) -> Node:
    """The selector before `offset`, moved by it."""
    sign = reader.tokens[reader.at]
    reader.at += 1
    length = durations.offset(reader)
    if length is None or isinstance(node, Broken):
        return Broken(node.start, reader.behind())
    if not isinstance(node, Instant | Range | Subquery):
        hint = "Put it on the selector, inside of functions and aggregations: `sum(x offset 1h)`."
        reader.faults.append(Fault("`offset` follows something that is not a selector", hint, sign.start))
        return node
    if _nanoseconds(reader, node) != 0:
        hint = "Keep one: add them up."
        reader.faults.append(Fault("there are two offsets on one selector", hint, reader.places["offset"]))
    reader.places["offset"] = sign.start
    return node._replace(offset=length, end=reader.behind())


def with_time(reader: Reader, node: Node) -> Node:
    """The selector before `@`, fixed at a time."""
    sign = reader.tokens[reader.at]
    reader.at += 1
    reader.form("at-modifier", sign.start)
    if not reader.reads.at_modifier:
        reader.unavailable(sign.start)
    at = _time(reader, sign.start)
    if at is None:
        reader.misplaced(operand=False)
        return Broken(node.start, reader.behind())
    if isinstance(node, Broken):
        return node
    if not isinstance(node, Instant | Range | Subquery):
        hint = "Put it on the selector, inside of functions and aggregations: `sum(x @ end())`."
        reader.faults.append(Fault("`@` follows something that is not a selector", hint, sign.start))
        return node
    if node.at is not None:
        reader.faults.append(Fault("there are two `@` on one selector", "Keep one.", reader.places["@"]))
    reader.places["@"] = sign.start
    return node._replace(at=at, end=reader.behind())


def _time(reader: Reader, start: int) -> Time | None:
    """The time behind `@`; None for a fault, which is left where it stands."""
    tokens = reader.tokens
    token = tokens[reader.at]
    if token.kind in ("start", "end"):
        if tokens[reader.at + 1].kind != "(" or tokens[reader.at + 2].kind != ")":
            return None
        reader.at += 3
        return "start" if token.kind == "start" else "end"
    negative = token.kind == "-"
    reader.at += token.kind in ("+", "-")
    token = tokens[reader.at]
    if token.kind == NUMBER:
        seconds = durations.number_value(reader)
    elif token.kind == DURATION:
        reader.form("duration-as-number", token.start)
        if not reader.reads.number_durations:
            return None
        reader.at += 1
        seconds = durations.duration_seconds(reader, token.text, token.start)
    else:
        return None
    if math.isnan(seconds) or abs(seconds) >= 2**63:
        message = "the time behind `@` is beyond what Prometheus can count"
        reader.faults.append(Fault(message, "Write seconds since 1970.", start))
        return 0.0
    return -seconds if negative else seconds


def modified(reader: Reader, node: Node) -> Node:
    """The selector before `anchored` or `smoothed`."""
    token = reader.tokens[reader.at]
    reader.at += 1
    reader.form(token.kind, token.start)
    if not reader.reads.extended_ranges:
        reader.unavailable(token.start)
    if isinstance(node, Broken):
        return node
    if not isinstance(node, Instant | Range):
        hint = "Write it behind the window of a selector: `rate(x[5m] smoothed)`."
        reader.faults.append(Fault(f"`{token.text}` follows something that is not a selector", hint, token.start))
        return node
    if node.modifier not in ("", token.kind):
        hint = "Keep one: they count the edges of a window in different ways."
        reader.faults.append(Fault("`anchored` and `smoothed` stand on one selector", hint, token.start))
    return node._replace(modifier=token.kind, end=reader.behind())
