"""An author's project in a folder of its own, run through the real command line in this process."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from o11ygen.cli import main
from o11ygen.loader import Loaded, find_project, load
from o11ygen.pipeline import Run, run

SHOP = Path(__file__).parent / "mistakes" / "project"
PYPROJECT = '[tool.o11ygen]\nproject = "specs:project"\n'


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and its exit code; the project's folder is called PROJECT in the texts."""

    code: int
    out: str
    err: str


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder, with a pyproject.toml that names `specs:project` unless one is given."""
    for path, text in {"pyproject.toml": PYPROJECT, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    return folder


def shop(folder: Path) -> Path:
    """A copy of the small project that mistakes are made in, which has none, below a folder."""
    return Path(shutil.copytree(SHOP, folder / "shop", ignore=shutil.ignore_patterns("__pycache__")))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def o11ygen(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Outcome:
    """Run a command in a folder, as a shell there would; an exception that gets out of it fails the test."""
    result = CliRunner().invoke(
        main,
        [*arguments, "--project", str(folder)] if _has_project(arguments) else list(arguments),
        env=env,
        prog_name="o11ygen",
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, _plain(result.stdout, folder), _plain(result.stderr, folder))


def _has_project(arguments: tuple[str, ...]) -> bool:
    return bool(arguments) and arguments[0] in ("explain", "generate", "lint", "verify") and "--help" not in arguments


def _plain(text: str, folder: Path) -> str:
    return text.replace(str(folder.resolve()), "PROJECT").replace(str(folder), "PROJECT")


def loaded(folder: Path) -> Loaded:
    """The project of a folder as the loader gives it."""
    return load(find_project(folder))


def judged(folder: Path, *, render: bool = False, names: tuple[str, ...] = ()) -> Run:
    """A whole run over the project of a folder, with its stacks kept."""
    return run(find_project(folder), names=names, render=render, keep_stacks=True)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, but for what Python keeps beside the specs that it reads."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
