"""`o11ygen validate` as it is called: what it reads, how it answers, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from o11ygen.cli import main
from o11ygen.cli.validate import KINDS as OFFERED
from o11ygen.validate.kinds import KINDS

GOOD = "groups: [{name: a, rules: [{record: a, expr: b}]}]\n"
BROKEN = "groups:\n  - name: a\n    rules:\n      - {record: a, expr: b =}\n"
DOUBTFUL = 'groups: [{name: a, rules: [{record: a, expr: "b[5m]"}]}]\n'
SERVER_ONLY = 'remote_write: [{url: ""}]\n'
ROUTE = "route: {receiver: a}\nreceivers: [{name: a}]\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, read: str | bytes = "") -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(main, ["validate", *arguments], input=read, catch_exceptions=False)


def write(**files: str) -> None:
    """Files of this folder: `good_yml="..."` is `good.yml`."""
    for name, text in files.items():
        Path(name.replace("_", ".")).write_text(text, encoding="utf-8")


def answer(*arguments: str, read: str | bytes = "") -> dict[str, Any]:
    """What a program reads."""
    found: dict[str, Any] = json.loads(run(*arguments, "--format", "json", read=read).stdout)
    return found


def test_the_kinds_that_are_offered_are_those_there_are() -> None:
    assert ("auto", *KINDS) == OFFERED


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, (), 0),
        (BROKEN, (), 1),
        (DOUBTFUL, (), 0),
        (DOUBTFUL, ("--fail-on", "warning"), 1),
        (DOUBTFUL, ("--fail-on", "warning", "--ignore", "rules/result"), 0),
        (BROKEN, ("--ignore", "rules/result"), 1),
        (SERVER_ONLY, ("--kind", "prometheus"), 1),
        ("hello: world\n", (), 2),
        (GOOD, ("--prometheus", "three"), 2),
        (GOOD, ("--kind", "rule"), 2),
        (GOOD, ("--ignore", "rules/reslut"), 2),
    ],
)
def test_the_exit_code(text: str, options: tuple[str, ...], code: int) -> None:
    write(a_yml=text)
    assert run("a.yml", *options).exit_code == code


def test_what_only_the_server_refuses_is_valid_and_an_error() -> None:
    write(a_yml=SERVER_ONLY)
    (report,) = answer("a.yml", "--kind", "prometheus")["files"]
    assert report["valid"] is True
    assert [finding["severity"] for finding in report["findings"]] == ["error"]


def test_the_shape_of_the_answer() -> None:
    write(a_yml=BROKEN)
    found = answer("a.yml", "--prometheus", "3.5")
    assert found["versions"] == {"prometheus": [{"version": "3.5", "source": "asked for"}]}
    (report,) = found["files"]
    assert {name: report[name] for name in ("file", "kind", "valid")} == {
        "file": "a.yml", "kind": "rules", "valid": False,
    }  # fmt: skip
    (finding,) = report["findings"]
    assert finding["id"] == "promql/syntax"
    assert finding["severity"] == "error"
    assert finding["location"] == {"file": "a.yml", "line": 4, "column": 29, "path": "groups[0].rules[0].expr"}
    assert all(isinstance(finding[name], str) and finding[name] for name in ("message", "hint"))


def test_standard_input() -> None:
    (report,) = answer("-", read=BROKEN)["files"]
    assert report["file"] == "<stdin>"
    assert {finding["location"]["file"] for finding in report["findings"]} == {"<stdin>"}
    (report,) = answer("-", "--kind", "alertmanager", read=b"\xff\xfe")["files"]
    assert {finding["location"]["file"] for finding in report["findings"]} == {"<stdin>"}


def test_standard_input_names_no_files_that_could_be_found() -> None:
    (report,) = answer("-", "--kind", "prometheus", read="rule_files: [missing.yml]")["files"]
    assert report["valid"] is True


@pytest.mark.parametrize("name", ["missing.yml", "a.yml/b"])
def test_a_file_that_is_not_there(name: str) -> None:
    write(a_yml=GOOD)
    found = run("a.yml", name)
    assert found.exit_code == 2
    assert f"`{name}` does not exist" in found.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_can_not_be_read() -> None:
    write(a_yml=GOOD, b_yml=GOOD)
    Path("a.yml").chmod(0)
    found = answer("a.yml", "b.yml", "--kind", "rules")
    assert [report["valid"] for report in found["files"]] == [False, True]
    assert run("a.yml", "b.yml", "--kind", "rules").exit_code == 2


def test_what_is_no_file_is_told_beside_those_that_are() -> None:
    write(b_yml=GOOD)
    os.mkfifo("pipe")
    found = run("pipe", "b.yml", "--kind", "rules", "--format", "json")
    assert found.exit_code == 2
    first, second = json.loads(found.stdout)["files"]
    assert [finding["message"] for finding in first["findings"]] == ["`pipe` is a pipe into which nothing is written"]
    assert second["valid"] is True
    Path("away.yml").symlink_to("nowhere.yml")
    os.mkfifo("pipe.yml")
    found = run(".", "/dev/null", "--format", "json")
    assert [finding["message"] for report in json.loads(found.stdout)["files"] for finding in report["findings"]] == [
        "`away.yml` leads nowhere",
        "`pipe.yml` is no file",
        "`/dev/null` is no file",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_pipe_is_read_when_it_is_named() -> None:
    command = f"{sys.executable} -m o11ygen validate --format json <(sleep 0.1; printf '%s' '{BROKEN}')"
    done = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, check=False)
    (report,) = json.loads(done.stdout)["files"]
    assert (done.returncode, report["kind"], report["valid"]) == (1, "rules", False)


@pytest.mark.skipif(sys.platform == "win32", reason="streams of POSIX")
def test_a_closed_standard_input_is_told() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m o11ygen validate - <&-"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[0]) == (2, b"<stdin>: error[yaml/file] `<stdin>` is closed")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8:strict"])
def test_what_the_terminal_has_no_character_for_is_written_as_an_escape(encoding: str) -> None:
    name = "\udcff\n.yml" if sys.platform == "linux" else "\n.yml"
    Path(name).write_text("groups: [{日: 1}]")
    done = subprocess.run(
        [sys.executable, "-m", "o11ygen", "validate", name],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    said = done.stdout.decode(encoding.partition(":")[0])
    assert ("unknown field `日`" if encoding == "utf-8:strict" else "unknown field `\\u65e5`") in said
    assert said.count("\\n.yml") == 3  # both findings and the verdict, each in its line


def test_of_several_files_one_is_broken() -> None:
    write(a_yml=GOOD, b_yml=BROKEN, c_yml=GOOD)
    found = answer("a.yml", "b.yml", "c.yml")
    assert [(report["file"], report["valid"]) for report in found["files"]] == [
        ("a.yml", True), ("b.yml", False), ("c.yml", True),
    ]  # fmt: skip
    assert run("a.yml", "b.yml", "c.yml").exit_code == 1


def test_a_folder_is_searched_and_what_is_no_configuration_is_passed_over() -> None:
    Path("some/deep").mkdir(parents=True)
    Path("some/.hidden").mkdir()
    for name, text in {
        "some/rules.yml": GOOD,
        "some/deep/am.yaml": ROUTE,
        "some/deep/other.yml": "hello: world\n",
        "some/.hidden/rules.yml": BROKEN,
        "some/notes.txt": BROKEN,
    }.items():
        Path(name).write_text(text, encoding="utf-8")
    found = answer("some")
    assert [(report["file"], report["kind"]) for report in found["files"]] == [
        ("some/rules.yml", "rules"), ("some/deep/am.yaml", "alertmanager"),
    ]  # fmt: skip
    assert found["passed_over"] == ["some/deep/other.yml"]
    assert run("some").exit_code == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("scrape_configs: [{job_name: a}]\n", "prometheus"),
        (GOOD, "rules"),
        (ROUTE, "alertmanager"),
        ('{{ define "a" }}b{{ end }}\n', "templates"),
        ("rule_files: [a.yml]\ntests: [{interval: 1m}]\n", "tests"),
        ("tls_server_config: {cert_file: a, key_file: b}\n", "web"),
        ('- {targets: ["a:1"]}\n', "file-sd"),
    ],
)
def test_the_kind_is_found_in_the_content(text: str, kind: str) -> None:
    (report,) = answer("-", read=text)["files"]
    assert report["kind"] == kind


def test_a_file_of_no_kind_says_how_to_name_one() -> None:
    write(a_yml="hello: world\n")
    (report,) = answer("a.yml")["files"]
    (finding,) = report["findings"]
    assert finding["id"] == "yaml/kind"
    assert "--kind" in finding["hint"]


def test_syntax_only_looks_at_no_other_file() -> None:
    write(a_yml="rule_files: [missing.yml]\n")
    assert run("a.yml", "--kind", "prometheus").exit_code == 1
    assert run("a.yml", "--kind", "prometheus", "--syntax-only").exit_code == 0


def test_rule_files_are_judged_with_the_file_that_names_them() -> None:
    write(a_yml="rule_files: [b.yml]\n", b_yml=BROKEN)
    (report,) = answer("a.yml", "--kind", "prometheus")["files"]
    assert report["valid"] is False
    assert [finding["location"]["file"] for finding in report["findings"]] == ["b.yml"]


def test_a_rule_file_that_is_broken_and_named_twice_is_told_once() -> None:
    write(a_yml='rule_files: [b.yml, "*b.yml", b.yml]\n', b_yml=BROKEN)
    (report,) = answer("a.yml", "--kind", "prometheus")["files"]
    assert [finding["id"] for finding in report["findings"]] == ["promql/syntax"]


def test_files_that_name_each_other_end() -> None:
    write(a_yml="rule_files: [a.yml]\n")
    (report,) = answer("a.yml", "--kind", "prometheus")["files"]
    assert report["valid"] is False


def test_the_version_that_judges_is_told() -> None:
    write(a_yml=GOOD)
    assert "judged as Prometheus 2.53 (asked for)" in run("a.yml", "--prometheus", "2.53").stdout
    assert "(the newest known)" in run("a.yml").stdout
    Path(".o11ygen").write_text("# o11ygen manifest 1\n", encoding="utf-8")
    Path("versions.yml").write_text('alertmanager: "0.28"\nprometheus: "3.1"\n', encoding="utf-8")
    found = answer("a.yml")["versions"]
    assert found == {"prometheus": [{"version": "3.1", "source": "the project's"}]}


def test_a_file_of_a_project_is_judged_by_its_oldest_release() -> None:
    Path("pyproject.toml").write_text('[tool.o11ygen]\noutput = "rendered"\n', encoding="utf-8")
    for name, version in (("staging", "3.5"), ("production", "2.55")):
        folder = Path("rendered", name)
        folder.mkdir(parents=True)
        (folder / ".o11ygen").write_text("# o11ygen manifest 1\n", encoding="utf-8")
        (folder / "versions.yml").write_text(f'alertmanager: "0.28"\nprometheus: "{version}"\n', encoding="utf-8")
        (folder / "a.yml").write_text(GOOD, encoding="utf-8")
    Path("rules").mkdir()
    Path("rules/a.yml").write_text(GOOD, encoding="utf-8")
    assert answer("rules/a.yml")["versions"] == {
        "prometheus": [{"version": "2.55", "source": "the oldest of the project's"}]
    }
    assert answer("rendered/staging/a.yml")["versions"] == {
        "prometheus": [{"version": "3.5", "source": "the project's"}]
    }


def test_an_id_that_no_warning_has_names_the_nearest() -> None:
    write(a_yml=GOOD)
    found = run("a.yml", "--ignore", "rules/reslut")
    assert found.exit_code == 2
    assert "`rules/reslut` is not the id of a warning." in found.stderr
    assert '"rules/result"' in found.stderr


def test_a_feature_flag_that_nobody_reads_is_told_and_changes_nothing() -> None:
    write(a_yml=GOOD)
    found = run("a.yml", "--enable-feature", "promql-experimental-function,exemplar-storage")
    assert found.exit_code == 0
    assert found.stderr.count("note: ") == 1
    assert 'Did you mean "promql-experimental-functions"?' in found.stderr


def test_a_feature_flag_that_is_on() -> None:
    write(a_yml='groups: [{name: a, rules: [{record: a, expr: "limitk(5, x)"}]}]\n')
    assert run("a.yml", "--prometheus", "3.5").exit_code == 1
    on = ("--enable-feature", "promql-experimental-functions")
    assert run("a.yml", "--prometheus", "3.5", *on).exit_code == 0
    assert run("a.yml", "--prometheus", "3.5", on[0], f"exemplar-storage,{on[1]}").exit_code == 0


def test_the_formats_for_programs() -> None:
    write(a_yml=BROKEN)
    sarif = json.loads(run("a.yml", "--format", "sarif").stdout)
    (result,) = sarif["runs"][0]["results"]
    assert result["ruleId"] == "promql/syntax"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (4, 29)
    github = run("a.yml", "--format", "github").stdout
    assert github.startswith("::error ")
    assert "file=a.yml" in github
    assert "line=4" in github
    junit = ET.fromstring(run("a.yml", "--format", "junit").stdout)
    assert len(junit.findall(".//failure")) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_nobody_reads_the_answer() -> None:
    write(a_yml=BROKEN)
    source = "from o11ygen.cli import main; main()"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", source, "validate", "a.yml"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert b"Traceback" not in done.stderr
