"""Case files of `validate`: `tests/validate/cases/<area>.yaml`, each a list of files with the exact text of the findings.

`file` is the content, `kind` what it is judged as (else the kind is found), `release` the release that judges. `beside`
names files that lie beside it; without them no other file is looked at. `findings` holds a line
`line:column severity[id] path: message` for each, with the hint below it; `valid` is the verdict of the checking program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from o11ygen.validate import Report, validate
from o11ygen.version import Version

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One idea: a file, and everything that is said of it."""

    area: str
    name: str
    kind: str
    file: str
    release: str
    beside: Mapping[str, str]
    features: tuple[str, ...]
    findings: str
    valid: bool

    def __str__(self) -> str:
        return f"{self.area}: {self.name}"


def read(path: Path) -> list[Case]:
    """The cases of one file."""
    listed: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return [
        Case(
            path.stem,
            one["name"],
            one.get("kind", ""),
            one["file"],
            str(one.get("release", "")),
            one.get("beside", {}),
            tuple(one.get("features", ())),
            one.get("findings") or "",
            one.get("valid", False),
        )
        for one in listed
    ]


def all_cases() -> list[Case]:
    """The cases of all files."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in read(path)]


def judge(case: Case, folder: Path, *, ignored: tuple[str, ...] = ()) -> Report:
    """The report on the file of a case, written into the folder with what lies beside it."""
    for name, text in case.beside.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    file = folder / "case.yml"
    file.write_text(case.file, encoding="utf-8", newline="")
    system = "alertmanager" if case.kind in ("alertmanager", "templates") else "prometheus"
    versions = {system: Version.parse(case.release)} if case.release else {}
    answer = validate(
        [str(file)],
        kind=case.kind,
        versions=versions,
        features=case.features,
        syntax_only=not case.beside,
        ignored=ignored,
    )
    return answer.files[0]


def text(report: Report, folder: Path) -> str:
    """The findings as case files write them; a finding in another file names it."""
    lines = []
    for finding in report.findings:
        place = finding.location
        file = "" if place.file.endswith("case.yml") else place.file.removeprefix(f"{folder}/") + ":"
        said = (
            f"{file}{place.line}:{place.column} {finding.severity.value}[{finding.id}] {place.path}: {finding.message}"
        )
        lines.append(said.replace(f"{folder}/", ""))
        if finding.hint:
            lines.append(f"    {finding.hint}")
    return "".join(f"{line}\n" for line in lines)


def update(path: Path, found: Mapping[str, tuple[str, bool]]) -> None:
    """Write what was found into a case file, which is read and reviewed before it is committed."""
    listed: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    for one in listed:
        findings, valid = found[one["name"]]
        one.pop("findings", None)
        one.pop("valid", None)
        one["valid"] = valid
        if findings:
            one["findings"] = findings
    path.write_text("\n".join(_written(one) for one in listed), encoding="utf-8")


def _written(one: Mapping[str, Any]) -> str:
    class Dumper(yaml.SafeDumper):
        pass

    def text_of(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if value.endswith("\n") and value.isprintable() is False else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text_of)
    written: str = yaml.dump([dict(one)], Dumper=Dumper, sort_keys=False, allow_unicode=True, width=200)
    return written
