"""The documentation, done: what a page says to write, change and run is done, and what it shows is what comes."""

from __future__ import annotations

import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest
import yaml

from tests import programs
from tests.docs.page import ROOT, blocks, holds, matches, patched, shortened
from tests.docs.reader import Reader

GUIDE = sorted((ROOT / "docs/guide").glob("*.md"))
HOW_TO = sorted((ROOT / "docs/how-to").glob("*.md"))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
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


@pytest.mark.tools
def test_what_the_readme_says_of_the_real_programs(tmp_path: Path) -> None:
    """They refuse the files it begins with, for the faults it names, accept the rule once that one is mended, and lint's."""
    rule, route, linted = (
        one.text for one in blocks(ROOT / "README.md") if one.language == "yaml" and not one.option("excerpt")
    )
    file = tmp_path / "rules.yml"
    promtool = str(programs.program("promtool", "3.5"))
    group = "groups:\n  - name: before\n    rules:\n" + textwrap.indent(rule, "      ")
    file.write_text(group, "utf-8")
    assert 'undefined variable "$for"' in _answer(promtool, "check", "rules", str(file))
    file.write_text(group.replace("{{ $for }}", "minutes"), "utf-8")
    assert "SUCCESS: 1 rules found" in _answer(promtool, "check", "rules", str(file))
    file.write_text(linted, "utf-8")
    assert "SUCCESS: 3 rules found" in _answer(promtool, "check", "rules", str(file))
    amtool = str(programs.program("amtool", "0.28"))
    file.write_text(route, "utf-8")
    assert "field subject not found" in _answer(amtool, "check-config", str(file))
    mail = "global: {smtp_smarthost: 'mail:25', smtp_from: a@example.com}\n"
    file.write_text(mail + route.replace(", subject: Warning Alert", ""), "utf-8")
    assert 'undefined receiver "default"' in _answer(amtool, "check-config", str(file))
    file.write_text(mail + route.replace(", subject: Warning Alert", "").replace("default", "team"), "utf-8")
    assert "SUCCESS" in _answer(amtool, "check-config", str(file))


def _answer(*command: str) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
    return done.stdout


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
            # What is no file of its own may be the inside of one: arguments of a call, or a `yield`.
            inside = "def _():\n" + "".join(f"    {line}\n" for line in ("pass", *block.lines))
            compile(block.text if block.option("file") else inside, block.place, "exec")
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

    def test_what_is_left_out_stays_left_out_when_a_page_is_renewed(self) -> None:
        shown = ("...", "b: error one", "...", "nothing was written")
        real = ("a: error", "b: error two", "    hint", "", "nothing was written")
        assert shortened(shown, real) == ["...", "b: error two", "...", "nothing was written"]
        assert shortened(("one", "two"), ("three",)) == ["three"]
        assert shortened(("...", "one", "two"), ("three",)) == ["three"]

    def test_a_change_needs_its_one_place(self) -> None:
        assert patched("a\nb\nc\n", (" a", "-b", "+B")) == "a\nB\nc\n"
        with pytest.raises(AssertionError, match="0 times"):
            patched("a\n", ("-b",))
        with pytest.raises(AssertionError, match="2 times"):
            patched("a\na\n", ("-a", "+b"))
