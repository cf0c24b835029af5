"""Findings as workflow commands, which GitHub Actions shows as annotations in the pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Sequence

from o11ygen.finding import Finding, Severity
from o11ygen.report import Options
from o11ygen.yamltext import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One command a line; nothing for no findings."""
    return "".join(_command(finding) + "\n" for finding in findings)


def _command(finding: Finding) -> str:
    location = finding.location
    properties = {
        "file": location.file,
        "line": str(location.line or ""),
        "col": str(location.column or ""),
        "title": finding.id,
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(_body(finding))}"


def _body(finding: Finding) -> str:
    first = finding.message
    if finding.location.path and not finding.location.line:
        first = f"{finding.location.path}: {first}"
    if finding.environments:
        first += f" [{', '.join(finding.environments)}]"
    related = (f"{related.location}: {related.message}" for related in finding.related)
    return "\n".join(part for part in (first, finding.hint, *related) if part)


def _data(text: str) -> str:
    lines = (visible(line).replace("%", "%25") for line in text.splitlines())
    return "%0A".join(lines)


def _property(text: str) -> str:
    return visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
