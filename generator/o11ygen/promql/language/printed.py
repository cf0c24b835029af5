"""The text of a tree, in one spelling: what is read of it is the tree again, but for places and for numbers as written."""

from __future__ import annotations

import math
import re

from o11ygen.duration import readable_duration
from o11ygen.promql.language.nodes import (
    Aggregate,
    Binary,
    Call,
    Duration,
    Group,
    Instant,
    LabelMatcher,
    Matching,
    Node,
    Number,
    Range,
    Sign,
    Subquery,
    Text,
)

_PLAIN_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*", re.ASCII)
_LARGE = 1e15
_NEVER_LABELS = frozenset(("without", "inf", "nan"))
# What a string may not hold as it is: its quote, a line's end, the replacement character, bytes that are no UTF-8.
_ESCAPED = re.compile('[\\\\"\n\ufffd\udc80-\udcff]')


def printed(node: Node) -> str:
    """The text of an expression without faults, whose depth Python's stack bears."""
    match node:
        case Instant():
            return f"{_selected(node)}{_behind(node)}"
        case Number(_, _, value):
            return _number(value)
        case Call(_, _, name, arguments):
            return f"{name}({', '.join(map(printed, arguments))})"
        case Range(_, _, selected, window):
            return f"{printed(selected)}[{_length(window)}]{_behind(node)}"
        case Aggregate(_, _, op, clause, labels, arguments):
            grouped = f" {clause} ({_labels(labels)}) " if clause else ""
            return f"{op}{grouped}({', '.join(map(printed, arguments))})"
        case Binary():
            return f"{printed(node.left)} {node.op}{_matched(node.matching)} {printed(node.right)}"
        case Group(_, _, operand):
            return f"({printed(operand)})"
        case Sign(_, _, op, operand):
            return f"{op}{printed(operand)}"
        case Text(_, _, value):
            return _quoted(value)
        case Subquery(_, _, operand, window, step):
            return f"{printed(operand)}[{_length(window)}:{'' if step is None else _length(step)}]{_behind(node)}"
        case _:
            return ""


def _number(value: float) -> str:
    if math.isfinite(value):
        return str(int(value)) if value.is_integer() and abs(value) < _LARGE else repr(value)
    return "NaN" if math.isnan(value) else "Inf" if value > 0 else "-Inf"


def _selected(node: Instant) -> str:
    matchers = ", ".join(map(_matcher, node.matchers))
    return f"{node.name}{{{matchers}}}" if matchers or not node.name else node.name


def _matcher(matcher: LabelMatcher) -> str:
    plain = _PLAIN_LABEL.fullmatch(matcher.name) is not None
    return f"{matcher.name if plain else _quoted(matcher.name)}{matcher.op}{_quoted(matcher.value)}"


def _behind(node: Instant | Range | Subquery) -> str:
    """Offset and time: the offset first, which would take in an operator that follows."""
    offset = "" if node.offset is None else f" offset {_length(node.offset)}"
    if not isinstance(node, Subquery) and node.modifier:
        offset = f" {node.modifier}{offset}"
    if node.at is None:
        return offset
    return f"{offset} @ {_number(node.at)}" if isinstance(node.at, float) else f"{offset} @ {node.at}()"


def _length(duration: Duration) -> str:
    seconds = duration.seconds
    if seconds is None:
        return duration.text
    milliseconds = round(abs(seconds) * 1000) if math.isfinite(seconds) else 0
    if milliseconds / 1000 != abs(seconds):
        return _number(seconds)
    return f"{'-' * (seconds < 0)}{readable_duration(milliseconds)}"


def _matched(matching: Matching) -> str:
    text = " bool" if matching.returns_bool else ""
    if matching.clause:
        text += f" {matching.clause} ({_labels(matching.labels)})"
    if matching.group:
        text += f" {matching.group} ({_labels(matching.include)})"
    for side, value in (("left", matching.fill_left), ("right", matching.fill_right)):
        if value is not None:
            text += f" fill_{side} ({_number(value)})"
    return text


def _labels(labels: tuple[str, ...]) -> str:
    return ", ".join(map(_label, labels))


def _label(label: str) -> str:
    plain = _PLAIN_LABEL.fullmatch(label) is not None and label.lower() not in _NEVER_LABELS
    return label if plain else _quoted(label)


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\n":
        return "\\n"
    if character == "\ufffd":
        return "\\ufffd"
    return f"\\{character}" if character in '\\"' else f"\\x{ord(character) - 0xDC00:02x}"
