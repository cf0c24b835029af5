"""Files by name or pattern as Go's `filepath.Glob` finds them: `**` is `*`, and `[^a]` is any character but `a`.

https://pkg.go.dev/path/filepath#Match
"""

from __future__ import annotations

import os
import re
from pathlib import Path as Folder
from typing import Final

from o11ygen.validate.flaw import Flaw, Path

_SIGNS: Final = frozenset("*?[\\")
_CHARACTER: Final = r"(?:\\.|[^-\]\\])"
_TOKEN: Final = re.compile(rf"\*|\?|\[\^?+(?:{_CHARACTER}(?:-{_CHARACTER})?)+\]|\\.|[^*?\[\\]", re.DOTALL)
_RANGE: Final = re.compile(rf"({_CHARACTER})(?:-({_CHARACTER}))?", re.DOTALL)


def is_pattern(name: str) -> bool:
    """Whether a name is a pattern."""
    return not _SIGNS.isdisjoint(name)


def find(name: str, folder: Folder) -> list[Folder]:
    """The files and folders that a name stands for, seen from `folder`, sorted; none where a pattern is broken."""
    if _broken_at(name) >= 0:
        return []
    if not is_pattern(name):
        return [folder / name] if name and os.path.lexists(folder / name) else []
    before, slash, last = name.rpartition("/")
    matching = _expression(last).fullmatch
    found = [
        holder / entry
        for holder in find(before or slash or ".", folder)
        for entry in _entries(holder)
        if matching(entry)
    ]
    return sorted(found)


def _broken_at(name: str) -> int:
    """Where a pattern holds what Go does not read: a `[` without its `]`, a `\\` that ends a part; -1 for nowhere."""
    start = 0
    for part in name.split("/"):
        position = 0
        while position < len(part):
            token = _TOKEN.match(part, position)
            if token is None:
                return start + position
            position = token.end()
        start += len(part) + 1
    return -1


def broken_pattern(area: str, name: str, path: Path, *, alone: bool = False) -> Flaw | None:
    """The flaw of a pattern that programs of Go refuse; None for one that they read, and for a plain name.

    `alone` asks for what they see without looking into any folder: they read on behind a `*` only where names fit.
    """
    position = _broken_at(name)
    if position < 0 or (alone and "*" in name[:position].lstrip("*")):
        return None
    if name[position] == "\\":
        what, hint = "`\\` ends a part of the path", "Write `/` between parts, and `\\` before a sign that is meant."
    else:
        what, hint = "`[` opens no complete set", "Write such as `[a-z]`, or `\\[` for the character itself."
    return Flaw(f"{area}/value", f"the pattern `{name}` can't be read: {what}", hint, path)


def _entries(folder: Folder) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _expression(part: str) -> re.Pattern[str]:
    """The regular expression of one part of a path; each `*` takes as little as it can and never gives it back."""
    pieces = [""]
    for token in _TOKEN.findall(part):
        if token == "*":
            pieces.append("")
        else:
            pieces[-1] += _one(token)
    first, *rest = pieces
    between = "".join(f"(?>.*?{piece})" for piece in rest[:-1] if piece)
    return re.compile(first + between + (f".*{rest[-1]}" if rest else ""), re.DOTALL)


def _one(token: str) -> str:
    """The expression of what stands for one character."""
    if token == "?":
        return "."
    if token[0] != "[":
        return re.escape(token[-1])
    negated = token[1] == "^"
    ranges = [(low[-1], (high or low)[-1]) for low, high in _RANGE.findall(token[1 + negated : -1])]
    inside = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in ranges if low <= high)
    if not inside:
        return "." if negated else "(?!)"
    return f"[{'^' if negated else ''}{inside}]"
