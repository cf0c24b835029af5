"""The answer as text for people, or in a format for programs."""

from __future__ import annotations

import json
import os
import sys

from o11ygen.finding import Severity
from o11ygen.report import Format, Page, is_terminal, render_findings, visible
from o11ygen.targets.systems import title
from o11ygen.validate.answer import Answer, Report
from o11ygen.validate.kinds import KINDS
from o11ygen.version import Version

# So many files are named one by one.
_LISTED = 10


def render(answer: Answer, *, format: Format, fail_on: str = "error") -> str:
    """The answer in a format; `fail_on` is the mildest severity that fails the run."""
    # A rule file is judged on its own and as part of each prometheus.yml that names it, and told of once.
    findings = list(dict.fromkeys(finding for report in answer.files for finding in report.findings))
    if format == "json":
        return json.dumps(_document(answer), indent=2, ensure_ascii=False) + "\n"
    summary = "".join(f"{line}\n" for line in _summary(answer)) if format == "text" else ""
    if summary and not findings:
        return summary
    terminal = is_terminal(sys.stdout, os.environ)
    pages = {}
    if format == "sarif":
        from o11ygen.validate.meanings import meaning

        pages = {finding.id: Page(said) for finding in findings if (said := meaning(finding.id))}
    told = render_findings(findings, format=format, terminal=terminal, fail_on=Severity(fail_on), pages=pages)
    return told + summary


def _document(answer: Answer) -> dict[str, object]:
    return {
        "files": [report.to_dict() for report in answer.files],
        "versions": {
            system: [{"version": str(version), "source": origin} for version, origin in releases.items()]
            for system, releases in answer.versions.items()
        },
        "passed_over": list(answer.passed_over),
    }


def _summary(answer: Answer) -> list[str]:
    lines = [_verdict(report) for report in answer.files] if len(answer.files) <= _LISTED else [_counted(answer)]
    if not answer.files:
        lines = ["nothing was judged: no file of a known kind is there"]
    judged = ", ".join(
        f"{title(system)} {version} ({origin}{_beyond(system, version)})"
        for system, releases in answer.versions.items()
        for version, origin in releases.items()
    )
    if judged:
        lines.append(f"judged as {judged}")
    if answer.passed_over:
        more = len(answer.passed_over) - _LISTED
        listed = visible(", ".join(answer.passed_over[:_LISTED])) + (f" and {more} more" if more > 0 else "")
        lines.append(f"passed over, of no known kind: {listed}")
    return lines


def _beyond(system: str, version: Version) -> str:
    """A word on a release that is newer than all known: its own fields and functions are not."""
    from o11ygen.targets.images import UnknownImage, newest

    try:
        known = newest("blackbox-exporter" if system == "blackbox" else system)
    except UnknownImage:
        return ""
    return f"; known are releases up to {known.major}.{known.minor}" if version[:2] > known[:2] else ""


def _verdict(report: Report) -> str:
    kind, file = KINDS.get(report.kind), visible(report.file)
    if report.valid is None or kind is None:
        return f"{file}: not judged"
    if not kind.checker:
        return f"{file} ({kind.name}): {'valid' if report.valid else 'not valid'}"
    said = f"{kind.checker} would {'accept' if report.valid else 'refuse'} it"
    errors = any(finding.severity is Severity.ERROR for finding in report.findings)
    beside = "; its errors are met by the server alone" if report.valid and errors else ""
    return f"{file} ({kind.name}): {said}{beside}"


def _counted(answer: Answer) -> str:
    judged = [report.valid for report in answer.files if report.valid is not None]
    beside = f", {len(answer.files) - len(judged)} not judged" if len(judged) < len(answer.files) else ""
    return f"{len(answer.files)} files: {sum(judged)} valid, {len(judged) - sum(judged)} not{beside}"
