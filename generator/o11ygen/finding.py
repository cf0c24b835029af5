"""What o11ygen has to say: a finding, its severity, and the places it speaks of."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from o11ygen.record import record


class Severity(enum.Enum):
    """How bad a finding is. Errors stop writing; warnings and infos are printed."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for an info: sorts the worst first."""
        return ("error", "warning", "info").index(self.value)

    def reaches(self, threshold: Severity) -> bool:
        """Whether a finding of this severity counts when `threshold` is what fails a run."""
        return self.rank <= threshold.rank


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: line and column count from 1, 0 means not known; `path` is the place in the document."""

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}"
        return place

    def to_dict(self) -> dict[str, Any]:
        """The one JSON shape of a place."""
        return {"file": self.file, "line": self.line, "column": self.column, "path": self.path}


@record
class Related:
    """A second place that a finding speaks of, with what stands there ("first declared here")."""

    location: Location
    message: str

    def to_dict(self) -> dict[str, Any]:
        """The one JSON shape of a related place."""
        return {"message": self.message, "location": self.location.to_dict()}


class Excerpt(NamedTuple):
    """An expression, and the part of it that a finding is about: from the character `start` up to `end`, from 0."""

    text: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """Its shape in the JSON of a finding."""
        return self._asdict()


@record
class Finding:
    """One fault: what and why (`message`), what to do (`hint`), and where.

    `message` names the thing in words and the faulty part in backticks or quotes, in the present tense; `hint` is an
    imperative. `environments` lists where it occurs when a finding depends on the environment; `thing` is the id of what it
    is found on, such as `shop.HighErrorRate`, where that has one.
    """

    id: str
    severity: Severity
    message: str
    hint: str = ""
    location: Location = Location()
    related: tuple[Related, ...] = ()
    environments: tuple[str, ...] = ()
    excerpt: Excerpt | None = None
    thing: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The one JSON shape of a finding, the same in every command; `excerpt` stands in it only where there is one."""
        shown = {} if self.excerpt is None else {"excerpt": self.excerpt.to_dict()}
        return {
            "id": self.id,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
            "location": self.location.to_dict(),
            "related": [related.to_dict() for related in self.related],
            "environments": list(self.environments),
            **shown,
        }

    @property
    def order(self) -> tuple[Any, ...]:
        """Sort key: by place, then the worst first, then by id and text; never by discovery."""
        return (self.location.file, self.location.line, self.location.column, self.severity.rank, self.id, self.message)


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding per cause, sorted: the environments it occurs in are listed in it, in the order they came.

    Where environments differ in nothing but a number, such as the interval that a range is too short for, the first
    tells, and what the others have to say is related to it.
    """
    merged: dict[tuple[Any, ...], tuple[Finding, list[str]]] = {}
    for finding in findings:
        _, environments = merged.setdefault((*finding.order, finding.location.path), (finding, []))
        environments.extend(name for name in finding.environments if name not in environments)
    result = [replace(finding, environments=tuple(environments)) for finding, environments in merged.values()]
    return tuple(sorted(_one_per_cause(result), key=lambda finding: finding.order))


# A number with its unit, that is no part of a name.
_NUMBER = r"(?<![\w:.-])\d[\d.,_]*(?:[a-zA-Zµ%]{1,3}\d*)*(?!\w)"


def without_numbers(text: str) -> str:
    """The text with a 0 for each number and its unit, such as `15s`, `3.5` or `10%`; numbers in names stay."""
    return re.sub(_NUMBER, "0", text)


def _one_per_cause(findings: list[Finding]) -> Iterator[Finding]:
    """Those of several environments that differ in numbers are one; each environment has one of them, or they are several."""
    places: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings:
        places.setdefault((finding.id, finding.severity, finding.location), []).append(finding)
    for there in places.values():
        if len(there) == 1:
            yield there[0]
            continue
        causes: dict[str, list[Finding]] = {}
        for finding in there:
            causes.setdefault(without_numbers(finding.message), []).append(finding)
        for cause in causes.values():
            named = [name for finding in cause for name in finding.environments]
            if len(named) == len(set(named)) and all(finding.environments for finding in cause):
                yield _joined(cause)
            else:
                yield from cause


def _joined(cause: list[Finding]) -> Finding:
    first, *others = cause
    told = (Related(one.location, f"in {', '.join(one.environments)}: {one.message}") for one in others)
    names = tuple(name for one in cause for name in one.environments)
    return replace(first, environments=names, related=(*told, *first.related))


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.65) -> str:
    """A remedy for a misspelt name: ` Did you mean "x"?`, or nothing when no known name is near.

    `likeness` is from 0 to 1: of a long list that holds words of every kind something is always a little alike.
    """
    match = nearest_name(name, known, likeness=likeness)
    return f'Did you mean "{match}"?' if match else ""


def nearest_name(name: str, known: Iterable[str], *, likeness: float = 0.65) -> str:
    """The known name that is nearest to `name`, or the only one that it begins; else an empty string."""
    candidates = sorted(set(known))
    folded = {candidate.casefold(): candidate for candidate in reversed(candidates)}
    # Most runs find nothing that is misspelt.
    import difflib

    found = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=likeness)
    if found:
        return folded[found[0]]
    begun = [candidate for candidate in folded if candidate.startswith(name.casefold())]
    return folded[begun[0]] if len(name) >= 3 and len(begun) == 1 else ""
