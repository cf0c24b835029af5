"""What comparisons say of all values, and what operators make of samples."""

from __future__ import annotations

from o11ygen.labelflow import meanings
from o11ygen.labelflow.sample import Sample
from o11ygen.promql import limits
from o11ygen.promql.condition import FLIPPED
from o11ygen.promql.language.nodes import Binary
from o11ygen.promql.lexer import COMPARISONS

_BOOLEAN = limits.Limits(0, 1)


def number_in(sample: Sample) -> float | None:
    """The one value that samples have; None where there may be others."""
    low, high, _ = sample.limits
    return low if low == high and not sample.nan else None


def verdict(node: Binary, left: Sample, right: Sample) -> bool | None:
    """What a comparison surely says: also of values that are NaN."""
    told = limits.verdict(node.op, left.limits, right.limits)
    if told is None or told is (node.op == "!="):
        return told
    # NaN is unequal to anything, and in no other relation.
    return None if left.nan or right.nan else told


def holds(node: Binary, one: Sample, other: Sample, is_left: bool) -> bool:
    """Whether an operator keeps every sample of `one` beside any of `other`; `is_left`: it stands on the left."""
    if node.op not in COMPARISONS:
        return True
    return verdict(node, one, other) is True if is_left else verdict(node, other, one) is True


def between(judged: Sample) -> str:
    """Between which values what a comparison judges lies, in words."""
    low, high, why = judged.limits
    if why or low == high:
        return why or f"what it judges is {low:g}"
    # What a condition has left of numbers from 0 on.
    return f"what it judges lies {'above 0' if 0 < low < 1e-300 else f'between {low:g} and {high:g}'}"


def sampled(node: Binary, left: Sample, right: Sample, *, filled: bool = False) -> Sample:
    """The samples behind an operator; `filled`: a number may stand in for either side."""
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
