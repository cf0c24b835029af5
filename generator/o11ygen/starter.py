"""The project that `o11ygen init` starts with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from o11ygen import conventions, templating

_FILES = {
    "pyproject.toml": "init/pyproject.toml.j2",
    ".gitignore": "init/gitignore.j2",
    "specs/__init__.py": "init/specs/__init__.py.j2",
    "specs/service.py": "init/specs/service.py.j2",
    "specs/environments.py": "init/specs/environments.py.j2",
}


def starter_files(folder: str) -> dict[str, str]:
    """The files of a new project in a folder of that name: path and content."""
    slug = conventions.slug(folder)
    name = slug if slug[:1].isalpha() else f"service-{slug}".rstrip("-")
    return {path: templating.render(template, name=name) for path, template in _FILES.items()}


def write_starter(root: Path, files: Mapping[str, str]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write the files below `root`; those that exist are kept. Returns the paths written, and those kept."""
    written, kept = [], []
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            kept.append(path)
        else:
            written.append(path)
    return tuple(written), tuple(kept)
