"""Every case file: each finding with its place, its remedy and the verdict of the checking program."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

import o11ygen.validate
from o11ygen.finding import Severity
from o11ygen.validate.ids import WARNINGS
from tests.validate import cases
from tests.validate.cases import Case

CASES = cases.all_cases()
UPDATING = bool(os.environ.get("O11YGEN_UPDATE_GOLDEN"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, tmp_path: Path) -> None:
    report = cases.judge(case, tmp_path)
    found = cases.text(report, tmp_path)
    if UPDATING:
        path = cases.FOLDER / f"{case.area}.yaml"
        known = {one.name: (one.findings, one.valid) for one in cases.read(path)}
        cases.update(path, {**known, case.name: (found, bool(report.valid))})
        return
    assert (found, report.valid) == (case.findings, case.valid)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_warning_can_be_left_out(case: Case, tmp_path: Path) -> None:
    report = cases.judge(case, tmp_path)
    soft = {finding.id for finding in report.findings if finding.severity is not Severity.ERROR}
    assert soft <= WARNINGS
    for name in soft:
        left = cases.judge(case, tmp_path, ignored=(name,))
        assert left.valid == report.valid
        assert left.findings == tuple(
            finding for finding in report.findings if finding.id != name or finding.severity is Severity.ERROR
        )


def test_names_are_used_once() -> None:
    names = [str(case) for case in CASES]
    assert len(set(names)) == len(names)


def test_every_warning_of_checked_kinds_has_a_case() -> None:
    """Those of kinds without a checking program have theirs beside the kinds."""
    shown = {line.split("[")[1].split("]")[0] for case in CASES for line in case.findings.splitlines() if "[" in line
             and line.split("[")[0].endswith(("warning", "info"))}  # fmt: skip
    areas = ("prometheus", "rules", "alertmanager", "yaml")
    assert sorted(name for name in _written_ids() if name.startswith(areas) and name not in shown) == []


def test_the_list_of_ids_is_complete() -> None:
    assert sorted(_written_ids() - WARNINGS) == []


def _written_ids() -> set[str]:
    """The ids of warnings that stand in the judges as texts."""
    found: set[str] = set()
    for path in Path(o11ygen.validate.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "warning" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found
