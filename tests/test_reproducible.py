"""The same spec gives the same bytes: in a fresh clone, in another folder, on another day, on another machine's terms."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import author
from tests.programs import ROOT
from tests.variants import example
from tests.variants.example import Edit

# Put before all other modules of a process: its clock is nine years fast.
LATER = """
import datetime, time

_SHIFT = 9 * 365 * 86_400
_time, _time_ns, _localtime, _gmtime, _strftime = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
time.time = lambda: _time() + _SHIFT
time.time_ns = lambda: _time_ns() + _SHIFT * 10**9
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.strftime = lambda text, when=None: _strftime(text, when or time.localtime())

class date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())

class later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)

    today = classmethod(lambda cls: cls.fromtimestamp(time.time()))

datetime.date, datetime.datetime = date, later
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a fresh clone has: every file that is tracked, or would be, and nothing else."""
    folder = tmp_path_factory.mktemp("clone")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout.decode().split("\0")
    for name in filter(None, names):
        # A file may be gone from the folder and not yet from the index; the output is what is to be made.
        if (ROOT / name).is_file() and not name.startswith("output/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def generate(clone: Path, output: Path, *, python_path: Path | None = None, **environment: str) -> str:
    """Run the clone's own o11ygen, from another folder, as a process of its own; what it says."""
    paths = [path for path in (python_path, clone / "generator") if path]
    command = [sys.executable, "-c", "from o11ygen.cli import main; main()", "generate"]
    ended = subprocess.run(
        [*command, "--project", str(clone), "--out", str(output)],
        cwd=output.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(map(str, paths)), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def first(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What it renders here and now."""
    output = tmp_path_factory.mktemp("here") / "output"
    generate(clone, output, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")
    return output


def test_output_in_the_repository_is_current() -> None:
    outcome = author.o11ygen(ROOT, "generate", "--check")
    assert (outcome.code, outcome.out) == (0, "")


def test_nothing_around_it_changes_a_byte(clone: Path, first: Path, tmp_path: Path) -> None:
    moved = tmp_path / "ein anderer Ordner"
    shutil.copytree(clone, moved)
    clock = tmp_path / "clock"
    author.write(clock, {"sitecustomize.py": LATER})
    output = tmp_path / "there" / "output"
    output.parent.mkdir()
    said = generate(
        moved,
        output,
        python_path=clock,
        PYTHONHASHSEED="4242",
        TZ="Pacific/Kiritimati",
        LC_ALL="tr_TR.UTF-8",
        HOME=str(tmp_path),
        USER="somebody-else",
        COLUMNS="40",
    )
    assert "production" in said
    assert author.tree(output) == author.tree(first)


def test_the_clock_of_that_test_is_fast(tmp_path: Path) -> None:
    author.write(tmp_path, {"sitecustomize.py": LATER})
    tell = (
        "import datetime, time; print(datetime.date.today().year, datetime.datetime.now().year, time.gmtime().tm_year)"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", tell], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert min(map(int, said.stdout.split())) >= 2034


def test_nothing_of_this_machine_or_day_stands_in_it(first: Path) -> None:
    traces = re.compile(rb"/tmp/|/home/|/root/|/Users/|" + re.escape(bytes(ROOT)) + rb"|\b20[2-9]\d-[01]\d-[0-3]\d\b")
    found = {path: traces.findall(content) for path, content in author.tree(first).items()}
    assert {path: traces for path, traces in found.items() if traces} == {}


def test_a_second_run_touches_no_file(clone: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    generate(clone, output)
    before = list(stamps(output))
    said = generate(clone, output)
    assert list(stamps(output)) == before
    assert re.fullmatch(r"\d+ files are current: development, staging, production\n", said)


def stamps(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """Every file and folder with what changes when it is written, replaced or added to."""
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.stat()
        yield path.name, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def test_blank_lines_and_comments_change_nothing(tmp_path: Path) -> None:
    before = author.tree(example.generated(example.copy(tmp_path / "before")))
    root = example.copy(tmp_path / "after")
    for file in (root / "specs").rglob("*.py"):
        file.write_text(remarked(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert author.tree(example.generated(root)) == before


def remarked(text: str) -> str:
    """The module with blank lines and a comment before each of its statements, also inside functions."""
    lines = text.splitlines(keepends=True)
    statements = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    for number, column in sorted({(first_line(node), node.col_offset) for node in statements}, reverse=True):
        lines.insert(number - 1, f"\n{' ' * column}# A remark.\n\n")
    return "".join(lines)


def first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def test_a_service_moved_to_another_file_changes_nothing(tmp_path: Path) -> None:
    before = author.tree(example.generated(example.copy(tmp_path / "before")))
    moved = Edit("__init__.py", "from specs.gateway import gateway", "from specs.edge.entry import gateway")
    root = example.copy(tmp_path / "after", moved)
    (root / "specs/edge").mkdir()
    (root / "specs/edge/__init__.py").touch()
    (root / "specs/gateway.py").rename(root / "specs/edge/entry.py")
    assert author.tree(example.generated(root)) == before
