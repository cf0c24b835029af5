"""The command line: help, exit codes, formats, colours, and every state of the output."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from o11ygen import transaction
from o11ygen.cli import _COMMANDS, main
from tests import author
from tests.author import o11ygen

PROJECT = Path(__file__).parent / "mistakes" / "project"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A healthy project, not yet generated."""
    return Path(shutil.copytree(PROJECT, tmp_path / "shop", ignore=shutil.ignore_patterns("__pycache__")))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


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
        edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        assert o11ygen(shop, "lint", "--fail-on", fail_on).code == code

    def test_only_one_environment(self, shop: Path) -> None:
        edit(shop, "specs/environments.py", 'metrics="7d"', 'metrics="1m"')
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
        edit(shop, "specs/alerts.py", 'runbook=f"{RUNBOOKS}/queue-full"', 'runbook="queue-full"')
        edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
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
        edit(shop, "specs/__init__.py", "from o11ygen", f"import os\nos.chdir({str(elsewhere)!r})\nfrom o11ygen")
        outcome = o11ygen(shop, "generate", "--out", "rendered")
        assert outcome.code == 0
        assert "new: rendered/production/alertmanager/alertmanager.yml\n" in outcome.err
        assert (tmp_path / "rendered/production/alertmanager/alertmanager.yml").is_file()
        assert list(elsewhere.iterdir()) == []

    def test_the_folder_of_the_settings(self, shop: Path) -> None:
        edit(shop, "pyproject.toml", 'project = "specs:project"', 'project = "specs:project"\noutput = "rendered"')
        assert o11ygen(shop, "generate").code == 0
        assert (shop / "rendered" / "production").is_dir()

    def test_one_environment_leaves_the_other(self, shop: Path) -> None:
        assert o11ygen(shop, "generate").code == 0
        edit(shop, "specs/alerts.py", '"15m"', '"20m"')
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
        edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        outcome = o11ygen(shop, "generate")
        assert outcome.code == 0
        assert "warning[metric/naming]" in outcome.out
        assert (shop / "output").is_dir()


class TestCheck:
    """`generate --check` in every state of the output: it only looks."""

    def of(self, folder: Path) -> tuple[int, list[str]]:
        before = author.tree(folder)
        outcome = o11ygen(folder, "generate", "--check")
        assert author.tree(folder) == before
        return outcome.code, outcome.out.splitlines()

    def test_nothing_was_generated(self, shop: Path) -> None:
        code, lines = self.of(shop)
        assert code == 1
        assert lines[0].endswith("output/production/alertmanager/alertmanager.yml")
        assert {line.partition(": ")[0] for line in lines} == {"new"}

    @pytest.fixture
    def generated(self, shop: Path) -> Path:
        assert o11ygen(shop, "generate").code == 0
        return shop

    def test_current(self, generated: Path) -> None:
        assert self.of(generated) == (0, [])

    def test_stale(self, generated: Path) -> None:
        edit(generated, "specs/alerts.py", '"15m"', '"20m"')
        code, lines = self.of(generated)
        assert code == 1
        # In staging an override says how long it holds.
        assert len(lines) == 1
        assert lines[0].startswith("stale: ")
        assert lines[0].endswith("output/production/prometheus/alert-rules.yml")

    def test_missing(self, generated: Path) -> None:
        (generated / "output/production/alertmanager/alertmanager.yml").unlink()
        code, lines = self.of(generated)
        assert (code, len(lines)) == (1, 1)
        assert lines[0].startswith("missing: ")

    def test_edited_by_hand(self, generated: Path) -> None:
        file = generated / "output/staging/prometheus/prometheus.yml"
        file.write_text(file.read_text() + "# mine\n")
        code, lines = self.of(generated)
        assert (code, len(lines)) == (1, 1)
        assert lines[0].startswith("edited by hand: ")
        assert lines[0].endswith("output/staging/prometheus/prometheus.yml")

    @pytest.mark.parametrize("manifest", [None, b"damaged"])
    def test_the_manifest_alone(self, generated: Path, manifest: bytes | None) -> None:
        path = generated / "output" / "production" / ".o11ygen"
        path.unlink()
        if manifest is not None:
            path.write_bytes(manifest)
        outcome = o11ygen(generated, "generate", "--check")
        assert outcome.code == 1
        assert [line.partition(": ")[2] for line in outcome.out.splitlines()] == ["PROJECT/output/production/.o11ygen"]

    def test_no_longer_rendered(self, generated: Path) -> None:
        edit(generated, "specs/__init__.py", "environments=", "compose=False, environments=")
        code, lines = self.of(generated)
        assert code == 1
        assert [line for line in lines if line.startswith("no longer rendered: ")] == lines
        assert any(line.endswith("output/production/docker-compose.yml") for line in lines)

    def test_what_is_removed_or_left_is_not_counted_as_written(self, generated: Path) -> None:
        path = generated / "output" / "staging" / "docker-compose.yml"
        path.write_text(path.read_text() + "# by hand\n")
        edit(generated, "specs/__init__.py", "environments=", "compose=False, environments=")
        outcome = o11ygen(generated, "generate")
        assert outcome.err.splitlines()[-1].partition(" of ")[0] == "0"
        assert outcome.err.endswith(" files written, 1 removed: staging, production\n")
        assert path.exists()

    def test_it_says_what_to_do(self, generated: Path) -> None:
        edit(generated, "specs/alerts.py", '"15m"', '"20m"')
        outcome = o11ygen(generated, "generate", "--check")
        assert outcome.err == "output is not current; run `o11ygen generate` and commit what it writes\n"

    @pytest.mark.parametrize("format_", ["json", "sarif", "github", "junit"])
    def test_formats_for_programs_tell_the_files_too(self, generated: Path, format_: str) -> None:
        folder = generated / "output"
        (folder / "staging" / "prometheus" / "prometheus.yml").unlink()
        (folder / "production" / "prometheus" / "flags").write_text("--web.enable-admin-api\n")
        outcome = o11ygen(generated, "generate", "--check", "--format", format_)
        assert outcome.code == 1
        assert "output/missing" in outcome.out
        assert "output/edited" in outcome.out
        if format_ == "json":
            found = json.loads(outcome.out)["findings"]
            assert [(one["id"], one["severity"], one["environments"]) for one in found] == [
                ("output/edited", "error", ["production"]),
                ("output/missing", "error", ["staging"]),
            ]
            assert found[1]["location"]["file"].endswith("output/staging/prometheus/prometheus.yml")

    def test_a_run_that_was_killed(self, generated: Path) -> None:
        staging = generated / "output" / transaction.STAGING
        staging.mkdir()
        (staging / "journal.json").write_text("[]")
        outcome = o11ygen(generated, "generate", "--check")
        told = "an earlier run was ended while it wrote to PROJECT/output"
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err.splitlines()[0] == f"{told}: it holds old files and new ones"
        outcome = o11ygen(generated, "generate")
        assert (outcome.code, outcome.out) == (0, "")
        assert outcome.err.splitlines()[0] == f"{told}; its files were restored first"
        assert not staging.exists()

    def test_a_broken_spec(self, generated: Path) -> None:
        edit(generated, "specs/alerts.py", '"15m"', '"15"')
        assert self.of(generated)[0] == 2


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
        edit(shop, "specs/environments.py", change, 'disable(shop.alert("QueueFull"), why="load tests fill it")')
        edit(shop, "specs/environments.py", "Versions, override", "Versions, disable")
        outcome = o11ygen(shop, "explain", "QueueFull", "--env", "staging")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == "shop.QueueFull is disabled in staging: load tests fill it (specs/environments.py:21)\n"

    def test_a_broken_spec(self, shop: Path) -> None:
        edit(shop, "specs/alerts.py", '"15m"', '"15"')
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
        edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        assert "\x1b[" in self.run(shop)
        assert "\x1b[" not in self.run(shop, NO_COLOR="1")
        assert "\x1b[" not in self.run(shop, TERM="dumb")

    def test_plain_in_a_pipe(self, shop: Path) -> None:
        edit(shop, "specs/metrics.py", '"orders_total"', '"orders"')
        assert "\x1b[" not in o11ygen(shop, "lint").out
