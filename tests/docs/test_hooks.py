"""The hooks for pre-commit: each is shown on a page, is a command, and is called for the files that it is for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from o11ygen.cli import main
from o11ygen.starter import starter_files, write_starter
from tests.docs.page import ROOT, blocks

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
RULES = "groups: [{name: app, rules: [{alert: Down, expr: up == 0}]}]\n"


def _shown(page: str) -> list[dict[str, Any]]:
    """The hooks that a page tells to write into `.pre-commit-config.yaml`."""
    found = [yaml.safe_load(block.text) for block in blocks(ROOT / page) if "hooks:" in block.text]
    return [hook for shown in found for repository in shown["repos"] for hook in repository["hooks"]]


def _called(hook: dict[str, Any], *files: str, arguments: tuple[str, ...] = ()) -> Result:
    program, *words = hook["entry"].split()
    assert program == "o11ygen"
    return CliRunner().invoke(main, [*words, *arguments, *files])


def test_every_hook_is_shown_and_every_shown_one_is_there() -> None:
    shown = [*_shown("docs/how-to/judge-any-file.md"), *_shown("docs/how-to/run-in-ci.md")]
    assert [hook["id"] for hook in shown] == list(HOOKS)


@pytest.mark.parametrize("name", ["o11ygen-lint", "o11ygen-current"])
def test_hooks_of_a_project_look_at_all_of_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_starter(tmp_path, starter_files("shop"))
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["generate"])
    assert HOOKS[name]["pass_filenames"] is False
    for path in ("specs/service.py", "pyproject.toml"):
        assert re.search(HOOKS[name]["files"], path)
    result = _called(HOOKS[name])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("content", "code"), [(RULES, 0), (RULES.replace("expr", "exprs"), 1)])
def test_files_of_a_commit_are_judged(content: str, code: int, tmp_path: Path) -> None:
    hook = HOOKS["o11ygen-validate"]
    assert "pass_filenames" not in hook
    files = [tmp_path / name for name in ("api-rules.yml", "rules.yml")]
    for file in files:
        file.write_text(content, "utf-8")
    [shown] = _shown("docs/how-to/judge-any-file.md")
    result = _called(hook, *map(str, files), arguments=tuple(shown["args"]))
    assert result.exit_code == code, result.output


@pytest.mark.parametrize(
    ("path", "called"),
    [
        ("prometheus.yml", True),
        ("monitoring/alertmanager.yaml", True),
        ("monitoring/alert-rules.yml", True),
        ("api.rules.yml", True),
        ("alerts.yml", True),
        ("docker-compose.yml", True),
        ("compose.override.yaml", True),
        ("jaeger/sampling-strategies.json", True),
        ("charts/prometheus-values.yaml", False),
        ("prometheus/values.yaml", False),
        (".github/workflows/alerting.yml", False),
        ("package.json", False),
        ("eslintrules.json", False),
    ],
)
def test_files_with_the_names_that_are_usual_are_judged_unless_said_otherwise(path: str, called: bool) -> None:
    hook = HOOKS["o11ygen-validate"]
    assert hook["types_or"] == ["yaml", "json"]
    assert bool(re.search(hook["files"], path)) is called
