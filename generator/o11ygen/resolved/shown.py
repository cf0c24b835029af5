"""What dashboards show of what alerts watch: the same metrics, or the very same values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from o11ygen.promql import parse
from o11ygen.promql.condition import FLIPPED, constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Group, Node, Sign
from o11ygen.promql.language.printed import printed
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.parse import tree
from o11ygen.resolved.series import SeriesIndex

_PARTS = re.compile(r"_(?:bucket|sum|count)\Z")
# What a reader's choice of all leaves of a matcher, in one spelling of an expression.
_ANY = re.compile(r'[A-Za-z_]\w*=~"\.[*+]"(?:, ?)?')
_LEFT = re.compile(r",\s*(?=\})")
_WINDOW = re.compile(r'\[[^\]"]*\]')
_ORDERS = frozenset({"sort", "sort_desc", "sort_by_label", "sort_by_label_desc"})


class Watched(NamedTuple):
    """What an alert compares with a number: `what` is its text without windows, the same for all that ask alike."""

    what: str
    op: str
    threshold: float


def metrics_behind(texts: Iterable[str], series: SeriesIndex) -> frozenset[str]:
    """The metrics that expressions read, and what recording rules make those of; a histogram is one metric."""
    found: set[str] = set()
    waiting = [name for text in texts for name in parse(text).metrics]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            found.add(_PARTS.sub("", name))
            waiting += [one for record in series.records.get(name, ()) for one in parse(record.expr).metrics]
    return frozenset(found)


def watched(expr: str) -> Watched | None:
    """What an alert watches; None where it compares nothing with a number, or more than one thing."""
    node = tree(expr)
    while node is not None:
        match node:
            case Group(_, _, operand) | Sign(_, _, "+", operand):
                node = operand
            case Binary() if node.op in COMPARISONS and not node.matching.returns_bool:
                return _watched(node)
            case _:
                return None
    return None


def _watched(node: Binary) -> Watched | None:
    threshold = constant(node.right)
    if threshold is not None:
        return Watched(_alike(node.left), node.op, threshold)
    threshold = constant(node.left)
    return None if threshold is None else Watched(_alike(node.right), FLIPPED[node.op], threshold)


def asked_alike(text: str) -> str:
    """The text of a query as `Watched.what` has it, without the order of its series; empty for one in error."""
    node = tree(text)
    return "" if node is None else _alike(node)


def _alike(node: Node) -> str:
    node = _bare(node)
    return _WINDOW.sub("[]", _LEFT.sub("", _ANY.sub("", printed(node)))).replace("{}", "")


def _bare(node: Node) -> Node:
    while True:
        match node:
            case Group(_, _, operand):
                node = operand
            case Call(_, _, name, (operand, *_)) if name in _ORDERS:
                node = operand
            case Aggregate(_, _, "topk" | "bottomk", _, _, (_, operand)):
                node = operand
            case _:
                return node
