"""Reading the parser's tree once, for everything that is worth keeping of it."""

from __future__ import annotations

import math
import re
import sys
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import promql_parser

from o11ygen.promql.condition import comparison_of
from o11ygen.promql.fault import Fault, NotPrometheusError
from o11ygen.promql.flow import Add, Bare, Both, Drop, Either, Flow, Join, Keep, Series
from o11ygen.promql.lexer import COMPARISONS, SET_OPERATORS
from o11ygen.promql.limits import check_fill, check_info, check_numbers, check_pattern, milliseconds, window
from o11ygen.promql.query import (
    Aggregation,
    Clause,
    Form,
    Grouping,
    Matcher,
    Operator,
    Query,
    ResultType,
    Selector,
    Subquery,
)
from o11ygen.promql.relabel import check_relabelling, relabelled
from o11ygen.promql.tables import gated_functions

# By the number the binding gives each: its enumerations can't be hashed, and comparing them one by one is slow.
_OPERATORS: tuple[Operator, ...] = ("=", "!=", "=~", "!~")
_TYPES: tuple[ResultType, ...] = ("vector", "scalar", "matrix", "string")
_BY = promql_parser.AggModifierType.By
_ON = promql_parser.LabelModifierType.Include
_GROUPED: tuple[Literal["", "group_left", "group_right"], ...] = ("", "group_left", "group_right", "")
_AT = ("start()", "end()")
_INFINITE = (math.inf, -math.inf)
_SELECTING = frozenset(("topk", "bottomk", "limitk", "limit_ratio"))
_NUMBER = Bare((), "a number")
_TEXT = Bare((), "a string")


class _Seen(NamedTuple):
    """What a part of the tree gives: its labels, its type, and when it has a result."""

    flow: Flow
    type: ResultType
    filters: bool = False
    always: bool = False


def read_tree(text: str, tree: Any, *, forms: tuple[Form, ...]) -> Query:
    """The facts of a parsed expression; `forms` are those that only the text shows."""
    reader = _Reader()
    seen = reader.read(tree, (), ())
    if reader.infinite:
        check_numbers(text)
    return Query(
        text,
        result_type=seen.type,
        selectors=tuple(reader.selectors),
        functions=tuple(dict.fromkeys(reader.functions)),
        aggregations=tuple(reader.aggregations),
        groupings=tuple(reader.groupings),
        comparison=comparison_of(tree),
        filters=seen.filters,
        always_returns=seen.always,
        forms=tuple(dict.fromkeys((*reader.forms, *forms))) if reader.forms else forms,
        flow=seen.flow,
    )


class _Reader:
    __slots__ = ("aggregations", "forms", "functions", "groupings", "infinite", "selectors")

    def __init__(self) -> None:
        self.selectors: list[Selector] = []
        self.functions: list[str] = []
        self.aggregations: list[Aggregation] = []
        self.groupings: list[Grouping] = []
        self.forms: list[Form] = []
        self.infinite = False

    def read(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        return _READERS[type(node)](self, node, within, subqueries)

    def vector(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        return _Seen(self.selector(node, 0, within, subqueries), "vector")

    def matrix(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        range_ms = window(node.range)
        return _Seen(self.selector(node.vector_selector, range_ms, within, subqueries), "matrix")

    def selector(self, node: Any, range_ms: int, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> Series:
        metric = node.name or ""
        if node.matchers.or_matchers:
            raise NotPrometheusError(Fault("`or` stands in braces, which Prometheus refuses", "Write two selectors."))
        matchers: list[Matcher] = []
        sure: list[str] = []
        empty: list[str] = []
        for matcher in node.matchers.matchers:
            name, op, value = sys.intern(matcher.name), _OPERATORS[int(matcher.op)], matcher.value
            if name == "__name__" and op == "=" and not metric:
                metric = value
                continue
            if op in ("=~", "!~"):
                check_pattern(value)
            matchers.append(Matcher(name, op, value))
            if name == "__name__":
                continue
            if op == "=":
                (sure if value else empty).append(name)
            elif _demands_value(op, value):
                sure.append(name)
        metric = sys.intern(metric)
        offset_ms, at = self.modifiers(node)
        ordinal = len(self.selectors)
        self.selectors.append(Selector(metric, tuple(matchers), range_ms, offset_ms, at, subqueries, within, ordinal))
        return Series(metric, tuple(sure), tuple(empty))

    def modifiers(self, node: Any) -> tuple[int, str]:
        """Offset in milliseconds and `@` of a selector or subquery."""
        offset_ms, at = 0, ""
        if node.offset is not None:
            offset_ms = milliseconds(node.offset)
            if offset_ms < 0:
                self.forms.append(Form("syntax", "negative-offset"))
        if node.at is not None:
            kind = int(node.at.type)
            at = _AT[kind] if kind < len(_AT) else "fixed"
            self.forms.append(Form("syntax", "at-modifier"))
        return offset_ms, at

    def subquery(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        offset_ms, at = self.modifiers(node)
        step_ms = window(node.step) if node.step is not None else 0
        around = Subquery(window(node.range), step_ms, offset_ms, at)
        return self.read(node.expr, within, (around, *subqueries))._replace(type="matrix")

    def paren(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        return self.read(node.expr, within, subqueries)

    def number(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        if node.val in _INFINITE:
            self.infinite = True
        return _Seen(_NUMBER, "scalar", always=True)

    def string(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        return _Seen(_TEXT, "string", always=True)

    def call(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        name = sys.intern(node.func.name)
        self.functions.append(name)
        if name in gated_functions():
            self.forms.append(Form("function", name))
        arguments = node.args
        inner = (name, *within)
        seen = [self.read(argument, inner, subqueries) for argument in arguments]
        if name in ("label_replace", "label_join") and check_relabelling(name, arguments):
            self.forms.append(Form("syntax", "utf8-relabelling"))
        if name == "info" and len(arguments) > 1:
            check_info(arguments[1])
        if name in ("absent", "absent_over_time"):
            return _Seen(_absent(name, arguments[0], self.selectors), "vector", filters=True)
        series = next((part for part in seen if part.type in ("vector", "matrix")), None)
        kind = _TYPES[int(node.func.return_type)]
        if kind != "vector" or series is None or name == "vector":
            return _Seen(Bare((), f"`{name}()`"), kind, always=True)
        flow = relabelled(name, arguments, series.flow)
        return _Seen(flow, kind, series.filters, series.always)

    def aggregate(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        op = sys.intern(str(node.op))
        if op.startswith("limit"):
            self.forms.append(Form("syntax", op))
        inner = (op, *within)
        param = node.param
        if param is not None:
            self.read(param, inner, subqueries)
        first = len(self.selectors)
        seen = self.read(node.expr, inner, subqueries)
        metrics = self.metrics(first)
        modifier = node.modifier
        if modifier is None:
            self.aggregations.append(Aggregation(op, "", (), metrics))
            flow = seen.flow if op in _SELECTING else _kept(op, (), seen.flow, param)
            return _Seen(flow, "vector", seen.filters, seen.always)
        clause: Literal["by", "without"] = "by" if modifier.type == _BY else "without"
        labels = _labels(modifier.labels)
        self.aggregations.append(Aggregation(op, clause, labels, metrics))
        self.groupings.append(Grouping(clause, op, labels, metrics, (seen.flow,)))
        flow = seen.flow
        if op not in _SELECTING:
            flow = _kept(op, labels, flow, param) if clause == "by" else _dropped(op, labels, flow, param)
        return _Seen(flow, "vector", seen.filters, seen.always)

    def unary(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        return self.read(node.expr, within, subqueries)

    def binary(self, node: Any, within: tuple[str, ...], subqueries: tuple[Subquery, ...]) -> _Seen:
        op = sys.intern(str(node.op).lower())
        if op == "atan2":
            self.forms.append(Form("syntax", "atan2"))
        first = len(self.selectors)
        left = self.read(node.lhs, within, subqueries)
        middle = len(self.selectors)
        right = self.read(node.rhs, within, subqueries)
        modifier = node.modifier
        compares = op in COMPARISONS and not (modifier is not None and modifier.return_bool)
        scalar = left.type == "scalar" or right.type == "scalar"
        if modifier is not None and (scalar or op in SET_OPERATORS):
            check_fill(modifier)
        if scalar:
            side = left if right.type == "scalar" else right
            return _Seen(side.flow, side.type, side.filters or compares, side.always and not compares)
        join = Join(op, left.flow, right.flow, False, (), "", (), False, False)
        if modifier is not None:
            join = self.join(join, modifier, first, middle)
        if op == "or":
            flow = Either(left.flow, right.flow)
            return _Seen(flow, "vector", left.filters and right.filters, left.always or right.always)
        if op == "unless":
            return _Seen(left.flow, "vector", filters=True)
        if op == "and":
            return _Seen(Both(left.flow, right.flow, join.on, join.labels), "vector", filters=True)
        filters = left.filters or right.filters or compares
        return _Seen(join, "vector", filters, left.always and right.always and not compares)

    def join(self, join: Join, modifier: Any, first: int, middle: int) -> Join:
        """The join with what the modifiers of its operator say; `middle` is the first selector of the right side."""
        fills = modifier.fill_values
        fill_left, fill_right = fills.lhs is not None, fills.rhs is not None
        if fill_left or fill_right:
            self.forms.append(Form("syntax", "fill"))
        on, labels = False, join.labels
        if modifier.matching is not None:
            on, labels = modifier.matching.type == _ON, _labels(modifier.matching.labels)
            clause: Clause = "on" if on else "ignoring"
            self.groupings.append(Grouping(clause, join.op, labels, self.metrics(first), (join.many, join.one)))
        grouped = _GROUPED[int(modifier.card)]
        if not grouped:
            return join._replace(on=on, labels=labels, fill_many=fill_left, fill_one=fill_right)
        include = _labels(modifier.group_labels or ())
        if grouped == "group_left":
            self.groupings.append(Grouping(grouped, join.op, include, self.metrics(middle), (join.one,)))
            return Join(join.op, join.many, join.one, on, labels, grouped, include, fill_left, fill_right)
        self.groupings.append(Grouping(grouped, join.op, include, self.metrics(first, middle), (join.many,)))
        return Join(join.op, join.one, join.many, on, labels, grouped, include, fill_right, fill_left)

    def metrics(self, first: int, last: int | None = None) -> tuple[str, ...]:
        """The names of the selectors from number `first` on, each once."""
        return tuple(dict.fromkeys(selector.metric for selector in self.selectors[first:last] if selector.metric))


_READERS: dict[type, Callable[[_Reader, Any, tuple[str, ...], tuple[Subquery, ...]], _Seen]] = {
    promql_parser.VectorSelector: _Reader.vector,
    promql_parser.MatrixSelector: _Reader.matrix,
    promql_parser.SubqueryExpr: _Reader.subquery,
    promql_parser.ParenExpr: _Reader.paren,
    promql_parser.NumberLiteral: _Reader.number,
    promql_parser.StringLiteral: _Reader.string,
    promql_parser.Call: _Reader.call,
    promql_parser.AggregateExpr: _Reader.aggregate,
    promql_parser.UnaryExpr: _Reader.unary,
    promql_parser.BinaryExpr: _Reader.binary,
}


def _labels(names: Any) -> tuple[str, ...]:
    return tuple(map(sys.intern, names))


def _kept(op: str, labels: tuple[str, ...], inner: Flow, param: Any) -> Flow:
    if op == "count_values":
        labels = (*labels, param.val)
    return Keep(op, labels, _counted(op, inner, param))


def _dropped(op: str, labels: tuple[str, ...], inner: Flow, param: Any) -> Flow:
    return Drop(f"`{op} without ({', '.join(labels)})`", labels, _counted(op, inner, param))


def _counted(op: str, inner: Flow, param: Any) -> Flow:
    """`count_values` sets its label before it groups."""
    return Add(param.val, "sure", (), inner) if op == "count_values" else inner


def _absent(name: str, argument: Any, selectors: list[Selector]) -> Bare:
    """Only a plain selector hands its labels on: those with a single matcher, and that an equality."""
    if not isinstance(argument, promql_parser.VectorSelector | promql_parser.MatrixSelector):
        return Bare((), f"`{name}` of anything but a plain selector")
    matchers = selectors[-1].matchers
    names = [matcher.name for matcher in matchers]
    labels = tuple(
        matcher.name for matcher in matchers if matcher.op == "=" and matcher.value and names.count(matcher.name) == 1
    )
    return Bare(labels, f"`{name}`")


@lru_cache(maxsize=1024)
def _demands_value(op: Operator, value: str) -> bool:
    """Whether a matcher refuses series that lack the label, or have it empty; no when in doubt."""
    if op == "!=":
        return value == ""
    if "[:" in value:  # classes such as [[:alpha:]], which Python reads as something else
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            matches_empty = re.fullmatch(value, "") is not None
    except (re.error, RecursionError, OverflowError):
        return False
    return matches_empty != (op == "=~")
