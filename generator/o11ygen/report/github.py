"""Findings as workflow commands, which GitHub Actions shows as annotations in the pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from o11ygen.finding import Finding, Severity
from o11ygen.report import Options
from o11ygen.report.snippet import region
from o11ygen.yamltext import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# So many of each kind become annotations of a step; those beyond are lines of its log.
_SHOWN = 10
# GitHub takes 64 KB for an annotation; a character takes four bytes at most.
_LONGEST = 15_000


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One command a line, and a line for people where annotations will be missing; nothing for no findings."""
    lines = [_command(finding, options) for finding in findings]
    counted = Counter(_COMMANDS[finding.severity] for finding in findings)
    beyond = [f"{number} {kind}s" for kind, number in sorted(counted.items()) if number > _SHOWN]
    if beyond:
        lines.append(f"{' and '.join(beyond)}: GitHub shows {_SHOWN} of each as annotations, this log has all")
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding, options: Options) -> str:
    part = region(finding, options.lines)
    properties = {
        "file": finding.location.file,
        "line": str(part.line or ""),
        "endLine": str(part.end_line or ""),
        "col": str(part.column or ""),
        # GitHub refuses columns of an annotation that ends on another line.
        "endColumn": str(part.end_column or "") if part.end_line == part.line else "",
        "title": finding.id,
    }
    if part.end_line > part.line:
        del properties["col"]
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
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "%0A".join(visible(line).replace("%", "%25") for line in shown.splitlines())


def _property(text: str) -> str:
    return visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
