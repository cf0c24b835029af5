"""The command line: help, exit codes, formats and colours."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from o11ygen.cli import _COMMANDS, main
from tests import author
from tests.author import o11ygen


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A healthy project, not yet generated."""
    return author.shop(tmp_path)


class TestHelp:
    def test_every_command_is_listed_with_its_line(self) -> None:
        result = CliRunner().invoke(main, ["--help"])
        assert result.exit_code == 0
        assert "Exit codes: 0 clean, 1 findings or stale output, 2 unusable input." in result.stdout
        for name, line in _COMMANDS.items():
            assert f"  {name}" in result.stdout
            assert line in result.stdout
        assert list(_COMMANDS) == sorted(_COMMANDS)

    @pytest.mark.parametrize("name", sorted(_COMMANDS))
    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_help_of_a_command(self, name: str, flag: str) -> None:
        result = CliRunner().invoke(main, [name, flag], prog_name="o11ygen")
        assert result.exit_code == 0
        assert result.stdout.startswith(f"Usage: o11ygen {name} ")
        command = main.get_command(click.Context(main), name)
        assert command is not None
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, option.name

    def test_nothing_asked(self) -> None:
        result = CliRunner().invoke(main, [])
        assert (result.exit_code, "Usage: " in result.output) == (2, True)

    def test_the_version(self) -> None:
        result = CliRunner().invoke(main, ["--version"])
        assert result.stdout.startswith("o11ygen ")

    def test_a_command_that_does_not_exist(self) -> None:
        result = CliRunner().invoke(main, ["lnt"])
        assert result.exit_code == 2
        assert 'there is no command `lnt`. Did you mean "lint"?' in result.stderr


class TestLint:
    def test_clean(self, shop: Path) -> None:
        outcome = o11ygen(shop, "lint")
        assert (outcome.code, outcome.out, outcome.err) == (0, "no findings\n", "")
        assert not (shop / "output").exists()

    @pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
    def test_the_level_that_fails(self, shop: Path, fail_on: str, code: int) -> None:
        author.edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        assert o11ygen(shop, "lint", "--fail-on", fail_on).code == code

    def test_only_one_environment(self, shop: Path) -> None:
        author.edit(shop, "specs/environments.py", 'metrics="7d"', 'metrics="1m"')
        assert o11ygen(shop, "lint", "-e", "production").code == 0
        assert o11ygen(shop, "lint", "-e", "production", "-e", "staging").code == 1

    @pytest.mark.parametrize("command", ["lint", "generate", "explain x", "verify"])
    def test_an_unknown_environment(self, shop: Path, command: str) -> None:
        outcome = o11ygen(shop, *command.split(), "--env", "stagging")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == 'o11ygen: the project has no environment `stagging`. Did you mean "staging"?\n'

    def test_the_list_of_checks(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(main, ["lint", "--list"])
        assert result.exit_code == 0
        lines = result.stdout.splitlines()
        assert lines == sorted(lines)
        assert [line for line in lines if line.startswith("alert/runbook ")] == [
            "alert/runbook            error    Critical alerts and warnings without a runbook, or with one that is no link."
        ]

    def test_from_a_folder_below(self, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(shop / "specs")
        assert CliRunner().invoke(main, ["lint"]).exit_code == 0


class TestFormats:
    @pytest.fixture
    def faulty(self, shop: Path) -> Path:
        author.edit(shop, "specs/alerts.py", 'runbook=f"{RUNBOOKS}/queue-full"', 'runbook="queue-full"')
        author.edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        return shop

    def test_json(self, faulty: Path) -> None:
        outcome = o11ygen(faulty, "lint", "--format", "json")
        document = json.loads(outcome.out)
        assert outcome.code == 1
        assert document["summary"] == {"errors": 1, "warnings": 1, "infos": 0}
        assert [(one["id"], one["severity"], one["location"]["line"]) for one in document["findings"]] == [
            ("alert/runbook", "error", 25),
            ("metric/naming", "warning", 3),
        ]
        assert document["findings"][0]["environments"] == ["staging", "production"]

    def test_sarif(self, faulty: Path) -> None:
        document = json.loads(o11ygen(faulty, "lint", "--format", "sarif").out)
        (run,) = document["runs"]
        assert document["version"] == "2.1.0"
        assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
            ("alert/runbook", "error"),
            ("metric/naming", "warning"),
        ]
        rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
        assert rules["metric/naming"]["shortDescription"]["text"].startswith("Metric names against")

    def test_github(self, faulty: Path) -> None:
        lines = o11ygen(faulty, "lint", "--format", "github").out.splitlines()
        assert [line.partition("::")[2].partition(" ")[0] for line in lines if line.startswith("::")] == [
            "error",
            "warning",
        ]
        assert "file=specs/alerts.py,line=25" in lines[0]

    @pytest.mark.parametrize(("fail_on", "failures"), [("error", 1), ("warning", 2)])
    def test_junit(self, faulty: Path, fail_on: str, failures: int) -> None:
        outcome = o11ygen(faulty, "lint", "--format", "junit", "--fail-on", fail_on)
        suite = ElementTree.fromstring(outcome.out)
        assert len(suite.findall(".//failure")) == failures

    @pytest.mark.parametrize("format_", ["json", "sarif", "junit"])
    def test_standard_output_holds_the_document_alone(self, shop: Path, format_: str) -> None:
        for arguments in (["generate", "--check"], ["generate"], ["lint"]):
            outcome = o11ygen(shop, *arguments, "--format", format_)
            parse = json.loads if format_ != "junit" else ElementTree.fromstring
            parse(outcome.out)

    def test_an_unknown_format(self, shop: Path) -> None:
        outcome = o11ygen(shop, "lint", "--format", "xml")
        assert outcome.code == 2
        assert "'xml' is not one of 'text', 'json', 'sarif', 'github', 'junit'" in outcome.err


class TestGenerate:
    def test_first_and_second_time(self, shop: Path) -> None:
        outcome = o11ygen(shop, "generate")
        assert (outcome.code, outcome.out) == (0, "")
        assert "files written: staging, production" in outcome.err
        before = author.tree(shop / "output")
        assert {path.partition("/")[0] for path in before} == {"staging", "production"}
        outcome = o11ygen(shop, "generate")
        assert (outcome.code, outcome.out) == (0, "")
        assert "files are current: staging, production" in outcome.err
        assert author.tree(shop / "output") == before

    def test_another_folder(self, shop: Path, tmp_path: Path) -> None:
        assert o11ygen(shop, "generate", "--out", str(tmp_path / "elsewhere")).code == 0
        assert not (shop / "output").exists()
        assert (tmp_path / "elsewhere" / "staging" / ".o11ygen").is_file()

    def test_a_spec_that_goes_elsewhere_takes_the_output_not_along(
        self, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        monkeypatch.chdir(tmp_path)
        author.edit(shop, "specs/__init__.py", "from o11ygen", f"import os\nos.chdir({str(elsewhere)!r})\nfrom o11ygen")
        outcome = o11ygen(shop, "generate", "--out", "rendered")
        assert outcome.code == 0
        assert "new: rendered/production/alertmanager/alertmanager.yml\n" in outcome.err
        assert (tmp_path / "rendered/production/alertmanager/alertmanager.yml").is_file()
        assert list(elsewhere.iterdir()) == []

    def test_the_folder_of_the_settings(self, shop: Path) -> None:
        author.edit(
            shop, "pyproject.toml", 'project = "specs:project"', 'project = "specs:project"\noutput = "rendered"'
        )
        assert o11ygen(shop, "generate").code == 0
        assert (shop / "rendered" / "production").is_dir()

    def test_one_environment_leaves_the_other(self, shop: Path) -> None:
        assert o11ygen(shop, "generate").code == 0
        author.edit(shop, "specs/alerts.py", '"15m"', '"20m"')
        before = author.tree(shop / "output" / "staging")
        assert o11ygen(shop, "generate", "--env", "production").code == 0
        assert author.tree(shop / "output" / "staging") == before
        assert b"20m" in (shop / "output/production/prometheus/alert-rules.yml").read_bytes()

    def test_a_file_of_somebody_else_is_not_overwritten(self, shop: Path) -> None:
        file = shop / "output" / "production" / "prometheus" / "prometheus.yml"
        file.parent.mkdir(parents=True)
        file.write_text("mine")
        outcome = o11ygen(shop, "generate")
        assert outcome.code == 2
        assert "prometheus.yml" in outcome.err
        assert author.tree(shop / "output") == {"production/prometheus/prometheus.yml": b"mine"}
        assert o11ygen(shop, "generate", "--force").code == 0
        assert file.read_text() != "mine"

    def test_warnings_are_printed_and_do_not_stop(self, shop: Path) -> None:
        author.edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        outcome = o11ygen(shop, "generate")
        assert outcome.code == 0
        assert "warning[metric/naming]" in outcome.out
        assert (shop / "output").is_dir()


class TestVerify:
    def test_files_that_are_gone_or_edited_since_they_were_written(self, shop: Path) -> None:
        """No program is asked about a file that is not there, and an empty one passes."""
        assert o11ygen(shop, "generate").code == 0
        assert o11ygen(shop, "verify", "--format", "json", "-e", "production").code == 0
        output = shop / "output/production"
        (output / "alertmanager/alertmanager.yml").unlink()
        (output / "prometheus/prometheus.yml").write_text("")
        outcome = o11ygen(shop, "verify", "--format", "json", "-e", "production")
        assert outcome.code == 1
        found = [one for one in json.loads(outcome.out)["findings"] if one["id"].startswith("output/")]
        assert [(one["id"], one["severity"], one["message"]) for one in found] == [
            (
                "output/missing",
                "error",
                "`production/alertmanager/alertmanager.yml` was rendered and is gone; what runs lacks it",
            ),
            (
                "output/edited",
                "warning",
                "`production/prometheus/prometheus.yml` was edited by hand; the next `generate` takes that away",
            ),
        ]
        (output / ".o11ygen").unlink()
        assert o11ygen(shop, "verify", "-e", "production").code == 0


class TestExplain:
    def test_text(self, shop: Path) -> None:
        outcome = o11ygen(shop, "explain", "QueueFull", "--env", "staging")
        assert outcome.code == 0
        assert outcome.out.startswith(
            "shop.QueueFull in staging: alert QueueFull\n  expr: specs/alerts.py:20  (spec)\n"
        )
        assert "  for: specs/environments.py:21  (override: load tests fill it)\n      1h\n" in outcome.out
        assert (
            "  series: gauge, above 1000; looks back 0s; returns sometimes\n"
            "      environment: sure, external label\n"
            "      instance: sure, set by the scrape\n"
        ) in outcome.out
        assert outcome.out.endswith("  goes to sales-notify (team sales: notify)\n\n")

    def test_json(self, shop: Path) -> None:
        (one,) = json.loads(o11ygen(shop, "explain", "shop.QueueFull", "-e", "staging", "--format", "json").out)
        assert (one["id"], one["environment"]) == ("shop.QueueFull", "staging")
        assert one["receivers"] == ["sales-notify (team sales: notify)"]
        values = {value["field"]: value for value in one["values"]}
        assert values["for"]["value"] == "1h"
        assert values["for"]["location"]["file"] == "specs/environments.py"
        (series,) = one["series"]
        assert (series["value"], series["unit"], series["returns"], series["reach"]) == ("gauge", "", "sometimes", "0s")
        assert series["low"] > 1000
        assert series["high"] is None
        assert series["labels"][2] == {"name": "job", "presence": "sure", "reason": 'matched by `job="shop"`'}
        assert not series["other_labels"]

    def test_a_name_that_does_not_exist(self, shop: Path) -> None:
        outcome = o11ygen(shop, "explain", "QueueFul")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == 'o11ygen: no environment asked for has a rule `QueueFul`. Did you mean "QueueFull"?\n'

    def test_a_rule_that_is_disabled(self, shop: Path) -> None:
        change = 'override(shop.alert("QueueFull"), for_="1h", why="load tests fill it")'
        author.edit(shop, "specs/environments.py", change, 'disable(shop.alert("QueueFull"), why="load tests fill it")')
        author.edit(shop, "specs/environments.py", "Versions, override", "Versions, disable")
        outcome = o11ygen(shop, "explain", "QueueFull", "--env", "staging")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == "shop.QueueFull is disabled in staging: load tests fill it (specs/environments.py:21)\n"

    def test_a_broken_spec(self, shop: Path) -> None:
        author.edit(shop, "specs/alerts.py", '"15m"', '"15"')
        outcome = o11ygen(shop, "explain", "QueueFull")
        assert outcome.code == 2
        assert "error[spec/value]" in outcome.out


def test_schema_is_json() -> None:
    result = CliRunner().invoke(main, ["schema", "spec"])
    assert result.exit_code == 0
    assert "Alert" in json.loads(result.stdout)["$defs"]


class TestTerminal:
    """Colours for a person, none for a pipe, none where NO_COLOR is set."""

    def run(self, folder: Path, **env: str) -> str:
        """The output of `lint` on a terminal."""
        leader, follower = pty.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", **env}
        if "NO_COLOR" not in env:
            environment.pop("NO_COLOR", None)
        process = subprocess.Popen(
            [sys.executable, "-c", "from o11ygen.cli import main; main()", "lint"],
            cwd=folder,
            stdout=follower,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        os.close(follower)
        chunks = []
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:  # how a terminal says that nobody writes any more
                break
            if not chunk:
                break
            chunks.append(chunk)
        process.wait()
        os.close(leader)
        return b"".join(chunks).decode()

    def test_colours_on_a_terminal(self, shop: Path) -> None:
        author.edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        assert "\x1b[" in self.run(shop)
        assert "\x1b[" not in self.run(shop, NO_COLOR="1")
        assert "\x1b[" not in self.run(shop, TERM="dumb")

    def test_plain_in_a_pipe(self, shop: Path) -> None:
        author.edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        assert "\x1b[" not in o11ygen(shop, "lint").out
