"""The syntax of RE2, the regular expressions of Go: what Prometheus and Alertmanager refuse at load is refused here.

Python's `re` accepts other things (lookaround, backreferences, possessive repeats) and lacks some of RE2's
(`\\pL`, `\\z`, `[[:alpha:]]`), so the pattern is read by RE2's own rules: https://github.com/google/re2/wiki/Syntax.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache

from o11ygen.targets.unicode_classes import CLASSES

_LARGEST_REPEAT = 1000
_DEEPEST_NESTING = 250
_REPEAT = re.compile(r"\{(\d{1,9})(,(\d{1,9})?)?\}", re.ASCII)
_GROUP_NAME = re.compile(r"\?P?<(\w+)>", re.ASCII)
_FLAGS = re.compile(r"\?([imsU]*(?:-[imsU]+)?)([:)])")
_POSIX_CLASS = re.compile(r"\[:\^?([a-z]+):\]")
_POSIX = "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit"
_UNICODE_CLASS = re.compile(r"\\[pP](?:\{\^?([^}]*)\}|(.))", re.DOTALL)
_ESCAPED_CHARACTER = re.compile(
    r"\\(?:[aftnrv]|[1-7][0-7]{1,2}|0[0-7]{0,2}|x[0-9a-fA-F]{2}|x\{0*[0-9a-fA-F]{1,6}\}|[\x00-/:-@\[-`{-\x7f])",
    re.ASCII,
)


class _SyntaxError(ValueError):
    pass


@lru_cache(maxsize=4096)
def fault_of(pattern: str) -> str:
    """Why RE2 refuses the pattern, as a phrase; empty when it accepts it."""
    try:
        _Reader(pattern).read()
    except _SyntaxError as error:
        return str(error)
    return ""


def has_short_group_name(pattern: str) -> bool:
    """Whether it names a group as `(?<name>`, which RE2 reads as built with Go 1.22; before, only `(?P<name>`."""
    if "(?<" not in pattern:
        return False
    reader = _Reader(pattern)
    with suppress(_SyntaxError):
        reader.read()
    return reader.short_names


class _Reader:
    """Goes through a pattern once; `size` of a part is how often its largest repeat multiplies."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.names: set[str] = set()
        self.short_names = False

    def read(self) -> None:
        self._alternation(0)
        if self.at < len(self.pattern):
            raise _SyntaxError("a `)` closes no group")

    def _alternation(self, depth: int) -> int:
        if depth > _DEEPEST_NESTING:
            raise _SyntaxError("its groups are nested too deep")
        largest = 1
        repeatable, size = False, 1
        while self.at < len(self.pattern):
            character = self.pattern[self.at]
            if character == ")":
                break
            if character == "|":
                self.at += 1
                repeatable, size = False, 1
                continue
            repeat = self._repeat()
            if repeat is None:
                # What stands for nothing, such as `(?i)`, leaves the atom before it to be repeated.
                if atom := self._atom(depth):
                    repeatable, size = True, atom
            else:
                if not repeatable:
                    raise _SyntaxError(f"nothing stands before `{character}`")
                if repeat * size > _LARGEST_REPEAT:
                    raise _SyntaxError(f"it repeats more than {_LARGEST_REPEAT} times")
                size *= max(repeat, 1)
                start = self.at
                if self._repeat() is not None:
                    raise _SyntaxError(f"the repeat `{self.pattern[start : self.at]}` follows another repeat")
            largest = max(largest, size)
        return largest

    def _repeat(self) -> int | None:
        """The repeat that stands here: its highest count, 0 for `*`, `+` and `?`; None when there is none."""
        character = self.pattern[self.at] if self.at < len(self.pattern) else ""
        if character in ("*", "+", "?"):
            self.at += 1
            count = 0
        elif character == "{" and (match := _REPEAT.match(self.pattern, self.at)):
            self.at = match.end()
            low, high = int(match[1]), int(match[3] or match[1])
            if low > high or high > _LARGEST_REPEAT:
                raise _SyntaxError(f"the repeat `{match[0]}` is out of order or over {_LARGEST_REPEAT}")
            count = high
        else:
            return None
        if self.pattern.startswith("?", self.at):
            self.at += 1
        return count

    def _atom(self, depth: int) -> int:
        """Read one atom; its size, or 0 for one that matches nothing: set flags, an empty quote."""
        character = self.pattern[self.at]
        if character == "(":
            return self._group(depth)
        if character == "[":
            self._class()
        elif character == "\\":
            return self._escape()
        else:
            self.at += 1
        return 1

    def _group(self, depth: int) -> int:
        self.at += 1
        if self.pattern.startswith("?", self.at):
            if named := _GROUP_NAME.match(self.pattern, self.at):
                if named[1] in self.names:
                    raise _SyntaxError(f"the group name `{named[1]}` is used twice")
                self.names.add(named[1])
                self.short_names |= named[0].startswith("?<")
                self.at = named.end()
            elif flags := _FLAGS.match(self.pattern, self.at):
                self.at = flags.end()
                if flags[2] == ")":
                    return 0
            else:
                raise _SyntaxError(f"RE2 has no `({self.pattern[self.at : self.at + 3]}`")
        size = self._alternation(depth + 1)
        if not self.pattern.startswith(")", self.at):
            raise _SyntaxError("a `(` is not closed")
        self.at += 1
        return size

    def _escape(self) -> int:
        if self.pattern.startswith("\\Q", self.at):
            start = self.at + 2
            end = self.pattern.find("\\E", start)
            self.at = len(self.pattern) if end < 0 else end + 2
            return 0 if end == start or start == len(self.pattern) else 1
        if re.match(r"\\[AbBz]", self.pattern[self.at : self.at + 2]):
            self.at += 2
        elif not self._shorthand():
            self._character()
        return 1

    def _shorthand(self) -> bool:
        """Read `\\d` and its kin or a Unicode class, if one stands here."""
        if re.match(r"\\[dDsSwW]", self.pattern[self.at : self.at + 2]):
            self.at += 2
            return True
        match = _UNICODE_CLASS.match(self.pattern, self.at)
        if match is None:
            return False
        name = match[1] if match[1] is not None else match[2]
        if name not in CLASSES:
            raise _SyntaxError(f"`{match[0]}` is not a Unicode class")
        self.at = match.end()
        return True

    def _character(self) -> int:
        """Read one character, escaped or not; its code point."""
        if self.pattern[self.at] != "\\":
            self.at += 1
            return ord(self.pattern[self.at - 1])
        match = _ESCAPED_CHARACTER.match(self.pattern, self.at)
        if match is None:
            raise _SyntaxError(f"RE2 has no `{self.pattern[self.at : self.at + 2]}`")
        self.at = match.end()
        code = _code_point(match[0])
        if code > 0x10FFFF:
            raise _SyntaxError(f"`{match[0]}` is beyond Unicode")
        return code

    def _class(self) -> None:
        start = self.at
        self.at += 1
        if self.pattern.startswith("^", self.at):
            self.at += 1
        first = True
        while first or not self.pattern.startswith("]", self.at):
            if self.at >= len(self.pattern):
                raise _SyntaxError(f"the class `{self.pattern[start:]}` is not closed")
            first = False
            self._class_item()
        self.at += 1

    def _class_item(self) -> None:
        if posix := _POSIX_CLASS.match(self.pattern, self.at):
            if posix[1] not in _POSIX.split():
                raise _SyntaxError(f"`{posix[0]}` is not a class")
            self.at = posix.end()
            return
        if self._shorthand():
            return
        start = self.at
        low = self._character()
        if self.pattern.startswith("-", self.at) and not self.pattern.startswith("-]", self.at):
            self.at += 1
            if self.at >= len(self.pattern):
                raise _SyntaxError("a class is not closed")
            if self._character() < low:
                raise _SyntaxError(f"the range `{self.pattern[start : self.at]}` runs backwards")


_NAMED = {"a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11}


def _code_point(escape: str) -> int:
    body = escape[1:]
    if body[0] == "x" and len(body) > 1:
        return int(body[1:].strip("{}"), 16)
    if body[0].isdigit():
        return int(body, 8)
    return _NAMED.get(body, ord(body[0]))
