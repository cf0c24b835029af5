"""What a run loads: a plain rule file is judged without what only faults and other kinds of files need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.targets.test_plain import USUAL

UNNEEDED = {
    *("pydantic", "pydantic_core", "jinja2", "jsonschema", "grafanalib", "rich"),
    *("o11ygen.spec", "o11ygen.resolved", "o11ygen.checks", "o11ygen.pipeline", "o11ygen.transaction"),
    *("o11ygen.targets.model", "o11ygen.gotemplate.rule", "o11ygen.report.text", "o11ygen.promql.language.explain"),
}
SCRIPT = """
import sys
from o11ygen.cli import main
try:
    main(["validate", *sys.argv[1:]])
except SystemExit as end:
    print(end.code, *sys.modules, file=sys.stderr)
"""


def loaded(*arguments: str) -> tuple[str, set[str]]:
    """The exit code of `o11ygen validate`, and the modules that it has loaded."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], capture_output=True, text=True, check=True)
    code, *modules = done.stderr.split()
    return code, set(modules)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "rules.yml"
    file.write_bytes(USUAL)
    return file


def test_a_plain_rule_file_is_judged_with_little(rules: Path) -> None:
    code, modules = loaded(str(rules))
    assert code == "0"
    assert sorted(modules & UNNEEDED) == []


def test_the_models_tell_what_is_wrong(rules: Path) -> None:
    rules.write_bytes(USUAL.replace(b"for: 5m", b"for: soon"))
    code, modules = loaded(str(rules))
    assert code == "1"
    assert "o11ygen.targets.model" in modules
