"""Stand-ins for installed programs: shell scripts that tell a version and answer as a case wants."""

from __future__ import annotations

from pathlib import Path


def install(folder: Path, name: str, *, version: str, answer: str = "exit 0") -> Path:
    """Write `folder/name`: it tells its version when asked, and otherwise runs the shell text `answer`."""
    told = (
        f'echo \'{{"gitVersion":"v{version}"}}\''
        if name == "jaeger"
        else f"echo '{name}, version {version} (branch: x)'"
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(
        f'#!/bin/sh\ncase "$1" in\n  --version | version) {told} ;;\n  *) {answer} ;;\nesac\n', encoding="utf-8"
    )
    path.chmod(0o755)
    return path
