"""The facts of an expression, in one walk over its tree."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from o11ygen.duration import MAX_MILLISECONDS
from o11ygen.promql.condition import comparison_of
from o11ygen.promql.flow import Bare, Both, Either, Flow, Join, Series
from o11ygen.promql.labelling import absent, aggregated, selected
from o11ygen.promql.language.nodes import (
    PLAIN,
    Aggregate,
    Binary,
    Call,
    Duration,
    Group,
    Instant,
    Matching,
    Node,
    Number,
    Range,
    Sign,
    Subquery,
    Text,
    Time,
    ValueType,
)
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.query import Aggregation, Grouping, Query, Selector
from o11ygen.promql.query import Subquery as Around
from o11ygen.promql.relabel import relabelled

# A trim takes buckets from a histogram and leaves out what is none, so it may leave nothing.
_TRIMS = frozenset(("</", ">/"))
_NUMBER = Bare((), "a number")
_TEXT = Bare((), "a string")

_Names = tuple[str, ...]
_Arounds = tuple[Around, ...]


class _Seen(NamedTuple):
    """What a part of the tree gives: its labels, its type, and when it has a result."""

    flow: Flow
    type: ValueType
    filters: bool = False
    always: bool = False


_NUMBER_SEEN = _Seen(_NUMBER, "scalar", always=True)
_TEXT_SEEN = _Seen(_TEXT, "string", always=True)


def facts_of(text: str, tree: Node) -> Query:
    """The facts of a tree without faults, whose depth Python's stack bears."""
    reader = _Reader()
    flow, kind, filters, always = _READERS[type(tree)](reader, tree, (), ())
    return Query(
        text,
        result_type=kind,
        selectors=tuple(reader.selectors),
        functions=tuple(dict.fromkeys(reader.functions)),
        aggregations=tuple(reader.aggregations),
        groupings=tuple(reader.groupings),
        comparison=comparison_of(tree),
        filters=filters,
        always_returns=always,
        flow=flow,
    )


class _Reader:
    """Each method takes a part, the functions around it and the subqueries around it, from the innermost."""

    __slots__ = ("aggregations", "functions", "groupings", "selectors")

    def __init__(self) -> None:
        self.selectors: list[Selector] = []
        self.functions: list[str] = []
        self.aggregations: list[Aggregation] = []
        self.groupings: list[Grouping] = []

    def instant(self, node: Instant, within: _Names, around: _Arounds) -> _Seen:
        offset_ms = 0 if node.offset is None else _milliseconds(node.offset)
        return _Seen(self.selector(node, 0, offset_ms, _time(node.at), within, around), "vector")

    def range(self, node: Range, within: _Names, around: _Arounds) -> _Seen:
        offset_ms = 0 if node.offset is None else _milliseconds(node.offset)
        assert isinstance(node.selected, Instant)
        flow = self.selector(node.selected, _window(node.window), offset_ms, _time(node.at), within, around)
        return _Seen(flow, "matrix")

    def selector(
        self, node: Instant, range_ms: int, offset_ms: int, at: str, within: _Names, around: _Arounds
    ) -> Series:
        metric, matchers, series = selected(node)
        selectors = self.selectors
        selectors.append(Selector(metric, matchers, range_ms, offset_ms, at, around, within, len(selectors)))
        return series

    def subquery(self, node: Subquery, within: _Names, around: _Arounds) -> _Seen:
        offset_ms = 0 if node.offset is None else _milliseconds(node.offset)
        step_ms = 0 if node.step is None else _window(node.step)
        one = Around(_window(node.window), step_ms, offset_ms, _time(node.at))
        operand = node.operand
        return _READERS[type(operand)](self, operand, within, (one, *around))._replace(type="matrix")

    def operand(self, node: Group | Sign, within: _Names, around: _Arounds) -> _Seen:
        operand = node.operand
        return _READERS[type(operand)](self, operand, within, around)

    def number(self, node: Number, within: _Names, around: _Arounds) -> _Seen:
        return _NUMBER_SEEN

    def text(self, node: Text, within: _Names, around: _Arounds) -> _Seen:
        return _TEXT_SEEN

    def call(self, node: Call, within: _Names, around: _Arounds) -> _Seen:
        name = sys.intern(node.name)
        self.functions.append(name)
        arguments = node.arguments
        inner = (name, *within)
        series: _Seen | None = None
        for argument in arguments:
            seen = _READERS[type(argument)](self, argument, inner, around)
            if series is None and (seen.type == "vector" or seen.type == "matrix"):
                series = seen
        if name == "absent" or name == "absent_over_time":
            matchers = self.selectors[-1].matchers if self.selectors else ()
            return _Seen(absent(name, arguments[0], matchers), "vector", filters=True)
        if node.type != "vector" or series is None or name == "vector":
            return _Seen(Bare((), f"`{name}()`"), node.type, always=True)
        return _Seen(relabelled(name, arguments, series.flow), "vector", series.filters, series.always)

    def aggregate(self, node: Aggregate, within: _Names, around: _Arounds) -> _Seen:
        op = sys.intern(node.op)
        clause, arguments = node.clause, node.arguments
        inner = (op, *within)
        if len(arguments) > 1:
            _READERS[type(arguments[0])](self, arguments[0], inner, around)
        first = len(self.selectors)
        operand = arguments[-1]
        flow, _, filters, always = _READERS[type(operand)](self, operand, inner, around)
        metrics = self.metrics(first)
        labels = _labels(node.labels)
        self.aggregations.append(Aggregation(op, clause, labels, metrics))
        if clause:
            self.groupings.append(Grouping(clause, op, labels, metrics, (flow,)))
        return _Seen(aggregated(node, flow), "vector", filters, always)

    def binary(self, node: Binary, within: _Names, around: _Arounds) -> _Seen:
        op, matching = sys.intern(node.op), node.matching
        first = len(self.selectors)
        left = _READERS[type(node.left)](self, node.left, within, around)
        middle = len(self.selectors)
        right = _READERS[type(node.right)](self, node.right, within, around)
        compares = op in _TRIMS or (op in COMPARISONS and not matching.returns_bool)
        if left.type == "scalar" or right.type == "scalar":
            side = left if right.type == "scalar" else right
            return _Seen(side.flow, side.type, side.filters or compares, side.always and not compares)
        join = Join(op, left.flow, right.flow, False, (), "", (), False, False)
        if matching is not PLAIN:
            join = self.join(join, matching, first, middle)
        if op == "or":
            flow = Either(left.flow, right.flow)
            return _Seen(flow, "vector", left.filters and right.filters, left.always or right.always)
        if op == "unless":
            return _Seen(left.flow, "vector", filters=True)
        if op == "and":
            return _Seen(Both(left.flow, right.flow, join.on, join.labels), "vector", filters=True)
        filters = left.filters or right.filters or compares
        return _Seen(join, "vector", filters, left.always and right.always and not compares)

    def join(self, join: Join, matching: Matching, first: int, middle: int) -> Join:
        """The join with what stands behind its operator; `middle` is the first selector of the right side."""
        op, many, one = join.op, join.many, join.one
        fill_left, fill_right = matching.fill_left is not None, matching.fill_right is not None
        labels = _labels(matching.labels)
        if matching.clause:
            self.groupings.append(Grouping(matching.clause, op, labels, self.metrics(first), (many, one)))
        on, grouped = matching.clause == "on", matching.group
        if not grouped:
            return Join(op, many, one, on, labels, "", (), fill_left, fill_right)
        include = _labels(matching.include)
        if grouped == "group_left":
            self.groupings.append(Grouping(grouped, op, include, self.metrics(middle), (one,)))
            return Join(op, many, one, on, labels, grouped, include, fill_left, fill_right)
        self.groupings.append(Grouping(grouped, op, include, self.metrics(first, middle), (many,)))
        return Join(op, one, many, on, labels, grouped, include, fill_right, fill_left)

    def metrics(self, first: int, last: int | None = None) -> tuple[str, ...]:
        """The names of the selectors from number `first` on, each once."""
        return tuple(dict.fromkeys([selector.metric for selector in self.selectors[first:last] if selector.metric]))


# Called from one part for the next without anything between, so that each level of the tree is one of Python's stack.
_READERS: dict[type, Callable[[_Reader, Any, _Names, _Arounds], _Seen]] = {
    Instant: _Reader.instant,
    Range: _Reader.range,
    Subquery: _Reader.subquery,
    Group: _Reader.operand,
    Sign: _Reader.operand,
    Number: _Reader.number,
    Text: _Reader.text,
    Call: _Reader.call,
    Aggregate: _Reader.aggregate,
    Binary: _Reader.binary,
}


def _milliseconds(duration: Duration) -> int:
    """The length of a duration, 0 where it is not known before the query."""
    seconds = duration.value
    if seconds is None or seconds != seconds:
        return 0
    return round(max(-MAX_MILLISECONDS, min(seconds * 1000, MAX_MILLISECONDS)))


def _window(duration: Duration) -> int:
    """The length of a window or step, which is never empty where it is known; 0 where it is not."""
    return 0 if duration.value is None else max(_milliseconds(duration), 1)


def _time(at: Time | None) -> str:
    return "" if at is None else "fixed" if isinstance(at, float) else f"{at}()"


def _labels(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(sys.intern, names))
