"""Questions about one part of a tree that checks ask again and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from o11ygen.promql.language.nodes import (
    Binary,
    Call,
    Group,
    Instant,
    LabelMatcher,
    Node,
    Range,
    Sign,
    Subquery,
    walk,
)
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.query import Matcher


def bare(node: Node) -> Node:
    """The part without the parentheses and plus signs around it."""
    while isinstance(node, Group) or (isinstance(node, Sign) and node.op == "+"):
        node = node.operand
    return node


def selected(node: Node) -> Instant | None:
    """The selector that a part is, with a window or without; None for any other part."""
    part = bare(node)
    if isinstance(part, Range):
        part = part.selected
    return part if isinstance(part, Instant) else None


def metric_of(selector: Instant) -> str:
    """The name it selects, also where `__name__="..."` says it; empty where it is not fixed."""
    if selector.name:
        return selector.name
    return next((one.value for one in selector.matchers if one.name == "__name__" and one.op == "="), "")


def selectors(node: Node) -> Iterator[Instant]:
    """Every selector in a part."""
    return (part for part in walk(node) if isinstance(part, Instant))


def matchers_on(selector: Instant, label: str) -> tuple[LabelMatcher, ...]:
    """What a selector asks of one label."""
    return tuple(one for one in selector.matchers if one.name == label)


def place_of(selector: Instant, matcher: Matcher) -> tuple[int, int]:
    """Where a matcher of a selector starts and ends in the text."""
    return next((one.start, one.end) for one in selector.matchers if one[2:] == matcher)


def is_call(node: Node, *names: str) -> TypeGuard[Call]:
    """Whether a part is a call of one of these functions."""
    return isinstance(node, Call) and node.name in names


def compares(node: Node) -> TypeGuard[Binary]:
    """Whether a part is a comparison that leaves series out, so without `bool`."""
    return isinstance(node, Binary) and node.op in COMPARISONS and not node.matching.returns_bool


def window_of(node: Node) -> Range | Subquery | None:
    """The first window that a function is given, as a selector's or a subquery's."""
    arguments = (bare(one) for one in (node.arguments if isinstance(node, Call) else (node,)))
    return next((one for one in arguments if isinstance(one, Range | Subquery)), None)


def windowed(node: Node) -> Instant | None:
    """The selector whose samples a function over a window reads, also through a subquery; None if it reads more."""
    window = window_of(node)
    if window is None:
        return None
    return selected(window.operand if isinstance(window, Subquery) else window)
