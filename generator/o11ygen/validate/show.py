"""The answer as text for people, or in a format for programs."""

from __future__ import annotations

import json
import os
import sys

from o11ygen.finding import Severity
from o11ygen.report import Format, is_terminal, render_findings
from o11ygen.validate.answer import Answer, Report
from o11ygen.validate.kinds import KINDS

_TITLES = {
    "prometheus": "Prometheus",
    "alertmanager": "Alertmanager",
    "jaeger": "Jaeger",
    "grafana": "Grafana",
    "blackbox": "blackbox exporter",
}


def render(answer: Answer, *, format: Format, fail_on: str = "error") -> str:
    """The answer in a format; `fail_on` is the mildest severity that fails the run."""
    findings = [finding for report in answer.files for finding in report.findings]
    if format == "json":
        return json.dumps(_document(answer), indent=2, ensure_ascii=False) + "\n"
    text = render_findings(
        findings, format=format, terminal=is_terminal(sys.stdout, os.environ), fail_on=Severity(fail_on)
    )
    if format != "text":
        return text
    return (text if findings else "") + "".join(f"{line}\n" for line in _summary(answer))


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
    lines = [_verdict(report) for report in answer.files] if len(answer.files) <= 10 else [_counted(answer)]
    judged = ", ".join(
        f"{_TITLES.get(system, system)} {version} ({origin})"
        for system, releases in answer.versions.items()
        for version, origin in releases.items()
    )
    if judged:
        lines.append(f"judged as {judged}")
    if answer.passed_over:
        lines.append(f"passed over, of no known kind: {', '.join(answer.passed_over)}")
    return lines


def _verdict(report: Report) -> str:
    kind = KINDS.get(report.kind)
    if report.valid is None or kind is None:
        return f"{report.file}: not judged"
    said = f"{kind.checker} accepts it" if report.valid else f"{kind.checker} refuses it"
    if not kind.checker:
        said = "valid" if report.valid else "not valid"
    errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
    beside = " (errors that only the server meets)" if report.valid and errors else ""
    return f"{report.file}: {kind.title}, {said}{beside}"


def _counted(answer: Answer) -> str:
    refused = sum(report.valid is False for report in answer.files)
    return f"{len(answer.files)} files: {len(answer.files) - refused} valid, {refused} not"
