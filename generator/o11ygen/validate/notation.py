"""The notation of series in rule tests: `up{job="app"}` and its values, `0+10x5 _ stale`.

https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
"""

from __future__ import annotations

import re

from o11ygen.finding import nearest

_FLOAT = r"(?:0[xX][0-9a-fA-F]+|(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|(?i:inf|nan))"
_NUMBER = rf"[-+]?{_FLOAT}"
_HISTOGRAM = r"\{\{[^{}]*\}\}"
_ITEM = re.compile(
    rf"""
    _ (?:x\d+)? | stale (?:x\d+)?
    | {_NUMBER} (?:[-+]{_FLOAT})? x\d+ | {_NUMBER}
    | {_HISTOGRAM} (?:(?:[-+]{_HISTOGRAM})? x\d+)?
    """,
    re.VERBOSE | re.ASCII,
)
_PIECE = re.compile(r"(?:\{\{[^{}]*\}\}|[^ \t\n\r{])+|\{\{?")
_ENTRY = re.compile(r"([A-Za-z_]+):(\[[^\[\]]*\]|[^\s\[\]]+)", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d+", re.ASCII)
_ENTRIES = {
    "schema": "int",
    "offset": "int",
    "n_offset": "int",
    "sum": "number",
    "count": "number",
    "z_bucket": "number",
    "z_bucket_w": "number",
    "buckets": "list",
    "n_buckets": "list",
    "custom_values": "list",
    "counter_reset_hint": "hint",
}
_HINTS = ("unknown", "reset", "not_reset", "gauge")


def values_fault(text: str) -> tuple[str, str, int] | None:
    """What is wrong with the values of a series: message, remedy, and the index in the text; None when all is right."""
    for match in _PIECE.finditer(text):
        piece = match[0]
        if _ITEM.fullmatch(piece) is None:
            return _item_fault(piece, match.start())
        for histogram in re.finditer(_HISTOGRAM, piece):
            fault = histogram_fault(histogram[0])
            if fault:
                return fault[0], fault[1], match.start() + histogram.start()
    return None


def _item_fault(piece: str, start: int) -> tuple[str, str, int]:
    message = f"`{piece}` is no value of a series"
    hint = "Write numbers, `0+10x5` (start, step, times), `_` for a gap, `stale`, or a histogram `{{schema:0 ...}}`."
    if "," in piece:
        hint = "Put spaces between the values, no commas."
    elif re.fullmatch(rf"{_NUMBER}(?:[-+]{_FLOAT})?[*X]\d+", piece):
        hint = "Write a small `x` before the number of times."
    elif re.fullmatch(rf"{_NUMBER}[-+]{_FLOAT}", piece):
        hint = f"Say how often: `{piece}x10`."
    return message, hint, start


def histogram_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a native histogram, `{{schema:1 count:2 sum:3 buckets:[1 1]}}`: message and remedy."""
    inside = text[2:-2].strip()
    if not (text.startswith("{{") and text.endswith("}}")):
        return f"`{text}` is no histogram", "Write `{{schema:0 count:2 sum:3 buckets:[1 1]}}`."
    for match in re.finditer(r"\S+:\[[^\]]*\]|\S+", inside):
        entry = _ENTRY.fullmatch(match[0])
        if entry is None:
            return f"`{match[0]}` is no entry of a histogram", "Write `name:value`, with lists in `[ ]`."
        name, value = entry.groups()
        form = _ENTRIES.get(name.lower())
        if form is None:
            hint = nearest(name, _ENTRIES) or f"Known are {', '.join(_ENTRIES)}."
            return f"a histogram has no `{name}`", hint
        if not _fits(form, value):
            return f"`{value}` is no value of `{name}` in a histogram", _remedy(form)
    return None


def _fits(form: str, value: str) -> bool:
    if form == "int":
        return _WHOLE.fullmatch(value) is not None
    if form == "number":
        return re.fullmatch(_NUMBER, value, re.ASCII) is not None
    if form == "hint":
        return value in _HINTS
    numbers = value[1:-1].split() if value.startswith("[") and value.endswith("]") else []
    return bool(numbers) and all(re.fullmatch(_NUMBER, number, re.ASCII) for number in numbers)


def _remedy(form: str) -> str:
    return {
        "int": "Write a whole number.",
        "number": "Write a number.",
        "hint": f"Write one of {', '.join(_HINTS)}.",
        "list": "Write numbers with spaces between them, such as `[1 2 1]`.",
    }[form]
