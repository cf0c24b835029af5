"""What a run loads: plain files are judged without what only faults and other kinds of files need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT
from tests.targets.test_plain import USUAL
from tests.targets.test_plain_configs import ALERTMANAGER, PROMETHEUS

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


@pytest.mark.parametrize(
    ("name", "text"), [("prometheus.yml", PROMETHEUS), ("alertmanager.yml", ALERTMANAGER)], ids=["prometheus", "alert"]
)
def test_a_plain_configuration_is_judged_with_little(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    code, modules = loaded("--syntax-only", "--prometheus=3.5", "--alertmanager=0.28", str(file))
    assert code == "0"
    assert sorted(modules & {*UNNEEDED, "o11ygen.gotemplate.notification", "difflib", "hashlib"}) == []


@pytest.mark.parametrize("name", ["prometheus/prometheus.yml", "alertmanager/alertmanager.yml"])
def test_what_is_rendered_is_judged_with_little(name: str) -> None:
    code, modules = loaded(str(ROOT / "output" / "production" / name))
    assert code == "0"
    assert sorted(modules & UNNEEDED) == []


def test_the_models_tell_what_is_wrong(rules: Path) -> None:
    rules.write_bytes(USUAL.replace(b"for: 5m", b"for: soon"))
    code, modules = loaded(str(rules))
    assert code == "1"
    assert "o11ygen.targets.model" in modules
