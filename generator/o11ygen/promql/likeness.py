"""Expressions that differ in names only share one parse.

A function that makes an alert is called for each service: its expressions differ in metric names, in matched values and
in the threshold, and have the same structure. Such an expression is parsed once with placeholders, and the facts of the
others are those facts with the names put in: a fifth of the cost. Whatever could mean something else with another name
in its place stays in the text, and so in what is compared; and an expression with anything unusual is parsed itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from o11ygen.promql.lexer import AGGREGATORS, BINARY_OPERATORS, FILL_WORDS, GROUPING_WORDS
from o11ygen.promql.query import Query

# Quotes of other kinds, escapes and comments: cutting at double quotes would be wrong. Placeholders: they would clash.
_UNUSUAL = ("'", "`", "\\", "#", "__name__", "o11ygen_", "8675309")
# A metric name that its braces or window follow, or a string.
_CUT = re.compile(r'\b([A-Za-z_][\w:]*+)(?=[{\[])|"([^"]*)"', re.ASCII)
# Words that may stand before a brace or bracket and are, or may be, no metric.
_WORDS = (
    AGGREGATORS
    | GROUPING_WORDS
    | FILL_WORDS
    | BINARY_OPERATORS
    | frozenset(("bool", "offset", "inf", "nan", "start", "end", "step", "range", "anchored", "smoothed"))
)
# A pattern that is read alike by everyone: names, one of which must match.
_ALTERNATIVES = re.compile(r"[\w-]+(?:\|[\w-]+)*", re.ASCII)
# The number at the end that the whole expression, or its last condition, compares with.
_THRESHOLD = re.compile(r"(?<=[<>=])(\s*+(?:bool\s++)?)(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?\Z", re.ASCII)
_METRIC, _VALUE, _TEXT, _NUMBER = "o11ygen_metric_", "o11ygen_value_", "o11ygen_text", 8675309.5

_Fill = Callable[[tuple[str | float | None, ...]], Query]


class Likeness(NamedTuple):
    """An expression with placeholders, and what stands in their place: metric names, each once, then matched values.

    `threshold` is the number behind the last comparison, None when it has none or is not replaced.
    """

    text: str
    metrics: tuple[str, ...]
    values: tuple[str, ...]
    threshold: float | None


def likeness(text: str) -> Likeness | None:
    """What an expression has in common with others; None for one that must be parsed itself."""
    for unusual in _UNUSUAL:
        if unusual in text:
            return None
    pieces = _CUT.split(text)
    metrics: dict[str, str] = {}
    values: list[str] = []
    parts: list[str] = []
    for before, name, value in zip(pieces[:-1:3], pieces[1::3], pieces[2::3], strict=True):
        parts.append(before)
        if name is not None:
            if name.lower() not in _WORDS and before[-1:] not in (":", "."):
                name = metrics.setdefault(name, f"{_METRIC}{len(metrics)}_")
            parts.append(name)
        elif _is_free(before, value):
            parts.append(f'"{_VALUE}{len(values)}_"')
            values.append(value)
        else:
            parts.append(f'"{value}"')
    end, threshold = _without_threshold(pieces[-1].rstrip())
    parts.append(end)
    if not metrics and not values and threshold is None:
        return None
    return Likeness("".join(parts), tuple(metrics), tuple(values), threshold)


def _is_free(before: str, value: str) -> bool:
    """Whether another value could stand in a matcher: what it matches decides nothing but that it is not empty."""
    operator = before.rstrip()[-2:]
    if operator in ("=~", "!~"):
        return _ALTERNATIVES.fullmatch(value) is not None
    return operator[-1:] == "=" and operator[0] not in "=<>" and value != "" and value.isprintable()


def _without_threshold(end: str) -> tuple[str, float | None]:
    match = _THRESHOLD.search(end)
    if match is None:
        return end, None
    return f"{end[: match.start()]}{match[1]}{_NUMBER}", float(match[2] + (match[3] or ""))


def filled(alike: Likeness, facts: Query, text: str) -> Query | None:
    """The facts of `text`, from the facts of the expression with placeholders; None when they nest too deep for it."""
    fill = _filling(alike.text, facts)
    return None if fill is None else fill((*alike.metrics, *alike.values, text, alike.threshold))


@lru_cache(maxsize=4096)
def _filling(text: str, facts: Query) -> _Fill | None:
    """The function that makes facts with other words in the place of placeholders.

    It is compiled, as walking over the facts takes four times as long. The code holds nothing but calls and indexes.
    """
    metrics = dict.fromkeys(re.findall(rf"{_METRIC}\d+_", text))
    values = re.findall(rf"{_VALUE}\d+_", text)
    places: dict[object, int] = {word: place for place, word in enumerate((*metrics, *values, _TEXT, _NUMBER))}
    parts: list[Any] = []
    code = _code(facts._replace(text=_TEXT), places, parts)
    try:
        filling: _Fill = eval(f"lambda words: {code}", {"make": tuple.__new__, "parts": parts})
    except (RecursionError, MemoryError, SyntaxError):
        return None
    return filling


def _code(part: Any, places: dict[object, int], parts: list[Any]) -> str:
    """Python that makes a part of the facts: its word, a tuple with words in it, or the same part again."""
    if type(part) in (str, float) and part in places:
        return f"words[{places[part]}]"
    if isinstance(part, tuple):
        items = [_code(item, places, parts) for item in part]
        if any("words" in item for item in items):
            parts.append(type(part))
            return f"make(parts[{len(parts) - 1}], ({', '.join(items)},))"
    parts.append(part)
    return f"parts[{len(parts) - 1}]"
