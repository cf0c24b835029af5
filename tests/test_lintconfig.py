"""`[tool.o11ygen.lint]`: what it changes, where, and what is wrong with one that can't be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from o11ygen.finding import Finding, Severity
from o11ygen.lintconfig import LintConfig, Override, Rule
from tests import author, lint_project


def linted(folder: Path, *arguments: str, **files: str) -> tuple[int, list[tuple[str, str, str, tuple[str, ...]]]]:
    lint_project.make(folder, **files)
    outcome = author.o11ygen(folder, "lint", "--format", "json", *arguments)
    assert outcome.err == ""
    found = json.loads(outcome.out)["findings"]
    return outcome.code, [
        (one["location"]["file"], one["id"], one["severity"], tuple(one["environments"])) for one in found
    ]


BOTH = ("production", "staging")
NAMING = ("specs/__init__.py", "alert/naming", "warning", BOTH)
OLD = ("specs/old.py", "rule/naming", "warning", BOTH)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", [NAMING, OLD, OLD]),
        ('[tool.o11ygen.lint.checks]\n"rule/naming" = "off"\n', [NAMING]),
        # The exact id wins over a pattern, and the longer pattern over the shorter.
        ('[tool.o11ygen.lint.checks]\n"rule/naming" = "warning"\n"*/naming" = "off"\n', [OLD, OLD]),
        (
            '[tool.o11ygen.lint.checks]\n"*" = "off"\n"alert/*" = "info"\n',
            [("specs/__init__.py", "alert/naming", "info", BOTH)],
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\npaths = ["specs/old.py"]\nchecks = {"rule/*" = "info"}\n',
            [NAMING, *[("specs/old.py", "rule/naming", "info", BOTH)] * 2],
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\nenvironments = ["staging"]\nchecks = {"*/naming" = "off"}\n',
            [(file, id, level, ("production",)) for file, id, level, _ in (NAMING, OLD, OLD)],
        ),
        # In one environment of one file; the last that says something holds.
        (
            '[[tool.o11ygen.lint.overrides]]\npaths = ["specs/**"]\nchecks = {"rule/naming" = "off"}\n'
            '[[tool.o11ygen.lint.overrides]]\npaths = ["specs/*.py"]\nenvironments = ["staging"]\n'
            'checks = {"rule/naming" = "error"}\n',
            [NAMING, *[("specs/old.py", "rule/naming", "error", ("staging",))] * 2],
        ),
        # One finding has another severity in one of the environments: it is told for each.
        (
            '[[tool.o11ygen.lint.overrides]]\nenvironments = ["staging"]\nchecks = {"alert/naming" = "info"}\n',
            [
                ("specs/__init__.py", "alert/naming", "warning", ("production",)),
                ("specs/__init__.py", "alert/naming", "info", ("staging",)),
                OLD,
                OLD,
            ],
        ),
    ],
)
def test_severities(tmp_path: Path, settings: str, expected: list[tuple[str, str, str, tuple[str, ...]]]) -> None:
    assert linted(tmp_path, settings=settings)[1] == expected


def test_the_spec_wins_over_the_table_and_an_override_over_the_spec(tmp_path: Path) -> None:
    specs = lint_project.SPECS.replace('checks={"rule/unused"', 'checks={"rule/naming": "info", "rule/unused"')
    table = '[tool.o11ygen.lint.checks]\n"rule/naming" = "error"\n'
    override = '[[tool.o11ygen.lint.overrides]]\npaths = ["specs/old.py"]\nchecks = {"rule/naming" = "off"}\n'
    assert [
        level for _, id, level, _ in linted(tmp_path / "a", specs=specs, settings=table)[1] if id == "rule/naming"
    ] == [
        "info",
        "info",
    ]
    assert linted(tmp_path / "b", specs=specs, settings=table + override)[1] == [NAMING]


def test_what_is_off_does_not_stop_generate(tmp_path: Path) -> None:
    settings = '[tool.o11ygen.lint.checks]\n"alert/naming" = "error"\n'
    lint_project.make(tmp_path, settings=settings)
    assert author.o11ygen(tmp_path, "generate").code == 1
    lint_project.make(tmp_path, settings=settings.replace("error", "off"))
    assert author.o11ygen(tmp_path, "generate").code == 0


@pytest.mark.parametrize(
    ("level", "arguments", "code"),
    [
        ("error", (), 0),
        ("warning", (), 1),
        ("info", (), 1),
        ("never", (), 0),
        ("never", ("--fail-on", "warning"), 1),
        ("warning", ("--fail-on", "never"), 0),
    ],
)
def test_what_fails(tmp_path: Path, level: str, arguments: tuple[str, ...], code: int) -> None:
    assert linted(tmp_path, *arguments, settings=f'[tool.o11ygen.lint]\nfail-on = "{level}"\n')[0] == code


def test_never_fails_on_findings_only(tmp_path: Path) -> None:
    lint_project.make(tmp_path, specs="project = 1")
    assert author.o11ygen(tmp_path, "lint", "--fail-on", "never").code == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            "lint = 1\n",
            "pyproject.toml: `lint` is not a table. Write `[tool.o11ygen.lint]`, and the settings below it.",
        ),
        (
            '[tool.o11ygen.lint]\nfail_on = "error"\n',
            'pyproject.toml:4: [tool.o11ygen.lint] has no key `fail_on`. Did you mean "fail-on"?',
        ),
        (
            '[tool.o11ygen.lint]\nfail-on = "fatal"\n',
            'pyproject.toml:4: `fail-on` is \'fatal\', which is none of "error", "warning", "info", "never".',
        ),
        (
            "[tool.o11ygen.lint]\nbaseline = 1\n",
            'pyproject.toml:4: `baseline` is no path. Write a text, "lint-baseline.json".',
        ),
        (
            '[tool.o11ygen.lint]\nchecks = "off"\n',
            "pyproject.toml:4: `checks` is no table of ids with severities.",
        ),
        (
            '[tool.o11ygen.lint.checks]\n# The old names.\n"rule/naming" = "warn"\n',
            'pyproject.toml:5: `rule/naming` is \'warn\', which is none of "error", "warning", "info", "off". '
            'Did you mean "warning"?',
        ),
        (
            '[tool.o11ygen.lint]\nchecks = {"rule/naming" = "off", "rule/namin" = "off"}\n',
            'pyproject.toml:4: no check is called `rule/namin`. Did you mean "rule/naming"?',
        ),
        (
            '[tool.o11ygen.lint.checks]\n"promq/*" = "off"\n',
            "pyproject.toml:4: no check is called `promq/*`. Did you mean",
        ),
        (
            '[tool.o11ygen.lint.checks]\n"spec/value" = "off"\n',
            "pyproject.toml:4: the severity of `spec/value` can't be changed: without it there is nothing to render. "
            "Mend what it finds.",
        ),
        (
            "[tool.o11ygen.lint]\noverrides = {}\n",
            "pyproject.toml:4: `overrides` are not tables. Write `[[tool.o11ygen.lint.overrides]]` for each.",
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\npaths = ["a"]\nchecks = {"rule/naming" = "off"}\n'
            '[[tool.o11ygen.lint.overrides]]\npath = ["a"]\nchecks = {"rule/naming" = "off"}\n',
            'pyproject.toml:7: [[tool.o11ygen.lint.overrides]] has no key `path`. Did you mean "paths"?',
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\npaths = "a"\nchecks = {"rule/naming" = "off"}\n',
            'pyproject.toml:4: `paths` is no list of texts. Write `paths = ["..."]`.',
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\npaths = []\nchecks = {"rule/naming" = "off"}\n',
            "pyproject.toml:4: `paths` is empty, so nothing is meant. Leave it out.",
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\nchecks = {"rule/naming" = "off"}\n',
            "pyproject.toml:3: it is about every finding. Name `paths` or `environments`, or write it in "
            "`[tool.o11ygen.lint.checks]`.",
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\npaths = ["a"]\n',
            'pyproject.toml:3: it changes no check. Add `checks = {"area/name" = "off"}`.',
        ),
        (
            '[[tool.o11ygen.lint.overrides]]\nenvironments = ["stagng"]\nchecks = {"rule/naming" = "off"}\n',
            'pyproject.toml:3: the project has no environment `stagng`. Did you mean "staging"?',
        ),
    ],
)
def test_what_can_not_be_used(tmp_path: Path, settings: str, message: str) -> None:
    lint_project.make(tmp_path, settings=settings)
    outcome = author.o11ygen(tmp_path, "lint")
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(f"o11ygen: {message}"), outcome.err


@pytest.mark.parametrize(
    ("pattern", "file", "expected"),
    [
        ("specs/old.py", "specs/old.py", True),
        ("specs", "specs/a/b.py", True),
        ("specs/", "specs/a/b.py", True),
        ("./specs/*", "specs/a.py", True),
        ("specs/*.py", "specs/a/b.py", False),
        ("specs/**/*.py", "specs/b.py", True),
        ("specs/**/*.py", "specs/a/b/c.py", True),
        ("**/legacy/**", "specs/legacy/a.py", True),
        ("**", "a.py", True),
        ("a?.py", "ab.py", True),
        ("a.py", "aXpy", False),
        ("spec", "specs/a.py", False),
    ],
)
def test_paths(pattern: str, file: str, expected: bool) -> None:
    assert Override((), (pattern,)).is_about(file, "") is expected


def test_a_finding_of_no_environment_is_not_that_of_one() -> None:
    config = LintConfig(overrides=(Override((Rule("a/*", "off", ""),), environments=("staging",)),))
    finding = Finding("a/b", Severity.ERROR, "m")
    assert config.applied(finding, file="f", environment="") is finding
    assert config.applied(finding, file="f", environment="staging") is None


def test_files_that_are_linted_follow_the_project_they_lie_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = "groups:\n  - name: a\n    rules:\n      - alert: not_camel\n        expr: up\n"
    settings = '[[tool.o11ygen.lint.overrides]]\npaths = ["rules/old/**"]\nchecks = {"alert/condition" = "off"}\n'
    lint_project.make(tmp_path, settings=settings)
    author.write(
        tmp_path, {"rules/old/a.yml": rules, "rules/new/a.yml": rules, "pyproject.toml": author.PYPROJECT + settings}
    )
    monkeypatch.chdir(tmp_path)
    outcome = author.o11ygen(tmp_path, "lint", "--format", "json", "rules")
    named = [one["location"]["file"] for one in json.loads(outcome.out)["findings"] if one["id"] == "alert/condition"]
    assert named == ["rules/new/a.yml"]
