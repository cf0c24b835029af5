"""Every check against its cases, and the shape that every check has."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
from pathlib import Path

import pytest

from o11ygen import checks as package
from o11ygen.check import Check, checks
from tests.checks import cases
from tests.checks.cases import Case

AREAS = frozenset(
    ("spec", "promql", "template", "alert", "rule", "metric", "route", "scrape", "dashboard", "environment", "secret")
)
CASES = [case for check, path in cases.files().items() for case in cases.read(check, path)]
MODULES = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
UPDATING = bool(os.environ.get("O11YGEN_UPDATE_GOLDEN"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, tmp_path: Path) -> None:
    run = cases.judge(case, tmp_path)
    own = tuple(finding for finding in run.findings if finding.id == case.check)
    found = cases.text(own)
    others = {finding.id for finding in run.findings if not cases.is_unused_given(finding)} - {case.check}
    assert run.usable, cases.text(run.findings)
    assert others == set(case.also), cases.text(run.findings)
    if UPDATING:
        path = cases.files()[case.check]
        known = {one.name: one.findings for one in cases.read(case.check, path)}
        cases.update(path, {**known, case.name: found})
        return
    assert found == case.findings


def _written(check: str) -> list[Case]:
    """The cases of a check as they stand now: `make golden` has filled them in since this module was imported."""
    return cases.read(check, cases.files()[check])


def test_every_check_has_a_case_file_and_every_case_file_a_check() -> None:
    assert sorted(cases.files()) == [check.id for check in checks()]


@pytest.mark.parametrize("check", cases.files())
def test_a_check_has_a_case_that_fires_and_one_that_is_quiet(check: str) -> None:
    fires = [f"[{check}]" in case.findings for case in _written(check)]
    assert set(fires) == {True, False}


def test_what_only_advises_never_warns() -> None:
    told = re.compile(r"(error|warning|info)\[(\S+)\]")
    found = {
        (id, severity)
        for check in cases.files()
        for case in _written(check)
        for severity, id in told.findall(case.findings)
    }
    advice = {check.id for check in checks() if check.advice}
    assert advice
    assert {(id, severity) for id, severity in found if id in advice} == {(id, "info") for id in advice}


def test_the_name_of_a_file_is_the_id() -> None:
    assert sorted(cases.check_id(name) for name in MODULES) == [check.id for check in checks()]
    for name in MODULES:
        module = importlib.import_module(f"o11ygen.checks.{name}")
        registered = [check for check in checks() if check.judge.__module__ == module.__name__]
        assert [check.id for check in registered] == [cases.check_id(name)]
        assert registered[0].judge.__name__ == name


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_the_id_of_a_check(check: Check) -> None:
    area, _, name = check.id.partition("/")
    assert area in AREAS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_the_cases_of_a_check(check: Check) -> None:
    """Something bad, something good, something suppressed with a reason, and at least one edge."""
    own = _written(check.id)
    names = [case.name for case in own]
    assert len(set(names)) == len(names)
    assert any(case.findings for case in own), "no bad case"
    assert any(not case.findings and "allow(" not in case.spec for case in own), "no good case"
    assert any(not case.findings and f'allow("{check.id}", why=' in case.spec for case in own), "none suppressed"
    assert len(own) >= 4, "no edge case"
