"""Which recorded series are quotients that are no number while nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from o11ygen.promql.limits import ANY, hull
from o11ygen.promql.parse import tree
from o11ygen.promql.quotients import idle_quotient

if TYPE_CHECKING:
    from o11ygen.promql.language.nodes import Node
    from o11ygen.promql.limits import Limits
    from o11ygen.resolved.stack import Stack


def recorded_quotients(stack: Stack) -> frozenset[str]:
    """The names of recorded series that may be 0 / 0, worked out once for a stack."""
    made = stack.made.get("recorded_quotients")
    if not isinstance(made, frozenset):
        made = stack.made["recorded_quotients"] = _found(stack)
    return made


def _found(stack: Stack) -> frozenset[str]:
    """Quotients first, then, until there are no more, what is recorded of those."""
    waiting = {name: [record.expr for record in records] for name, records in stack.series.records.items()}
    found: set[str] = set()
    more = {name for name, exprs in waiting.items() if any("/" in one and _is_one(stack, one, found) for one in exprs)}
    while more:
        found |= more
        rest = {name: exprs for name, exprs in waiting.items() if name not in found}
        more = {
            name
            for name, exprs in rest.items()
            if any(any(known in one for known in found) and _is_one(stack, one, found) for one in exprs)
        }
    return frozenset(found)


def _is_one(stack: Stack, expr: str, found: set[str]) -> bool:
    whole = tree(expr)
    if whole is None:
        return False
    from o11ygen.labelflow import flow_of
    from o11ygen.resolved.knowledge import knowledge_of

    flow = flow_of(whole, knowledge_of(stack.series))

    def limits_of(node: Node) -> Limits:
        outcomes = flow.of(node)
        return hull(one.limits for one in outcomes) if outcomes else ANY

    return idle_quotient(whole, limits_of, found.__contains__) is not None
