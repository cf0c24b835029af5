"""Findings as a JUnit report, which most CI systems show beside the tests.

A finding that fails the run is a failed case; a milder one is a passed case with its text as output. A program that
accepted files is a passed case, and one that was left out or could not say is a skipped one. Without any of these there
is one passed case, since some readers take a report without cases for a run that broke.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from o11ygen.finding import Finding
from o11ygen.report import Judgement, Options
from o11ygen.report.text import describe
from o11ygen.yamltext import visible


def render(findings: Sequence[Finding], *, options: Options) -> str:
    """One suite; a case's class is the file and its name the check's id and message."""
    fails = [options.fail_on is not None and finding.severity.reaches(options.fail_on) for finding in findings]
    failing = sum(fails)
    # What a program refused are findings already.
    judged = [one for one in options.judgements if one.skipped or one.outcome != "refused"]
    skipped = sum(bool(one.skipped) for one in judged)
    tests = len(findings) + len(judged) or 1
    counts = {"tests": str(tests), "failures": str(failing), "errors": "0", "skipped": str(skipped)}
    root = ElementTree.Element("testsuites", {"name": "o11ygen", **counts})
    suite = ElementTree.SubElement(root, "testsuite", {"name": "o11ygen", **counts})
    for finding, failed in zip(findings, fails, strict=True):
        _case(suite, finding, fails=failed)
    for one in judged:
        _judged(suite, one)
    if not findings and not judged:
        ElementTree.SubElement(suite, "testcase", {"name": "no findings", "classname": "o11ygen"})
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _judged(suite: ElementTree.Element, judgement: Judgement) -> None:
    name = visible(f"{judgement.question}: {', '.join(judgement.files)}")
    attributes = {"name": name, "classname": visible(f"{judgement.environment}: {judgement.program}")}
    case = ElementTree.SubElement(suite, "testcase", attributes)
    if judgement.skipped:
        ElementTree.SubElement(case, "skipped", {"message": visible(judgement.skipped)})
    elif judgement.note:
        ElementTree.SubElement(case, "system-out").text = visible(judgement.note)


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
