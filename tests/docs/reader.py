"""A reader who does what a page says: writes its files, makes its changes, runs its commands, and compares."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from o11ygen.cli import main
from o11ygen.verify import find_programs
from tests import programs
from tests.docs.page import ROOT, Block, Command, blocks, commands, holds, matches, patched, shortened

UPDATING = bool(os.environ.get("O11YGEN_UPDATE_GOLDEN"))
HOME = "/home/me"
# The versions that the pages declare: `o11ygen verify` then asks the same programs everywhere.
_PROGRAMS = (("promtool", "3.5"), ("amtool", "0.28"))
_PATCH = re.compile(r"\b(\d+\.\d+)\.\d+[\w.+~-]*")
_SHELL = re.compile(r"[|&;<>$`*?~]")


@dataclass(slots=True)
class Reader:
    """Someone who starts in the folder `home`, and goes where the pages' `cd` leads."""

    home: Path
    folder: Path = field(init=False)
    code: int = 0
    lacking: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = self.home

    def follow(self, page: Path) -> None:
        """Do all that a page says; the first difference fails the test, or with UPDATING mends the page."""
        mended: list[tuple[Command, Sequence[str]]] = []
        for block in blocks(page):
            if block.language == "console":
                mended += self._console(block)
            elif block.language == "diff":
                self._change(block)
            elif block.option("file"):
                path = self.folder / block.option("file")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, "utf-8")
            elif block.option("excerpt"):
                text = (self.folder / block.option("excerpt")).read_text("utf-8")
                assert holds(text, block.lines), f"{block.place}: {block.option('excerpt')} has no such lines:\n{text}"
        _mend(page, mended)

    def finish(self) -> None:
        """Say that programs were missing, where a page needed them: the test is left out, or fails."""
        for name, version in self.lacking:
            programs.program(name, version)

    def _console(self, block: Block) -> list[tuple[Command, Sequence[str]]]:
        real = "tools" in block.options
        if real and not self._programs():
            return []
        wrong: list[tuple[Command, Sequence[str]]] = []
        for command in commands(block):
            printed = self.run(command.line).splitlines()
            if not matches(_told(command.shown, real), _told(printed, real)):
                wrong.append((command, printed))
            elif self.code and not command.shown:
                pytest.fail(f"{block.place}: `{command.line}` ends with {self.code} and the page does not show why")
        if wrong and not UPDATING:
            told = [
                f"{block.page.relative_to(ROOT)}:{command.first}: `{command.line}` prints\n" + "\n".join(printed)
                for command, printed in wrong
            ]
            pytest.fail("\n\n".join(told), pytrace=False)
        return wrong

    def run(self, line: str) -> str:
        """What a command prints, with this reader's home as `/home/me`."""
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder, self.code, printed = (self.folder / words[1]).resolve(), 0, ""
        elif words[0] == "o11ygen" and not _SHELL.search(line):
            printed = self._o11ygen(words[1:])
        else:
            # The exit code of the command before, for `echo $?`. Programs are those of the environment of the tests.
            answer = subprocess.run(
                ["bash", "-c", f"(exit {self.code}); {line}"],
                cwd=self.folder,
                env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=60,
                check=False,
            )
            self.code, printed = answer.returncode, answer.stdout.decode()
        return printed.replace(str(self.home), HOME)

    def _o11ygen(self, arguments: list[str]) -> str:
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            result = CliRunner().invoke(main, arguments, prog_name="o11ygen")
        finally:
            os.chdir(before)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code = result.exit_code
        return result.output

    def _change(self, block: Block) -> None:
        path = self.folder / block.lines[0].removeprefix("--- ")
        try:
            text = patched(path.read_text("utf-8"), block.lines[1:])
        except AssertionError as error:
            pytest.fail(f"{block.place}: {error}", pytrace=False)
        path.write_text(text, "utf-8")

    def _programs(self) -> bool:
        """Whether the programs are there; they are linked into the project, as `make tools` puts them there."""
        found = find_programs(ROOT, names=[name for name, _ in _PROGRAMS])
        self.lacking = []
        for name, version in _PROGRAMS:
            path = next((one.path for one in found.of(name) if str(one.version).startswith(f"{version}.")), None)
            link = self.folder / ".tools" / f"real-{version}" / name
            if path is None:
                self.lacking.append((name, version))
            elif not link.exists():
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(path)
        return not self.lacking


def _told(lines: Sequence[str], real: bool) -> list[str]:
    """Lines to compare: which patch release of a real program is installed does not matter."""
    return [_PATCH.sub(r"\1.x", line.rstrip()) if real else line.rstrip() for line in lines]


def _mend(page: Path, mended: Sequence[tuple[Command, Sequence[str]]]) -> None:
    lines = page.read_text("utf-8").splitlines()
    for command, printed in reversed(mended):
        lines[command.first : command.first + len(command.shown)] = shortened(command.shown, printed)
    if mended:
        page.write_text("".join(f"{line}\n" for line in lines), "utf-8")
