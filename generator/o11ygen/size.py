"""Sizes in bytes as Prometheus writes them: `10GB`, `512MiB`. Both spellings of a unit count in steps of 1024."""

from __future__ import annotations

import re

MAX_BYTES = 2**63 - 1

_PREFIXES = ("", "K", "M", "G", "T", "P", "E")
_UNITS: dict[str, int] = {
    f"{prefix}{suffix}": 1024**power
    for power, prefix in enumerate(_PREFIXES)
    for suffix in (("B",) if not prefix else ("B", "iB"))
}
_BY_FOLDED = {unit.casefold(): unit for unit in _UNITS} | {
    prefix.casefold(): f"{prefix}B" for prefix in _PREFIXES if prefix
}
_GRAMMAR = re.compile(r"([0-9]+)([A-Za-z]+)")
_LOOSE = re.compile(r"\s*([0-9]+)\s*([A-Za-z]+)\s*")


def parse_size(text: str) -> int:
    """Bytes of a Prometheus size: `parse_size("10GB")` is 10 * 1024**3; raises ValueError with a remedy."""
    if text == "0":
        return 0
    match = _GRAMMAR.fullmatch(text)
    if match is None or match[2] not in _UNITS:
        raise ValueError(f"{_fault(text)}; {_remedy(text)}")
    # Beyond 25 digits every size is too large, and int() refuses to read thousands of them.
    total = int(match[1].lstrip("0")[:25] or "0") * _UNITS[match[2]]
    if total > MAX_BYTES:
        raise ValueError(f"`{text}` is more than Prometheus can count (2^63-1 bytes); write a smaller size")
    return total


def format_size(size: int) -> str:
    """The size in the largest unit that leaves no remainder: 10 * 1024**3 is `10GB`, 0 is `0B`."""
    if size < 0:
        raise ValueError(f"{size} bytes are no size; write zero or more")
    power = 0
    while power + 1 < len(_PREFIXES) and size and size % 1024 == 0:
        size //= 1024
        power += 1
    return f"{size}{_PREFIXES[power]}B"


def _fault(text: str) -> str:
    if not text.strip():
        return "a size is empty"
    if re.fullmatch(r"[0-9]+", text):
        return f"`{text}` has no unit, and there is no default one"
    match = _LOOSE.fullmatch(text)
    if match is not None and match[2].casefold() not in _BY_FOLDED:
        return f"`{text}` has the unit `{match[2]}`, which Prometheus does not know"
    return f"`{text}` is not a size"


def _remedy(text: str) -> str:
    if re.fullmatch(r"[0-9]+", text):
        return f"write `{text}B` for bytes or `{text}GB` for gigabytes"
    match = _LOOSE.fullmatch(text)
    if match is not None and match[2].casefold() in _BY_FOLDED:
        return f"write `{match[1]}{_BY_FOLDED[match[2].casefold()]}`"
    return "write a whole number with one of the units B, KB, MB, GB, TB, PB, EB, such as `10GB`"
