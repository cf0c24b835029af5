"""What an author reads after a mistake: every case is a change to the project beside this file, run as from a shell.

`tests/mistakes/<case>.yaml`: `about`, then what is different (`replace`: file, old and new text; `write`: whole files;
`delete`), the `command` (`generate` unless said), and the exact exit code and output. A healthy project was generated
before: nothing below its `output/` may change, whatever the mistake. `O11YGEN_UPDATE_GOLDEN=1` writes the output anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.author import Outcome, o11ygen, tree

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*.yaml"))
UPDATING = bool(os.environ.get("O11YGEN_UPDATE_GOLDEN"))
# No message may repeat a credential; cases use these where they need one.
SECRETS = ("hunter2", "XXXXsecretXXXX")


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project before the mistake, generated."""
    folder = tmp_path_factory.mktemp("healthy") / "project"
    shutil.copytree(FOLDER / "project", folder)
    outcome = o11ygen(folder, "generate")
    assert (outcome.code, outcome.out) == (0, "")
    return folder


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_mistake(path: Path, healthy: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    folder = tmp_path / "project"
    shutil.copytree(healthy, folder, ignore=shutil.ignore_patterns("__pycache__"))
    _make(case, folder)
    outcome = o11ygen(folder, *case.get("command", "generate").split())
    assert "Traceback" not in outcome.out + outcome.err
    assert not [secret for secret in SECRETS if secret.lower() in (outcome.out + outcome.err).lower()]
    assert tree(folder / "output") == tree(healthy / "output")
    if UPDATING:
        _update(path, outcome)
        return
    assert outcome.out == (case["out"] or "")
    assert outcome.err == (case["err"] or "")
    assert outcome.code == case["code"]


def test_the_code_tells_findings_from_unusable_input() -> None:
    """2 when the spec can't be loaded or the command is wrong, 1 when it was judged and found wanting."""
    for path in CASES:
        case = yaml.safe_load(path.read_text("utf-8"))
        assert case["code"] in (0, 1, 2), path.stem
        if case["code"] == 1:
            assert re.search(r"^\d+ (error|warning)", case["out"], re.MULTILINE), path.stem


def test_every_error_says_what_to_do() -> None:
    """A remedy follows each error, and places are files of the project."""
    for path in CASES:
        told = (yaml.safe_load(path.read_text("utf-8"))["out"] or "").splitlines()
        # What stands there comes between a finding and its remedy.
        lines = [line for line in told if not re.match(r" +\d* \|", line)]
        for number, line in enumerate(lines):
            if re.search(r": (error|warning)\[", line):
                assert re.match(r"(specs/\w+\.py(:\d+)?|pyproject\.toml(:\d+)?): ", line), f"{path.stem}: {line}"
                assert lines[number + 1].startswith("    hint: "), f"{path.stem}: {line}"


def test_the_words_of_a_shell(healthy: Path, tmp_path: Path) -> None:
    """The same through the installed program, in a process of its own."""
    case = yaml.safe_load((FOLDER / "metric_misspelt.yaml").read_text("utf-8"))
    folder = tmp_path / "project"
    shutil.copytree(healthy, folder, ignore=shutil.ignore_patterns("__pycache__"))
    _make(case, folder)
    program = [sys.executable, "-c", "from o11ygen.cli import main; main()"]
    result = subprocess.run([*program, "generate"], cwd=folder, capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr, result.returncode) == (case["out"], case["err"], case["code"])


def _make(case: dict[str, Any], folder: Path) -> None:
    for change in case.get("replace", ()):
        target = folder / change["file"]
        text = target.read_text("utf-8")
        assert text.count(change["old"]) == 1, f"{change['file']} has {text.count(change['old'])} of {change['old']}"
        target.write_text(text.replace(change["old"], change["new"]), encoding="utf-8")
    for name, text in case.get("write", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name in case.get("delete", ()):
        (folder / name).unlink()


def _update(path: Path, outcome: Outcome) -> None:
    kept = re.split(r"^code:", path.read_text("utf-8"), maxsplit=1, flags=re.MULTILINE)[0].rstrip("\n")
    written = f"{kept}\ncode: {outcome.code}\n{_block('out', outcome.out)}{_block('err', outcome.err)}"
    path.write_text(written, encoding="utf-8")


def _block(name: str, text: str) -> str:
    if not text:
        return f'{name}: ""\n'
    return f"{name}: |\n" + "".join(f"  {line}".rstrip() + "\n" for line in text.splitlines())
