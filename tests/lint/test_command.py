"""`o11ygen lint FILE...`: what goes in, exit codes, and formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from o11ygen.cli import main

IRATE = """groups:
  - name: a
    rules:
      - alert: Busy
        expr: irate(requests_total[5m]) > 1
        annotations: {summary: Many requests}
"""
CLEAN = IRATE.replace("irate", "rate")
REFUSED = "groups:\n  - name: a\n    rules:\n      - record: a:b\n        expr: sum(\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["lint", *arguments], input=stdin, catch_exceptions=False)


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (CLEAN, (), 0),
        (IRATE, (), 0),
        (IRATE, ("--fail-on", "warning"), 1),
        (REFUSED, (), 1),
        ("groups: [", (), 1),
        ("route: {receiver: a}\nreceivers: [{name: a}]", (), 2),
        ("just text", (), 2),
    ],
)
def test_exit_codes(text: str, arguments: tuple[str, ...], code: int, folder: Path) -> None:
    (folder / "rules.yml").write_text(text, "utf-8")
    assert lint("rules.yml", *arguments).exit_code == code


def test_standard_input() -> None:
    result = lint("-", "--format", "json", stdin=IRATE)
    (finding,) = json.loads(result.output)["findings"]
    assert finding["id"] == "promql/irate"
    assert finding["location"] == {"file": "<stdin>", "line": 5, "column": 15, "path": "groups[0].rules[0].expr"}
    assert finding["environments"] == []
    assert finding["excerpt"] == {"text": "irate(requests_total[5m]) > 1", "start": 0, "end": 25}


def test_a_file_that_is_not_there() -> None:
    result = lint("nothing.yml")
    assert (result.exit_code, result.output) == (2, "o11ygen: `nothing.yml` does not exist. Name files or folders.\n")


def test_a_folder_without_rules_or_dashboards(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "package.json").write_text('{"name": "a", "dependencies": {}}', "utf-8")
    result = lint("deep")
    assert result.exit_code == 2
    assert result.output.startswith("o11ygen: there is no rule file, no manifest of rules and no dashboard")


def test_a_folder_is_searched_and_other_files_are_passed_over(folder: Path) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "alertmanager.yml").write_text("route: {receiver: a}\nreceivers: [{name: a}]", "utf-8")
    (folder / "deep" / "er" / "rules.yml").write_text(IRATE, "utf-8")
    result = lint("deep")
    assert result.exit_code == 0
    assert result.output.startswith("deep/er/rules.yml:5: warning[promql/irate] alert Busy: ")


def test_files_are_linted_without_an_environment(folder: Path) -> None:
    (folder / "rules.yml").write_text(CLEAN, "utf-8")
    result = lint("rules.yml", "--env", "production")
    assert result.exit_code == 2
    assert "`--env` is for the project; files are linted without an environment." in result.output


@pytest.mark.parametrize(
    ("option", "value"),
    [("--scrape-interval", "1m"), ("--retention", "1d"), ("--external-label", "a"), ("--enable-feature", "b")],
)
def test_facts_are_for_files(option: str, value: str) -> None:
    result = lint(option, value)
    assert result.exit_code == 2
    assert f"`{option}`: that is for files; of the project the specs tell it. Name a FILE." in result.output


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--scrape-interval", "soon", "`soon`"),
        ("--retention", "0", "it lasts no time"),
        ("--external-label", "=eu", "`=eu` names no label"),
        ("--prometheus", "new", '"new" is not a version'),
    ],
)
def test_facts_that_are_none(option: str, value: str, why: str, folder: Path) -> None:
    (folder / "rules.yml").write_text(CLEAN, "utf-8")
    result = lint("rules.yml", option, value)
    assert result.exit_code == 2
    assert why in result.output


def test_a_release_decides_what_is_refused(folder: Path) -> None:
    (folder / "rules.yml").write_text(CLEAN.replace("rate(", "ts_of_last_over_time("), "utf-8")
    result = lint("rules.yml", "--prometheus", "2.45", "--format", "json")
    assert "promql/version" in [one["id"] for one in json.loads(result.output)["findings"]]


def test_a_slip_in_the_configuration_is_told(folder: Path) -> None:
    (folder / "rules.yml").write_text(IRATE, "utf-8")
    (folder / "pyproject.toml").write_text(
        '[tool.o11ygen.lint.checks]\n"promql/irates" = "off"\n"ours/check" = "off"\n"promql/ira*" = "info"\n', "utf-8"
    )
    result = lint("rules.yml")
    assert result.exit_code == 0
    assert result.stderr == (
        'o11ygen: pyproject.toml:2: no check is called `promql/irates`. Did you mean "promql/irate"?\n'
    )
    assert "info[promql/irate]" in result.stdout


def test_the_files_of_the_project_s_output_are_files() -> None:
    root = Path(__file__).resolve().parents[2]
    result = lint(str(root / "output" / "production" / "prometheus"), "--format", "json", "--fail-on", "error")
    assert result.exit_code == 0, result.output
