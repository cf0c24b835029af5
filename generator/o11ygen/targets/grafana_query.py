"""Queries of dashboards with Grafana's variables in them: texts that PromQL reads, with something in their place.

What a variable holds is not known, only where it stands. Between the brackets of a range it is a duration, in quotes it is
text; elsewhere it may be a name, a number, a function, or matchers, so several texts are given to choose from.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from o11ygen.targets.grafana_variables import REFERENCE

# A string, or a variable: a string is passed over as a whole, whatever stands in it.
_STRING = r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`[^`]*`'
_PIECE = re.compile(rf"(?P<string>{_STRING})|(?P<comment>\#[^\n]*)|{REFERENCE.pattern}", re.DOTALL)
# Behind a backslash a dollar sign is one.
_IN_A_STRING = re.compile(rf"(?<!\\)(?:{REFERENCE.pattern})")
# In the order in which they are tried. A name is what most variables hold.
_STANDS_FOR = ("x", "1", "5m", "sum", 'x="x"', "rate")
_NUMBERS = frozenset(("__interval_ms", "__range_ms", "__range_s", "__rate_interval_ms", "__from", "__to"))
_DURATIONS = frozenset(("__interval", "__range", "__rate_interval", "__auto"))
_MOST_OF_THEM = 64


def with_values(query: str) -> Iterator[str]:
    """The query with values for its variables, the likeliest first; the query itself where it has none."""
    parts, free = _taken_apart(query)
    if not free:
        yield "".join(parts)
        return
    names = list(dict.fromkeys(free.values()))
    ways = itertools.product(_STANDS_FOR, repeat=len(names)) if len(names) <= 2 else _alike(len(names))
    for way in itertools.islice(ways, _MOST_OF_THEM):
        values = dict(zip(names, way, strict=True))
        yield "".join(values[free[index]] if index in free else part for index, part in enumerate(parts))


def without_comments(query: str) -> str:
    """The query as Prometheus reads it, where a variable in a comment is none."""
    return _PIECE.sub(lambda match: " " if match["comment"] is not None else match[0], query) if "#" in query else query


def _alike(count: int) -> Iterator[tuple[str, ...]]:
    """The same for each of many variables, then one that differs."""
    for value in _STANDS_FOR:
        yield (value,) * count
    for index, value in itertools.product(range(count), _STANDS_FOR[1:]):
        yield ("x",) * index + (value,) + ("x",) * (count - index - 1)


def _taken_apart(query: str) -> tuple[list[str], dict[int, str]]:
    """The pieces of a query, and which of them are variables that may hold anything, by name."""
    parts: list[str] = []
    free: dict[int, str] = {}
    end = depth = 0
    for match in _PIECE.finditer(query):
        between = query[end : match.start()]
        depth = max(0, depth + between.count("[") - between.count("]"))
        parts.append(between)
        end = match.end()
        if match["string"] is not None:
            parts.append(_IN_A_STRING.sub("x", match["string"]))
            continue
        if match["comment"] is not None:
            parts.append(" ")
            continue
        name = match["braced"] or match["bare"] or match["old"]
        if name in _NUMBERS:
            parts.append("1")
        elif depth or name in _DURATIONS or re.search(r"\boffset\s+-?\s*$", between):
            parts.append("5m")
        else:
            free[len(parts)] = name
            parts.append("")
    return [*parts, query[end:]], free
