"""The clauses of aggregations and operators: labels in parentheses, how series are matched, and fill values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from o11ygen.promql.fault import Fault
from o11ygen.promql.language.durations import duration_seconds, number_value
from o11ygen.promql.language.literals import unquoted
from o11ygen.promql.language.nodes import Matching, Places
from o11ygen.promql.language.scanner import DURATION, NAME, NUMBER, STRING
from o11ygen.promql.lexer import FILL_WORDS

if TYPE_CHECKING:
    from o11ygen.promql.language.reader import Reader

BEGINNINGS = frozenset(("bool", "on", "ignoring", "fill", "fill_left", "fill_right", "group_left", "group_right"))
LEGACY_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*", re.ASCII)


class Labels(NamedTuple):
    """The word of a clause, where it starts, and its labels."""

    clause: Literal["by", "without", ""]
    start: int
    labels: tuple[str, ...]


NO_LABELS = Labels("", -1, ())


def grouping(reader: Reader) -> Labels | None:
    """The `by` or `without` that stands here, None when there is none."""
    word = reader.tokens[reader.at]
    kind = word.kind
    if kind != "by" and kind != "without":
        return None
    reader.at += 1
    return Labels(kind, word.start, _labels(reader) or ())  # type: ignore[arg-type]  # one of the two words


def matching(reader: Reader) -> Matching | None:
    """What stands between an operator and its right side; None for a fault, which is noted."""
    tokens = reader.tokens
    start_of_bool = start_of_clause = start_of_group = -1
    returns_bool = tokens[reader.at].kind == "bool"
    if returns_bool:
        start_of_bool = tokens[reader.at].start
        reader.at += 1
    clause: Literal["on", "ignoring", ""] = ""
    group: Literal["group_left", "group_right", ""] = ""
    labels: tuple[str, ...] | None = ()
    include: tuple[str, ...] | None = ()
    word = tokens[reader.at]
    if word.kind in ("on", "ignoring"):
        clause, start_of_clause = word.kind, word.start  # type: ignore[assignment]  # one of the two words
        reader.at += 1
        labels = _labels(reader)
        word = tokens[reader.at]
        if labels is not None and word.kind in ("group_left", "group_right"):
            group, start_of_group = word.kind, word.start  # type: ignore[assignment]  # one of the two words
            reader.at += 1
            include = _labels(reader) if tokens[reader.at].kind == "(" else ()
    if labels is None or include is None:
        return None
    word = tokens[reader.at]
    if word.kind not in FILL_WORDS:
        places = Places(start_of_bool, start_of_clause, start_of_group)
        return Matching(returns_bool, clause, labels, group, include, places=places)
    fills = _fills(reader)
    places = Places(start_of_bool, start_of_clause, start_of_group, word.start)
    return None if fills is None else Matching(returns_bool, clause, labels, group, include, *fills, places)


def _fills(reader: Reader) -> tuple[float | None, float | None] | None:
    """The values of `fill`, or of `fill_left` and `fill_right` in any order."""
    word = reader.tokens[reader.at]
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
