"""What an old project is already known to have: findings that are passed over, so that only new ones fail.

A baseline is a JSON file with one line for each finding, sorted by what the finding is about: it is read in reviews, and
two branches that took lines out of it merge. A finding is known by its fingerprint; the rest is for people.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from o11ygen.finding import Finding, Location, Severity, nearest
from o11ygen.fingerprint import fingerprint
from o11ygen.record import record

_VERSION = 1
_FIELDS = ("id", "thing", "file", "message", "count", "fingerprint")
# So many of those that are gone are named.
_NAMED = 3
_LINE = re.compile(r'"fingerprint":\s*"([^"]*)"')


class BaselineError(Exception):
    """The file is no baseline; the message names it and says what to do."""


@record
class Entry:
    """A finding that is known, and how many times it may be found."""

    id: str
    thing: str
    file: str
    message: str
    count: int
    fingerprint: str
    line: int = 0


@record
class Baseline:
    """The entries of a file, and what the file is called."""

    file: str
    entries: tuple[Entry, ...]

    def new(self, findings: Iterable[Finding], *, may_hold: Callable[[Finding], bool]) -> tuple[Finding, ...]:
        """The findings that are not in it. Those that `may_hold` refuses are always new."""
        left = self._counts()
        found: list[Finding] = []
        for finding in findings:
            known = fingerprint(finding)
            if may_hold(finding) and left[known] > 0:
                left[known] -= 1
            else:
                found.append(finding)
        return tuple(found)

    def gone(
        self, findings: Iterable[Finding], *, files: Collection[str] | None = None, unasked: Collection[str] = ()
    ) -> Finding | None:
        """What to take out of it: one finding about the entries that nothing is found for any more, or None.

        `files`: only entries of these files were looked for; `unasked` are the ids of those that were not, or not
        everywhere.
        """
        left = self._counts()
        left.subtract(fingerprint(finding) for finding in findings)
        over = [
            one
            for one in self.entries
            if left[one.fingerprint] > 0 and one.id not in unasked and (files is None or one.file in files)
        ]
        if not over:
            return None
        named = [f"`{one.id}` of {one.thing or one.file}" for one in over[:_NAMED]]
        more = f" and {len(over) - _NAMED} more" if len(over) > _NAMED else ""
        what = "a finding that is" if len(over) == 1 else f"{len(over)} findings that are"
        return Finding(
            "spec/fixed-baseline",
            Severity.INFO,
            f"the baseline holds {what} gone, {', '.join(named)}{more}; it would hide them if they came back",
            f"Write it anew: `o11ygen lint --write-baseline {self.file}`.",
            Location(self.file, over[0].line),
        )

    def _counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for one in self.entries:
            # A merge of two branches may leave the same line twice.
            counts[one.fingerprint] = max(counts[one.fingerprint], one.count)
        return counts


def written(findings: Iterable[Finding], *, may_hold: Callable[[Finding], bool]) -> str:
    """The text of a baseline that holds these findings, but for those that `may_hold` refuses."""
    entries: dict[str, Entry] = {}
    for finding in findings:
        if may_hold(finding):
            known = fingerprint(finding)
            before = entries.get(known)
            count = 1 if before is None else before.count + 1
            if before is not None and (before.file, before.message) <= (finding.location.file, finding.message):
                # Whatever order they come in, the first of equal ones is shown.
                entries[known] = replace(before, count=count)
                continue
            entries[known] = Entry(finding.id, finding.thing, finding.location.file, finding.message, count, known)
    ordered = sorted(entries.values(), key=lambda one: (one.id, one.thing, one.file, one.message, one.fingerprint))
    lines = ",\n".join(f"    {json.dumps({name: getattr(one, name) for name in _FIELDS})}" for one in ordered)
    return f'{{\n  "version": {_VERSION},\n  "findings": [\n{lines}\n  ]\n}}\n'.replace("[\n\n  ]", "[]")


def read(text: str, *, file: str) -> Baseline:
    """The baseline in a text; `file` is what messages call it. Raises BaselineError."""
    anew = f"Write it anew with `o11ygen lint --write-baseline {file}`."
    try:
        document = json.loads(text)
    except ValueError as error:
        at = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise BaselineError(f"{file}{at}: the baseline is no JSON: {error}. {anew}") from None
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise BaselineError(f"{file}: this is no baseline. {anew}")
    if document.get("version") != _VERSION:
        what = f"{file}: the baseline has version {document.get('version')!r}, and this o11ygen reads {_VERSION}"
        raise BaselineError(f"{what}. {anew}")
    lines = {found[1]: number for number, line in enumerate(text.split("\n"), start=1) if (found := _LINE.search(line))}
    return Baseline(file, tuple(_entry(one, lines, file=file) for one in document["findings"]))


def _entry(one: Any, lines: Mapping[str, int], *, file: str) -> Entry:
    if not isinstance(one, dict) or not isinstance(one.get("fingerprint"), str):
        raise BaselineError(f"{file}: an entry of the baseline has no `fingerprint`. Take it out.")
    line = lines.get(one["fingerprint"], 0)
    for name in one:
        if name not in _FIELDS:
            hint = nearest(name, _FIELDS) or f"Known fields: {', '.join(_FIELDS)}."
            raise BaselineError(f"{file}:{line}: an entry of the baseline has no field `{name}`. {hint}")
    count = one.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise BaselineError(f"{file}:{line}: `count` is {count!r}. Write how many times it is found, from 1.")
    texts = {name: one.get(name, "") for name in ("id", "thing", "file", "message")}
    if not all(isinstance(value, str) for value in texts.values()):
        raise BaselineError(f"{file}:{line}: `id`, `thing`, `file` and `message` of an entry are texts. Mend the line.")
    return Entry(**texts, count=count, fingerprint=one["fingerprint"], line=line)
