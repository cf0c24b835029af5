"""What of an expression can make no difference: found once all parts are followed."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen.labelflow import matched
from o11ygen.labelflow.comparing import between, verdict
from o11ygen.labelflow.matched import By
from o11ygen.labelflow.outcome import Outcome
from o11ygen.labelflow.remark import Remark, RemarkKind
from o11ygen.labelflow.unused import unused_labels
from o11ygen.promql.labelling import SELECTING
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Instant, Node
from o11ygen.promql.language.printed import printed
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.relabel import literal

Outcomes = tuple[Outcome, ...]
_LONGEST = 60


def remarks_on(parts: tuple[Node, ...], found: dict[int, Outcomes]) -> Iterator[Remark]:
    """Everything of that kind in an expression, by its parts from the innermost on, and what each returns."""
    for node in parts:
        if isinstance(node, Binary):
            compares, vectors = node.op in COMPARISONS, node.left.type == node.right.type == "vector"
            if compares or vectors:
                left, right = _alive(found[id(node.left)]), _alive(found[id(node.right)])
                if vectors:
                    yield from _between_vectors(node, left, right)
                if compares:
                    yield from _compared(node, left, right)
        elif isinstance(node, Aggregate):
            if node.labels:
                yield from _grouped(node, _alive(found[id(node.arguments[-1])]))
            if node.op in SELECTING:
                yield from _nothing_left(node, found[id(node)], _alive(found[id(node.arguments[-1])]))
        elif isinstance(node, Instant):
            one = found[id(node)][0]
            if one.returns == "never":
                yield Remark("never_returns", f"`{_short(node)}` selects nothing", one.why, node.start, node.end)
        elif isinstance(node, Call) and node.name == "clamp":
            yield from _nothing_left(node, found[id(node)], _alive(found[id(node.arguments[0])]))
    yield from unused_labels(parts)


def _alive(outcomes: Outcomes) -> Outcomes:
    if len(outcomes) == 1 and outcomes[0].returns != "never":
        return outcomes
    return tuple([one for one in outcomes if one.returns != "never"])


def _short(node: Node) -> str:
    text = printed(node)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _nothing_left(node: Call | Aggregate, outcomes: Outcomes, inner: Outcomes) -> Iterator[Remark]:
    if inner and not _alive(outcomes):
        yield Remark("never_returns", f"`{_short(node)}` returns nothing", outcomes[0].why, node.start, node.end)


def _compared(node: Binary, left: Outcomes, right: Outcomes) -> Iterator[Remark]:
    """A comparison whose outcome is the same for every pair of values."""
    if not left or not right or (holds := verdict(node, left[0].sample, right[0].sample)) is None:
        return
    pairs = [(one, other) for one in left for other in right]
    if not all(verdict(node, one.sample, other.sample) is holds for one, other in pairs):
        return
    one, other = pairs[0]
    # `count(x) > 0` and `x >= 0` ask whether there is anything; only what somebody set makes that a mistake.
    numbers = node.left.type == node.right.type == "scalar"
    if holds and not numbers and not all(_limited(one) or _limited(other) for one, other in pairs):
        return
    flipped = node.left.type == "scalar" and not numbers
    side = other if flipped else one
    op = f"`{_short(node.left)} {node.op}`" if flipped else f"`{node.op} {_short(node.right)}`"
    kind: RemarkKind = "always_true" if holds else "never_true"
    word = "always" if holds else "never"
    yield Remark(kind, f"{op} is {word} true", between(side.sample), node.start, node.end)


def _limited(one: Outcome) -> bool:
    return bool(one.limits.why) and one.limits.low < one.limits.high


def _between_vectors(node: Binary, left: Outcomes, right: Outcomes) -> Iterator[Remark]:
    matching = node.matching
    by = By(matching.clause == "on", matching.labels)
    if left and right and matching.fill_left is None and matching.fill_right is None:
        yield from _met(node, left, right, by)
    clause, group = matching.places.clause, matching.places.group
    for label in matching.labels:
        if label != matched.NAME and left and right and not any(one.may_carry(label) for one in (*left, *right)):
            why = left[0].why_not(label)
            if by.on:
                yield _of_label(
                    "impossible_label", label, f"`on ({label})`: neither side has `{label}`", why, clause, "on"
                )
            else:
                what = f"`ignoring ({label})`: neither side has `{label}`"
                yield _of_label("redundant_label", label, what, why, clause, "ignoring")
    yield from _one_sided(node, left, right, by)
    if not matching.group:
        return
    many, one = (left, right) if matching.group == "group_left" else (right, left)
    for label in matching.include:
        named = f"`{matching.group} ({label})`"
        if one and not any(other.may_carry(label) for other in one):
            what = f"{named} takes over a label that the other side does not have"
            yield _of_label("impossible_label", label, what, one[0].why_not(label), group, matching.group)
        elif many and one and label != matched.NAME and all(other.surely_carries(label) for other in many):
            side = "left" if matching.group == "group_left" else "right"
            why = f"every series on the {side} has it: {many[0].label(label).reason}"
            if by.has(label):
                what = f"{named} takes over a label that is there with the same value"
                yield _of_label("redundant_label", label, what, why, group, matching.group)
            else:
                what = f"{named} overwrites `{label}`"
                yield _of_label("overwritten_label", label, what, why, group, matching.group)


def _one_sided(node: Binary, left: Outcomes, right: Outcomes, by: By) -> Iterator[Remark]:
    """Labels of `on` that one side can't have and the other is not sure to: what surely has it is told of as a whole."""
    if not by.on or node.op == "or" or not left or not right:
        return
    if all(matched.apart(one, other, by) for one in left for other in right):
        return
    for label in node.matching.labels:
        has = [any(one.may_carry(label) for one in side) for side in (left, right)]
        if label != matched.NAME and has.count(True) == 1:
            side, lacks = ("left", right) if has[0] else ("right", left)
            what = f"`on ({label})`: series on the {side} that have `{label}` match nothing"
            why = lacks[0].why_not(label)
            yield _of_label("one_sided_label", label, what, why, node.matching.places.clause, "on")


def _of_label(kind: RemarkKind, label: str, what: str, why: str, start: int, word: str) -> Remark:
    return Remark(kind, what, why, start, start + len(word), label)


def _met(node: Binary, left: Outcomes, right: Outcomes, by: By) -> Iterator[Remark]:
    op = node.op
    if op == "or":
        covers = [matched.cover(other, left, by) for other in right]
        if (cover := covers[0]) is not None and all(covers):
            what = f"the right side of `or` adds nothing: `{_short(node.right)}`"
            yield Remark(
                "dead_branch", what, f"the left side always returns: {cover.why}", node.right.start, node.right.end
            )
        return
    reasons = [matched.apart(one, other, by) for one in left for other in right]
    if all(reasons):
        if op == "unless":
            what = f"`unless` takes nothing away: `{_short(node.right)}`"
            yield Remark("needless", what, reasons[0], node.operator, node.right.end)
        else:
            yield Remark("never_matches", f"`{op}` matches nothing", reasons[0], node.start, node.end)
        return
    covers = [matched.cover(one, right, by) for one in left] if op in ("and", "unless") else [None]
    if (cover := covers[0]) is not None and all(covers):
        if op == "unless":
            what = f"`unless` takes everything away: `{_short(node.right)}`"
            yield Remark("never_returns", what, f"its right side always returns: {cover.why}", node.start, node.end)
        else:
            what = f"`and` leaves nothing out: `{_short(node.right)}`"
            yield Remark("needless", what, f"its right side always returns: {cover.why}", node.operator, node.right.end)


def _grouped(node: Aggregate, inner: Outcomes) -> Iterator[Remark]:
    counted = literal(node.arguments[0]) if node.op == "count_values" else ""
    for label in node.labels:
        if inner and label != counted and label != matched.NAME and not any(one.may_carry(label) for one in inner):
            why = inner[0].why_not(label)
            if node.clause == "by":
                what = f"`by ({label})` groups by a label that no series has"
                yield _of_label("impossible_label", label, what, why, node.clause_start, "by")
            else:
                what = f"`without ({label})` takes away a label that no series has"
                yield _of_label("redundant_label", label, what, why, node.clause_start, "without")
