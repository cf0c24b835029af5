"""The real programs that judge rendered files: where they are, which version each has, and one bounded run of one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from o11ygen.record import record
from o11ygen.version import Version

CHECKERS = ("promtool", "amtool", "jaeger")
TOOLS_FOLDER = ".tools"

# Debian names Alertmanager's server after its package.
_OTHER_NAMES = {"alertmanager": ("prometheus-alertmanager",)}
_ASK_VERSION = {"jaeger": ("version",)}
_VERSION = re.compile(r'(?:version v?|"gitVersion": ?"v?)(\d+\.\d+\.\d+[^\s",)]*)')


@record
class Program:
    """One installed program: `promtool 3.5.3` at an absolute path."""

    name: str
    version: Version
    path: Path

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@record
class Programs:
    """What is installed: `found` by name, newest first; `silent` are files that tell no version, with the reason."""

    found: tuple[Program, ...] = ()
    silent: tuple[tuple[Path, str], ...] = ()

    def of(self, name: str) -> tuple[Program, ...]:
        """Every version of one program, newest first."""
        return tuple(program for program in self.found if program.name == name)

    def nearest(self, name: str, *, declared: Version | None) -> Program | None:
        """The program of the declared major.minor, else the newest one; nothing when there is none at all."""
        versions = self.of(name)
        same = [program for program in versions if speaks_for(program.version, declared)]
        return next(iter([*same, *versions]), None)


def speaks_for(version: Version, declared: Version | None) -> bool:
    """Whether a program of `version` reads files as the declared version does: patch releases change no format."""
    return declared is None or version[:2] == declared[:2]


@record
class Answer:
    """What a program said: its exit code and all it printed; without a code, `silence` says why there is no answer."""

    code: int | None
    text: str = ""
    silence: str = ""


def ask(
    path: Path,
    *arguments: str,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
) -> Answer:
    """Run a program to its end, in `folder`, for at most `timeout` seconds; never raises for what the program does.

    Standard output and error come back as one text, in the order they were written: promtool says on one which file it
    is at, and on the other what is wrong with it. A program that takes too long is ended with all it started.
    """
    try:
        process = subprocess.Popen(
            [str(path), *arguments],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return Answer(code=None, silence=f"it does not start: {error.strerror or error}")
    with process:
        try:
            printed, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            return Answer(code=None, silence=f"it gives no answer within {timeout:g} seconds")
        except BaseException:
            _end(process)
            raise
    text = printed.decode("utf-8", errors="replace")
    if process.returncode < 0:
        return Answer(code=None, text=text, silence=f"it was ended by {_signal_name(-process.returncode)}")
    return Answer(code=process.returncode, text=text)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def find_programs(project_root: Path, *, names: Sequence[str] = CHECKERS, search_path: str | None = None) -> Programs:
    """Look for programs on PATH and in `.tools/*/` of the project, and ask each for its version.

    `search_path` stands in for PATH. Two ways to the same file count once, and of one version the one on PATH is taken.
    """
    found: list[Program] = []
    silent: list[tuple[Path, str]] = []
    for name in names:
        seen: set[Path] = set()
        for path in _candidates(project_root, name=name, search_path=search_path):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            version = _version_of(path, name=name)
            if isinstance(version, Version):
                if not any(program.name == name and program.version == version for program in found):
                    found.append(Program(name, version, path))
            else:
                silent.append((path, version))
    found.sort(key=lambda program: (names.index(program.name), *(-part for part in program.version)))
    return Programs(tuple(found), tuple(silent))


def _candidates(project_root: Path, *, name: str, search_path: str | None) -> Iterable[Path]:
    for spelling in (name, *_OTHER_NAMES.get(name, ())):
        on_path = shutil.which(spelling, path=search_path)
        if on_path:
            yield Path(on_path).absolute()
    for path in sorted(project_root.absolute().glob(f"{TOOLS_FOLDER}/*/{name}")):
        if path.is_file() and os.access(path, os.X_OK):
            yield path


def _version_of(path: Path, *, name: str) -> Version | str:
    answer = ask(path, *_ASK_VERSION.get(name, ("--version",)), timeout=20.0)
    match = _VERSION.search(answer.text)
    if answer.code == 0 and match:
        return Version.parse(match[1])
    return answer.silence or f"it does not tell its version (exit code {answer.code})"
