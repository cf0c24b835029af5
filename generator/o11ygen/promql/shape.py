"""The shape of an expression: which metrics and values stand in it where others have others."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from o11ygen.promql.likeness import METRIC, PLACEHOLDER, VALUE
from o11ygen.promql.parse import read_alike


class Matched(NamedTuple):
    """A matcher whose value differs: `value` is its place among the values of an expression.

    `metric` is the place of the metric among the names; the name itself where the shape has it, empty if there is none.
    """

    metric: int | str
    label: str
    is_pattern: bool
    value: int


class Shape(NamedTuple):
    """What expressions of one likeness share: the matchers with values of their own, and the metrics that all have.

    `kept` are their names, each once; an empty one for a selector without a name.
    """

    matched: tuple[Matched, ...]
    kept: tuple[str, ...]


@lru_cache(maxsize=4096)
def shape(text: str) -> Shape | None:
    """The shape of the text of a likeness; None if a placeholder stands where no selector tells of it, or with an error.

    Expressions of one likeness have the same facts, but for the names, the values and the threshold in them.
    """
    filling = read_alike(text)
    if filling is None:
        return None
    selectors = filling.facts.selectors
    told = {selector.metric for selector in selectors}
    told.update(matcher.value for selector in selectors for matcher in selector.matchers)
    if not told.issuperset(PLACEHOLDER.findall(text)):
        return None
    matched = [
        Matched(_place(selector.metric), matcher.name, "~" in matcher.op, _number(matcher.value))
        for selector in selectors
        for matcher in selector.matchers
        if matcher.value.startswith(VALUE)
    ]
    kept = [selector.metric for selector in selectors if not selector.metric.startswith(METRIC)]
    return Shape(tuple(dict.fromkeys(matched)), tuple(dict.fromkeys(kept)))


def _place(metric: str) -> int | str:
    return _number(metric) if metric.startswith(METRIC) else metric


def _number(placeholder: str) -> int:
    return int(placeholder.removesuffix("_").rpartition("_")[2])
