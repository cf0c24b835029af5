"""Figures in the prose of an alert, "for 10 minutes" or "over 5%", beside those that its rule has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from o11ygen.promql import Query

_ACTION = re.compile(r"(?s)\{\{.*?\}\}")
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`""")
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_PRODUCT = rf"(?<![\w.:]){_NUMBER}(?:[\s()]*[*/][\s()]*{_NUMBER})*"
_COUNT_OF = re.compile(r"\d[\s-]*[smhdwSMHDW]")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_BY_WORD = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "week", "weeks"), "w"),
}


class Told(NamedTuple):
    """A figure of the prose: as it is written, and what it means, in seconds or in percent."""

    written: str
    amount: float


@cache
def _durations() -> re.Pattern[str]:
    words = "|".join(sorted(_BY_WORD, key=len, reverse=True))
    more = r"(?:(?:more|longer|greater) than|at least|over|about|around|>|the (?:last|past))\s*"
    start = rf"(?:\bfor\s+(?:{more})?|\b(?:in|over|within|during) the (?:last|past)\s+|\blonger than\s+)"
    return re.compile(rf"{start}(?P<count>\d+(?:\.\d+)?)(?:\s|-)*(?P<unit>{words})\b(?!\s*\d)", re.IGNORECASE)


@cache
def _shares() -> re.Pattern[str]:
    more = r"over|above|(?:more|greater|higher|larger|less|lower|fewer|smaller) than|exceed(?:s|ed|ing)?|below|under|at least"
    return re.compile(
        rf"(?:\b(?:{more})|[<>]=?)\s+(?:of\s+|the\s+)?(?P<count>\d+(?:\.\d+)?)\s*(?:%|percent\b)", re.IGNORECASE
    )


def durations_told(text: str) -> Iterator[Told]:
    """Every "for 10 minutes" and "in the last 2 hours"; what stands inside of braces is no prose."""
    # Most texts with a digit have no unit behind it.
    for match in _durations().finditer(_ACTION.sub("\0", text)) if _COUNT_OF.search(text) else ():
        unit = _BY_WORD[match["unit"].lower()]
        yield Told(" ".join(match[0].split()), float(match["count"]) * _SECONDS[unit])


def shares_told(text: str) -> Iterator[Told]:
    """Every "more than 5%", in percent."""
    for match in _shares().finditer(_ACTION.sub("\0", text)) if "%" in text or "percent" in text else ():
        yield Told(" ".join(match[0].split()), float(match["count"]))


def may_mean_duration(told: Told, query: Query, *, waits_ms: tuple[int, ...]) -> bool:
    """Whether the rule has something that lasts so long, or is called so."""
    if lasts_so_long(told, query, waits_ms=waits_ms):
        return True
    # A part of a name tells a window too: `ratio_rate6h`.
    code = _STRING.sub('""', query.text)
    names = {f"{told.amount / size:g}{unit}" for unit, size in _SECONDS.items()}
    return any(re.search(rf"(?<![0-9.]){re.escape(name)}(?![a-z])", code) for name in names)


def lasts_so_long(told: Told, query: Query, *, waits_ms: tuple[int, ...]) -> bool:
    """Whether the rule has something that lasts so long: how long it waits, a window, both, or a number."""
    wanted = told.amount * 1000
    windows = [0]
    for selector in query.selectors:
        windows += [selector.range_ms, abs(selector.offset_ms), selector.reach_ms]
        windows += [subquery.range_ms for subquery in selector.subqueries]
    if any(wanted == window + wait for window in windows for wait in (0, *waits_ms)):
        return True
    counts = {told.amount / size for size in (0.001, *_SECONDS.values())}
    return any(_near(number, count) for number in numbers_in(query.text) for count in counts)


def may_be_recorded(told: Told, query: Query) -> bool:
    """Whether it may be the window of a recording rule, "in the last 24 hours", that the name does not tell."""
    return ("last" in told.written or "past" in told.written) and any(":" in name for name in query.metrics)


def may_mean_share(told: Told, query: Query) -> bool:
    """Whether the rule has a number that tells this share: 5, 0.05, 95 or 0.95 for 5%, 50 for 5% of a second in ms."""
    percent = told.amount
    meant = (percent, percent / 100, 100 - percent, 1 - percent / 100, 1 + percent / 100, 100 + percent, 10 * percent)
    return any(_near(number, one) for number in numbers_in(query.text) for one in meant)


def numbers_in(text: str) -> frozenset[float]:
    """Every number of an expression, and the products and quotients of those that stand beside each other."""
    code = re.sub(r"\[[^\]]*\]", "[]", _STRING.sub('""', text))
    found: set[float] = set()
    for match in re.finditer(_PRODUCT, code, re.IGNORECASE):
        pieces = re.findall(rf"[*/]|{_NUMBER}", match[0], re.IGNORECASE)
        product = float(pieces[0])
        found.add(product)
        for op, number in zip(pieces[1::2], pieces[2::2], strict=True):
            found.add(float(number))
            if op == "*":
                product *= float(number)
            elif float(number):
                product /= float(number)
        found.add(product)
    return frozenset(found)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))
