"""Every spelling in every kind of field, judged as promtool and amtool of each version judge it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from o11ygen.targets import DOCUMENTS
from o11ygen.targets.foreign import dialect_of, judge_document
from o11ygen.version import Version
from o11ygen.yamlread import read
from tests.programs import ALERTMANAGER_VERSIONS, PROMETHEUS_VERSIONS, program
from tests.targets.spellings import FIELDS, SPELLINGS

COMMANDS = {
    "prometheus": ("promtool", "check", "config", "--syntax-only"),
    "rules": ("promtool", "check", "rules", "--lint=none"),
    "web": ("promtool", "check", "web-config"),
    "alertmanager": ("amtool", "check-config"),
}
CASES = [
    (kind, version)
    for kind in COMMANDS
    for version in (ALERTMANAGER_VERSIONS if kind == "alertmanager" else PROMETHEUS_VERSIONS)
]
_AT_ONCE = 1000


def verdicts(kind: str, version: str, folder: Path, names: list[str]) -> dict[str, bool]:
    """Which of the files the real program accepts."""
    name, *arguments = COMMANDS[kind]
    found: dict[str, bool] = {}
    for start in range(0, len(names), _AT_ONCE):
        command = [str(program(name, version)), *arguments, *names[start : start + _AT_ONCE]]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        said = done.stdout.decode("utf-8", "replace")
        if kind == "web":
            pieces = re.findall(r"^(\d{5}\.yml) (SUCCESS|FAILED)", said, re.M)
            found.update((file, word == "SUCCESS") for file, word in pieces)
        else:
            for piece in re.split(r"^Checking ", said, flags=re.M)[1:]:
                file = piece.strip("'")[:9]
                found[file] = "FAILED" not in piece and "SUCCESS" in piece
    return found


def accepted(kind: str, version: str, data: bytes) -> bool:
    """Whether the file is accepted here."""
    document = DOCUMENTS[kind]
    declared = {document.system: Version.parse(version)}
    dialect = dialect_of(kind, declared)
    found = judge_document(document.model, read(data, dialect=dialect), declared, dialect=dialect)
    return all(one.problem.kind in ("advice", "deprecated") for one in found)


@pytest.mark.tools
@pytest.mark.parametrize(("kind", "version"), CASES)
def test_spellings_are_judged_as_the_program_judges_them(kind: str, version: str, tmp_path: Path) -> None:
    cases = [(field, spelling) for field in FIELDS[kind] for spelling in SPELLINGS]
    texts = {f"{number:05}.yml": field.replace("VALUE", spelling) for number, (field, spelling) in enumerate(cases)}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    real = verdicts(kind, version, tmp_path, list(texts))
    assert set(real) == set(texts)
    different = {
        text: real[name] for name, text in texts.items() if accepted(kind, version, text.encode()) != real[name]
    }
    assert different == {}
