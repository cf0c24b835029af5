"""Expressions that differ in names only share one parse.

A function that makes an alert is called for each service: its expressions differ in metric names, in matched values and
in the threshold, and have the same structure. Such an expression is parsed once with placeholders, and the facts of the
others are those facts with the names put in: a tenth of the cost. Whatever could mean something else with another name
in its place stays in the text, and so in what is compared; and an expression with anything unusual is parsed itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from o11ygen.promql.lexer import AGGREGATORS, BINARY_OPERATORS, FILL_WORDS, GROUPING_WORDS
from o11ygen.promql.query import Query

# Quotes of other kinds, escapes and comments: cutting at double quotes would be wrong. Placeholders: they would clash.
# The character that stands for bytes that are no text: no string may hold it.
# Python takes more characters for blanks.
_BLANK = " \t\r\n"
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

# A tuple to be made: its type, its items, and which of them to replace by what was made before, counted from the words.
_Step = tuple[type[tuple[Any, ...]], tuple[Any, ...], list[tuple[int, int]]]


class Likeness(NamedTuple):
    """An expression with placeholders, and what stands in their place: metric names and matched values, each once.

    `threshold` is the number behind the last comparison, None when it has none or is not replaced.
    """

    text: str
    metrics: tuple[str, ...]
    values: tuple[str, ...]
    threshold: float | None


def likeness(text: str) -> Likeness | None:
    """What an expression has in common with others; None for one that must be parsed itself."""
    pieces = text.split(_CUT)
    if len(pieces) % 2 == 0:  # a string that does not end
        return None
    end, threshold = _without_threshold(pieces[-1])
    code = _code((*pieces[:-1:2], end), threshold is not None)
    if code is None:
        return None
    around, metrics, operators = code
    places: dict[str, int] = {}
    strings: list[int | str] = []
    for operator, value in zip(operators, pieces[1::2], strict=True):
        free = _is_free(operator, value)
        if free is None:
            return None
        strings.append(places.setdefault(value, len(places)) if free else value)
    if not metrics and not places and threshold is None:
        return None
    return Likeness(_assembled(around, tuple(strings)), metrics, tuple(places), threshold)


# A function makes alerts that differ in a matched value or in the threshold only, one after the other.
@lru_cache(maxsize=4096)
def _code(pieces: tuple[str, ...], compares: bool) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """What stands around the strings of an expression, with placeholders; its metrics; the operators before the strings.

    The threshold is cut off where it `compares`. None for one that must be parsed itself.
    """
    whole = _CUT.join(pieces)
    if _is_unusual(whole):
        return None
    parts = _NAME.split(whole)
    metrics: dict[str, int] = {}
    for place in range(1, len(parts), 2):
        name = parts[place]
        if name.lower() not in _WORDS and parts[place - 1][-1:] not in (":", "."):
            parts[place] = f"{METRIC}{metrics.setdefault(name, len(metrics))}_"
    text = "".join(parts) + (str(_NUMBER) if compares else "")
    return text, tuple(metrics), _operators(text)


@lru_cache(maxsize=4096)
def _operators(code: str) -> tuple[str, ...]:
    """The characters before each string, where an operator would stand."""
    return tuple([piece.rstrip(_BLANK)[-2:] for piece in code.split(_CUT)[:-1]])


@lru_cache(maxsize=4096)
def _is_free(operator: str, value: str) -> bool | None:
    """Whether another value could stand in a matcher: what it matches decides nothing but that it is not empty.

    None for a value because of which the expression must be parsed itself.
    """
    if _is_unusual(value):
        return None
    if operator in ("=~", "!~"):
        return _ALTERNATIVES.fullmatch(value) is not None
    return operator[-1:] == "=" and operator[0] not in "=<>" and value != "" and value.isprintable()


def _is_unusual(part: str) -> bool:
    """Whether there is something unusual in a part between two quotes: none of it holds a quote itself."""
    for unusual in _UNUSUAL:  # noqa: SIM110  # twice as fast as any() over a generator
        if unusual in part:
            return True
    return False


@lru_cache(maxsize=4096)
def _without_threshold(end: str) -> tuple[str, float | None]:
    """The end of an expression up to its threshold, and the threshold."""
    end = end.rstrip(_BLANK)
    match = _THRESHOLD.search(end)
    return (end, None) if match is None else (end[: match.end(1)], float(end[match.end(1) :]))


@lru_cache(maxsize=4096)
def _assembled(code: str, strings: tuple[int | str, ...]) -> str:
    """The text with its strings: a placeholder for each that is replaced, and the others as they were."""
    first, *others = code.split(_CUT)
    parts = [first]
    for string, piece in zip(strings, others, strict=True):
        parts.append(f'"{string}"' if isinstance(string, str) else f'"{VALUE}{string}_"')
        parts.append(piece)
    return "".join(parts)


class Filling:
    """The facts of an expression with placeholders (`text`), and those of the expressions that it stands for.

    What makes these of words is a list of steps, without those for parts that are the same in all of them.
    """

    __slots__ = ("_places", "_steps", "_template", "facts")

    def __init__(self, text: str, facts: Query) -> None:
        words = dict.fromkeys(PLACEHOLDER.findall(text))
        metrics = [word for word in words if word.startswith(METRIC)]
        values = [word for word in words if word.startswith(VALUE)]
        self.facts = facts
        self._places: dict[object, int] = {
            word: place for place, word in enumerate((*metrics, *values, _TEXT, _NUMBER))
        }
        self._template = facts._replace(text=_TEXT)
        # Made when first asked for: of many a kind there is one expression only, or nobody asks for more than its shape.
        self._steps: list[_Step] = []

    def filled(self, alike: Likeness, text: str) -> Query | None:
        """The facts of `text`, which is `alike`; None when they nest too deep for it."""
        if not self._steps:
            try:
                self._steps = _steps(self._template, self._places)
            except RecursionError:
                return None
        made: list[Any] = [*alike.metrics, *alike.values, text, alike.threshold]
        for kind, items, changed in self._steps:
            other = list(items)
            for place, source in changed:
                other[place] = made[source]
            made.append(tuple.__new__(kind, other))
        whole: Query = made[-1]
        return whole


def _steps(template: Query, words: dict[object, int]) -> list[_Step]:
    """What makes the facts, the innermost parts first; `words` are what they are made of, with their places."""
    steps: list[_Step] = []
    _add(template, words, steps, {})
    return steps


def _add(
    part: tuple[Any, ...], words: dict[object, int], steps: list[_Step], known: dict[int, int | None]
) -> int | None:
    """Adds what makes a part: where it then is among what is made, or None if it is the same in all facts.

    `known` are those that were asked for, by their identity, as flows come twice.
    """
    if id(part) in known:
        return known[id(part)]
    changed: list[tuple[int, int]] = []
    for place, item in enumerate(part):
        kind = type(item)
        if kind is str or kind is float:
            source = words.get(item)
        else:
            source = _add(item, words, steps, known) if item and isinstance(item, tuple) else None
        if source is not None:
            changed.append((place, source))
    known[id(part)] = len(words) + len(steps) if changed else None
    if changed:
        steps.append((type(part), part, changed))
    return known[id(part)]
