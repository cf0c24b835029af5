"""What `o11ygen validate` says below its findings, for people; and what programs are told of the ids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from o11ygen.cli import main

GOOD = "groups: [{name: a, rules: [{record: a, expr: b}]}]\n"
BROKEN = "groups: [{name: a, rules: [{record: a, exprs: b}]}]\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments], catch_exceptions=False)


def last_lines(result: Result, number: int) -> list[str]:
    return result.stdout.splitlines()[-number:]


def test_each_file_has_its_kind_and_verdict() -> None:
    Path("a.yml").write_text(GOOD)
    Path("b.yml").write_text(BROKEN)
    Path("c.yml").write_text("hello: world\n")
    Path("d.yml").write_text("services: {app: {image: app}}\n")
    Path("e.yml").write_text('remote_write: [{url: ""}]\n')
    found = run("a.yml", "b.yml", "c.yml", "d.yml", "e.yml", "--prometheus", "3.5")
    assert last_lines(found, 6) == [
        "a.yml (rules): promtool would accept it",
        "b.yml (rules): promtool would refuse it",
        "c.yml: not judged",
        "d.yml (compose): valid",
        "e.yml (prometheus): promtool would accept it; its errors are met by the server alone",
        "judged as Prometheus 3.5 (asked for)",
    ]
    assert found.exit_code == 2


def test_many_files_are_counted_and_what_is_passed_over_is_named_in_part() -> None:
    for number in range(11):
        Path(f"rules{number:02}.yml").write_text(BROKEN if number == 3 else GOOD)
        Path(f"values{number:02}.yml").write_text("hello: world\n")
    assert last_lines(run(".", "--prometheus", "3.5"), 3) == [
        "11 files: 10 valid, 1 not",
        "judged as Prometheus 3.5 (asked for)",
        f"passed over, of no known kind: {', '.join(f'values{number:02}.yml' for number in range(10))} and 1 more",
    ]
    names = [f"rules{number:02}.yml" for number in range(11)]
    assert "12 files: 10 valid, 1 not, 1 not judged" in run(*names, "values00.yml").stdout


def test_a_fault_of_a_file_that_another_names_is_told_once() -> None:
    Path("prometheus.yml").write_text("rule_files: [rules.yml]\n")
    Path("rules.yml").write_text(BROKEN)
    found = run("prometheus.yml", "rules.yml", "--format", "github").stdout.splitlines()
    assert len(found) == len(set(found))
    assert {line.partition(",")[0] for line in found} == {"::error file=rules.yml"}


@pytest.mark.parametrize("format_", ["text", "json"])
def test_where_nothing_is_found_nothing_is_right(format_: str) -> None:
    Path("folder").mkdir()
    found = run("folder", "--format", format_)
    assert found.exit_code == 2
    if format_ == "text":
        assert found.stdout == "nothing was judged: no file of a known kind is there\n"
    else:
        assert json.loads(found.stdout)["files"] == []


def test_a_release_that_is_not_known_yet_is_told() -> None:
    Path("a.yml").write_text(GOOD)
    [told] = last_lines(run("a.yml", "--prometheus", "99.0"), 1)
    assert told.startswith("judged as Prometheus 99.0 (asked for; known are releases up to ")


def test_sarif_says_what_an_id_means() -> None:
    Path("a.yml").write_text(BROKEN.replace("a, exprs: b", 'a, expr: "b[5m]"'))
    rules = json.loads(run("a.yml", "--format", "sarif").stdout)["runs"][0]["tool"]["driver"]["rules"]
    text = "An expression that is a string or a range vector: every evaluation fails."
    assert [(rule["id"], rule["shortDescription"], rule["help"]["text"]) for rule in rules] == [
        ("rules/result", {"text": text}, text)
    ]
