"""The parts of an expression that cost most: aggregations over windows, as texts that can be compared."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from o11ygen.duration import parse_duration

_OPENING = r"""\s*(?:(?:by|without)\s*\([^()]*\)\s*)?\("""
_CLAUSE = r"""\s*(?:by|without)\s*\([^()]*\)"""
_PIECE = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\#[^\n]*|[()]"""
_NAMES = "sum|avg|max|min|count|stddev|stdvar|quantile|topk|bottomk|histogram_quantile"


class Part(NamedTuple):
    """A part: its text without what makes no difference, where it stands, and the longest window in it."""

    text: str
    start: int
    end: int
    window_ms: int


def costly_parts(text: str) -> tuple[Part, ...]:
    """The aggregations over windows in an expression without faults, the outermost first."""
    if "[" not in text:
        return ()
    names, opening, clause, piece, window = _patterns()
    closing: dict[int, int] = {}
    waiting: list[int] = []
    quoted: list[tuple[int, int]] = []
    for match in piece.finditer(text):
        if match[0] == "(":
            waiting.append(match.start())
        elif match[0] == ")":
            closing[waiting.pop()] = match.end()
        else:
            quoted.append(match.span())
    found = []
    for match in names.finditer(text):
        start = match.start()
        behind = opening.match(text, match.end())
        if behind is None or any(first <= start < last for first, last in quoted):
            continue
        end = closing[behind.end() - 1]
        following = clause.match(text, end)
        end = following.end() if following is not None else end
        windows = [parse_duration(one) for one in window.findall(text, start, end)]
        if windows:
            found.append(Part(plain(text[start:end]), start, end, max(windows)))
    return tuple(found)


def plain(text: str) -> str:
    """The text without blanks and comments that make no difference."""
    without_comments = re.sub(r"#[^\n\"']*(?:\n|\Z)", " ", text) if "#" in text else text
    return re.sub(r"\s*([^\w\s])\s*", r"\1", re.sub(r"\s+", " ", without_comments)).strip()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled when first used."""
    return (
        re.compile(rf"\b(?:{_NAMES})\b(?!\s*[:\w])|\b(?:{_NAMES})\b(?=\s*(?:by|without)\b)", re.IGNORECASE),
        re.compile(_OPENING, re.IGNORECASE),
        re.compile(_CLAUSE, re.IGNORECASE),
        re.compile(_PIECE),
        re.compile(r"\[\s*((?:\d+(?:ms|[smhdwy]))+)"),
    )
