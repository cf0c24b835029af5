"""Case files of checks: `tests/checks/<area>_<name>.yaml`, a list of cases with the exact text of what is found.

`spec` is Python: the module `specs/case.py` of a real project, whose other half is `project.py` beside this file. It is
loaded and judged as the command line does it. `findings` is what the check says, each place as the line of the snippet;
what stands elsewhere is `given`. `also` names the ids of findings of other checks that the case can't avoid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from o11ygen.finding import Finding, Location
from o11ygen.pipeline import Run
from o11ygen.report.text import describe
from tests import author

FOLDER = Path(__file__).parent
_IMPORTS = "from o11ygen import *; from specs import requests, latency, app, web, TEXTS\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One idea: a snippet of a spec, and what one check says of it."""

    check: str
    name: str
    spec: str
    findings: str
    also: tuple[str, ...]
    env: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.check}: {self.name}"


def files() -> dict[str, Path]:
    """The case files, by the id of their check."""
    return {check_id(path.stem): path for path in sorted(FOLDER.glob("*.yaml"))}


def check_id(stem: str) -> str:
    """`promql_rate_range` is the file of `promql/rate-range`."""
    area, _, name = stem.partition("_")
    return f"{area}/{name.replace('_', '-')}"


def read(check: str, path: Path) -> list[Case]:
    """The cases of one file."""
    listed: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return [
        Case(
            check,
            one["name"],
            one["spec"],
            "" if one["findings"] in (None, "none") else one["findings"],
            tuple(one.get("also", ())),
            tuple(one.get("env", ())),
        )
        for one in listed
    ]


def judge(case: Case, folder: Path) -> Run:
    """Load and judge the case's project, made in `folder`."""
    author.write(
        folder,
        {"specs/__init__.py": (FOLDER / "project.py").read_text("utf-8"), "specs/case.py": _IMPORTS + case.spec},
    )
    return author.judged(folder, names=case.env)


def is_unused_given(finding: Finding) -> bool:
    """Whether it only says that the case replaced something of the project around it, or describes no panel."""
    if finding.id == "dashboard/description":
        return True
    return finding.id == "spec/unused" and finding.location.file != "specs/case.py"


def text(findings: tuple[Finding, ...]) -> str:
    """Findings as people read them, with lines of the snippet as places."""
    return "".join(f"{describe(_placed(finding))}\n" for finding in findings)


def _placed(finding: Finding) -> Finding:
    related = tuple(replace(one, location=_place(one.location)) for one in finding.related)
    return replace(finding, location=_place(finding.location), related=related)


def _place(location: Location) -> Location:
    in_case = location.file == "specs/case.py"
    return Location(f"line {location.line - 1}" if in_case else "given")


def update(path: Path, found: dict[str, str]) -> None:
    """Write what was found into a case file; `found` is by the name of the case. Comments and order stay."""
    lines = path.read_text("utf-8").splitlines()
    result: list[str] = []
    name = ""
    skipping = False
    for line in lines:
        start = re.fullmatch(r"- name: (.*)", line)
        if start:
            name = yaml.safe_load(start[1])
        if skipping and line.startswith("    "):
            continue
        skipping = False
        if re.match(r"  findings:", line):
            skipping = True
            result += _block(found[name])
            continue
        result.append(line)
    path.write_text("\n".join(result).rstrip("\n") + "\n", encoding="utf-8")


def _block(findings: str) -> list[str]:
    if not findings:
        return ["  findings: none"]
    return ["  findings: |", *(f"    {line}".rstrip() for line in findings.splitlines())]
