"""RE2 patterns, as `match` and `reReplaceAll` take them, on top of Python's `re`.

Python's syntax is wider in some places and narrower in others: what RE2 lacks is refused, and what it spells
otherwise is respelt.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?P<escape>\\(?:[pP]\{\^?\w+\}|[pP]\w|x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|Q.*?(?:\\E|\Z)|[0-7]{2,3}|.|\Z))
    | (?P<group>\((?:\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)]|.{0,2}))?)
    | (?P<set>\[\^?\]?)
    | (?P<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\})[+?]?)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_SET = re.compile(
    r"(?P<posix>\[:\^?\w+:\])|(?P<escape>\\(?:x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|[0-7]{2,3}|.))|(?P<other>.)", re.DOTALL
)
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_MOST = 1000


class PatternError(ValueError):
    """A pattern that RE2 does not read; the message is a phrase that says why."""


class UntranslatableError(PatternError):
    """A pattern that RE2 may read and that Python's `re` cannot stand in for."""


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern for `search`; raises PatternError."""
    translated = _translate(pattern)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(translated, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(str(error)) from None


class _Translator:
    """Respells one pattern; `closes` counts, for each open group, the groups that a bare flag opened in it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.out: list[str] = []
        self.closes = [0]
        self.end = r"\Z"

    def translate(self) -> str:
        position = 0
        while match := _TOKEN.match(self.pattern, position):
            position = match.end()
            kind, token = match.lastgroup, match.group()
            if kind == "escape":
                self.out.append(_escape(token))
            elif kind == "group":
                self._group(token)
            elif kind == "set":
                position = self._set(token, position)
            elif kind == "quantifier":
                self.out.append(_quantifier(token))
            else:
                self._other(token)
        return "".join(self.out) + ")" * self.closes[-1]

    def _other(self, token: str) -> None:
        if token == ")":
            if len(self.closes) == 1:
                raise PatternError("a parenthesis is closed that was not opened")
            token = ")" * (self.closes.pop() + 1)
        elif token == "$":
            token = self.end
        elif token == "{":
            token = r"\{"
        elif token == "|" and self.closes[-1]:
            # A flag holds to the end of its group, across the alternatives.
            raise UntranslatableError("a flag inside an alternative")
        self.out.append(token)

    def _group(self, token: str) -> None:
        if token == "(" or token.endswith(">"):
            self.closes.append(0)
            self.out.append(token.replace("(?<", "(?P<"))
        elif re.fullmatch(r"\(\?[imsU]*(?:-[imsU]+)?[:)]", token) and token not in ("(?)", "(?-)"):
            if "U" in token:
                raise UntranslatableError("the flag U")
            if "m" in token.partition("-")[0]:
                self.end = "$"
            if token.endswith(":"):
                self.closes.append(0)
            else:
                self.closes[-1] += 1
            self.out.append(token.replace(")", ":"))
        else:
            raise PatternError(f"`{token}` is no group that RE2 knows; it has no lookaround")

    def _set(self, token: str, position: int) -> int:
        self.out.append(token.replace("]", r"\]"))
        while match := _IN_SET.match(self.pattern, position):
            position = match.end()
            item = match.group()
            if item == "]":
                self.out.append("]")
                return position
            if match.lastgroup == "escape":
                item = _escape(item, in_set=True)
            elif match.lastgroup == "posix":
                item = _posix(item)
            elif item in "[&~|":
                item = "\\" + item
            self.out.append(item)
        raise PatternError("`[` is never closed")


def _translate(pattern: str) -> str:
    return _Translator(pattern).translate()


def _escape(token: str, *, in_set: bool = False) -> str:
    letter = token[1:2]
    if letter in "pP" and len(token) > 2:
        raise UntranslatableError(f"`{token}` has no counterpart")
    if letter == "Q" and not in_set:
        return re.escape(token[2:].removesuffix("\\E"))
    if letter == "x" and len(token) > 2:
        code = int(token[2:].strip("{}"), 16)
        if code > 0x10FFFF:
            raise PatternError(f"`{token}` is no character")
        return re.escape(chr(code))
    if letter == "s":
        return r"\t\n\f\r " if in_set else r"[\t\n\f\r ]"
    if letter == "S" and not in_set:
        return r"[^\t\n\f\r ]"
    if letter == "z" and not in_set:
        return r"\Z"
    if letter == "0" or (len(token) > 2 and letter.isdigit()):
        return re.escape(chr(int(token[1:], 8)))
    if letter and (
        letter in "aftnrvdDwW" or (letter in "AbB" and not in_set) or (letter.isascii() and not letter.isalnum())
    ):
        return token
    raise PatternError(f"`{token}` is no escape that RE2 knows" if letter else "a backslash ends it")


def _posix(token: str) -> str:
    name = token[2:-2]
    if name.startswith("^"):
        raise UntranslatableError(f"`{token}` has no counterpart")
    if name not in _POSIX:
        raise PatternError(f"`{token}` is no class that RE2 knows")
    return _POSIX[name]


def _quantifier(token: str) -> str:
    if len(token) > 1 and token.endswith("+"):
        raise PatternError(f"`{token}` repeats a repetition")
    counts = [int(count) for count in re.findall(r"\d+", token)]
    if any(count > _MOST for count in counts):
        raise PatternError(f"`{token}` repeats more than {_MOST} times")
    return token


_REFERENCE = re.compile(r"\$(?:(\$)|(\w+)|\{(\w+)\})", re.ASCII)


def expand_references(template: str, match: re.Match[str]) -> str:
    """The text with `$1`, `${name}` and `$$` filled in from a match, as Go's `Expand` does: an unknown group is empty."""

    def group(reference: re.Match[str]) -> str:
        dollar, bare, braced = reference.groups()
        if dollar:
            return "$"
        name = bare or braced
        try:
            return match.group(int(name) if name.isdigit() else name) or ""
        except IndexError:
            return ""

    return _REFERENCE.sub(group, template)
