"""Folders of files that strangers wrote, and what `lint` says of them, to the column.

`tests/lint/cases/<case>/` holds the files, the arguments in `arguments.txt`, and in `expected.txt` the exit code with the
exact text. `make golden` writes what is said anew; review it as a diff.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from o11ygen.cli import main

CASES = sorted(Path(__file__).parent.joinpath("cases").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    arguments = shlex.split((case / "arguments.txt").read_text("utf-8"))
    result = CliRunner().invoke(main, ["lint", *arguments], catch_exceptions=False)
    said = f"exit code {result.exit_code}\n{result.output}"
    expected = case / "expected.txt"
    if os.environ.get("O11YGEN_UPDATE_GOLDEN"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
