"""Durations as Go reads them (`168h`, `1h30m`, `500ms`): no days, no weeks. Jaeger and the Collector use them."""

from __future__ import annotations

import re

_UNITS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_LONG = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", re.ASCII)
_LARGEST = 2**63 - 1
_HOURS = (365 * 24, 7 * 24, 24, 1)


def go_duration(milliseconds: int) -> str:
    """The shortest text that Go reads as so many milliseconds: 604800000 is `168h`, 5400000 is `1h30m`, 0 is `0s`."""
    if milliseconds < 0:
        return "-" + go_duration(-milliseconds)
    text, rest = "", milliseconds
    for unit, length in (("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)):
        count, rest = divmod(rest, length)
        if count:
            text += f"{count}{unit}"
    return text or "0s"


def go_nanoseconds(text: str) -> int:
    """Nanoseconds of a Go duration; raises ValueError whose text says what is wrong and what to write."""
    body = text[1:] if text[:1] in ("+", "-") else text
    if body == "0":
        return 0
    # Few files have durations of Go.
    from decimal import Decimal

    total, position = Decimal(0), 0
    for part in _PART.finditer(body):
        if part.start() != position:
            break
        total += Decimal(part[1]) * _UNITS[part[2]]
        position = part.end()
    if not body or position != len(body):
        raise ValueError(f"`{text}` is not a duration of Go; {_remedy(body)}")
    if total > _LARGEST:
        raise ValueError(f"the duration `{text}` is too long; Go counts to about 292 years")
    return int(-total if text[:1] == "-" else total)


def _remedy(body: str) -> str:
    """Days and weeks are the usual mistake, and have an exact answer; so has a number without a unit."""
    if body.isdecimal():
        return f"write a unit, such as `{body}s`: a bare number counts nanoseconds"
    match = _LONG.fullmatch(body)
    if match is None or not body:
        return "write numbers with the units h, m, s, ms, such as `168h` or `1m30s`"
    numbers = [int(count or 0) for count in match.groups()]
    hours = sum(count * length for count, length in zip(numbers, _HOURS, strict=False))
    return f"write `{go_duration(1000 * (hours * 3600 + numbers[4] * 60 + numbers[5]))}`: there are no days in Go"
