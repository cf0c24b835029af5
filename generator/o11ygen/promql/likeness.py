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
# The character that stands for bytes that are no text: no string may hold it.
_UNUSUAL = ("'", "`", "\\", "#", "__name__", "o11ygen_", "8675309", "\ufffd")
# A metric name that its braces or window follow.
_NAME = re.compile(r"\b([A-Za-z_][\w:]*+)(?=[{\[])", re.ASCII)
# What is left of a string where it was cut out.
_CUT = '"'
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
METRIC, VALUE = "o11ygen_metric_", "o11ygen_value_"
"""How placeholders begin; their number and an underscore follow."""
PLACEHOLDER = re.compile(rf"(?:{METRIC}|{VALUE})\d+_")

_TEXT, _NUMBER = "o11ygen_text", 8675309.5

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
    code = text.split(_CUT)
    values = code[1::2]
    if len(code) == 2 * len(values):  # a string that does not end
        return None
    pieces = _NAME.split(_CUT.join(code[::2]))
    between = tuple(pieces[::2])
    metrics: dict[str, int] = {}
    named: list[int | str] = []
    for before, name in zip(between, pieces[1::2], strict=False):
        may_be_none = name.lower() in _WORDS or before[-1:] in (":", ".")
        named.append(name if may_be_none else metrics.setdefault(name, len(metrics)))
    free: list[str] = []
    kept: list[str | None] = []
    for operator, value in zip(_operators(between) if values else (), values, strict=True):
        if _is_free(operator, value):
            free.append(value)
            kept.append(None)
        else:
            kept.append(value)
    end, threshold = _without_threshold(between[-1])
    if not metrics and not free and threshold is None:
        return None
    return Likeness(_assembled(between[:-1], end, tuple(named), tuple(kept)), tuple(metrics), tuple(free), threshold)


@lru_cache(maxsize=4096)
def _operators(between: tuple[str, ...]) -> tuple[str, ...]:
    """The characters before each string, where an operator would stand."""
    return tuple(code.rstrip()[-2:] for piece in between for code in piece.split(_CUT)[:-1])


@lru_cache(maxsize=4096)
def _is_free(operator: str, value: str) -> bool:
    """Whether another value could stand in a matcher: what it matches decides nothing but that it is not empty."""
    if operator in ("=~", "!~"):
        return _ALTERNATIVES.fullmatch(value) is not None
    return operator[-1:] == "=" and operator[0] not in "=<>" and value != "" and value.isprintable()


@lru_cache(maxsize=4096)
def _without_threshold(end: str) -> tuple[str, float | None]:
    end = end.rstrip()
    match = _THRESHOLD.search(end)
    if match is None:
        return end, None
    return f"{end[: match.start()]}{match[1]}{_NUMBER}", float(match[2] + (match[3] or ""))


@lru_cache(maxsize=4096)
def _assembled(between: tuple[str, ...], end: str, named: tuple[int | str, ...], kept: tuple[str | None, ...]) -> str:
    """The text with a placeholder for each name and string that is replaced, and the others as they were."""
    names = [name if isinstance(name, str) else f"{METRIC}{name}_" for name in named]
    code = "".join(part for pair in zip(between, names, strict=True) for part in pair) + end
    first, *others = code.split(_CUT)
    parts, number = [first], 0
    for value, piece in zip(kept, others, strict=True):
        parts.append(f'"{VALUE}{number}_"' if value is None else f'"{value}"')
        parts.append(piece)
        number += value is None
    return "".join(parts)


class Filling:
    """The facts of an expression with placeholders (`text`), and those of the expressions that it stands for.

    They are made by a walk the first time: many an expression is like no other. After that by code that is compiled
    for it, which takes twenty walks to compile and a fraction of one to run; it holds nothing but calls and indexes.
    """

    __slots__ = ("_compiled", "_filled", "_places", "_template", "facts")

    def __init__(self, text: str, facts: Query) -> None:
        found = PLACEHOLDER.findall(text)
        metrics = dict.fromkeys([word for word in found if word.startswith(METRIC)])
        words = (*metrics, *[word for word in found if word.startswith(VALUE)], _TEXT, _NUMBER)
        self.facts = facts
        self._places: dict[object, int] = {word: place for place, word in enumerate(words)}
        self._template = facts._replace(text=_TEXT)
        self._filled = 0
        self._compiled: _Fill | None = None

    def filled(self, alike: Likeness, text: str) -> Query | None:
        """The facts of `text`, which is `alike`; None when they nest too deep for it."""
        words = (*alike.metrics, *alike.values, text, alike.threshold)
        self._filled += 1
        if self._filled == 2:
            self._compiled = _compiled(self._template, self._places)
        if self._compiled is not None:
            return self._compiled(words)
        try:
            whole: Query = _replaced(self._template, dict(zip(self._places, words, strict=True)), {})
        except RecursionError:
            return None
        return whole


def _replaced(part: tuple[Any, ...], words: dict[object, Any], made: dict[int, Any]) -> Any:
    """A tuple with other words in it; `made` is what was made of tuples, by their identity, as flows come twice."""
    items = list(part)
    for place, item in enumerate(part):
        kind = type(item)
        if kind is str or kind is float:
            if item in words:
                items[place] = words[item]
        elif item and isinstance(item, tuple):
            items[place] = made.get(id(item)) or _replaced(item, words, made)
    whole = made[id(part)] = tuple.__new__(type(part), items)
    return whole


def _compiled(facts: Query, places: dict[object, int]) -> _Fill | None:
    """The code that makes the facts; None where they nest deeper than Python compiles."""
    parts: list[Any] = []
    try:
        code = _code(facts, places, parts, {})
        filling: _Fill = eval(f"lambda words: {code}", {"make": tuple.__new__, "parts": parts})
    except (RecursionError, MemoryError, SyntaxError):
        return None
    return filling


def _code(part: Any, places: dict[object, int], parts: list[Any], made: dict[int, str]) -> str:
    """Python that makes a part of the facts: its word, a tuple with words in it, or the same part again."""
    if type(part) in (str, float) and part in places:
        return f"words[{places[part]}]"
    if isinstance(part, tuple):
        if id(part) in made:
            return made[id(part)]
        items = [_code(item, places, parts, made) for item in part]
        if any("words" in item for item in items):
            parts.append(type(part))
            name = made[id(part)] = f"words_{len(parts)}"
            return f"({name} := make(parts[{len(parts) - 1}], ({', '.join(items)},)))"
    parts.append(part)
    return f"parts[{len(parts) - 1}]"
