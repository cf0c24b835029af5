"""Placeholders: for what is missing, named, readable in a container and by nobody else here."""

from __future__ import annotations

import runpy
import stat
from pathlib import Path
from typing import Any

import pytest

from o11ygen.renderers import compose
from tests.programs import ROOT
from tests.stacks import make_stack, secret
from tests.traces import make_traced


@pytest.fixture
def main() -> Any:
    return runpy.run_path(str(ROOT / "scripts" / "dev_secrets.py"))["main"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    stack = make_stack(
        notifications={
            "slack_api_url": secret("/run/secrets/slack_api_url"),
            "smtp_auth_password": secret("/run/secrets/smtp_password"),
        }
    )
    variable = {"username": "jaeger", "password": secret("O11YGEN_TEST_PASSWORD", kind="env")}
    for name, one in (("production", stack), ("staging", make_traced("cassandra", tracing={"settings": variable}))):
        (artifact,) = compose.render(one)
        (tmp_path / name).mkdir()
        (tmp_path / name / artifact.path).write_text(artifact.text, "utf-8")
    return tmp_path


def test_each_missing_file_is_written_and_named(main: Any, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = out / "production" / "secrets"
    folder.mkdir()
    (folder / "smtp_password").write_text("mine", "utf-8")
    assert main(["--out", str(out), "production"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "new: production/secrets/grafana_admin_password, a placeholder",
        "new: production/secrets/slack_api_url, a placeholder",
    ]
    assert (folder / "smtp_password").read_text("utf-8") == "mine"
    assert (folder / "slack_api_url").read_text("utf-8").startswith("http://127.0.0.1:")
    assert stat.S_IMODE((folder / "slack_api_url").stat().st_mode) == 0o444
    assert not (out / "staging" / "secrets").exists()


def test_a_second_run_writes_nothing(main: Any, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--out", str(out), "production"])
    capsys.readouterr()
    assert main(["--out", str(out), "production"]) == 0
    assert capsys.readouterr().out == ""


def test_only_the_owner_may_enter_the_folder(main: Any, out: Path) -> None:
    main(["--out", str(out)])
    assert stat.S_IMODE((out / "production" / "secrets").stat().st_mode) == 0o700


def test_a_variable_that_compose_demands_is_named(
    main: Any, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("O11YGEN_TEST_PASSWORD", raising=False)
    line = "staging: set O11YGEN_TEST_PASSWORD in the environment before `docker compose`"
    main(["--out", str(out), "staging"])
    assert line in capsys.readouterr().out.splitlines()
    monkeypatch.setenv("O11YGEN_TEST_PASSWORD", "x")
    main(["--out", str(out), "staging"])
    assert capsys.readouterr().out == ""


def test_an_unknown_environment_is_told(main: Any, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(out), "prod"]) == 1
    assert capsys.readouterr().err == f"{out} has no docker-compose.yml of prod; run `make generate` first\n"
