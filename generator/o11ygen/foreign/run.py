"""From names of files to findings: those of `validate`, and those of all checks that know enough of the files."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from o11ygen import check as checking
from o11ygen.check import checks
from o11ygen.collector import uncollected
from o11ygen.finding import Finding
from o11ygen.foreign.comments import Comments
from o11ygen.foreign.environments import environments_of
from o11ygen.foreign.facts import Facts
from o11ygen.foreign.opened import Opened, open_file
from o11ygen.foreign.rules import groups_of
from o11ygen.foreign.stack import stack_of
from o11ygen.foreign.texts import texts_of
from o11ygen.foreign.written import Part, Text
from o11ygen.record import record
from o11ygen.resolved import Dashboard, Stack
from o11ygen.validate.files import MissingFileError, sources
from o11ygen.validate.flaw import Path
from o11ygen.validate.versions import Releases

# What `validate` tells of every file, with the place in the expression: here it would be told twice. It does not read the
# parts of Grafana's newer format.
_TOLD = ("promql/syntax",)
_NEWER = "spec.elements."
# Checks that find some of what makes a file refused; there, that has been told.
_REFUSED = ("template/syntax", "dashboard/variable-query", "dashboard/variable-order")
# What is told of the first of many places, and by this check of each of them.
_EACH = {"grafana/variable": "dashboard/unknown-variable"}


class UnusableError(Exception):
    """There is nothing to lint; the message says why and what to do."""


@record
class Linted:
    """What was found. `usable` is False if a file that was named could not be read; `files` are those that were.

    `unasked` are the ids of checks that were switched off, or that need to know more than is known of some file.
    """

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    usable: bool
    unasked: frozenset[str] = frozenset()


def lint(
    names: Sequence[str], *, facts: Facts, today: datetime.date, severities: Mapping[str, str] | None = None
) -> Linted:
    """Lint files, folders and standard input (`-`). Raises UnusableError when there is none.

    `severities` are those of checks by their ids, "off" for one that is left out. `today` decides which suppressions
    are over.
    """
    try:
        found = sources(names)
    except MissingFileError as error:
        raise UnusableError(str(error)) from None
    chosen = dict(severities or {})
    running = {one.id for one in checks() if severities is None or severities.get(one.id) != "off"}
    releases = Releases(facts.versions)
    with uncollected():
        opened = [
            one
            for source in found
            if (one := open_file(source, releases=releases, features=facts.features, checks=running)) is not None
        ]
        if not opened:
            raise UnusableError(
                "there is no rule file, no manifest of rules and no dashboard. Name one, or its folder."
            )
        asked = [_asked(files, facts, chosen, today) for files in environments_of([one for one in opened if one.texts])]
    findings = _together(opened, [finding for one in asked for finding in one.findings])
    told = tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
    off = frozenset(id for id, level in chosen.items() if level == "off")
    return Linted(
        told,
        tuple(one.file for one in opened),
        all(one.usable for one in opened),
        off.union(*(one.unasked for one in asked)),
    )


def _together(opened: list[Opened], found: list[Finding]) -> Iterator[Finding]:
    """What is told of the files by themselves, without what checks have `found` in more places, and that."""
    told = {(finding.id, finding.location.file, finding.location.path) for finding in found}
    for one in opened:
        for finding in one.findings:
            if (_EACH.get(finding.id), finding.location.file, finding.location.path) not in told:
                yield finding
    yield from found


class _Asked(NamedTuple):
    """What checks find in the files of one environment, and the ids of those that these can't be asked."""

    findings: list[Finding]
    unasked: frozenset[str]


def _asked(files: list[Opened], facts: Facts, severities: Mapping[str, str], today: datetime.date) -> _Asked:
    known = [check.id for check in checks()]
    comments: dict[str, Comments] = {}
    for one in files:
        first = sum(len(before.allowances) for before in comments.values())
        comments[one.file] = Comments.read(one.file, one.data, one.texts, known=known, today=today, first=first)
    stack = _stack(files, comments, facts)
    refused = {(finding.location.file, finding.location.path) for one in files for finding in one.findings}
    used: set[tuple[int, str]] = set()
    findings: list[Finding] = []
    for finding in checking.run(stack, severities=dict(severities), used=used, today=today):
        place = finding.location.file, finding.location.path
        if finding.id in _TOLD and not finding.location.path.startswith(_NEWER):
            continue
        if finding.id not in _REFUSED or place not in refused:
            findings.append(finding)
    asked = {one.id for one in checks() if one.needs <= stack.known and severities.get(one.id) != "off"}
    for written in comments.values():
        findings += written.judged(used, asked=asked)
    return _Asked(findings, frozenset(known) - asked)


def _stack(files: list[Opened], comments: Mapping[str, Comments], facts: Facts) -> Stack:
    groups = [
        group
        for one in files
        if one.kind == "rules"
        for text in one.texts
        for group in groups_of(text, comments=comments[one.file])
    ]
    boards = [board for one in files if one.kind == "dashboard" for text in one.texts for board in _dashboards(text)]
    versions = {system: version for one in files for system, version in one.versions.items()}
    texts = [found for one in files if one.kind == "dashboard" for text in one.texts for found in texts_of(text)]
    return stack_of(groups, boards, facts=facts, versions=versions, texts=texts)


def _dashboards(text: Text) -> Iterator[Dashboard]:
    """The dashboard of a file, wrapped or not."""
    from o11ygen.foreign.dashboards import dashboard

    value, at = text.document.value, _dashboard_at(text.document.value)
    for step in at:
        value = value[step]
    if isinstance(value, Mapping):
        yield dashboard(value, at=at, origin=lambda path, fields: Part(text, path, fields))


def _dashboard_at(value: object) -> Path:
    if isinstance(value, Mapping):
        if str(value.get("apiVersion")).startswith("dashboard.grafana.app/"):
            return ("spec",) if "spec" in value else ()
        if isinstance(value.get("dashboard"), Mapping):
            return ("dashboard",)
    return ()
