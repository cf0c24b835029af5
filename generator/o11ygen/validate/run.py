"""From names of files to an answer: reads each file, finds its kind, judges it, and the files that belong to it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path as File

from o11ygen import yamlread
from o11ygen.finding import Finding, Location, Severity
from o11ygen.targets.path import format_path
from o11ygen.validate.answer import Answer, Report
from o11ygen.validate.context import Context, Reference
from o11ygen.validate.documents import READS_FIRST, faults_of, is_judged, judge_document, read_document
from o11ygen.validate.feature_flags import unknown_features
from o11ygen.validate.files import LARGEST, MissingFileError, Source, sources
from o11ygen.validate.flaw import Flaw
from o11ygen.validate.ids import unknown_id
from o11ygen.validate.kinds import KINDS
from o11ygen.validate.manifests import rule_manifests
from o11ygen.validate.position import place_in_scalar
from o11ygen.validate.reading import Content, Read
from o11ygen.validate.recognition import recognise, top_names
from o11ygen.validate.versions import Releases, is_release_list
from o11ygen.version import Version
from o11ygen.yamlread import Fault, Place


class UnusableError(Exception):
    """Nothing can be judged; the message says why and what to do."""


def validate(
    names: Sequence[str],
    *,
    kind: str = "",
    versions: Mapping[str, Version] | None = None,
    features: Sequence[str] = (),
    syntax_only: bool = False,
    ignored: Sequence[str] = (),
) -> Answer:
    """Judge files, folders and standard input (`-`); an empty `kind` is found from the content of each file.

    `versions` are the releases asked for, by system: prometheus, alertmanager, jaeger, grafana. For others it is the
    project's, or the newest known. `ignored` are ids of warnings that are left out. Raises UnusableError.
    """
    fault = unknown_id(ignored)
    if fault:
        raise UnusableError(fault)
    try:
        found = sources(names)
    except MissingFileError as error:
        raise UnusableError(str(error)) from None
    releases = Releases(versions or {})
    flags = tuple(name.strip() for option in features for name in option.split(","))
    run = _Run(kind, releases, flags, syntax_only, frozenset(ignored))
    with _uncollected():
        reports = [report for source in found if (report := run.report(source)) is not None]
    return Answer(tuple(reports), releases.used, tuple(run.passed_over), tuple(unknown_features(features)))


class _Run:
    def __init__(
        self, kind: str, releases: Releases, features: tuple[str, ...], syntax_only: bool, ignored: frozenset[str]
    ) -> None:
        self.kind = kind
        self.releases = releases
        self.features = features
        self.syntax_only = syntax_only
        self.ignored = ignored
        self.passed_over: list[str] = []
        self._referred: dict[tuple[File, str], Report] = {}

    def report(self, source: Source) -> Report | None:
        """The report on a file; None for one of a folder that is of no known kind."""
        data = _data(source)
        if isinstance(data, str):
            return Report(source.file, self.kind, None, (_unreadable(source.file, data),))
        recognised: Read | None = None
        kind = self.kind
        if not kind:
            kind, recognised = _kind_of(data, source)
        if not kind:
            if not source.named:
                if source.path is None or not is_release_list(source.path):
                    self.passed_over.append(source.file)
                return None
            return Report(source.file, "", None, (_unknown(source.file),))
        folder = source.path.parent if source.path is not None else None
        context = Context(self.releases.of(KINDS[kind].systems, source.path), self.features, folder, self.syntax_only)
        manifests = rule_manifests(data) if kind == "rules" else []
        if manifests:
            return self._manifests(manifests, source.file, context)
        document = read_document(data, kind, context=context, recognised=recognised)
        return self._judged(document, data, kind, source.file, context, known=frozenset())

    def _manifests(self, manifests: list[bytes], file: str, context: Context) -> Report:
        """The report on a file of several manifests, all of which are read."""
        reports = [
            self._judged(read_document(data, "rules", context=context), data, "rules", file, context, known=frozenset())
            for data in manifests
        ]
        findings = tuple(finding for report in reports for finding in report.findings)
        return Report(file, "rules", all(report.valid for report in reports), findings)

    def _judged(
        self, document: Read, data: bytes, kind: str, file: str, context: Context, *, known: frozenset[File]
    ) -> Report:
        content = Content(data)
        faults = faults_of(document, kind)
        findings = [found for fault in faults if (found := _of_fault(fault, file)).id not in self.ignored]
        valid = all(fault.kind == "advice" for fault in faults)
        if is_judged(document):
            for flaw in judge_document(document.value, kind, context):
                if isinstance(flaw, Reference):
                    report = self._reference(flaw, file, document, known)
                    if report is not None:
                        valid = valid and report.valid is True
                        findings += report.findings
                elif flaw.severity is Severity.ERROR or flaw.id not in self.ignored:
                    valid = valid and not (flaw.refused and flaw.severity is Severity.ERROR)
                    findings.append(_finding(flaw, file, document, content))
        if kind in KINDS and not KINDS[kind].checker:
            valid = valid and not any(finding.severity is Severity.ERROR for finding in findings)
        shown = tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
        return Report(file, kind, valid, shown)

    def _reference(self, reference: Reference, file: str, document: Read, known: frozenset[File]) -> Report | None:
        """The report on a file that belongs to another; None for one that is being judged already."""
        path = reference.file
        asked = (path.resolve(), reference.kind)
        if asked[0] in known:
            return None
        if asked in self._referred:
            # Its findings are told where it was referred to first.
            return replace(self._referred[asked], findings=())
        data = _data(Source(str(path), path, named=False))
        if isinstance(data, str):
            place = document.place(reference.path)
            location = Location(file, place.line, place.column, format_path(reference.path))
            return Report(file, "", False, (replace(_unreadable(str(path), data), location=location),))
        kind = KINDS.get(reference.kind)
        systems = kind.systems if kind is not None else ("prometheus",)
        context = Context(self.releases.of(systems, path), self.features, path.parent, self.syntax_only)
        found = read_document(data, reference.kind, context=context)
        report = self._judged(found, data, reference.kind, str(path), context, known=known | {asked[0]})
        self._referred[asked] = report
        return report


def _kind_of(data: bytes, source: Source) -> tuple[str, Read | None]:
    """The kind, and the document where it was read for that."""
    if source.path is not None and source.path.suffix.lower() == ".tmpl":
        return "templates", None
    if data.lstrip()[:2] == b"{{":
        return recognise(data.decode("utf-8", errors="replace")), None
    document: Read = yamlread.read(data, dialect=READS_FIRST)
    name = source.path.name if source.path is not None else ""
    if document.refused or not isinstance(document.value, (dict, list)):
        text = data.decode("utf-8", errors="replace")
        return recognise(text, file=name) or recognise(top_names(text), file=name), document
    kind = recognise(document.value, file=name)
    return kind or ("rules" if rule_manifests(data) else ""), document


def _data(source: Source) -> bytes | str:
    """The content, or why it can't be read."""
    try:
        if source.path is None:
            # What is closed is none; nothing has been written there, either.
            return sys.stdin.buffer.read(LARGEST) if sys.stdin is not None else "is closed"
        if source.named and source.path.is_fifo():
            return _piped(source.path)
        if source.path.is_dir():
            return "is a folder"
        if not source.path.is_file():
            return "leads nowhere" if source.path.is_symlink() else "is no file"
        if source.path.stat().st_size > LARGEST:
            return f"is larger than {LARGEST >> 20} MB"
        return source.path.read_bytes()
    except OSError as error:
        return f"can't be read: {error.strerror}"


def _piped(path: File) -> bytes | str:
    """What is written into a pipe, as shells put one for `<(command)`, or that it is nothing."""
    # Opened in this way it does not wait for a first writer, who may never come.
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(reading, "rb") as pipe:
        os.set_blocking(reading, True)
        return pipe.read(LARGEST) or "is a pipe into which nothing is written"


def _unreadable(file: str, why: str) -> Finding:
    return Finding("yaml/file", Severity.ERROR, f"`{file}` {why}", "Name a file that can be read.", Location(file))


def _unknown(file: str) -> Finding:
    return Finding(
        "yaml/kind",
        Severity.ERROR,
        "nothing in this file tells what kind of configuration it is",
        f"Say it with `--kind`: one of {', '.join(KINDS)}.",
        Location(file),
    )


def _of_fault(fault: Fault, file: str) -> Finding:
    refused = fault.kind != "advice"
    return Finding(
        "yaml/syntax" if refused else "yaml/advice",
        Severity.ERROR if refused else Severity.WARNING,
        fault.message,
        fault.hint if not fault.hint or fault.hint[-1] in ".?!" else fault.hint + ".",
        Location(file, fault.place.line, fault.place.column, format_path(fault.path)),
    )


def _finding(flaw: Flaw, file: str, document: Read, content: Content) -> Finding:
    place: Place = document.place(flaw.path, key=flaw.on_key)
    if flaw.offset >= 0:
        text = _at(document.value, flaw.path)
        if isinstance(text, str):
            place = place_in_scalar(content.lines, place, text, flaw.offset)
    location = Location(file, place.line, place.column, format_path(flaw.path))
    hint = flaw.hint if not flaw.hint or flaw.hint[-1] in ".?!" else flaw.hint + "."
    return Finding(flaw.id, flaw.severity, flaw.message, hint, location)


def _at(value: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector: what a run builds lives until its end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
