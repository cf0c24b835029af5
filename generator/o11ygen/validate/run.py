"""From names of files to an answer: reads each file, finds its kind, judges it, and the files that belong to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path as File

from o11ygen.collector import uncollected
from o11ygen.finding import Location, Severity
from o11ygen.targets.path import format_path
from o11ygen.validate.answer import Answer, Report
from o11ygen.validate.context import Context, Reference
from o11ygen.validate.documents import faults_of, is_judged, judge_document, read_document
from o11ygen.validate.feature_flags import unknown_features
from o11ygen.validate.files import MissingFileError, Source, sources
from o11ygen.validate.found import of_fault, of_flaw, unknown_kind, unreadable
from o11ygen.validate.ids import unknown_id
from o11ygen.validate.kinds import KINDS
from o11ygen.validate.manifests import rule_manifests
from o11ygen.validate.opening import bytes_of, kind_of
from o11ygen.validate.reading import Content, Read
from o11ygen.validate.versions import Releases, is_release_list
from o11ygen.version import Version


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
    with uncollected():
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
        data = bytes_of(source)
        if isinstance(data, str):
            return Report(source.file, self.kind, None, (unreadable(source.file, data),))
        recognised: Read | None = None
        kind = self.kind
        if not kind:
            kind, recognised = kind_of(data, source)
        if not kind:
            if not source.named:
                if source.path is None or not is_release_list(source.path):
                    self.passed_over.append(source.file)
                return None
            return Report(source.file, "", None, (unknown_kind(source.file),))
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
        findings = [found for fault in faults if (found := of_fault(fault, file)).id not in self.ignored]
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
                    findings.append(of_flaw(flaw, file, document, content))
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
        data = bytes_of(Source(str(path), path, named=False))
        if isinstance(data, str):
            place = document.place(reference.path)
            location = Location(file, place.line, place.column, format_path(reference.path))
            return Report(file, "", False, (replace(unreadable(str(path), data), location=location),))
        kind = KINDS.get(reference.kind)
        systems = kind.systems if kind is not None else ("prometheus",)
        context = Context(self.releases.of(systems, path), self.features, path.parent, self.syntax_only)
        found = read_document(data, reference.kind, context=context)
        report = self._judged(found, data, reference.kind, str(path), context, known=known | {asked[0]})
        self._referred[asked] = report
        return report
