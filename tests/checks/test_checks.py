"""Every check against its cases, and the shape that every check has."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import textwrap
from pathlib import Path

import pytest

from o11ygen import checks as package
from o11ygen.check import Check, checks
from o11ygen.spec import vocabulary
from o11ygen.spec.model import Spec
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


def test_every_check_has_a_case_file_and_every_case_file_a_check() -> None:
    assert sorted(cases.files()) == [check.id for check in checks()]


def test_the_name_of_a_file_is_the_id() -> None:
    assert sorted(cases.check_id(name) for name in MODULES) == [check.id for check in checks()]
    for name in MODULES:
        module = importlib.import_module(f"o11ygen.checks.{name}")
        registered = [check for check in checks() if check.judge.__module__ == module.__name__]
        assert [check.id for check in registered] == [cases.check_id(name)]
        assert registered[0].judge.__name__ == name


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_the_page_of_a_check(check: Check) -> None:
    """A summary line, why it matters, then a bad and a good example."""
    area, _, name = check.id.partition("/")
    assert area in AREAS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    blocks = check.page.split("\n\n")
    assert "\n" not in blocks[0]
    assert blocks[0].endswith(".")
    bad, good = blocks.index("Bad::"), blocks.index("Good::")
    assert 1 < bad < good, "between the summary and the examples stands why it matters"
    for example in (blocks[bad + 1], blocks[good + 1]):
        assert all(line.startswith("    ") for line in example.splitlines())


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_the_examples_of_a_check_are_written_in_the_vocabulary(check: Check) -> None:
    """Each is Python, of statements or of arguments, with names and fields that exist."""
    blocks = check.page.split("\n\n")
    for title in ("Bad::", "Good::"):
        example = textwrap.dedent(blocks[blocks.index(title) + 1])
        try:
            tree: ast.AST = ast.parse(example)
        except SyntaxError:
            tree = ast.parse(f"example({example.strip()}\n)")
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            if name == "example":
                continue
            assert name in vocabulary.__all__
            made = getattr(vocabulary, name)
            if isinstance(made, type) and issubclass(made, Spec):
                assert {keyword.arg for keyword in call.keywords} <= made.model_fields.keys()


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_the_cases_of_a_check(check: Check) -> None:
    """Something bad, something good, something suppressed with a reason, and at least one edge."""
    own = [case for case in CASES if case.check == check.id]
    names = [case.name for case in own]
    assert len(set(names)) == len(names)
    assert any(case.findings for case in own), "no bad case"
    assert any(not case.findings and "allow(" not in case.spec for case in own), "no good case"
    assert any(not case.findings and f'allow("{check.id}", why=' in case.spec for case in own), "none suppressed"
    assert len(own) >= 4, "no edge case"
