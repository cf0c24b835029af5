"""The files that findings are about: their lines, and what they are called in the repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from o11ygen.finding import Finding, Location

# Larger files were written by programs; reading them again would take longer than it helps.
_LARGEST = 16_000_000
# As Python and YAML count lines, and not as `str.splitlines` does.
_BREAK = re.compile(r"\r\n|\n|\r")


class SourceLines:
    """The lines of files, each read once; relative paths are below `root`. Called with a path as findings name it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, Sequence[str]] = {}

    def __call__(self, file: str) -> Sequence[str]:
        """Its lines, without line breaks; none where it can't be read."""
        lines = self._files.get(file)
        if lines is None:
            lines = self._files[file] = _read(self._root / file)
        return lines


def _read(path: Path) -> Sequence[str]:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ()
        return _BREAK.split(path.read_text("utf-8", errors="replace"))
    except (OSError, ValueError):
        return ()


def repository(folder: Path) -> Path:
    """The root of the repository that an absolute folder lies in; the folder itself where it lies in none."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def in_repository(findings: Iterable[Finding], *, root: Path, repository: Path) -> tuple[Finding, ...]:
    """The findings with places relative to the repository instead of `root`, a folder of it."""
    if root == repository:
        return tuple(findings)

    def moved(location: Location) -> Location:
        if not location.file and location.path:
            return location
        # What has no file is shown where the project is declared.
        file = os.path.normpath(root / (location.file or "pyproject.toml"))
        prefix = f"{repository}{os.sep}"
        return replace(location, file=file[len(prefix) :].replace(os.sep, "/") if file.startswith(prefix) else file)

    return tuple(
        replace(
            finding,
            location=moved(finding.location),
            related=tuple(replace(one, location=moved(one.location)) for one in finding.related),
        )
        for finding in findings
    )
