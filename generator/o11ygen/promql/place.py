"""Where in the text the selectors, matchers and clauses of an expression stand."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from o11ygen.promql.language import every_form, read
from o11ygen.promql.language.nodes import Aggregate, Binary, Instant, walk


class Places(NamedTuple):
    """Indexes of first characters: of each selector, of its matchers, and of each clause that names labels.

    They come as in the facts: selectors in the order of the text, each clause behind those inside of it, and of matchers
    those that do not name the metric.
    """

    selectors: tuple[int, ...]
    matchers: tuple[tuple[int, ...], ...]
    groupings: tuple[int, ...]


@lru_cache(maxsize=256)
def places(text: str) -> Places:
    """The places in an expression that some Prometheus reads."""
    selectors: list[int] = []
    matchers: list[tuple[int, ...]] = []
    groupings: list[int] = []
    for node in walk(read(text, every_form()).tree):
        match node:
            case Instant():
                selectors.append(node.start)
                matchers.append(_matchers(node))
            case Aggregate() if node.clause:
                groupings.append(node.clause_start)
            case Binary():
                stands = node.matching.places
                groupings += [start for start in (stands.clause, stands.group) if start >= 0]
    return Places(tuple(selectors), tuple(matchers), tuple(groupings))


def _matchers(node: Instant) -> tuple[int, ...]:
    named, found = bool(node.name), []
    for matcher in node.matchers:
        if matcher.name == "__name__" and matcher.op == "=" and not named:
            named = matcher.value != ""
        else:
            found.append(matcher.start)
    return tuple(found)
