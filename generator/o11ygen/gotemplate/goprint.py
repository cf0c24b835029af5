"""What Go prints: `fmt.Sprint` and `fmt.Sprintf` over the values of a template.

https://pkg.go.dev/fmt
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from o11ygen.gotemplate.gofmt import Directive, directives
from o11ygen.gotemplate.values import (
    CannotExpandError,
    Duration,
    Sample,
    Struct,
    Time,
    Value,
    encoded,
    go_type,
)

_SIMPLE_ESCAPES = {7: "\\a", 8: "\\b", 12: "\\f", 10: "\\n", 13: "\\r", 9: "\\t", 11: "\\v", 92: "\\\\"}
_LARGEST = 1_000_000


def sprint(values: Sequence[Value]) -> str:
    """Values one after the other, with a space between two that are both no text."""
    out = ""
    for index, value in enumerate(values):
        if index and not isinstance(value, str) and not isinstance(values[index - 1], str):
            out += " "
        out += shown(value)
    return out


def sprintln(values: Sequence[Value]) -> str:
    """Values with spaces between them, and a newline."""
    return " ".join(shown(value) for value in values) + "\n"


def printed(value: Value) -> str:
    """A value as `{{ value }}` prints it."""
    if value is None:
        return "<no value>"
    return shown(value).removeprefix("&") if isinstance(value, Sample) else shown(value)


def shown(value: Value) -> str:
    """A value as `%v` prints it."""
    return _formatted(value, _PLAIN)


def sprintf(text: str, values: Sequence[Value]) -> str:
    """What `printf` gives, with Go's own marks for what does not fit."""
    return _Printf(values).run(directives(text))


_PLAIN = Directive("%v", "", -1, -1, (False, False), (0, 0, 0), "v")


class _Printf:
    def __init__(self, values: Sequence[Value]) -> None:
        self.values = values
        self.index = 0
        self.reordered = False
        self.good = True

    def run(self, pieces: Iterable[str | Directive]) -> str:
        out = "".join(piece if isinstance(piece, str) else self._directive(piece) for piece in pieces)
        if not self.reordered and self.index < len(self.values):
            rest = (f"{go_type(value)}={shown(value)}" if value is not None else "<nil>" for value in self._rest())
            out += f"%!(EXTRA {', '.join(rest)})"
        return out

    def _rest(self) -> Sequence[Value]:
        return self.values[self.index :]

    def _seek(self, index: int) -> None:
        if index:
            self.reordered = True
            self.good = self.good and 1 <= index <= len(self.values)
            self.index = index - 1 if self.good else self.index

    def _star(self, fault: str) -> tuple[int, str]:
        value = self.values[self.index] if self.index < len(self.values) else None
        self.index += 1
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
            return value, ""
        return -1, f"%!({fault})"

    def _directive(self, one: Directive) -> str:
        self.good = True
        faults, width, precision, flags = "", one.width, one.precision, one.flags
        if max(width, precision) > _LARGEST:
            raise CannotExpandError(f"`{one.text}` is wider than anything that is read")
        self._seek(one.indexes[0])
        if one.stars[0]:
            width, fault = self._star("BADWIDTH")
            faults += fault
            if width < -1:
                width, flags = -width, flags + "-"
        self._seek(one.indexes[1])
        if one.stars[1]:
            precision, fault = self._star("BADPREC")
            # A negative precision counts as bad.
            faults += fault or ("%!(BADPREC)" if precision < 0 else "")
            precision = max(precision, -1)
        self._seek(one.indexes[2])
        if not one.verb:
            return f"{faults}%!(NOVERB)"
        if one.verb == "%":
            return f"{faults}%"
        if not self.good:
            return f"{faults}%!{one.verb}(BADINDEX)"
        if self.index >= len(self.values):
            return f"{faults}%!{one.verb}(MISSING)"
        value = self.values[self.index]
        self.index += 1
        if one.verb == "v" and ("#" in flags or ("+" in flags and isinstance(value, Sample | Struct))):
            raise CannotExpandError(f"`{one.text}` prints Go syntax")
        flags = flags.replace("+", "") if one.verb == "v" else flags
        settled = Directive(one.text, flags, width, precision, (False, False), (0, 0, 0), one.verb)
        return faults + _formatted(value, settled)


def _formatted(value: Value, one: Directive) -> str:
    if one.verb == "T":
        return _pad(go_type(value), one)
    if one.verb == "p":
        raise CannotExpandError(f"`{one.text}` prints what only the running program knows")
    if isinstance(value, bool):
        return _pad("true" if value else "false", one, zeros="0" in one.flags) if one.verb in "tv" else _bad(value, one)
    if isinstance(value, Time | Duration) and one.verb in "vsqxX":
        return _text(str(value), one)
    if isinstance(value, int):
        return _integer(value, one)
    if isinstance(value, float):
        return _float(value, one)
    if isinstance(value, complex):
        return _complex(value, one)
    if isinstance(value, str):
        return _text(value, one)
    return _compound(value, one)


def _compound(value: Value, one: Directive) -> str:
    if value is None:
        return _pad("<nil>", one) if one.verb == "v" else f"%!{one.verb}(<nil>)"
    if isinstance(value, dict):
        pairs = (f"{_formatted(key, one)}:{_inner(value[key], one)}" for key in sorted(value, key=encoded))
        return f"map[{' '.join(pairs)}]"
    if isinstance(value, Sample):
        return f"&{{{_formatted(dict(value.labels), one)} {_formatted(value.value, one)}}}"
    if isinstance(value, Struct):
        return f"{{{' '.join(_inner(field, one) for field in value.fields.values())}}}"
    if isinstance(value, list) and not value:
        return "[]"
    raise CannotExpandError("a list of samples is printed as addresses in memory")


def _inner(value: Value, one: Directive) -> str:
    if isinstance(value, Sample | Time):
        raise CannotExpandError("a pointer inside of a list or map is printed as an address in memory")
    return "<nil>" if value is None else _formatted(value, one)


def _bad(value: Value, one: Directive) -> str:
    inner = Directive(one.text, one.flags, one.width, one.precision, one.stars, one.indexes, "v")
    return f"%!{one.verb}({go_type(value)}={_formatted(value, inner)})"


def _pad(text: str, one: Directive, *, zeros: bool = False) -> str:
    missing = one.width - len(text)
    if missing <= 0:
        return text
    if "-" in one.flags:
        return text + " " * missing
    return ("0" if zeros else " ") * missing + text


def _pad_number(sign: str, digits: str, one: Directive, *, zeros: bool = True) -> str:
    if zeros and "0" in one.flags and "-" not in one.flags:
        return sign + digits.rjust(one.width - len(sign), "0")
    return _pad(sign + digits, one)


def _sign(negative: bool, flags: str) -> str:
    if negative:
        return "-"
    return "+" if "+" in flags else " " if " " in flags else ""


def _integer(value: int, one: Directive) -> str:
    verb = one.verb
    if verb == "c":
        return _pad(_character(value), one)
    if verb == "q":
        return _pad(_quoted_character(value, ascii_only="+" in one.flags), one)
    if verb == "U":
        name = f"U+{value % 2**64:04X}"
        return _pad(f"{name} '{_character(value)}'" if "#" in one.flags else name, one)
    form = {"v": "d", "d": "d", "b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}.get(verb)
    if form is None:
        return _bad(value, one)
    digits = "" if one.precision == 0 and value == 0 else format(abs(value), form)
    prefix = {"x": "0x", "X": "0X", "b": "0b", "o": "0"}.get(verb, "") if "#" in one.flags else ""
    prefix = "0o" if verb == "O" else prefix
    sign = _sign(value < 0, one.flags)
    if one.precision >= 0:
        return _pad_number(sign + prefix, digits.rjust(one.precision, "0"), one, zeros=False)
    if "0" in one.flags and "-" not in one.flags and one.width > 0:
        return sign + prefix + digits.rjust(one.width - len(sign), "0")
    return _pad(sign + prefix + digits, one)


def _character(code: int) -> str:
    return chr(code) if 0 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"


def _quoted_character(code: int, *, ascii_only: bool) -> str:
    inner = _escaped(_character(code), quote="'", ascii_only=ascii_only)
    return f"'{inner}'"


def _go_float(value: float, form: str, precision: int) -> str:
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else "Inf" if value > 0 else "-Inf"
    if precision >= 0:
        return format(value, f".{precision}{form}")
    digits, exponent = _shortest_digits(abs(value))
    sign = "-" if math.copysign(1, value) < 0 else ""
    if form in "eE" or (form in "gG" and not -4 <= exponent < 6):
        mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        letter = "E" if form in "EG" else "e"
        return f"{sign}{mantissa}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    rest = digits[exponent + 1 :]
    return f"{sign}{whole}{'.' + rest if rest else ''}"


def _shortest_digits(value: float) -> tuple[str, int]:
    mantissa, _, exponent = f"{value!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    power = len(whole) - 1 + int(exponent or 0)
    if whole == "0":
        power = -1 - (len(fraction) - len(fraction.lstrip("0"))) + int(exponent or 0)
    digits = digits.rstrip("0")
    return (digits, power) if digits else ("0", 0)


def _float(value: float, one: Directive) -> str:
    verb = one.verb
    if verb in "xXb":
        raise CannotExpandError(f"`{one.text}` of a number with decimals")
    if verb not in "veEfFgG":
        return _bad(value, one)
    form = {"v": "g", "F": "f"}.get(verb, verb)
    precision = 6 if one.precision < 0 and form in "eEf" else one.precision
    if "#" in one.flags:
        raise CannotExpandError(f"`{one.text}` of a number with decimals")
    text = _go_float(value, form, precision)
    negative = text.startswith("-")
    digits = text.removeprefix("-")
    if digits == "NaN":
        return _pad_number(_sign(False, one.flags), digits, one, zeros=False)
    if digits == "Inf":
        return _pad("-Inf" if negative else " Inf" if " " in one.flags and "+" not in one.flags else "+Inf", one)
    return _pad_number(_sign(negative, one.flags), digits, one)


def _complex(value: complex, one: Directive) -> str:
    if one.verb in "xXb":
        raise CannotExpandError(f"`{one.text}` of a complex number")
    if one.verb not in "veEfFgG":
        return _bad(value, one)
    signed = Directive(one.text, one.flags + "+", one.width, one.precision, one.stars, one.indexes, one.verb)
    imaginary = _float(value.imag, signed if one.verb != "v" else _as_g(signed))
    return f"({_float(value.real, one)}{imaginary}i)"


def _as_g(one: Directive) -> Directive:
    return Directive(one.text, one.flags, one.width, one.precision, one.stars, one.indexes, "g")


def _text(value: str, one: Directive) -> str:
    verb = one.verb
    if verb in "vs":
        return _pad(value if one.precision < 0 else value[: one.precision], one, zeros="0" in one.flags)
    if verb == "q":
        value = value if one.precision < 0 else value[: one.precision]
        raw = "#" in one.flags and "`" not in value and all(c == "\t" or c.isprintable() for c in value)
        return _pad(f"`{value}`" if raw else quoted(value, ascii_only="+" in one.flags), one)
    if verb in "xX":
        data = encoded(value)
        data = data if one.precision < 0 else data[: one.precision]
        text = data.hex(" ") if " " in one.flags else data.hex()
        if "#" in one.flags and data:
            text = " ".join(f"0x{part}" for part in text.split(" "))
        return _pad(text.upper() if verb == "X" else text, one)
    return _bad(value, one)


def quoted(text: str, *, ascii_only: bool = False) -> str:
    """A text as Go quotes it."""
    return f'"{_escaped(text, quote=chr(34), ascii_only=ascii_only)}"'


def _escaped(text: str, *, quote: str, ascii_only: bool) -> str:
    out = ""
    for character in text:
        code = ord(character)
        if character == quote:
            out += "\\" + quote
        elif code in _SIMPLE_ESCAPES:
            out += _SIMPLE_ESCAPES[code]
        elif 0xDC80 <= code <= 0xDCFF:
            out += f"\\x{code - 0xDC00:02x}"
        elif character.isprintable() and (code < 128 or not ascii_only):
            out += character
        elif code < 32 or code == 127:
            out += f"\\x{code:02x}"
        else:
            out += f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return out
