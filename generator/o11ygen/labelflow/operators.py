"""Operators: what they do to the series of their two sides."""

from __future__ import annotations

from o11ygen.labelflow import matched
from o11ygen.labelflow.branches import are_numbers
from o11ygen.labelflow.comparing import between, holds, number_in, sampled, verdict
from o11ygen.labelflow.joins import joined
from o11ygen.labelflow.matched import By, flow_of_all, in_place_of, is_covered, partners_of
from o11ygen.labelflow.outcome import Condition, Joined, Outcome, Returns
from o11ygen.promql.condition import FLIPPED
from o11ygen.promql.flow import Both, Flow
from o11ygen.promql.language.nodes import Binary
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.query import Matcher
from o11ygen.promql.shares import NotNegative

Outcomes = tuple[Outcome, ...]


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
    return joined(node, left, right, by, not_negative)


def _with_scalar(node: Binary, left: Outcomes, right: Outcomes) -> Outcomes:
    series, other = (left, right[0]) if node.right.type == "scalar" else (right, left[0])
    found = []
    numeric = are_numbers(series)
    all_hold = numeric and all(
        holds(node, one.sample, other.sample, series is left) for one in series if one.returns != "never"
    )
    for one in series:
        sample = sampled(node, one.sample, other.sample) if series is left else sampled(node, other.sample, one.sample)
        returns, why, conditions = one.returns, one.why, one.conditions
        if node.op in COMPARISONS:
            if not node.matching.returns_bool:
                returns, why = _filtered(node, one, other, series is left, all_hold)
            elif returns == "always" and not numeric:
                returns, why = "sometimes", ""
            threshold = number_in(other.sample)
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
        matched.apart(beside, other, by) for beside in in_place_of(one, left) for other in meets
    ):
        returns, why = "sometimes", ""
    return _beside(one, right, Joined("unless", right, by.on, by.labels, ()), returns, why, one.flow, one.pins)


def _and(one: Outcome, left: Outcomes, right: Outcomes, by: By) -> Outcome:
    partners, why = partners_of(one, right, by)
    flow = Both(one.flow, flow_of_all(partners or right), by.on, by.labels)
    pins = one.pins
    if len(partners) == 1:
        pins = (*pins, *[pin for pin in partners[0].pins if by.has(pin.name) and pin not in pins])
    returns: Returns = "sometimes"
    if one.returns == "never" or not partners:
        returns, why = "never", one.why if one.returns == "never" else f"`and` matches nothing: {why}"
    elif one.returns == "always" and is_covered(one, left, right, by):
        returns, why = "always", one.why
    return _beside(one, partners, Joined("and", partners, by.on, by.labels, ()), returns, why, flow, pins)


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
