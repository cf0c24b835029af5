"""Expressions without the part that a remark says makes no difference: they have to give the same."""

from __future__ import annotations

from typing import Any

from o11ygen.labelflow import Remark
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Group, Instant, Node, children, walk
from o11ygen.promql.language.printed import printed

NOTHING = Instant(-1, -1, "no_such_metric", ())


def without(tree: Node, remark: Remark) -> str:
    """The expression that should give the same; empty where the remark says nothing of that kind."""
    for node in walk(tree):
        changed = _changed(node, remark)
        if changed is not None:
            return printed(_rebuilt(tree, node, changed))
    return ""


def _changed(node: Node, remark: Remark) -> Node | None:
    kind, place = remark.kind, (remark.start, remark.end)
    if kind in ("never_returns", "never_matches") and (node.start, node.end) == place:
        return None if isinstance(node, Group) else NOTHING
    if isinstance(node, Binary):
        return _without_part(node, remark) or _without_label(node, remark)
    if isinstance(node, Aggregate) and node.clause_start == remark.start and remark.label:
        return node._replace(labels=_but(node.labels, remark.label))
    if isinstance(node, Call) and kind == "unused_label" and node.start == remark.start:
        return Group(-1, -1, node.arguments[0], "vector")
    return None


def _without_part(node: Binary, remark: Remark) -> Node | None:
    if (remark.kind == "dead_branch" and node.right.start == remark.start) or (
        remark.kind == "needless" and node.operator == remark.start
    ):
        return Group(-1, -1, node.left, "vector")
    if (node.start, node.end) != (remark.start, remark.end) or node.matching.returns_bool:
        return None
    if remark.kind == "never_true":
        return NOTHING
    if remark.kind == "always_true" and "scalar" in (node.left.type, node.right.type):
        return Group(-1, -1, node.left if node.right.type == "scalar" else node.right, "vector")
    return None


def _without_label(node: Binary, remark: Remark) -> Node | None:
    matching = node.matching
    if remark.kind not in ("impossible_label", "redundant_label", "unused_label"):
        return None
    if matching.places.clause == remark.start and matching.clause:
        return node._replace(matching=matching._replace(labels=_but(matching.labels, remark.label)))
    if matching.places.group == remark.start and matching.group and remark.kind != "impossible_label":
        return node._replace(matching=matching._replace(include=_but(matching.include, remark.label)))
    return None


def _but(labels: tuple[str, ...], label: str) -> tuple[str, ...]:
    return tuple(one for one in labels if one != label)


def _rebuilt(node: Node, old: Node, new: Node) -> Node:
    """The tree with another part in the place of one."""
    if node is old:
        return new
    parts: dict[str, Any] = {}
    for name, value in zip(node._fields, node, strict=True):
        if isinstance(value, tuple) and any(value is child for child in children(node)):
            parts[name] = _rebuilt(value, old, new)
        elif name == "arguments":
            parts[name] = tuple(_rebuilt(one, old, new) for one in value)
    return node._replace(**parts)
