"""Findings as SARIF 2.1.0, which code scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub asks for beyond it:
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from o11ygen.finding import Finding, Location, Severity
from o11ygen.report import Options
from o11ygen.yamltext import visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# A result without a place makes GitHub refuse the whole file. What concerns the project as a whole is shown where the
# project is declared.
_PROJECT_FILE = "pyproject.toml"


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One run of o11ygen; its rules are the checks that found something."""
    ids = sorted({finding.id for finding in findings})
    driver = {
        "name": "o11ygen",
        "version": version("o11ygen"),
        "rules": [_rule(id, options.summaries) for id in ids],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, ids.index(finding.id)) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(id: str, summaries: Mapping[str, str]) -> dict[str, Any]:
    return {"id": id, "shortDescription": {"text": visible(summaries.get(id) or id)}}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    """Braces in the text stay as they are: the standard doubles them, but readers show the doubled ones to people."""
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"o11ygen/v1": _fingerprint(finding)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(related.location), "message": {"text": _text(related.message)}}
            for number, related in enumerate(finding.related, start=1)
        ]
    if finding.environments:
        result["properties"] = {"environments": list(finding.environments)}
    return result


def _message(finding: Finding) -> str:
    message = _text(finding.message)
    if finding.environments:
        message += f" [{visible(', '.join(finding.environments))}]"
    return f"{message}\n{_text(finding.hint)}" if finding.hint else message


def _text(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines())


def _location(location: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(location.file or _PROJECT_FILE)}
    if location.line:
        physical["region"] = {"startLine": location.line}
        if location.column:
            physical["region"]["startColumn"] = location.column
    found: dict[str, Any] = {"physicalLocation": physical}
    if location.path:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(location.path)}]
    return found


def _artifact(file: str) -> dict[str, str]:
    path = file.replace("\\", "/")
    if path.startswith("/"):
        return {"uri": f"file://{quote(path, errors='surrogatepass')}"}
    return {"uri": quote(path, errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}


def _fingerprint(finding: Finding) -> str:
    """The same while lines move: an alert that was closed in the scanning service stays closed."""
    parts = (finding.id, finding.location.file, finding.location.path, finding.message)
    return hashlib.sha256("\0".join(parts).encode("utf-8", errors="backslashreplace")).hexdigest()
