"""Plain values as YAML for people, and back.

`dump` writes block style: lists indented under their key, `|` for text of several lines, no folding, no aliases, the
order of the value. A string is quoted wherever any reader of YAML 1.1 or 1.2 could take its plain form for something
else: Prometheus and Alertmanager read with go-yaml, reviewers' tools with whatever they have.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

# A plain scalar starts with none of YAML's indicators. A dash is let through as the start of a long flag (`--web.x`).
_PLAIN = re.compile(
    r"""(?:[^\s\-?:,\[\]{}\#&*!|>'"%@`=~+] | --(?=[A-Za-z]))  # first character
        (?:[^\s:\#]++ | [ ]++(?=[^\s\#]) | :(?=\S) | (?<=\S)\#)*+       # `: `, ` #` and a last blank end a plain scalar
    """,
    re.VERBOSE,
)
# What the first character of a plain scalar is not, or a dash and a space, of which it may start with some.
_INDICATORS = frozenset(" -?:,[]{}#&*!|>'\"%@`=~+")
# What YAML 1.1, YAML 1.2 or a Go reader resolves to something other than a string, and what looks so much like it that
# a reader may differ. https://yaml.org/type/ and https://yaml.org/spec/1.2.2/#103-core-schema
_RESOLVED = re.compile(
    r"""  null | true | false | yes | no | on | off | y | n
        | [-+]?\.?(?:inf|infinity|nan)
        | [-+]?[0-9_]+ | [-+]?0[xob].*                          # integers in any base
        | [-+]?[0-9_]*\.?[0-9_]*(?:e[-+]?[0-9_]*)?              # floats
        | [-+]?[0-9_]+(?::[0-9_]*)+(?:\.[0-9_]*)?               # base 60
        | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*                      # dates and times
        | \.\.\..*                                             # end of document
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Many texts begin with one of these letters, such as a URL, a name or a function; nothing that `_RESOLVED` matches does.
_NEVER_RESOLVED = frozenset("abcdghjklmpqrsuvwxzABCDGHJKLMPQRSUVWXZ")
# Control and format characters, blanks that do not look like one, private use, noncharacters and the byte order mark.
# Ranges rather than `str.isprintable`, whose answer changes with Python's Unicode tables, and so would the bytes.
INVISIBLE = (
    "\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_INVISIBLE_IN_BLOCK = re.compile(f"(?![\\n\\t])[{INVISIBLE}]")
_ESCAPED = re.compile(f'[{INVISIBLE}"\\\\]')
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
# How a node with one of YAML's own tags may begin: the reader looks away from some where go-yaml refuses the file, or
# decodes it, as `!!binary`. So may a line of a text.
_TAG = re.compile(r"(?:^|[-:?,\[{&]) *(?:&\S+ +)?!(?:!|<)", re.MULTILINE)
_LONGEST_IMPLICIT_KEY = 1000  # readers look 1024 characters ahead for the colon
_LONGEST_CACHED = 64  # names, severities and durations come again and again; expressions do not


class Written(str):
    """A mapping that is written already, for the column at which it stands as the value of a key."""

    __slots__ = ()


class _UnwritableError(Exception):
    """A part of the value has no form in YAML; each level adds its step on the way out."""

    def __init__(self, kind: type[Exception], message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.path: list[object] = []

    def plain(self) -> Exception:
        """The error for the caller, with the place in the value."""
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return self.kind(f"`{visible(place.lstrip('.'))}`: {self}" if place else str(self))


def dump(value: object, *, indent: int = 0) -> str:
    r"""The YAML text of a plain value: mappings with `str` keys, lists, tuples, `str`, `int`, `float`, `bool`, `None`.

    `indent` is the column at which the value's own lines stand, two right of the key or dash it belongs to. The first
    line is not indented, since the text before it already stands there; the others are, and the last ends in `\n`::

        rules:
          - {{ rule | yaml(indent=4) }}
        expr: {{ text | yaml(indent=2) }}

    Raises `TypeError` for any other type, and `ValueError` for a lone surrogate or an integer of more than 64 bits; the
    message names the place in the value.
    """
    out: list[str] = []
    try:
        if _is_block(value):
            _write_block(value, " " * indent, out)
        else:
            out.append(_write_scalar(value, " " * max(indent - 2, 0)) + "\n")
    except _UnwritableError as error:
        raise error.plain() from None
    except RecursionError:
        raise ValueError("the value holds itself, or is nested deeper than any reader follows") from None
    return "".join(out)


def parse(text: str) -> Any:
    """The value of a YAML document; `ValueError` with line and column where it is not one document of YAML.

    Reads what `dump` and the templates write, fast; tags, which they never write, are refused. It is no judge of foreign
    files: YAML 1.1's `on`, `1:30` and dates stay strings.
    """
    from ryaml import loads  # type: ignore[attr-defined] # its types re-export without saying so

    try:
        value = loads(text)
    except ValueError as error:
        raise ValueError(str(error)) from None
    if ("!!" in text or "!<" in text) and _TAG.search(text) and _is_tagged(text):
        raise ValueError("a tag (`!!str`) stands in it, which readers follow differently")
    return value


def _is_tagged(text: str) -> bool:
    """Whether a tag stands there that is no part of a text."""
    import yaml  # hardly any file comes to this

    try:
        return any(isinstance(token, yaml.TagToken) for token in yaml.scan(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False


def quoted(text: str) -> str:
    """`text` in double quotes with everything invisible escaped: YAML, and nearly JSON."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    r"""`text` with quotes, backslashes and everything invisible escaped (`\n`, `\x7f`, `\u2028`), on one line."""
    return _ESCAPED.sub(_escape, text)


def visible(text: str) -> str:
    """`text` with everything invisible escaped, so that it neither breaks a line nor hides one."""
    return _INVISIBLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    return _ESCAPES.get(character) or (
        f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    )


def _is_block(value: object) -> bool:
    return isinstance(value, (dict, list, tuple, Mapping)) and len(value) > 0


def _write_block(value: Any, pad: str, out: list[str]) -> None:
    """Lines of a mapping or list whose first line stands at column `len(pad)` already."""
    if isinstance(value, (list, tuple)):
        _write_list(value, pad, out)
    else:
        _write_mapping(value, pad, out)


def _write_mapping(value: Mapping[Any, Any], pad: str, out: list[str]) -> None:
    lead = ""
    for key, item in value.items():
        try:
            short = key.__class__ is str and len(key) <= _LONGEST_CACHED
            head = _short_key(key) if short else _write_key(key, pad)
            if item.__class__ is str:
                # Nearly every value is a short text.
                short = len(item) <= _LONGEST_CACHED and "\n" not in item
                out.append(f"{lead}{head} {_short_scalar(item) if short else _write_string(item, pad)}\n")
            elif item.__class__ is Written:
                out.append(f"{lead}{head}\n{pad}  {item}\n")
            elif _is_block(item):
                out.append(f"{lead}{head}\n{pad}  ")
                _write_block(item, pad + "  ", out)
            else:
                out.append(f"{lead}{head} {_write_scalar(item, pad)}\n")
        except _UnwritableError as error:
            error.path.insert(0, str(key))
            raise
        lead = pad


def _write_list(value: Sequence[Any], pad: str, out: list[str]) -> None:
    lead = ""
    for place, item in enumerate(value):
        try:
            if _is_block(item):
                out.append(f"{lead}- ")
                _write_block(item, pad + "  ", out)
            else:
                out.append(f"{lead}- {_write_scalar(item, pad)}\n")
        except _UnwritableError as error:
            error.path.insert(0, place)
            raise
        lead = pad


def _write_key(key: object, pad: str) -> str:
    if not isinstance(key, str):
        raise _UnwritableError(TypeError, f"a key is a string, not the {type(key).__name__} `{key!r}`")
    if key.__class__ is not str:
        key = str.__str__(key)  # an enum member of a string type is the string
    text = _short_scalar(key) if len(key) <= _LONGEST_CACHED else _one_line(key)
    return f"{text}:" if len(text) <= _LONGEST_IMPLICIT_KEY else f"? {text}\n{pad}:"


def _write_scalar(value: object, pad: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _write_string(str.__str__(value), pad)
    if isinstance(value, int):
        return _write_int(value)
    if isinstance(value, float):
        return _write_float(value)
    if isinstance(value, (list, tuple)):
        return "[]"
    if isinstance(value, Mapping):
        return "{}"
    raise _UnwritableError(
        TypeError, f"YAML has no form for a value of type {type(value).__name__}; make it plain data"
    )


def _write_int(value: int) -> str:
    if not -(2**63) <= value < 2**64:
        raise _UnwritableError(
            ValueError, f"the integer {value} needs more than 64 bits, which Go readers round; write it as a float"
        )
    return int.__repr__(value)


def _write_float(value: float) -> str:
    """YAML 1.1 asks for a point and a signed exponent: `1.0e-05`, where Python writes `1e-05`."""
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    if math.isnan(value):
        return ".nan"
    text = float.__repr__(value)
    return text if "." in text else text.replace("e", ".0e")


def _write_string(text: str, pad: str) -> str:
    """A string that belongs to a key or dash at column `len(pad)`."""
    if "\n" in text:
        return _block_scalar(text, pad) or _one_line(text)
    return _short_scalar(text) if len(text) <= _LONGEST_CACHED else _one_line(text)


def _one_line(text: str) -> str:
    if not (text.isascii() and text.isprintable()) and _INVISIBLE.search(text):
        if _SURROGATE.search(text):
            raise _UnwritableError(
                ValueError, f"the text {quoted(text)} holds half of a surrogate pair, which no UTF-8 file can carry"
            )
        return quoted(text)
    if _is_plain(text) and not _is_resolved(text) and "<<" not in text:  # some merge a key `a<<`, too
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _is_plain(text: str) -> bool:
    """Whether `_PLAIN` matches all of it, told of most texts without looking at each character."""
    if not text or text[0] in _INDICATORS or not text.isascii() or not text.isprintable():
        return _PLAIN.fullmatch(text) is not None
    # The one blank of such a text is the space.
    return text[-1] not in " :" and ": " not in text and " #" not in text


def _is_resolved(text: str) -> bool:
    """Whether `_RESOLVED` matches all of it: only what starts as a number, a date or `...` may hold a space then."""
    if text[:1] in _NEVER_RESOLVED or (" " in text and text[0] not in "0123456789+-._"):
        return False
    return _RESOLVED.fullmatch(text) is not None


_short_scalar: Callable[[str], str] = lru_cache(maxsize=16384)(_one_line)


@lru_cache(maxsize=16384)
def _short_key(key: str) -> str:
    return f"{_one_line(key)}:"


def _block_scalar(text: str, pad: str) -> str:
    """The `|` form without its last line break, or nothing where another form is needed to keep the text exactly.

    Text that ends in several line breaks is left to quotes: `|+` would carry them, but then a blank line that a
    template puts below for the reader would become part of the value.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    # Readers differ on a first line of blanks, on blanks at the end of the last line, and on an empty last line.
    if not lines[0].strip() or not body[-1:].strip():
        return ""
    # The first two questions answer the third for nearly every expression, and cost a tenth of it.
    if not (body.isascii() and "".join(lines).isprintable()) and _INVISIBLE_IN_BLOCK.search(body):
        return ""
    header = "|2" if body[0] in " \t" else "|"
    if body == text:
        header += "-"
    if all(lines):
        return f"\n{pad}  ".join((header, *lines))
    return "\n".join((header, *(f"{pad}  {line}" if line else "" for line in lines)))
