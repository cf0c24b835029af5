"""Whether series on the two sides of an operator can have the labels in common that it matches by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from o11ygen.labelflow.outcome import Outcome
from o11ygen.labelflow.reasons import names_in
from o11ygen.promql.flow import Either, Flow, Series, parts_of
from o11ygen.promql.overlap import may_overlap
from o11ygen.promql.query import Matcher

NAME = "__name__"
_ANYTHING = Series("", (), ())
# Flows with more parts are not looked at.
_MOST_PARTS = 200


class By(NamedTuple):
    """What series are matched by: the `labels` of `on`, or all but the `labels` of `ignoring`."""

    on: bool
    labels: tuple[str, ...]

    def has(self, label: str) -> bool:
        """Whether the label is compared. The name of the metric is, where `on` says so."""
        return label in self.labels if self.on else label != NAME and label not in self.labels


def apart(one: Outcome, other: Outcome, by: By) -> str:
    """Why no series of one can be matched with one of the other, as a sentence's end; empty where some may."""
    if by.on and not by.labels:
        return ""
    left, right = one.sure, other.sure
    # A label that both surely have can be matched, and one that neither surely has as well.
    for label in by.labels if by.on else sorted(left ^ right):
        if label == NAME or (label in left) == (label in right) or not by.has(label):
            continue
        lacks, side, beside = (other, "left", "right") if label in left else (one, "right", "left")
        if not lacks.may_carry(label):
            return f"every series on the {side} has `{label}`, and none on the {beside} ({lacks.why_not(label)})"
    return _pinned_apart(one, other, by)


def _pinned_apart(one: Outcome, other: Outcome, by: By) -> str:
    if not one.pins or not other.pins:
        return ""
    for left in one.pins:
        if by.has(left.name):
            for right in other.pins:
                if left.name == right.name and disjoint(left, right):
                    return f"`{left}` on the left and `{right}` on the right exclude each other"
    return ""


def disjoint(left: Matcher, right: Matcher) -> bool:
    """Whether no value, a missing one included, satisfies both matchers of one label."""
    if left.op == "=" and right.op == "=":
        return left.value != right.value
    if (left.op, right.op) in (("=", "!="), ("!=", "=")):
        return left.value == right.value
    if left.op in ("=", "=~") and right.op in ("=", "=~"):
        return not may_overlap(_pattern(left), _pattern(right))
    return False


def _pattern(matcher: Matcher) -> str:
    return matcher.value if matcher.op == "=~" else _escaped(matcher.value)


def _escaped(text: str) -> str:
    return "".join(one if one.isalnum() or one in "_ " else f"\\{one}" for one in text)


def cover(one: Outcome, others: Iterable[Outcome], by: By) -> Outcome | None:
    """One of `others` that surely returns what any series of `one` is matched with; None if that is not sure."""
    others = tuple(others)
    for other in others:
        if other.returns != "always" or not always_meet(one, other, by):
            continue
        # In its place there may be a series that has other labels.
        if other.stands_in != "other" or all(always_meet(one, beside, by) for beside in others):
            return other
    return None


def always_meet(one: Outcome, other: Outcome, by: By) -> bool:
    """Whether all series of both have the same labels to match by: none at all."""
    if by.on:
        return not any(side.may_carry(label) for label in by.labels for side in (one, other))
    return not any(
        side.open or any(by.has(label) and side.may_carry(label) for label in names_in(side)) for side in (one, other)
    )


def partners_of(one: Outcome, others: tuple[Outcome, ...], by: By) -> tuple[tuple[Outcome, ...], str]:
    """Those that a series may be matched with; where there are none, why."""
    found, why = [], ""
    for other in others:
        reason = f"the other side never returns: {other.why}" if other.returns == "never" else apart(one, other, by)
        if reason:
            why = why or reason
        else:
            found.append(other)
    return tuple(found), "" if found else why


def in_place_of(one: Outcome, side: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """What may be there in the place of a branch with other labels than it has, itself included."""
    return tuple([beside for beside in side if beside.returns != "never"]) if one.stands_in == "other" else (one,)


def is_covered(one: Outcome, side: tuple[Outcome, ...], others: tuple[Outcome, ...], by: By) -> bool:
    """Whether a branch, or what is there in its place, surely finds a partner."""
    alive = [other for other in others if other.returns != "never"]
    return all(cover(beside, alive, by) for beside in in_place_of(one, side))


def flow_of_all(outcomes: tuple[Outcome, ...]) -> Flow:
    """The labels of any of several branches; nothing is said of them where that would be too much.

    Branches may have the same parts, so they would double with each operator within another.
    """
    flow = outcomes[0].flow
    for other in outcomes[1:]:
        flow = Either(flow, other.flow)
    return flow if len(outcomes) == 1 or _is_small(flow) else _ANYTHING


def _is_small(flow: Flow) -> bool:
    parts = 0
    waiting = [flow]
    while waiting and parts <= _MOST_PARTS:
        parts += 1
        waiting.extend(parts_of(waiting.pop()))
    return parts <= _MOST_PARTS
