"""Findings as a JUnit report, which most CI systems show beside the tests.

A finding that fails the run is a failed case; a milder one is a passed case with its text as output. Without findings
there is one passed case, since some readers take a report without cases for a run that broke.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from o11ygen.finding import Finding
from o11ygen.report import Options
from o11ygen.report.text import describe
from o11ygen.yamltext import visible


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One suite; a case's class is the file and its name the check's id and message."""
    failing = sum(finding.severity.reaches(options.fail_on) for finding in findings)
    counts = {"tests": str(len(findings) or 1), "failures": str(failing), "errors": "0", "skipped": "0"}
    root = ElementTree.Element("testsuites", {"name": "o11ygen", **counts})
    suite = ElementTree.SubElement(root, "testsuite", {"name": "o11ygen", **counts})
    for finding in findings:
        _case(suite, finding, fails=finding.severity.reaches(options.fail_on))
    if not findings:
        ElementTree.SubElement(suite, "testcase", {"name": "no findings", "classname": "o11ygen"})
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _case(suite: ElementTree.Element, finding: Finding, *, fails: bool) -> None:
    location = finding.location
    attributes = {"name": f"{finding.id}: {visible(finding.message)}", "classname": visible(location.file) or "o11ygen"}
    if location.file:
        attributes["file"] = visible(location.file)
    if location.line:
        attributes["line"] = str(location.line)
    case = ElementTree.SubElement(suite, "testcase", attributes)
    if fails:
        failure = {"type": f"{finding.severity.value}[{finding.id}]", "message": visible(finding.message)}
        ElementTree.SubElement(case, "failure", failure).text = describe(finding)
    else:
        ElementTree.SubElement(case, "system-out").text = describe(finding)
