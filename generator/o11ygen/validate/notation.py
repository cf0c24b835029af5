"""The notation of series in rule tests: `up{job="app"}` and its values, `0+10x5 _ stale`.

https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
"""

from __future__ import annotations

import math
import re

from o11ygen.finding import nearest
from o11ygen.version import Version

# Numbers of 3.x may group their digits; hexadecimal ones are none here, where `x` says how often.
_DIGITS = r"\d+(?:_\d+)*"
_PLAIN = rf"(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][-+]?{_DIGITS})?"
_WORD = r"(?i:inf|nan)"
_NUMBER = rf"[-+]?(?:{_PLAIN}|{_WORD})"
_HISTOGRAM = r"\{\{[^{}]*\}\}"
_ITEM = re.compile(
    rf"""
    _ (?:x\d+)? | stale (?:[-+]{_PLAIN} x\d+)?
    | {_NUMBER} [-+]{_PLAIN} x\d+ | [-+]?{_PLAIN} x\d+ | {_NUMBER}
    | {_HISTOGRAM} (?:(?:[-+]{_HISTOGRAM})? x\d+)?
    """,
    re.VERBOSE | re.ASCII,
)
_PIECE = re.compile(r"(?:\{\{[^{}]*\}\}|[^ \t\n{])+|\{\{?")
_ENTRY = re.compile(r"([A-Za-z_]+):(\[[^\[\]]*\]|[^\s\[\]]+)", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
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
_HISTOGRAMS_SINCE = Version.parse("2.47")
_GROUPED_SINCE = Version.parse("3.0")
# Entries that came later than histograms did.
_NEWER = {"custom_values": Version.parse("2.54"), "counter_reset_hint": Version.parse("2.55")}
_HINTS = ("unknown", "reset", "not_reset", "gauge")


def values_fault(text: str, *, version: Version | None = None) -> tuple[str, str, int] | None:
    """What is wrong with the values of a series: message, remedy, and the index in the text; None when all is right.

    `version` is Prometheus's release, None for the newest.
    """
    text = text.rstrip()
    broken = re.search(r"[\r\n]", text)
    if broken:
        return "a line ends between the values of a series", "Write them in one line, or after `>-`.", broken.start()
    for match in _PIECE.finditer(text):
        piece = match[0]
        if _ITEM.fullmatch(piece) is None:
            return _item_fault(piece, match.start())
        fault = _number_fault(re.sub(_HISTOGRAM, " ", piece), version)
        if fault:
            return (*fault, match.start())
        for histogram in re.finditer(_HISTOGRAM, piece):
            fault = histogram_fault(histogram[0], version=version)
            if fault:
                return fault[0], fault[1], match.start() + histogram.start()
    return None


def _number_fault(text: str, version: Version | None) -> tuple[str, str] | None:
    """Numbers that have the right form and that the release does not read."""
    for match in re.finditer(_PLAIN, text, re.ASCII):
        if "_" in match[0] and not _reaches(version, _GROUPED_SINCE):
            return f"`{match[0]}` needs Prometheus 3.0", "Write the digits without `_`."
        if math.isinf(float(match[0].replace("_", ""))):
            return f"`{match[0]}` is larger than a number can be", "Write `Inf`."
    return None


def _reaches(version: Version | None, first: Version) -> bool:
    return version is None or version[:2] >= first[:2]


def _item_fault(piece: str, start: int) -> tuple[str, str, int]:
    message = f"`{piece}` is no value of a series"
    hint = "Write numbers, `0+10x5` (start, step, times), `_` for a gap, `stale`, or a histogram `{{schema:0 ...}}`."
    if "," in piece:
        hint = "Put spaces between the values, no commas."
    elif re.fullmatch(rf"{_NUMBER}(?:[-+]{_PLAIN})?[*X]\d+", piece):
        hint = "Write a small `x` before the number of times."
    elif re.fullmatch(rf"{_NUMBER}[-+]{_PLAIN}", piece):
        hint = f"Say how often: `{piece}x10`."
    return message, hint, start


def histogram_fault(text: str, *, version: Version | None = None) -> tuple[str, str] | None:
    """What is wrong with a native histogram, `{{schema:1 count:2 sum:3 buckets:[1 1]}}`: message and remedy."""
    if not (text.startswith("{{") and text.endswith("}}")):
        return f"`{text}` is no histogram", "Write `{{schema:0 count:2 sum:3 buckets:[1 1]}}`."
    if not _reaches(version, _HISTOGRAMS_SINCE):
        return f"histograms in tests need Prometheus {_HISTOGRAMS_SINCE}", "Write the series of a classic histogram."
    inside = text[2:-2]
    if inside.strip() and inside[0] in " \t\n":
        return "a histogram has no space after its `{{`", "Write `{{schema:0 ...}}`."
    seen: set[str] = set()
    for match in re.finditer(r"[^\s:]*:\[[^\]]*\]|\S+", inside):
        entry = _ENTRY.fullmatch(match[0])
        if entry is None:
            return f"`{match[0]}` is no entry of a histogram", "Write `name:value`, with lists in `[ ]`."
        name, value = entry.groups()
        form = _ENTRIES.get(name.lower())
        if form is None:
            hint = nearest(name, _ENTRIES) or f"Known are {', '.join(_ENTRIES)}."
            return f"a histogram has no `{name}`", hint
        if not _reaches(version, _NEWER.get(name.lower(), _HISTOGRAMS_SINCE)):
            return f"`{name}` needs Prometheus {_NEWER[name.lower()]}", "Leave it out."
        if name.lower() in seen:
            return f"`{name}` stands twice in a histogram", "Write it once."
        seen.add(name.lower())
        signed = name.lower() == "sum" or (name.lower() in ("count", "z_bucket") and _reaches(version, _GROUPED_SINCE))
        if not _fits(form, value, signed=signed, grouped=_reaches(version, _GROUPED_SINCE)):
            return f"`{value}` is no value of `{name}` in a histogram", _remedy(form)
    return None


def _fits(form: str, value: str, *, signed: bool, grouped: bool) -> bool:
    if form == "int":
        return _WHOLE.fullmatch(value) is not None
    if form == "number":
        return _is_number(value.removeprefix("-") if signed else value, grouped=grouped, words=True)
    if form == "hint":
        return value.lower() in _HINTS
    if not (value.startswith("[") and value.endswith("]")) or value[1:2].isspace():
        return False
    numbers = value[1:-1].split()
    return bool(numbers) and all(_is_number(number, grouped=grouped, words=grouped) for number in numbers)


def _is_number(text: str, *, grouped: bool, words: bool) -> bool:
    """Inside a histogram a number begins with a digit."""
    if words and re.fullmatch(_WORD, text):
        return True
    if not text[:1].isdigit() or re.fullmatch(_PLAIN, text, re.ASCII) is None or ("_" in text and not grouped):
        return False
    return not math.isinf(float(text.replace("_", "")))


def _remedy(form: str) -> str:
    return {
        "int": "Write a whole number.",
        "number": "Write a number.",
        "hint": f"Write one of {', '.join(_HINTS)}.",
        "list": "Write numbers with spaces between them, such as `[1 2 1]`.",
    }[form]
