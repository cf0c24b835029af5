"""From the text of an expression to its facts; each distinct text is read once."""

from __future__ import annotations

import re
from functools import lru_cache

from o11ygen.promql.facts import facts_of
from o11ygen.promql.language import Reading, every_form, read
from o11ygen.promql.language.nodes import Node, depth
from o11ygen.promql.lexer import Position, position_at
from o11ygen.promql.likeness import Filling, likeness
from o11ygen.promql.query import Query

# Whoever walks over a tree or a flow goes one or two calls deeper per level.
MAX_NESTING = 400
_NESTS = re.compile(r"[-+*/%^=<>(\[]|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Query:
    """The facts of an expression. Never raises: what is wrong stands in `error`, `hint` and `position`.

    An expression is read with all the syntax of the newest release, and of functions with those of every release.
    """
    alike = likeness(text)
    if alike is not None and (filling := read_alike(alike.text)) is not None:
        return filling.filled(alike, text) or _read(text)
    return _read(text)


@lru_cache(maxsize=4096)
def read_alike(text: str) -> Filling | None:
    """The facts of an expression with placeholders, which those share that differ in names only.

    None where each must be parsed itself: what is wrong has a place in the text.
    """
    facts = _read(text)
    return None if facts.error else Filling(text, facts)


@lru_cache(maxsize=1024)
def tree(text: str) -> Node | None:
    """The tree of an expression; None for one in error, or beyond what is walked over here.

    Several checks ask for it, and each environment: as many are kept as most projects have of different kinds.
    """
    reading = read(text, every_form())
    if not reading.accepted or reading.failing or _nests_too_deep(text, reading.tree):
        return None
    return reading.tree


def _read(text: str) -> Query:
    reading = read(text, every_form())
    if not reading.accepted or reading.failing:
        return _in_error(text, reading)
    if _nests_too_deep(text, reading.tree):
        return Query(
            text,
            error=f"this expression nests more than {MAX_NESTING} operators and brackets, deeper than is read here",
            hint="Split it with recording rules: nobody can review an expression of this size.",
            position=Position(1, 1),
        )
    return facts_of(text, reading.tree)


def _in_error(text: str, reading: Reading) -> Query:
    # Imported when there is an error: most runs have none, and start faster without it.
    from o11ygen.promql.language.explain import faults

    fault = faults(text, reading)[0]
    return Query(text, error=fault.message, hint=fault.hint, position=position_at(text, max(fault.start, 0)))


def _nests_too_deep(text: str, whole: Node) -> bool:
    if len(text) <= MAX_NESTING or len(_NESTS.findall(text)) <= MAX_NESTING:
        return False
    return depth(whole) > MAX_NESTING
