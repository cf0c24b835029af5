"""Findings as SARIF 2.1.0, which code scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub asks for beyond it:
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from o11ygen.finding import Finding, Location, Severity
from o11ygen.fingerprint import numbered
from o11ygen.report import Options, Page
from o11ygen.report.snippet import Region, region
from o11ygen.yamltext import visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# What GitHub shows as the severity of a rule that is no security rule.
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
# A result without a place makes GitHub refuse the whole file. What concerns the project as a whole is shown where the
# project is declared.
_PROJECT_FILE = "pyproject.toml"
# GitHub refuses a run with more results. It shows the worst five thousand of them.
_MOST_RESULTS = 25_000
# GitHub cuts longer texts of rules.
_LONGEST_TEXT = 1024


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One run of o11ygen; its rules are the checks that found something.

    Findings that are accepted are not in it: code scanning shows suppressed results as open alerts.
    """
    worst = sorted(range(len(findings)), key=lambda index: findings[index].severity.rank)[:_MOST_RESULTS]
    shown = [findings[index] for index in sorted(worst)]
    ids = {id: number for number, id in enumerate(sorted({finding.id for finding in shown}))}
    results = [
        _result(finding, options, rule=ids[finding.id], fingerprint=fingerprint)
        for finding, fingerprint in zip(shown, numbered(shown), strict=True)
    ]
    driver = {
        "name": "o11ygen",
        "version": version("o11ygen"),
        **({"informationUri": options.site} if options.site else {}),
        "rules": [_rule(id, options) for id in ids],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(len(findings) - len(shown))],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _invocation(left_out: int) -> dict[str, Any]:
    found: dict[str, Any] = {"executionSuccessful": True}
    if left_out:
        text = (
            f"{left_out} findings are left out: code scanning takes {_MOST_RESULTS} in a run. The mildest are missing."
        )
        found["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    return found


def _rule(id: str, options: Options) -> dict[str, Any]:
    page = options.pages.get(id) or Page(id)
    summary = _text(page.summary)[:_LONGEST_TEXT]
    area = id.partition("/")[0]
    rule: dict[str, Any] = {
        "id": id,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": _text(page.markdown or page.summary), "markdown": _text(page.markdown or page.summary)},
        "properties": {"tags": ["observability", area]},
    }
    if options.site and page.markdown:
        rule["helpUri"] = f"{options.site.rstrip('/')}/reference/checks.md#{id.replace('/', '')}"
    if page.severity is not None:
        rule["defaultConfiguration"] = {"level": _LEVELS[page.severity]}
        rule["properties"]["problem.severity"] = _PROBLEMS[page.severity]
    return rule


def _result(finding: Finding, options: Options, *, rule: int, fingerprint: str) -> dict[str, Any]:
    """Braces in the text stay as they are: the standard doubles them, but readers show the doubled ones to people."""
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding.location, region(finding, options.lines))],
        # The second is the only one that GitHub goes by, and which it makes of the line's text where it is missing: then
        # two findings on one line would be one.
        "partialFingerprints": {"o11ygen/v2": fingerprint, "primaryLocationLineHash": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(place, Region(place.line, place.column)), "message": {"text": _text(message)}}
            for number, (place, message) in enumerate(((one.location, one.message) for one in finding.related), start=1)
        ]
    if finding.environments:
        result["properties"] = {"environments": list(finding.environments)}
    return result


def _message(finding: Finding) -> str:
    message = _text(finding.message) or finding.id
    if finding.environments:
        message += f" [{visible(', '.join(finding.environments))}]"
    return f"{message}\n{_text(finding.hint)}" if finding.hint else message


def _text(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines())


def _location(location: Location, part: Region) -> dict[str, Any]:
    # GitHub asks for a line of every result; what is about a file as a whole is shown at its top.
    shown: dict[str, int] = {"startLine": part.line or 1}
    if part.line and part.column:
        shown["startColumn"] = part.column
        if part.end_column:
            shown |= {"endLine": part.end_line, "endColumn": part.end_column}
    physical: dict[str, Any] = {"artifactLocation": _artifact(location.file or _PROJECT_FILE), "region": shown}
    found: dict[str, Any] = {"physicalLocation": physical}
    if location.path:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(location.path)}]
    return found


def _artifact(file: str) -> dict[str, str]:
    path = file.replace("\\", "/")
    if path.startswith("/"):
        return {"uri": f"file://{quote(path, errors='surrogatepass')}"}
    return {"uri": quote(path, errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}
