"""Which files are judged: those that are named, those in folders that are named, and standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from o11ygen.record import record

STDIN = "-"
# Larger than any configuration people write; the programs themselves would take minutes over it.
LARGEST = 256 * 1024 * 1024
_SUFFIXES = frozenset((".yml", ".yaml", ".json", ".tmpl"))
_SKIPPED = frozenset(("node_modules", "__pycache__", "vendor"))


@record
class Source:
    """A file to judge. `named` tells one that the user wrote from one that was found in a folder."""

    file: str
    path: Path | None
    named: bool = True


class MissingFileError(Exception):
    """A file or folder that was named is not there; the message says so."""


def sources(names: Sequence[str]) -> tuple[Source, ...]:
    """The files behind the arguments, each once, folders walked in the order of their names."""
    found: dict[str, Source] = {}
    missing = [name for name in names if name != STDIN and not os.path.lexists(name)]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        raise MissingFileError(f"{listed} {'does' if len(missing) == 1 else 'do'} not exist. Name files or folders.")
    for name in names:
        if name == STDIN:
            found.setdefault(name, Source("<stdin>", None))
        elif Path(name).is_dir():
            for path in _walk(Path(name)):
                found.setdefault(str(path), Source(str(path), path, named=False))
        else:
            found[name] = Source(name, Path(name))
    return tuple(found.values())


def _walk(folder: Path) -> Iterator[Path]:
    """Files that may be configuration, without hidden folders; links to folders are not followed, so it ends."""
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            if Path(name).suffix.lower() in _SUFFIXES and not name.startswith("."):
                yield Path(base, name)
