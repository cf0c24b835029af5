"""The shape of an expression: what is left of it without the names of metrics, matched values, and the threshold."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from o11ygen.promql.likeness import METRIC, PLACEHOLDER, VALUE, likeness
from o11ygen.promql.parse import read_alike
from o11ygen.promql.query import Operator


class Matched(NamedTuple):
    """A matcher of a shape: `value` is the place of its value among the values of an expression.

    `metric` is the place of the metric among the names; the name itself where the shape has it, empty if there is none.
    """

    metric: int | str
    label: str
    op: Operator
    value: int


class Shape(NamedTuple):
    """What an expression shares with others (`text`, `matched`), and what they differ in.

    That are the names, each once, the values, and the number that the last comparison is with, None without one. `kept`
    are names of metrics that stand in the text; an empty one for a selector without a name.
    """

    text: str
    matched: tuple[Matched, ...]
    metrics: tuple[str, ...]
    values: tuple[str, ...]
    threshold: float | None
    kept: tuple[str, ...]


def shape(text: str) -> Shape | None:
    """The shape of an expression; None for one that is like no other, or in error.

    Expressions of one `text` have the same facts, but for the names, the values and the threshold in them.
    """
    alike = likeness(text)
    if alike is None:
        return None
    matched = _matched(alike.text)
    return None if matched is None else Shape(alike.text, matched, *alike[1:], _kept(alike.text))


@lru_cache(maxsize=4096)
def _matched(text: str) -> tuple[Matched, ...] | None:
    """The matchers with values of a text with placeholders; None if a placeholder stands where no selector tells of it."""
    filling = read_alike(text)
    if filling is None:
        return None
    facts = filling.facts
    told = {selector.metric for selector in facts.selectors}
    told.update(matcher.value for selector in facts.selectors for matcher in selector.matchers)
    if not told.issuperset(PLACEHOLDER.findall(text)):
        return None
    return tuple(
        Matched(_place(selector.metric), matcher.name, matcher.op, _number(matcher.value))
        for selector in facts.selectors
        for matcher in selector.matchers
        if matcher.value.startswith(VALUE)
    )


@lru_cache(maxsize=4096)
def _kept(text: str) -> tuple[str, ...]:
    filling = read_alike(text)
    selectors = () if filling is None else filling.facts.selectors
    return tuple(dict.fromkeys(one.metric for one in selectors if not one.metric.startswith(METRIC)))


def _place(metric: str) -> int | str:
    return _number(metric) if metric.startswith(METRIC) else metric


def _number(placeholder: str) -> int:
    return int(placeholder.removesuffix("_").rpartition("_")[2])
