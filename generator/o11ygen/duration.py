"""Durations as Prometheus writes them: `5m`, `1d12h`, `1500ms`. Inside o11ygen a duration is a number of milliseconds.

The grammar and the printed form are those of Prometheus' configuration and of PromQL: a year is 365 days, a week 7
days, units stand in descending order, each at most once, and the whole must fit into 2^63-1 nanoseconds.
https://prometheus.io/docs/prometheus/latest/configuration/configuration/
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_MILLISECONDS = (2**63 - 1) // 1_000_000

_UNITS = {
    "y": 365 * 86_400_000,
    "w": 7 * 86_400_000,
    "d": 86_400_000,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1_000,
    "ms": 1,
}
_GRAMMAR = re.compile("".join(f"(?:([0-9]+){unit})?" for unit in _UNITS))
_LOOSE = re.compile(r"\s*([-+]?)\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*([^\W\d_]*)\s*", re.UNICODE)
_WORDS = {
    "y": ("y", "yr", "yrs", "year", "years"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "d": ("d", "day", "days"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "ms": ("ms", "msec", "milli", "millis", "millisecond", "milliseconds"),
}
_UNIT_OF_WORD = {word: unit for unit, words in _WORDS.items() for word in words}


# A project has thousands of durations, but few different ones.
@lru_cache(maxsize=4096)
def parse_duration(text: str) -> int:
    """Milliseconds of a Prometheus duration: `parse_duration("5m")` is 300000; raises ValueError with a remedy."""
    if text == "0":
        return 0
    match = _GRAMMAR.fullmatch(text)
    if match is None or not text:
        raise ValueError(f"{_fault(text)}; {_remedy(text)}")
    total = sum(_count(digits) * unit for digits, unit in zip(match.groups("0"), _UNITS.values(), strict=True))
    if total > MAX_MILLISECONDS:
        raise ValueError(
            f"`{text}` is longer than Prometheus can count (2^63-1 nanoseconds, about 292 years); write a shorter one"
        )
    return total


@lru_cache(maxsize=4096)
def format_duration(milliseconds: int) -> str:
    """The duration as Prometheus prints it: years and weeks only without a remainder, so 90d stays `90d`.

    A negative number, as an offset into the future has, keeps its sign.
    """
    if milliseconds < 0:
        return "-" + format_duration(-milliseconds)
    if milliseconds == 0:
        return "0s"
    for unit in ("y", "w"):
        if milliseconds % _UNITS[unit] == 0:
            return f"{milliseconds // _UNITS[unit]}{unit}"
    text = ""
    for unit in ("d", "h", "m", "s", "ms"):
        count, milliseconds = divmod(milliseconds, _UNITS[unit])
        text += f"{count}{unit}" if count else ""
    return text


@lru_cache(maxsize=4096)
def readable_duration(milliseconds: int) -> str:
    """The duration as people write it: days at most, so that 7d does not come back as `1w`."""
    days, rest = divmod(milliseconds, _UNITS["d"])
    if days < 1:
        return format_duration(milliseconds)
    return f"{days}d" + (format_duration(rest) if rest else "")


def _count(digits: str) -> int:
    """The number; of one that is far beyond any limit only its first digits, as int() refuses to read thousands."""
    return int(digits.lstrip("0")[:25] or "0")


def _fault(text: str) -> str:
    if not text.strip():
        return "a duration is empty"
    if re.fullmatch(r"[0-9]+", text):
        return f"`{text}` has no unit, and there is no default one"
    parts = _parts(text)
    units = [_UNIT_OF_WORD.get(word.lower(), "") for _, word in parts]
    if not parts or not all(units):
        return f"`{text}` is not a duration"
    if text.lstrip().startswith(("-", "+")):
        return f"`{text}` has a sign, and a duration has none"
    if any("." in count for count, _ in parts):
        return f"`{text}` has a decimal point, and only whole numbers are read"
    order = [list(_UNITS).index(unit) for unit in units]
    if order != sorted(set(order)):
        return f"`{text}` has its units out of order or twice"
    return f"`{text}` is not spelled as a duration"


def _remedy(text: str) -> str:
    if re.fullmatch(r"[0-9]+", text):
        return f"write `{text}s` for seconds or `{text}m` for minutes"
    parts = _parts(text)
    units = [_UNIT_OF_WORD.get(word.lower(), "") for _, word in parts]
    if parts and all(units):
        total = sum(float(count) * _UNITS[unit] for (count, _), unit in zip(parts, units, strict=True))
        if 0 < total <= MAX_MILLISECONDS and total == int(total):
            return f"write `{format_duration(int(total))}`"
    return "write whole numbers with the units y, w, d, h, m, s, ms in that order, such as `5m` or `1d12h`"


def _parts(text: str) -> list[tuple[str, str]]:
    """Number and word of each part of what was perhaps meant as a duration; empty when it reads as none."""
    parts: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = _LOOSE.match(text, position)
        if match is None:
            return []
        parts.append((match[2], match[3]))
        position = match.end()
    return parts
