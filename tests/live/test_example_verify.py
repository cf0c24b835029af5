"""`o11ygen verify` over the rendered example: the report names the programs that ran, and a broken file fails it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from o11ygen.verify import find_programs
from tests import author
from tests.live import example
from tests.programs import ROOT, program

pytestmark = pytest.mark.tools

RULES = "prometheus/alert-rules.yml"


def verify(output: Path, *arguments: str) -> author.Outcome:
    return author.o11ygen(ROOT, "verify", "--out", str(output), "--env", "production", *arguments)


def findings(outcome: author.Outcome) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(outcome.out)["findings"]
    return found


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The rendered files of production, with the programs of its versions at hand."""
    program("promtool", "3.5")
    program("amtool", "0.28")
    example.write("production", tmp_path / "production")
    return tmp_path


def test_the_report_says_which_programs_ran(output: Path) -> None:
    outcome = verify(output)
    assert (outcome.code, outcome.out) == (0, "")
    ran = [line.partition(" ")[2] for line in outcome.err.splitlines() if line.startswith("production: ")]
    for said in (
        f"check rules {RULES}, prometheus/recording-rules.yml: accepted",
        "check config prometheus/prometheus.yml: accepted",
    ):
        assert [line.partition(" ")[2] for line in ran if line.endswith(said)] == [f"{promtool()} {said}"]
    assert [line for line in ran if line.startswith("amtool 0.28.")] != []
    assert [line for line in ran if "refused" in line] == []


def promtool() -> str:
    """The version as the report tells it, behind the program's name."""
    return next(str(one.version) for one in find_programs(ROOT, names=("promtool",)).found if one.version[:2] == (3, 5))


def test_a_broken_rule_is_an_error_at_its_line(output: Path) -> None:
    file = output / "production" / RULES
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    broken = next(index for index, line in enumerate(lines) if "max by (job) (up{" in line)
    lines[broken] = lines[broken].replace("max by (job) (up{", "max by (job) up{")
    file.write_text("".join(lines), encoding="utf-8")

    outcome = verify(output, "--format", "json")
    assert outcome.code == 1
    errors = [one for one in findings(outcome) if one["severity"] == "error"]
    assert {one["id"] for one in errors} <= {"rules/promtool", "prometheus/promtool"}
    [rule] = [one for one in errors if one["id"] == "rules/promtool"]
    assert Path(rule["location"]["file"]).name == "alert-rules.yml"
    assert rule["location"]["line"] == broken + 1
    assert f"promtool {promtool()}" in rule["message"]
    assert "ApplicationDown" in rule["message"]


def test_a_receiver_that_does_not_exist_is_an_error(output: Path) -> None:
    file = output / "production/alertmanager/alertmanager.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("- name: ml-platform-page", "- name: ml-platform-pages"), encoding="utf-8")
    outcome = verify(output, "--format", "json")
    assert outcome.code == 1
    assert [one["id"] for one in findings(outcome)] == ["alertmanager/amtool"]
    assert "ml-platform-page" in findings(outcome)[0]["message"]
    assert "alertmanager/alertmanager.yml: refused" in outcome.err


def test_output_that_is_not_there_is_no_success(tmp_path: Path) -> None:
    outcome = verify(tmp_path / "nowhere")
    assert outcome.code == 2
    assert "Run `o11ygen generate` first." in outcome.err
