"""Operators between two vectors that compute or compare: each series with its partner on the other side."""

from __future__ import annotations

from typing import NamedTuple

from o11ygen.labelflow import meanings
from o11ygen.labelflow.branches import are_numbers
from o11ygen.labelflow.comparing import between, holds, sampled, verdict
from o11ygen.labelflow.matched import By, flow_of_all, is_covered, partners_of
from o11ygen.labelflow.outcome import Condition, Joined, Outcome, Returns
from o11ygen.labelflow.sample import Sample
from o11ygen.promql.flow import Join
from o11ygen.promql.language.nodes import Binary, Matching
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.query import Matcher
from o11ygen.promql.shares import SHARE, NotNegative, is_share

Outcomes = tuple[Outcome, ...]
_STANDS_IN = ("", "same", "other").index
_SHARE = Sample("ratio", "", SHARE)


def joined(node: Binary, left: Outcomes, right: Outcomes, by: By, not_negative: NotNegative) -> Outcomes:
    """The outcomes of such an operator; `not_negative` tells whether a part of a side is never below 0."""
    found = _paired(node, left, right, by)
    if node.op != "/":
        return found
    if not is_filled(node.matching) and is_share(node.left, node.right, not_negative):
        return tuple([one._replace(sample=_SHARE) for one in found])
    if _is_average(left, right):
        unit = left[0].unit.removesuffix(meanings.PER_SECOND)
        return tuple([one._replace(sample=one.sample._replace(kind="gauge", unit=unit)) for one in found])
    return found


def _is_average(left: Outcomes, right: Outcomes) -> bool:
    """Whether the sum of a histogram or summary is divided by its count."""
    if len(left) != 1 or len(right) != 1 or len(left[0].metrics) != 1 or len(right[0].metrics) != 1:
        return False
    (dividend,), (divisor,) = left[0].metrics, right[0].metrics
    return dividend.endswith("_sum") and divisor == f"{dividend.removesuffix('_sum')}_count"


def is_filled(matching: Matching) -> bool:
    """Whether series without a partner are kept, with a number for what is missing."""
    return matching.fill_left is not None or matching.fill_right is not None


class _Sides(NamedTuple):
    """An operator whose result has the labels of `many`; `swapped` where that is the right side."""

    many: Outcomes
    one: Outcomes
    fill_many: bool
    fill_one: bool
    swapped: bool


def _sides(left: Outcomes, right: Outcomes, matching: Matching) -> _Sides:
    fill_left, fill_right = matching.fill_left is not None, matching.fill_right is not None
    if matching.group == "group_right":
        return _Sides(right, left, fill_right, fill_left, True)
    return _Sides(left, right, fill_left, fill_right, False)


def _paired(node: Binary, left: Outcomes, right: Outcomes, by: By) -> Outcomes:
    sides = _sides(left, right, node.matching)
    met = [(one, *partners_of(one, sides.one, by)) for one in sides.many]
    # It matters where something always returns, which is rare.
    all_hold = any(one.returns == "always" for one in left) and are_numbers((*left, *right))
    all_hold = all_hold and all(
        holds(node, *_ordered(one.sample, other.sample, sides.swapped), True)
        for one, partners, _ in met
        if one.returns != "never"
        for other in partners
    )
    return tuple(_met(node, one, partners, why, sides, by, all_hold) for one, partners, why in met)


def _ordered(many: Sample, one: Sample, swapped: bool) -> tuple[Sample, Sample]:
    return (one, many) if swapped else (many, one)


def _met(node: Binary, many: Outcome, partners: Outcomes, apart: str, sides: _Sides, by: By, all_hold: bool) -> Outcome:
    """A side's series with all that may be their partners."""
    matching = node.matching
    filled = sides.fill_many or sides.fill_one
    others = partners or sides.one
    include = matching.include if matching.group else ()
    other = meanings.mixed([one.sample for one in others])
    left, right = _ordered(many.sample, other, sides.swapped)
    returns, why = _returns(node, many, partners, apart, sides, by, (left, right), all_hold)
    joined = Joined(node.op, others, by.on, by.labels, include)
    compares = node.op in COMPARISONS
    metrics = many.metrics
    if not compares or sides.swapped:
        metrics = tuple(dict.fromkeys((*metrics, *(name for one in others for name in one.metrics))))
    conditions = (*many.conditions, Condition(node.op, None, node.start, node.end)) if compares else many.conditions
    return Outcome(
        Join(
            node.op,
            many.flow,
            flow_of_all(others),
            by.on,
            by.labels,
            matching.group,
            include,
            sides.fill_many,
            sides.fill_one,
        ),
        many.knowledge,
        sampled(node, left, right, filled=filled),
        returns,
        why,
        () if filled else _pins(many, partners, matching, by),
        conditions,
        (*many.joins, joined),
        max(many.reach_ms, *(one.reach_ms for one in others)),
        many.fixed or any(one.fixed for one in others),
        metrics,
        (node.op, *many.operations),
        many.absent and all(one.absent for one in others),
        max(many.stands_in, *(one.stands_in for one in others), key=_STANDS_IN),
    )


def _returns(
    node: Binary,
    many: Outcome,
    partners: Outcomes,
    apart: str,
    sides: _Sides,
    by: By,
    samples: tuple[Sample, Sample],
    all_hold: bool,
) -> tuple[Returns, str]:
    filters = node.op in COMPARISONS and not node.matching.returns_bool
    if sides.fill_many or sides.fill_one:
        # Series without a partner are kept, so nothing follows from what can't be matched.
        return (
            ("always", many.why) if many.returns == "always" and sides.fill_one and not filters else ("sometimes", "")
        )
    if many.returns == "never" or not partners:
        return "never", many.why if many.returns == "never" else f"`{node.op}` matches nothing: {apart}"
    told = verdict(node, *samples) if filters else True
    if told is False:
        return "never", f"`{node.op}` is never true: {between(samples[0])}"
    surely = all_hold if many.stands_in or any(one.stands_in for one in partners) else told is True
    trims = node.op in ("</", ">/")
    if many.returns == "always" and surely and not trims and is_covered(many, sides.many, sides.one, by):
        return "always", many.why
    return "sometimes", ""


def _pins(many: Outcome, partners: Outcomes, matching: Matching, by: By) -> tuple[Matcher, ...]:
    own = many.pins
    if own and not matching.group:
        own = tuple(pin for pin in own if by.has(pin.name))
    if own and matching.include:
        own = tuple(pin for pin in own if pin.name not in matching.include)
    if len(partners) != 1 or not partners[0].pins:
        return own
    include = matching.include if matching.group else ()
    taken = [pin for pin in partners[0].pins if (by.has(pin.name) or pin.name in include) and pin not in own]
    return (*own, *taken) if taken else own
