"""The documentation, done: what a page says to write, change and run is done, and what it shows is what comes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from o11ygen import check
from tests.docs.page import ROOT, blocks, holds, matches, patched
from tests.docs.reader import Reader

GUIDE = sorted((ROOT / "docs/guide").glob("*.md"))
HOW_TO = sorted((ROOT / "docs/how-to").glob("*.md"))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    check.checks()
    # A page may add checks of its own.
    monkeypatch.setattr(check, "_CHECKS", dict(check._CHECKS))
    monkeypatch.setenv("NO_COLOR", "1")
    return Reader(tmp_path.resolve())


def test_the_readme(reader: Reader) -> None:
    for name in ("specs", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, reader.home / name)
    reader.run("o11ygen generate")
    reader.follow(ROOT / "README.md")


def test_the_guide(reader: Reader) -> None:
    """Its pages, one after the other in one project."""
    for page in GUIDE:
        reader.follow(page)
    reader.finish()


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to(page: Path, reader: Reader) -> None:
    """Each starts in an empty folder."""
    reader.follow(page)
    reader.finish()


@pytest.mark.parametrize(
    "page",
    sorted(path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if path.parent.name != "reference"),
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_what_is_shown_can_be_read(page: Path) -> None:
    for block in blocks(page):
        if block.language == "python":
            compile("def _():\n" + "".join(f"    {line}\n" for line in ("pass", *block.lines)), block.place, "exec")
        elif block.language == "yaml":
            list(yaml.safe_load_all(block.text.replace("\n...\n", "\n")))


class TestThePageItself:
    """The rules by which the other tests compare."""

    def test_lines_that_are_left_out(self) -> None:
        assert matches(("a", "...", "d"), ("a", "b", "c", "d"))
        assert matches(("a", "...", "d"), ("a", "d"))
        assert not matches(("a", "...", "d"), ("a", "b"))
        assert not matches(("a",), ("a", "b"))
        assert not matches(("a.c",), ("abc",))
        assert matches((), ())

    def test_an_excerpt_may_stand_further_left_than_in_the_file(self) -> None:
        file = "rules:\n  - alert: A\n    for: 1m\n\n  - alert: B\n"
        assert holds(file, ("- alert: A", "  for: 1m", "", "- alert: B"))
        assert holds(file, ("rules:", "...", "  - alert: B"))
        assert not holds(file, ("- alert: A", "for: 1m"))
        assert not holds(file, ("- alert: B", "...", "- alert: A"))
        assert not holds(file, ("alert: A",))

    def test_a_change_needs_its_one_place(self) -> None:
        assert patched("a\nb\nc\n", (" a", "-b", "+B")) == "a\nB\nc\n"
        with pytest.raises(AssertionError, match="0 times"):
            patched("a\n", ("-b",))
        with pytest.raises(AssertionError, match="2 times"):
            patched("a\na\n", ("-a", "+b"))
