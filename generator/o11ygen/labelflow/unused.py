"""Labels that are brought in and gone again before anything uses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from o11ygen.labelflow.matched import By
from o11ygen.labelflow.remark import Remark
from o11ygen.promql.flow import clause
from o11ygen.promql.labelling import SELECTING
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Node, children
from o11ygen.promql.relabel import literal

# What becomes of a label in the part around: it is used there, it goes on, or it is gone, by what is told.
_Fate: TypeAlias = Literal["used", "kept"] | tuple[str]
_WRITERS = ("label_replace", "label_join")


def unused_labels(parts: tuple[Node, ...]) -> Iterator[Remark]:
    """Labels taken over by `group_left`, or set by a function, that the parts around take away unused."""
    bringing = [node for node in parts if isinstance(node, Binary | Call)]
    brought = [(node, label) for node in bringing for label in _brought(node)]
    if not brought:
        return
    parents = {id(child): node for node in parts for child in children(node)}
    for node, label in brought:
        gone = _gone(node, label, parents)
        if not gone:
            continue
        if isinstance(node, Binary):
            group, start = node.matching.group, node.matching.places.group
            what = f"`{group} ({label})` takes over a label that nothing uses"
            yield Remark("unused_label", what, gone, start, start + len(group), label)
        else:
            what = f"`{node.name}` sets `{label}`, which nothing uses"
            yield Remark("unused_label", what, gone, node.start, node.start + len(node.name), label)


def _brought(node: Binary | Call) -> tuple[str, ...]:
    if isinstance(node, Binary):
        return node.matching.include
    if node.name in _WRITERS and (label := literal(node.arguments[1])):
        return (label,)
    return ()


def _gone(node: Node, label: str, parents: dict[int, Node]) -> str:
    """What takes the label away before anything uses it; empty where it is used, or part of the result."""
    part: Node = node
    while (parent := parents.get(id(part))) is not None:
        fate = _fate(parent, part, label)
        if fate == "used":
            return ""
        if fate != "kept":
            return fate[0]
        part = parent
    return ""


def _fate(parent: Node, node: Node, label: str) -> _Fate:
    match parent:
        case Aggregate():
            return _aggregated(parent, label)
        case Call():
            return _called(parent, label)
        case Binary():
            return _combined(parent, label, is_left=node is parent.left)
        case _:
            return "kept"


def _aggregated(node: Aggregate, label: str) -> _Fate:
    if node.clause == "by":
        if label in node.labels:
            return "used"
    elif node.clause == "without" and label not in node.labels:
        return "used"
    if node.op in SELECTING:
        # Those two choose by a hash of all labels.
        return "used" if node.op in ("limitk", "limit_ratio") else "kept"
    grouped = f"{node.op} {clause(node.clause, node.labels)}" if node.clause else node.op
    return (f"removed by `{grouped}`",)


def _called(node: Call, label: str) -> _Fate:
    texts = [literal(argument) for argument in node.arguments[1:]]
    if node.name in _WRITERS:
        sources = texts[2:3] if node.name == "label_replace" else texts[2:]
        if label in sources:
            return "used"
        # Where the pattern does not match, `label_replace` leaves the label as it is.
        return (f"overwritten by `{node.name}`",) if texts[:1] == [label] and node.name == "label_join" else "kept"
    if node.name in ("info", "absent", "absent_over_time", "scalar") or label in texts or label == "le":
        return "used"
    return "kept"


def _combined(node: Binary, label: str, *, is_left: bool) -> _Fate:
    if node.left.type != "vector" or node.right.type != "vector":
        return "kept"
    matching = node.matching
    by = By(matching.clause == "on", matching.labels)
    if by.has(label) or node.op == "or":
        return "used"
    words = clause(matching.clause, matching.labels)
    gone = (f"removed by `{node.op} {words}`",)
    if node.op in ("and", "unless"):
        return "kept" if is_left else gone
    if not matching.group:
        return gone
    if is_left == (matching.group == "group_left"):
        return (f"overwritten by `{matching.group}`",) if label in matching.include else "kept"
    return "used" if label in matching.include else gone
