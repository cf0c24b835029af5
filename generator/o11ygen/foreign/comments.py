"""Suppressions in comments of a rule file: `# o11ygen: allow promql/irate until 2027-01-01: the reason`.

Such a comment accepts findings of the rule on whose lines it stands, or right above which; above a group, or on its
first lines, those of all its rules. `allow-file` accepts them in the whole file.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from o11ygen.finding import Finding, Location, Severity, nearest
from o11ygen.foreign.listed import starts_in
from o11ygen.foreign.written import Line, Text
from o11ygen.resolved import Allowance
from o11ygen.validate.flaw import Path
from o11ygen.yamlread import Place

MARK = b"o11ygen"
_COMMENT = re.compile(r"(?:^|\s)#+\s*o11ygen:\s*(?P<said>.*?)\s*$")
# Meant to be one: the colon is missing, or it is written in capitals.
_NEARLY = re.compile(r"(?:^|\s)#+\s*(?P<said>o11ygen[\s:]\s*allow(?:-file)?\s+[\w-]+/[\w-]+.*?)\s*$", re.IGNORECASE)
_SAID = re.compile(
    r"(?P<word>allow(?:-file)?)\s+(?P<ids>[\w/,\s-]+?)(?:\s+until\s+(?P<until>[^\s:]+))?\s*:\s*(?P<why>\S.*)"
)
_WRITE = (
    "Write `# o11ygen: allow promql/irate: why it is right here`, with `until 2027-01-01` before the colon if it ends."
)
# So long before its end a suppression is told of.
_NOTICE = datetime.timedelta(days=14)


class _Start(NamedTuple):
    """Where a rule or a group begins."""

    line: int
    text: Text
    path: Path


@dataclass(slots=True, eq=False)
class Comments:
    """The suppressions of a file, and what is wrong with how they are written."""

    file: str
    today: datetime.date
    # The key of its first suppression: those of all files are told apart by it.
    first: int = 0
    allowances: list[Allowance] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    _of: dict[tuple[int, Path], list[Allowance]] = field(default_factory=dict)
    _of_file: list[Allowance] = field(default_factory=list)

    @classmethod
    def read(
        cls, file: str, data: bytes, texts: Sequence[Text], *, known: Collection[str], today: datetime.date, first: int
    ) -> Comments:
        """Those of a file whose documents are `texts`; `known` are the ids of all checks, `first` is the first key."""
        comments = cls(file, today, first)
        if MARK in data.lower():
            lines = data.decode("utf-8-sig", errors="replace").split("\n")
            starts = sorted((one for text in texts for one in _starts(text)), key=lambda one: one.line)
            for number, line in enumerate(lines):
                match = (_COMMENT.search(line) or _NEARLY.search(line)) if "o11ygen" in line.lower() else None
                if match is not None:
                    column = match.start() + len(match[0]) - len(match[0].lstrip())
                    comments._add(match["said"], Place(number + 1, column + 1), lines, starts, known)
        return comments

    def at(self, text: Text, path: Path) -> tuple[Allowance, ...]:
        """The suppressions that hold for what stands at a path: its own, then those of what it lies in."""
        if not self.allowances:
            return ()
        own = (self._of.get((id(text), path[:length]), ()) for length in range(len(path), 0, -1))
        return (*(one for listed in own for one in listed), *self._of_file)

    def judged(self, used: Collection[tuple[int, str]], *, asked: Collection[str]) -> Iterator[Finding]:
        """What is to be said of the suppressions: how they are written, and those that are unused, over or soon over.

        `used` are those that were needed, as (key, check id); `asked` are the checks that ran.
        """
        yield from self.faults
        for one in self.allowances:
            needed = [name for name in one.checks if (one.key, name) in used]
            for name in one.checks:
                if name in asked and name not in needed:
                    message = f"the comment accepts `{name}`, which finds nothing there"
                    hint = "Take it out: it would hide a later mistake."
                    yield Finding("spec/unused-allow", Severity.WARNING, message, hint, one.origin.location())
            if one.until is not None and needed:
                yield from self._ending(one, one.until, ", ".join(f"`{name}`" for name in needed))

    def _ending(self, one: Allowance, until: datetime.date, listed: str) -> Iterator[Finding]:
        place = one.origin.location()
        if not one.holds(self.today):
            message = f"the comment accepts {listed} until {until}, which is over; what it hid is told again"
            hint = "Mend what it was for, or set a later date with a reason that still holds."
            yield Finding("spec/expired-allow", Severity.WARNING, message, hint, place)
        elif until - self.today <= _NOTICE:
            message = f"the comment accepts {listed} until {until}; what it hides is told again after that day"
            yield Finding("spec/expired-allow", Severity.INFO, message, "Mend what it is for before then.", place)

    def _add(
        self, said: str, place: Place, lines: Sequence[str], starts: Sequence[_Start], known: Collection[str]
    ) -> None:
        match = _SAID.fullmatch(said)
        if match is None:
            why = "gives no reason" if ":" not in said and said.startswith("allow") else "is none that o11ygen reads"
            self._wrong("spec/allow", place, f"the comment `{said}` {why}; it accepts nothing", _WRITE)
            return
        ids = tuple(dict.fromkeys(re.split(r"[,\s]+", match["ids"].strip(", "))))
        for name in ids:
            if name not in known:
                hint = nearest(name, known) or "`o11ygen lint --list` shows all checks."
                self._wrong("spec/unknown-check", place, f"there is no check `{name}`", hint)
        ids = tuple(name for name in ids if name in known)
        until = _date(match["until"]) if match["until"] is not None else None
        if match["until"] is not None and until is None:
            message = f"`{match['until']}` is no date; the comment accepts nothing"
            self._wrong("spec/allow", place, message, "Write the year, month and day: `until 2027-01-01`.")
            return
        if not ids:
            return
        allowance = Allowance(ids, match["why"], Line(self.file, place), self.first + len(self.allowances), until)
        if match["word"] == "allow-file":
            self._of_file.append(allowance)
        else:
            start = _meant(place.line, lines, starts)
            if start is None:
                hint = "Put it at a rule or a group, or write `allow-file` for the whole file."
                self._wrong("spec/allow", place, "the comment stands at no rule and no group; it accepts nothing", hint)
                return
            self._of.setdefault((id(start.text), start.path), []).append(allowance)
        self.allowances.append(allowance)

    def _wrong(self, id: str, place: Place, message: str, hint: str) -> None:
        self.faults.append(Finding(id, Severity.ERROR, message, hint, Location(self.file, place.line, place.column)))


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _starts(text: Text) -> Iterator[_Start]:
    """Where each group and each rule of a document begins."""
    for path in starts_in(text.document.value):
        yield _Start(text.document.place(path).line, text, path)


def _meant(line: int, lines: Sequence[str], starts: Sequence[_Start]) -> _Start | None:
    """What a comment in a line is about: what begins below it, else that in which it stands."""
    numbers = [one.line for one in starts]
    if lines[line - 1].lstrip().startswith("#"):
        below = line + 1
        while below <= len(lines) and (not lines[below - 1].strip() or lines[below - 1].lstrip().startswith("#")):
            below += 1
        index = bisect_right(numbers, below) - 1
        if index >= 0 and numbers[index] == below:
            return next(one for one in starts if one.line == below)
    index = bisect_right(numbers, line) - 1
    return starts[index] if index >= 0 else None
