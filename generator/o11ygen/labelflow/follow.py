"""From the tree of an expression to what each part of it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from o11ygen.duration import MAX_MILLISECONDS
from o11ygen.labelflow import meanings, operators
from o11ygen.labelflow.aggregations import grouped
from o11ygen.labelflow.calls import called
from o11ygen.labelflow.knowledge import IGNORANCE, Knowledge
from o11ygen.labelflow.matched import NAME, disjoint
from o11ygen.labelflow.outcome import Condition, LabelFlow, Outcome, returns_of
from o11ygen.labelflow.sample import Sample
from o11ygen.promql import limits
from o11ygen.promql.flow import Bare
from o11ygen.promql.labelling import selected
from o11ygen.promql.language.nodes import (
    Aggregate,
    Binary,
    Call,
    Duration,
    Group,
    Instant,
    Node,
    Number,
    Range,
    Sign,
    Subquery,
    Text,
    Time,
    walk,
)
from o11ygen.promql.query import Matcher

Outcomes = tuple[Outcome, ...]
_NUMBER = Bare((), "a number")


def flow_of(tree: Node, knowledge: Knowledge = IGNORANCE) -> LabelFlow:
    """What each part of a tree without faults returns, by what is known of the metrics. Never raises."""
    follower = _Follower(knowledge)
    found = follower.found
    parts = tuple(walk(tree))
    for node in parts:
        found[id(node)] = _RULES[type(node)](follower, node)
    return LabelFlow(parts, found)


class _Follower:
    """Goes through a tree once, from the innermost parts outwards."""

    __slots__ = ("found", "knowledge")

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.found: dict[int, Outcomes] = {}

    def of(self, node: Node) -> Outcomes:
        return self.found[id(node)]

    def instant(self, node: Instant) -> Outcomes:
        metric, matchers, series = selected(node)
        about = self.knowledge.about(metric)
        excluded = _contradiction(matchers) if len(matchers) > 1 else ""
        # What is made of a series has another name, or none.
        pins = tuple([one for one in matchers if one.name != NAME])
        reach, fixed = 0, False
        if node.offset is not None or node.at is not None:
            reach, fixed = _moved(0, False, _milliseconds(node.offset), node.at)
        outcome = Outcome(
            series,
            self.knowledge,
            about.sample,
            "never" if excluded else "sometimes",
            excluded,
            pins,
            (),
            (),
            reach,
            fixed,
            (metric,) if metric else (),
        )
        return (_recorded(outcome, about.recorded, about.only),) if about.recorded else (outcome,)

    def range(self, node: Range) -> Outcomes:
        (one,) = self.of(node.selected)
        window = max(_milliseconds(node.window), 0)
        reach, fixed = _moved(one.reach_ms + window, one.fixed, _milliseconds(node.offset), node.at)
        return (one._replace(reach_ms=reach, fixed=fixed),)

    def subquery(self, node: Subquery) -> Outcomes:
        window = _milliseconds(node.window)
        inner = self.of(node.operand)
        # Samples of one series may come from one branch at one time, and from another at another.
        sample = meanings.mixed([one.sample for one in inner]) if len(inner) > 1 else inner[0].sample
        step = None if node.step is None else node.step.value
        seen = step is not None and node.window.value is not None and 0 < step <= node.window.value
        found = []
        for one in inner:
            reach = one.reach_ms if one.fixed else one.reach_ms + window
            reach, fixed = _moved(reach, one.fixed, _milliseconds(node.offset), node.at)
            returns, why = (one.returns, one.why) if seen or one.returns != "always" else ("sometimes", "")
            found.append(one._replace(sample=sample, reach_ms=reach, fixed=fixed, returns=returns, why=why))
        return tuple(found)

    def group(self, node: Group) -> Outcomes:
        return self.of(node.operand)

    def sign(self, node: Sign) -> Outcomes:
        inner = self.of(node.operand)
        if node.op == "+":
            return inner
        return tuple(one._replace(sample=_negated(one.sample)) for one in inner)

    def number(self, node: Number) -> Outcomes:
        return (Outcome(_NUMBER, self.knowledge, meanings.constant(node.value), "always", "a number is always there"),)

    def text(self, node: Text) -> Outcomes:
        return ()

    def call(self, node: Call) -> Outcomes:
        found = self.found
        return called(node, [found[id(argument)] for argument in node.arguments], self.knowledge)

    def aggregate(self, node: Aggregate) -> Outcomes:
        found = self.found
        return grouped(node, [found[id(argument)] for argument in node.arguments])

    def binary(self, node: Binary) -> Outcomes:
        return operators.combined(node, self.of(node.left), self.of(node.right), self.not_negative)

    def not_negative(self, node: Node) -> bool:
        """Whether a part that was gone through is never below 0."""
        return all(one.limits.low >= 0 for one in self.of(node) if one.returns != "never")


_RULES: dict[type, Callable[[_Follower, Any], Outcomes]] = {
    Instant: _Follower.instant,
    Range: _Follower.range,
    Subquery: _Follower.subquery,
    Group: _Follower.group,
    Sign: _Follower.sign,
    Number: _Follower.number,
    Text: _Follower.text,
    Call: _Follower.call,
    Aggregate: _Follower.aggregate,
    Binary: _Follower.binary,
}


def _milliseconds(duration: Duration | None) -> int:
    """The length of a duration; 0 where there is none, or it is not known before the query."""
    if duration is None or duration.value is None or duration.value != duration.value:
        return 0
    return round(max(-MAX_MILLISECONDS, min(duration.value * 1000, MAX_MILLISECONDS)))


def _moved(reach: int, fixed: bool, offset: int, at: Time | None) -> tuple[int, bool]:
    """How far back what is read `reach` before its time is, behind `offset` and `@`."""
    if fixed:
        return reach, True
    return max(reach + offset, 0), isinstance(at, float)


def _contradiction(matchers: tuple[Matcher, ...]) -> str:
    """Why no series satisfies all matchers; empty where some may."""
    for place, one in enumerate(matchers):
        for other in matchers[:place]:
            if one.name == other.name and disjoint(other, one):
                return f"`{other}` and `{one}` exclude each other"
    return ""


def _negated(sample: Sample) -> Sample:
    kind = sample.kind if sample.kind in ("number", "ratio", "duration") else "unknown"
    return Sample(kind, sample.unit, limits.negated(sample.limits), sample.nan)


def _recorded(outcome: Outcome, recorded: Outcomes, only: bool) -> Outcome:
    """A selector of what recording rules make: they passed their conditions, and look back as far."""
    conditions: tuple[Condition, ...] = ()
    if only and all(one.conditions for one in recorded):
        conditions = tuple(one._replace(start=-1, end=-1) for found in recorded for one in found.conditions)
    returns, why = outcome.returns, outcome.why
    if only and returns != "never" and returns_of(recorded) == "never":
        returns, why = "never", f"`{outcome.metrics[0]}` records what never returns: {recorded[0].why}"
    reach = 0 if outcome.fixed else max(one.reach_ms for one in recorded)
    return outcome._replace(
        returns=returns,
        why=why,
        conditions=conditions,
        reach_ms=outcome.reach_ms + reach,
        operations=recorded[0].operations if only and len(recorded) == 1 else (),
        absent=only and all(one.absent for one in recorded),
    )
