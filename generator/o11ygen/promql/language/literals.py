"""The literals of PromQL as Go reads them: numbers, strings, and whether a pattern matches an empty value."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

_LARGEST_INTEGER = 2**63 - 1
_INTEGER = re.compile(
    r"0[xX](?P<hex>_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)|0(?P<octal>(?:_?[0-7]+)+)|[1-9][0-9]*(?:_[0-9]+)*|0"
)
_FLOAT = r"(?:[0-9]+(?:_[0-9]+)*\.?(?:[0-9]+(?:_[0-9]+)*)?|\.[0-9]+(?:_[0-9]+)*)(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?"
_ESCAPE = (
    r"\\(?:(?P<plain>[abfnrtv\\'\"])|(?P<octal>[0-7]{3})|x(?P<byte>[0-9a-fA-F]{2})"
    r"|u(?P<short>[0-9a-fA-F]{4})|U(?P<long>[0-9a-fA-F]{8}))"
)
_PART = r"""
    (?P<repeat>[*+?]\??|\{[0-9]+(?:,[0-9]*)?\}\??)
  | (?P<flags>\(\?[imsU-]*\))
  | (?P<open>\((?:\?(?:P?<\w+>|[imsU-]*:))?)
  | (?P<close>\))
  | (?P<or>\|)
  | (?P<quote>\\Q(?:.*?\\E|.*))
  | (?P<empty>\^|\$|\\[AzB])
  | (?P<class>\[\^?\]?(?:\[:\^?[a-z]+:\]|\\.|[^\]\\])*\])
  | (?P<escape>\\(?:[pPx]\{[^}]*\}|.))
  | (?P<character>.)
    """
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern for what few expressions have, compiled when first used: all of them would take longer than the rest."""
    return re.compile(pattern, flags)


@lru_cache(maxsize=4096)
def number(text: str) -> float | None:
    """The value of a number as Go's `ParseInt` with base 0 or else its `ParseFloat` reads it; None when neither does.

    So `010` is 8, `08` is 8, `0x10` is 16, and a number beyond 64-bit floats is none.
    """
    folded = text.lower()
    if folded == "inf":
        return math.inf
    if folded == "nan":
        return math.nan
    match = _INTEGER.fullmatch(text)
    if match is not None:
        base = 16 if match["hex"] else 8 if match["octal"] else 10
        digits = (match["hex"] or match["octal"] or text).replace("_", "")
        # Python refuses to read thousands of digits, which are beyond 64 bits anyhow.
        if len(digits) < 100 and (value := int(digits, base)) <= _LARGEST_INTEGER:
            return float(value)
    if compiled(_FLOAT).fullmatch(text) is None:
        return None
    amount = float(text.replace("_", ""))
    return None if math.isinf(amount) else amount


def escape_fault(text: str) -> tuple[int, str] | None:
    """Index and text of the first escape in a quoted string that Go does not know; None when there is none."""
    at = text.find("\\")
    while at >= 0:
        match = compiled(_ESCAPE).match(text, at)
        if match is None or (match["plain"] in ("'", '"') and match["plain"] != text[0]) or not _in_range(match):
            return at, match[0] if match is not None else text[at : at + 2]
        at = text.find("\\", match.end())
    return None


def _in_range(match: re.Match[str]) -> bool:
    code = int(match["octal"] or "0", 8) if match["octal"] else int(match["short"] or match["long"] or "0", 16)
    return code <= (255 if match["octal"] else 0x10FFFF) and not 0xD800 <= code < 0xE000


def unquoted(text: str) -> str:
    """The value of a string with its quotes, whose escapes are known to be right.

    Bytes written as `\\xff` that make no UTF-8 are lone surrogates, as `surrogateescape` decodes them.
    """
    if text[0] == "`" or "\\" not in text:
        return text[1:-1]
    pieces: list[bytes] = []
    behind = 1
    for match in compiled(_ESCAPE).finditer(text, 1, len(text) - 1):
        pieces += (text[behind : match.start()].encode("utf-8", "surrogatepass"), _escaped(match))
        behind = match.end()
    pieces.append(text[behind:-1].encode("utf-8", "surrogatepass"))
    return b"".join(pieces).decode("utf-8", "surrogateescape")


def _escaped(match: re.Match[str]) -> bytes:
    if match["plain"]:
        return _PLAIN[match["plain"]].encode()
    if match["octal"] or match["byte"]:
        return bytes((int(match["octal"], 8) if match["octal"] else int(match["byte"], 16),))
    return chr(int(match["short"] or match["long"], 16)).encode()


@lru_cache(maxsize=4096)
def matches_empty(pattern: str) -> bool:
    """Whether a pattern of RE2, known to be right, matches an empty value when it must match the whole of it."""
    # One entry for each open group: whether an alternative before matches, and the one being read does.
    opened: list[tuple[bool, bool]] = []
    before, here, last = False, True, True
    for match in compiled(_PART, re.VERBOSE | re.DOTALL).finditer(pattern):
        kind = match.lastgroup
        if kind == "repeat":
            here, last = _repeated(match[0], here, last)
            continue
        if kind == "open":
            opened.append((before, _joined(here, last)))
            before, here, last = False, True, True
        elif kind == "close" and opened:
            whole = before or _joined(here, last)
            (before, here), last = opened.pop(), whole
        elif kind == "or":
            before, here, last = before or _joined(here, last), True, True
        elif kind != "flags":
            here, last = _joined(here, last), kind == "empty" or (kind == "quote" and match[0][2:4] in ("", "\\E"))
    return before or _joined(here, last)


def _joined(here: bool, last: bool) -> bool:
    return here and last


def _repeated(repeat: str, here: bool, last: bool) -> tuple[bool, bool]:
    return here, last or repeat[0] in "*?" or re.match(r"\{0*[,}]", repeat) is not None
