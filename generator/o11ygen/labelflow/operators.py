"""Operators: what they do to the series of their two sides."""

from __future__ import annotations

from typing import NamedTuple

from o11ygen.labelflow import matched, meanings
from o11ygen.labelflow.calls import are_numbers
from o11ygen.labelflow.matched import By
from o11ygen.labelflow.outcome import Condition, Joined, Outcome, Returns
from o11ygen.labelflow.sample import Sample
from o11ygen.promql import limits
from o11ygen.promql.condition import FLIPPED
from o11ygen.promql.flow import Both, Either, Flow, Join
from o11ygen.promql.language.nodes import Binary, Matching
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.query import Matcher
from o11ygen.promql.shares import SHARE, NotNegative, is_share

Outcomes = tuple[Outcome, ...]
_STANDS_IN = ("", "same", "other").index
_SHARE = Sample("ratio", "", SHARE)
_BOOLEAN = limits.Limits(0, 1)


def combined(node: Binary, left: Outcomes, right: Outcomes, not_negative: NotNegative) -> Outcomes:
    """The outcomes of an operator; `not_negative` tells whether a part of one of its sides is never below 0."""
    if node.left.type == "scalar" or node.right.type == "scalar":
        return _with_scalar(node, left, right)
    by = By(node.matching.clause == "on", node.matching.labels)
    if node.op == "or":
        return _either(left, right, by)
    if node.op == "unless":
        return tuple([_unless(one, left, right, by) for one in left])
    if node.op == "and":
        return tuple([_and(one, left, right, by) for one in left])
    found = _joined(node, left, right, by)
    if node.op == "/" and not is_filled(node.matching) and is_share(node.left, node.right, not_negative):
        return tuple([one._replace(sample=_SHARE) for one in found])
    if node.op == "/" and _is_average(left, right):
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


def _with_scalar(node: Binary, left: Outcomes, right: Outcomes) -> Outcomes:
    series, other = (left, right[0]) if node.right.type == "scalar" else (right, left[0])
    found = []
    numeric = are_numbers(series)
    all_hold = numeric and all(
        _holds(node, one.sample, other.sample, series is left) for one in series if one.returns != "never"
    )
    for one in series:
        sample = _sample(node, one.sample, other.sample) if series is left else _sample(node, other.sample, one.sample)
        returns, why, conditions = one.returns, one.why, one.conditions
        if node.op in COMPARISONS:
            if not node.matching.returns_bool:
                returns, why = _filtered(node, one, other, series is left, all_hold)
            elif returns == "always" and not numeric:
                returns, why = "sometimes", ""
            threshold = _number(other.sample)
            op = node.op if series is left else FLIPPED[node.op]
            conditions = (*conditions, Condition(op, threshold, node.start, node.end))
        elif returns == "always" and (node.op in ("</", ">/") or not numeric):
            returns, why = "sometimes", ""
        found.append(
            Outcome(
                one.flow,
                one.knowledge,
                sample,
                returns,
                why,
                one.pins,
                conditions,
                one.joins,
                max(one.reach_ms, other.reach_ms),
                one.fixed or other.fixed,
                one.metrics,
                (node.op, *one.operations),
                one.absent,
                one.stands_in,
            )
        )
    return tuple(found)


def _number(sample: Sample) -> float | None:
    low, high, _ = sample.limits
    return low if low == high and not sample.nan else None


def verdict(node: Binary, left: Sample, right: Sample) -> bool | None:
    """What a comparison surely says: also of values that are NaN."""
    told = limits.verdict(node.op, left.limits, right.limits)
    if told is None or told is (node.op == "!="):
        return told
    # NaN is unequal to anything, and in no other relation.
    return None if left.nan or right.nan else told


def _holds(node: Binary, one: Sample, other: Sample, is_left: bool) -> bool:
    if node.op not in COMPARISONS:
        return True
    return verdict(node, one, other) is True if is_left else verdict(node, other, one) is True


def _filtered(node: Binary, one: Outcome, other: Outcome, is_left: bool, all_hold: bool) -> tuple[Returns, str]:
    """Whether series are left behind a comparison."""
    if one.returns == "never":
        return "never", one.why
    left, right = (one, other) if is_left else (other, one)
    told = verdict(node, left.sample, right.sample)
    if told is False:
        return "never", f"`{node.op}` is never true: {between(one.sample)}"
    if one.returns == "always" and (all_hold if one.stands_in else told is True):
        return "always", one.why
    return "sometimes", ""


def between(judged: Sample) -> str:
    """Between which values what a comparison judges lies, in words."""
    low, high, why = judged.limits
    if why or low == high:
        return why or f"what it judges is {low:g}"
    # What a condition has left of numbers from 0 on.
    return f"what it judges lies {'above 0' if 0 < low < 1e-300 else f'between {low:g} and {high:g}'}"


def _sample(node: Binary, left: Sample, right: Sample, *, filled: bool = False) -> Sample:
    op = node.op
    if op not in COMPARISONS:
        found = limits.ANY if filled else limits.of_operator(op, left.limits, right.limits)
        return meanings.arithmetic(op, left, right, found)
    if node.matching.returns_bool:
        told = None if filled else verdict(node, left, right)
        return Sample("boolean", "", _BOOLEAN if told is None else limits.Limits(float(told), float(told)), nan=False)
    if node.left.type == "scalar" and node.right.type != "scalar":
        op, left, right = FLIPPED[op], right, left
    if filled:
        return meanings.unlimited(left)
    kept = limits.narrowed(op, left.limits, right.limits)
    return Sample(left.kind, left.unit, kept, left.nan and op == "!=", left.of)


def _either(left: Outcomes, right: Outcomes, by: By) -> Outcomes:
    found = list(left)
    for one in right:
        cover = matched.cover(one, left, by)
        if cover is not None and one.returns != "never":
            one = one._replace(returns="never", why=f"the left side of `or` always returns: {cover.why}")
        elif not one.stands_in and not all(kept.returns == "never" or matched.apart(kept, one, by) for kept in left):
            one = one._replace(stands_in="other" if by.on or by.labels else "same")
        found.append(one)
    return tuple(found)


def _unless(one: Outcome, left: Outcomes, right: Outcomes, by: By) -> Outcome:
    returns, why = one.returns, one.why
    meets = [other for other in right if other.returns != "never"]
    cover = matched.cover(one, meets, by)
    if returns != "never" and cover is not None:
        returns, why = "never", f"`unless` takes everything away: {cover.why}"
    elif returns == "always" and not all(
        matched.apart(beside, other, by) for beside in _instead(one, left) for other in meets
    ):
        returns, why = "sometimes", ""
    return _beside(one, right, Joined("unless", right, by.on, by.labels, ()), returns, why, one.flow, one.pins)


def _instead(one: Outcome, side: Outcomes) -> Outcomes:
    """What may be there in the place of a branch with other labels than it has, itself included."""
    return tuple([beside for beside in side if beside.returns != "never"]) if one.stands_in == "other" else (one,)


def _and(one: Outcome, left: Outcomes, right: Outcomes, by: By) -> Outcome:
    partners, why = _partners(one, right, by)
    flow = Both(one.flow, _flow(partners or right), by.on, by.labels)
    pins = one.pins
    if len(partners) == 1:
        pins = (*pins, *[pin for pin in partners[0].pins if by.has(pin.name) and pin not in pins])
    returns: Returns = "sometimes"
    if one.returns == "never" or not partners:
        returns, why = "never", one.why if one.returns == "never" else f"`and` matches nothing: {why}"
    elif one.returns == "always" and _is_covered(one, left, right, by):
        returns, why = "always", one.why
    return _beside(one, partners, Joined("and", partners, by.on, by.labels, ()), returns, why, flow, pins)


def _is_covered(one: Outcome, side: Outcomes, others: Outcomes, by: By) -> bool:
    """Whether a branch, or what is there in its place, surely finds a partner."""
    alive = [other for other in others if other.returns != "never"]
    return all(matched.cover(beside, alive, by) for beside in _instead(one, side))


def _beside(
    one: Outcome, others: Outcomes, joined: Joined, returns: Returns, why: str, flow: Flow, pins: tuple[Matcher, ...]
) -> Outcome:
    return one._replace(
        flow=flow,
        returns=returns,
        why=why,
        pins=pins,
        joins=(*one.joins, joined),
        reach_ms=max(one.reach_ms, *(other.reach_ms for other in others)) if others else one.reach_ms,
        fixed=one.fixed or any(other.fixed for other in others),
        operations=(joined.op, *one.operations),
    )


def _partners(one: Outcome, others: Outcomes, by: By) -> tuple[Outcomes, str]:
    """Those that a series may be matched with; where there are none, why."""
    found, why = [], ""
    for other in others:
        reason = (
            f"the other side never returns: {other.why}" if other.returns == "never" else matched.apart(one, other, by)
        )
        if reason:
            why = why or reason
        else:
            found.append(other)
    return tuple(found), "" if found else why


def _flow(outcomes: Outcomes) -> Flow:
    flow = outcomes[0].flow
    for other in outcomes[1:]:
        flow = Either(flow, other.flow)
    return flow


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


def _joined(node: Binary, left: Outcomes, right: Outcomes, by: By) -> Outcomes:
    sides = _sides(left, right, node.matching)
    met = [(one, *_partners(one, sides.one, by)) for one in sides.many]
    all_hold = are_numbers((*left, *right)) and all(
        _holds(node, *_ordered(one.sample, other.sample, sides.swapped), True)
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
            _flow(others),
            by.on,
            by.labels,
            matching.group,
            include,
            sides.fill_many,
            sides.fill_one,
        ),
        many.knowledge,
        _sample(node, left, right, filled=filled),
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
    if many.returns == "always" and surely and not trims and _is_covered(many, sides.many, sides.one, by):
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
