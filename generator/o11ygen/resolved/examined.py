"""One expression while checks look at it: its facts, its tree, and how labels flow through it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, overload

from o11ygen.finding import Excerpt, Related, Severity
from o11ygen.promql import Query, parse
from o11ygen.promql.language.nodes import Node, children, walk
from o11ygen.promql.parse import tree
from o11ygen.resolved.flaw import Flaw

if TYPE_CHECKING:
    from o11ygen.labelflow import LabelFlow
    from o11ygen.resolved.expressions import Expression
    from o11ygen.resolved.series import SeriesIndex

N = TypeVar("N", bound="Node")
M = TypeVar("M", bound="Node")
L = TypeVar("L", bound="Node")


class Examined:
    """An expression with its tree. It lives as long as the checks look at it; nothing of it is to be kept."""

    def __init__(self, expression: Expression, whole: Node, series: SeriesIndex) -> None:
        self.expression, self.tree, self.series = expression, whole, series

    def of(self, expression: Expression) -> Examined:
        """Another expression of the same text: what is known of this one is known of it."""
        other = copy(self)
        other.expression = expression
        return other

    @cached_property
    def query(self) -> Query:
        """The facts of the expression."""
        return parse(self.expression.text)

    @cached_property
    def flow(self) -> LabelFlow:
        """What each part of it returns."""
        # Many expressions are like one that was found right before.
        from o11ygen.labelflow import flow_of
        from o11ygen.resolved.knowledge import knowledge_of

        flow = flow_of(self.tree, knowledge_of(self.series))
        self.series.note_outcomes(self.expression.text, flow.result)
        return flow

    @cached_property
    def _parts(self) -> tuple[Node, ...]:
        return tuple(walk(self.tree))

    @cached_property
    def _parents(self) -> dict[int, Node]:
        return {id(child): part for part in self._parts for child in children(part)}

    @overload
    def nodes(self, one: type[N], /) -> Iterator[N]: ...
    @overload
    def nodes(self, one: type[N], other: type[M], /) -> Iterator[N | M]: ...
    @overload
    def nodes(self, one: type[N], other: type[M], third: type[L], /) -> Iterator[N | M | L]: ...
    def nodes(self, *types: type[Any]) -> Iterator[Any]:
        """Every part of these types, each behind the parts inside of it, in the order of the text."""
        if len(types) == 1:
            return iter(self._by_type.get(types[0], ()))
        return (part for part in self._parts if isinstance(part, types))

    @cached_property
    def _by_type(self) -> dict[type[Any], list[Node]]:
        found: dict[type[Any], list[Node]] = {}
        for part in self._parts:
            found.setdefault(type(part), []).append(part)
        return found

    def parent(self, node: Node) -> Node | None:
        """What a part stands in directly; None for the whole."""
        return self._parents.get(id(node))

    def around(self, node: Node) -> Iterator[Node]:
        """What a part stands in, the innermost first."""
        parent = self.parent(node)
        while parent is not None:
            yield parent
            parent = self.parent(parent)

    def text_of(self, node: Node) -> str:
        """The text of a part."""
        return self.expression.text[node.start : node.end]

    def flaw(
        self,
        message: str,
        hint: str = "",
        *,
        at: Node | tuple[int, int] | None = None,
        severity: Severity | None = None,
        related: tuple[Related, ...] = (),
    ) -> Flaw:
        """What is wrong with the expression, or with the part `at`: a node, or where it starts and ends in the text.

        The message is about the part; who owns the expression is put in front of it.
        """
        owner = self.expression
        excerpt = None
        if at is not None:
            start, end = (at.start, at.end) if isinstance(at, Node) else at
            excerpt = Excerpt(owner.text, start, end)
        return Flaw(owner.source, f"{owner.what}: {message}", hint, owner.field, related, severity, excerpt)


def examined(expression: Expression, series: SeriesIndex) -> Examined | None:
    """The expression to look at; None for one in error, or nested deeper than is looked at."""
    whole = tree(expression.text)
    return None if whole is None else Examined(expression, whole, series)
