"""What the parts of an expression do to labels, as steps of a flow."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from o11ygen.promql.flow import Add, Bare, Drop, Flow, Keep, Series
from o11ygen.promql.language.literals import matches_empty
from o11ygen.promql.language.nodes import Aggregate, Group, Instant, Node, Range
from o11ygen.promql.query import Matcher
from o11ygen.promql.relabel import literal

SELECTING = frozenset(("topk", "bottomk", "limitk", "limit_ratio"))
"""Aggregations that choose some of the series, and leave their labels as they are."""


class Selected(NamedTuple):
    """The name that a selector fixes, its matchers without that name, and the series they leave."""

    metric: str
    matchers: tuple[Matcher, ...]
    series: Series


def selected(node: Instant) -> Selected:
    """What a selector selects: `__name__="x"` is a name as well."""
    metric = node.name
    matchers: list[Matcher] = []
    sure: list[str] = []
    empty: list[str] = []
    for _, _, name, op, value in node.matchers:
        if name == "__name__":
            if op == "=" and not metric:
                metric = value
            else:
                matchers.append(Matcher(name, op, value))
            continue
        name = sys.intern(name)
        matchers.append(Matcher(name, op, value))
        if op == "=":
            (sure if value else empty).append(name)
        elif demands_value(op, value):
            sure.append(name)
    metric = sys.intern(metric)
    return Selected(metric, tuple(matchers), Series(metric, tuple(sure), tuple(empty)))


def demands_value(op: str, value: str) -> bool:
    """Whether a matcher refuses series that lack the label, or have it empty."""
    if op == "=":
        return value != ""
    return value == "" if op == "!=" else matches_empty(value) != (op == "=~")


def aggregated(node: Aggregate, inner: Flow) -> Flow:
    """The flow behind an aggregation of series that have the flow `inner`."""
    op = node.op
    if op in SELECTING:
        return inner
    # `count_values` sets its label before it groups.
    counted = literal(node.arguments[0]) if op == "count_values" else ""
    if counted:
        inner = Add(counted, "sure", (), inner, "`count_values`")
    labels = tuple(map(sys.intern, node.labels))
    if node.clause == "without":
        return Drop(f"`{op} without ({', '.join(labels)})`", labels, inner)
    return Keep(op, (*labels, counted) if counted else labels, inner)


def is_selector(argument: Node) -> bool:
    """Whether it is a plain selector, in parentheses or not; a sign makes it something else."""
    while isinstance(argument, Group):
        argument = argument.operand
    return isinstance(argument, Instant | Range)


def absent(name: str, argument: Node, matchers: Sequence[Matcher]) -> Flow:
    """The labels that `absent` makes up: those of a plain selector with a single matcher, and that an equality.

    Where a label has several, it hangs on the order in which the storage has looked at them.
    """
    if not is_selector(argument):
        return Bare((), f"`{name}` of anything but a plain selector")
    names = [matcher.name for matcher in matchers]
    equal = [matcher.name for matcher in matchers if matcher.op == "=" and matcher.value]
    flow: Flow = Bare(tuple(label for label in equal if names.count(label) == 1), f"`{name}`")
    for label in dict.fromkeys(equal):
        if names.count(label) > 1:
            flow = Add(label, "maybe", (), flow, f"`{name}`")
    return flow
