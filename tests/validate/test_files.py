"""Files of each kind, and all that is said of them: the cases stand in `files/`, one YAML file a kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from o11ygen.finding import Finding
from o11ygen.validate import validate
from o11ygen.version import Version

FOLDER = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Case:
    """A file, and what is said of it: a line for each finding, and its hint in a line of its own.

    `recognised` says whether its content tells its kind; else it has to be named.
    """

    kind: str
    name: str
    content: str
    valid: bool
    findings: str
    versions: dict[str, Version]
    file: str
    recognised: bool

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def _cases() -> list[Case]:
    return [
        Case(
            path.stem,
            one["name"],
            one["content"],
            one["valid"],
            one["findings"] or "",
            {system: Version.parse(text) for system, text in one.get("versions", {}).items()},
            one.get("file", "file.json" if one["content"].startswith(("{", "[")) else "file.yml"),
            one.get("recognised", True),
        )
        for path in sorted(FOLDER.glob("*.yaml"))
        for one in _listed(path)
    ]


def _listed(path: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return listed


def said(finding: Finding) -> str:
    """A finding as the cases write it."""
    hint = f"\n    {finding.hint}" if finding.hint else ""
    where = finding.location.path or "."
    return f"{finding.location.line} {where} {finding.severity.value}[{finding.id}] {finding.message}{hint}"


@pytest.mark.parametrize("case", _cases(), ids=str)
def test_what_is_said_of_a_file(case: Case, tmp_path: Path) -> None:
    file = tmp_path / case.file
    file.write_text(case.content, "utf-8")
    (report,) = validate([str(file)], kind=case.kind, versions=case.versions).files
    assert "\n".join(map(said, report.findings)) == case.findings.rstrip("\n")
    assert report.valid is case.valid


@pytest.mark.parametrize("case", [case for case in _cases() if case.recognised], ids=str)
def test_its_kind_is_recognised(case: Case, tmp_path: Path) -> None:
    file = tmp_path / case.file
    file.write_text(case.content, "utf-8")
    (report,) = validate([str(file)]).files
    assert report.kind == case.kind
