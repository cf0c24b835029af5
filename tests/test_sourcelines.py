"""Files as reports speak of them: their lines, and their names in the repository that was checked out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from o11ygen.finding import Finding, Location, Related, Severity
from o11ygen.sourcelines import SourceLines, in_repository, repository
from tests import author, lint_project


def test_lines_are_counted_as_python_counts_them(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes("one\r\ntwo\x0c\x85\rthrée\n".encode())
    lines = SourceLines(tmp_path)
    assert list(lines("a.py")) == ["one", "two\x0c\x85", "thrée", ""]
    assert lines("a.py") is lines("a.py")
    assert list(lines(str(tmp_path / "a.py"))) == list(lines("a.py"))


@pytest.mark.parametrize("file", ["gone.py", ".", "a\0b", "b.py/c"])
def test_what_can_not_be_read_has_none(tmp_path: Path, file: str) -> None:
    (tmp_path / "b.py").write_text("", "utf-8")
    assert list(SourceLines(tmp_path)(file)) == []


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xff")
    assert list(SourceLines(tmp_path)("a.py")) == ["\ufffd"]


def test_the_repository_is_the_nearest_folder_with_one(tmp_path: Path) -> None:
    inner = tmp_path / "teams" / "web"
    inner.mkdir(parents=True)
    assert repository(inner) == inner
    (tmp_path / ".git").mkdir()
    assert repository(inner) == tmp_path
    (inner / ".git").write_text("gitdir: elsewhere\n", "utf-8")
    assert repository(inner) == inner


def test_places_in_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "teams" / "web"
    finding = Finding(
        "a/b",
        Severity.ERROR,
        "m",
        location=Location("specs/a.py", 3, 4),
        related=(Related(Location("../b.py", 1), "here"), Related(Location("/etc/c.py", 1), "there")),
    )
    (moved,) = in_repository([finding], root=root, repository=tmp_path)
    assert moved.location == Location("teams/web/specs/a.py", 3, 4)
    assert [one.location.file for one in moved.related] == ["teams/b.py", "/etc/c.py"]
    (of_the_project,) = in_repository([Finding("a/b", Severity.ERROR, "m")], root=root, repository=tmp_path)
    assert of_the_project.location == Location("teams/web/pyproject.toml")
    assert in_repository([finding], root=root, repository=root) == (finding,)


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    """What reads SARIF and annotations goes by the repository; people go by the project."""
    (tmp_path / ".git").mkdir()
    folder = lint_project.make(tmp_path / "web")
    sarif = json.loads(author.o11ygen(folder, "lint", "--format", "sarif").out)
    (first, *_) = sarif["runs"][0]["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "web/specs/__init__.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 19, "startColumn": 9},
    }
    assert "::warning file=web/specs/__init__.py,line=19,col=9,title=alert/naming::" in (
        author.o11ygen(folder, "lint", "--format", "github").out
    )
    assert author.o11ygen(folder, "lint").out.startswith("specs/__init__.py:19: ")
    assert json.loads(author.o11ygen(folder, "lint", "--format", "json").out)["findings"][0]["location"]["file"] == (
        "specs/__init__.py"
    )
