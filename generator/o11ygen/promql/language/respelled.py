"""An expression written anew in what every reader of PromQL takes, for the package that the facts are read with.

What a release reads with its newest syntax selects the same series: windows that are reckoned are written as their result,
`anchored` and `smoothed` are left out, and a trim becomes a comparison.
"""

from __future__ import annotations

import re

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
_WINDOW_WORDS = ("anchored", "smoothed")
_TRIMS = ("</", ">/")


class UnknownDurationError(Exception):
    """A duration hangs on the query's step or range, which nobody knows beforehand."""


def respelled(node: Node) -> str:
    """The text of an expression without faults; raises UnknownDurationError."""
    if isinstance(node, Number):
        return repr(node.value) if node.value == node.value and abs(node.value) != float("inf") else str(node.value)
    if isinstance(node, Text):
        return _quoted(node.value)
    if isinstance(node, Instant):
        return f"{_selected(node)}{_moved(node)}"
    if isinstance(node, Range):
        selected = _selected(node.selected) if isinstance(node.selected, Instant) else respelled(node.selected)
        return f"{selected}[{_length(node.window)}]{_moved(node)}"
    if isinstance(node, Subquery):
        step = "" if node.step is None else _length(node.step)
        return f"{respelled(node.operand)}[{_length(node.window)}:{step}]{_moved(node)}"
    return _composed(node)


def _composed(node: Node) -> str:
    if isinstance(node, Call):
        # The package asks a matcher with a value of the second argument, which matches labels of `info` only.
        arguments = node.arguments[:1] if node.name == "info" else node.arguments
        return f"{node.name}({', '.join(respelled(argument) for argument in arguments)})"
    if isinstance(node, Aggregate):
        clause = f" {node.clause} ({_labels(node.labels)}) " if node.clause else ""
        return f"{node.op}{clause}({', '.join(respelled(argument) for argument in node.arguments)})"
    if isinstance(node, Binary):
        op = ">" if node.op in _TRIMS else node.op
        return f"{respelled(node.left)} {op}{_matching(node.matching)} {respelled(node.right)}"
    if isinstance(node, Sign):
        return f"-{respelled(node.operand)}" if node.op == "-" else respelled(node.operand)
    return f"({respelled(node.operand)})" if isinstance(node, Group) else ""


def _selected(node: Instant) -> str:
    named = node.name in ("", *_WINDOW_WORDS)
    matchers = [_matcher(matcher) for matcher in node.matchers]
    if named and node.name:
        matchers.insert(0, f"__name__={_quoted(node.name)}")
    name = "" if named else node.name
    return f"{name}{{{', '.join(matchers)}}}" if matchers or not name else name


def _matcher(matcher: LabelMatcher) -> str:
    return f"{_label(matcher.name)}{matcher.op}{_quoted(matcher.value)}"


def _moved(node: Instant | Range | Subquery) -> str:
    at = {"": "", "fixed": " @ 0"}.get(node.at, f" @ {node.at}()")
    if node.offset is None:
        return at
    milliseconds = _milliseconds(node.offset)
    sign = "-" if milliseconds < 0 else ""
    return f" offset {sign}{abs(milliseconds)}ms{at}" if milliseconds else at


def _length(duration: Duration) -> str:
    return f"{max(_milliseconds(duration), 1)}ms"


def _milliseconds(duration: Duration) -> int:
    seconds = duration.value
    if seconds is None or seconds != seconds or abs(seconds) > 2**63 / 1e9:
        raise UnknownDurationError
    return round(seconds * 1000)


def _matching(matching: Matching) -> str:
    text = " bool" if matching.returns_bool else ""
    if matching.clause:
        text += f" {matching.clause} ({_labels(matching.labels)})"
    if matching.group:
        text += f" {matching.group} ({_labels(matching.include)})"
    for side, value in (("left", matching.fill_left), ("right", matching.fill_right)):
        if value is not None:
            text += f" fill_{side} ({value:g})"
    return text


def _labels(labels: tuple[str, ...]) -> str:
    return ", ".join(map(_label, labels))


def _label(label: str) -> str:
    plain = _PLAIN_LABEL.fullmatch(label) is not None and label.lower() not in _WINDOW_WORDS
    return label if plain else _quoted(label)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
