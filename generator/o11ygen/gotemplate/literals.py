"""Go's literals: quoted and raw strings, character constants, numbers.

Each reader raises ValueError, its message a phrase that names the fault.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))", re.DOTALL)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_INTEGER = re.compile(
    r"([+-]?)(?:0[xX]((?:_?[0-9a-fA-F])+)|0[bB]((?:_?[01])+)|0[oO]?((?:_?[0-7])+)|(0|[1-9](?:_?[0-9])*))"
)
_DIGITS = r"[0-9](?:_?[0-9])*"
_HEX_DIGITS = r"[0-9a-fA-F](?:_?[0-9a-fA-F])*"
_DECIMAL = re.compile(rf"[+-]?(?:{_DIGITS}\.?(?:{_DIGITS})?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?")
_HEX_FLOAT = re.compile(rf"[+-]?0[xX](_?{_HEX_DIGITS})?(?:\.({_HEX_DIGITS})?)?[pP][+-]?{_DIGITS}")
# Above the largest int64 Go still parses the constant, as an unsigned one, and refuses it when the template runs.
_INTEGERS = range(-(2**63), 2**64)


def unquote(literal: str) -> str:
    """The value of `"..."` or of a raw string in backquotes."""
    inner = literal[1:-1]
    if literal[0] == "`":
        return inner.replace("\r", "")
    if "\\" not in inner:
        return inner
    return _unescape(inner, quote='"')


def character(literal: str) -> int:
    """The code point of `'x'`."""
    inner = literal[1:-1]
    if not inner:
        raise ValueError("an empty character constant")
    value = _unescape(inner, quote="'") if "\\" in inner else inner
    if len(value) != 1:
        raise ValueError("a character constant holds one character")
    code = ord(value)
    return code & 0xFF if 0xDC80 <= code <= 0xDCFF else code


def _unescape(inner: str, *, quote: str) -> str:
    parts: list[bytes] = []
    position = 0
    for match in _ESCAPE.finditer(inner):
        parts.append(inner[position : match.start()].encode("utf-8", "surrogatepass"))
        parts.append(_escaped(match, quote))
        position = match.end()
    parts.append(inner[position:].encode("utf-8", "surrogatepass"))
    return b"".join(parts).decode("utf-8", "surrogateescape")


def _escaped(match: re.Match[str], quote: str) -> bytes:
    byte, short, long, octal, simple = match.groups()
    if byte:
        return bytes([int(byte, 16)])
    if octal:
        if int(octal, 8) > 255:
            raise ValueError(f"`{match.group()}` is more than a byte holds")
        return bytes([int(octal, 8)])
    if short or long:
        code = int(short or long, 16)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise ValueError(f"`{match.group()}` is no character")
        return chr(code).encode()
    if simple == quote:
        return quote.encode()
    if simple in _SIMPLE:
        return _SIMPLE[simple].encode()
    raise ValueError(f"`{match.group()}` is no escape that Go knows")


def number(literal: str) -> int | float | complex:
    """The value of a number, as an int where it is written as one."""
    if literal.endswith("i"):
        return complex(0, _float(literal[:-1]))
    integer = _INTEGER.fullmatch(literal)
    if integer:
        sign, hexadecimal, binary, octal, decimal = integer.groups()
        digits, base = next((d, b) for d, b in ((hexadecimal, 16), (binary, 2), (octal, 8), (decimal, 10)) if d)
        value = int(digits.replace("_", ""), base)
        value = -value if sign == "-" else value
        if value in _INTEGERS:
            return value
        raise ValueError(f"`{literal}` does not fit into 64 bits")
    if not re.search("[.eEpP]", literal):
        raise ValueError(f"`{literal}` is no number")
    return _float(literal)


def complex_number(literal: str) -> complex:
    """The value of `1+2i`."""
    cut = max(literal.rfind("+", 1, -1), literal.rfind("-", 1, -1))
    if literal[cut - 1] in "eEpP":
        cut = max(literal.rfind("+", 1, cut - 1), literal.rfind("-", 1, cut - 1))
    if cut <= 0:
        raise ValueError(f"`{literal}` is no number")
    return complex(_float(literal[:cut]), _float(literal[cut:-1]))


def _float(literal: str) -> float:
    if _DECIMAL.fullmatch(literal):
        value = float(literal.replace("_", ""))
    else:
        match = _HEX_FLOAT.fullmatch(literal)
        if match is None or not (match[1] or match[2]):
            raise ValueError(f"`{literal}` is no number")
        try:
            value = float.fromhex(literal.replace("_", ""))
        except OverflowError:
            value = float("inf")
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"`{literal}` is larger than a float holds")
    return value
