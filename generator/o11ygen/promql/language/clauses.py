"""The clauses of aggregations and operators: labels in parentheses, how series are matched, and fill values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from o11ygen.promql.fault import Fault
from o11ygen.promql.language.durations import duration_seconds, number_value
from o11ygen.promql.language.literals import unquoted
from o11ygen.promql.language.nodes import PLAIN, Matching
from o11ygen.promql.language.scanner import DURATION, NAME, NUMBER, STRING

if TYPE_CHECKING:
    from o11ygen.promql.language.reader import Reader

BEGINNINGS = frozenset(("bool", "on", "ignoring", "fill", "fill_left", "fill_right", "group_left", "group_right"))
LEGACY_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*", re.ASCII)


class Labels(NamedTuple):
    """The word of a clause and its labels."""

    clause: str
    labels: tuple[str, ...]


class Places(NamedTuple):
    """Where the parts behind an operator start, -1 for those it does not have."""

    returns_bool: int = -1
    clause: int = -1
    group: int = -1
    fill: int = -1


NOWHERE = Places()
PLAIN_PLACES = (PLAIN, NOWHERE)


def grouping(reader: Reader) -> Labels | None:
    """The `by` or `without` that stands here, None when there is none."""
    word = reader.tokens[reader.at]
    if word.kind not in ("by", "without"):
        return None
    reader.at += 1
    return Labels(word.kind, _labels(reader) or ())


def matching(reader: Reader) -> tuple[Matching, Places] | None:
    """What stands between an operator and its right side; None for a fault, which is noted."""
    tokens = reader.tokens
    found = dict.fromkeys(Places._fields, -1)
    returns_bool = tokens[reader.at].kind == "bool"
    if returns_bool:
        found["returns_bool"] = tokens[reader.at].start
        reader.at += 1
    clause, group = "", ""
    labels: tuple[str, ...] | None = ()
    include: tuple[str, ...] | None = ()
    if tokens[reader.at].kind in ("on", "ignoring"):
        clause, found["clause"] = tokens[reader.at].kind, tokens[reader.at].start
        reader.at += 1
        labels = _labels(reader)
        if labels is not None and tokens[reader.at].kind in ("group_left", "group_right"):
            group, found["group"] = tokens[reader.at].kind, tokens[reader.at].start
            reader.at += 1
            include = _labels(reader) if tokens[reader.at].kind == "(" else ()
    if labels is None or include is None:
        return None
    fills = _fills(reader, found)
    if fills is None:
        return None
    return Matching(returns_bool, clause, labels, group, include, *fills), Places(**found)


def _fills(reader: Reader, found: dict[str, int]) -> tuple[float | None, float | None] | None:
    """The values of `fill`, or of `fill_left` and `fill_right` in any order."""
    word = reader.tokens[reader.at]
    if word.kind not in ("fill", "fill_left", "fill_right"):
        return None, None
    found["fill"] = word.start
    reader.form("fill", word.start)
    if not reader.reads.fill:
        reader.unavailable(word.start)
    first = _fill_value(reader)
    if first is None:
        return None
    if word.kind == "fill":
        return first, first
    other = "fill_right" if word.kind == "fill_left" else "fill_left"
    second: float | None = None
    if reader.tokens[reader.at].kind == other:
        second = _fill_value(reader)
        if second is None:
            return None
    return (first, second) if word.kind == "fill_left" else (second, first)


def _fill_value(reader: Reader) -> float | None:
    tokens = reader.tokens
    # The word is a keyword only where a parenthesis follows.
    reader.at += 2
    sign = tokens[reader.at].kind
    reader.at += sign in ("+", "-")
    token = tokens[reader.at]
    if token.kind == NUMBER:
        value = number_value(reader)
    elif token.kind == DURATION:
        reader.at += 1
        value = duration_seconds(reader, token.text, token.start)
    else:
        reader.misplaced(operand=True)
        return None
    if tokens[reader.at].kind != ")":
        reader.misplaced(operand=False)
        return None
    reader.at += 1
    return -value if sign == "-" else value


def _labels(reader: Reader) -> tuple[str, ...] | None:
    """The labels in parentheses that stand here; None for a fault, which is noted."""
    tokens = reader.tokens
    found: list[str] = []
    if tokens[reader.at].kind != "(":
        reader.misplaced(operand=False)
        return None
    reader.at += 1
    while tokens[reader.at].kind != ")":
        token = tokens[reader.at]
        if token.kind == STRING:
            found.append(_quoted(reader, token.text, token.start))
        elif token.kind == NAME or token.kind in reader.reads.label_words:
            found.append(_plain(reader, token.text, token.start))
        else:
            reader.misplaced(operand=False)
            return None
        reader.at += 1
        if tokens[reader.at].kind == ",":
            reader.at += 1
        elif tokens[reader.at].kind != ")":
            reader.misplaced(operand=False)
            return None
    reader.at += 1
    return tuple(found)


def _plain(reader: Reader, label: str, start: int) -> str:
    if ":" in label and not reader.reads.utf8_labels:
        message = f"`{label}` is no label name: it has a colon"
        reader.faults.append(Fault(message, "Take the colon out.", start))
    return label


def _quoted(reader: Reader, text: str, start: int) -> str:
    label = unquoted(text)
    legacy = LEGACY_LABEL.fullmatch(label) is not None
    reader.form("quoted-grouping" if legacy else "utf8-grouping", start)
    if not reader.reads.quoted_labels or not (legacy or reader.reads.utf8_labels):
        reader.unavailable(start)
    elif not label or any("\ud800" <= character <= "\udfff" for character in label):
        reader.faults.append(Fault(f"{text} is no label name", "Write the name of a label.", start))
    return label
