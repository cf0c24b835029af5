"""`o11ygen init`: the project that it starts is healthy, generates, and is never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen.starter import starter_files, write_starter
from tests.author import judged, o11ygen


@pytest.mark.parametrize(
    ("folder", "name"),
    [("shop", "shop"), ("My Shop!", "my-shop"), ("2fast", "service-2fast"), ("läden", "l-den"), ("---", "service")],
)
def test_a_project_of_any_folder_is_healthy(folder: str, name: str, tmp_path: Path) -> None:
    write_starter(tmp_path / folder, starter_files(folder))
    run = judged(tmp_path / folder, render=True)
    assert run.findings == ()
    assert run.stacks["production"].services == (name,)
    assert run.environments == ("production", "development")


def test_from_the_command_line_to_current_output(tmp_path: Path) -> None:
    outcome = o11ygen(tmp_path, "init", str(tmp_path / "shop"))
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "new: PROJECT/shop/pyproject.toml",
        "new: PROJECT/shop/.gitignore",
        "new: PROJECT/shop/specs/__init__.py",
        "new: PROJECT/shop/specs/service.py",
        "new: PROJECT/shop/specs/environments.py",
        "",
        "Next: cd PROJECT/shop && o11ygen generate",
    ]
    assert o11ygen(tmp_path / "shop", "lint").code == 0
    assert o11ygen(tmp_path / "shop", "generate").code == 0
    assert o11ygen(tmp_path / "shop", "generate", "--check").code == 0


def test_who_stands_in_the_folder_is_sent_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert o11ygen(tmp_path, "init", ".").out.splitlines()[-1] == "Next: o11ygen generate"


def test_files_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.mine]\n")
    outcome = o11ygen(tmp_path, "init", str(tmp_path))
    assert "kept: PROJECT/pyproject.toml was there already" in outcome.out.splitlines()
    assert (tmp_path / "pyproject.toml").read_text() == "[tool.mine]\n"
    assert 'Add to its pyproject.toml:\n\n[tool.o11ygen]\nproject = "specs:project"\n' in outcome.out
    (tmp_path / "pyproject.toml").write_text('[tool.o11ygen]\nproject = "specs:project"\n')
    assert "Add to its" not in o11ygen(tmp_path, "init", str(tmp_path)).out
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "new:" not in o11ygen(tmp_path, "init", str(tmp_path)).out
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_empty_name_is_no_folder(tmp_path: Path) -> None:
    assert o11ygen(tmp_path, "init", "").code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_starter_is_formatted() -> None:
    for path, text in starter_files("shop").items():
        if path.endswith(".py"):
            assert "(\n\n" not in text
            assert "\n\n\n" not in text


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = o11ygen(tmp_path, "init", str(tmp_path / "file" / "below"))
    assert outcome.code == 2
    assert "can't be written" in outcome.err
