"""Files that are generated and committed: writes them, or says which are not current."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def keep(files: Mapping[Path, str], *, folder: Path, check: bool) -> int:
    """Write the files of a folder, or with `check` only tell; the exit code, 1 when one is not current.

    What else lies in the folder is from an earlier run: it is removed.
    """
    stale = 0
    for path in sorted({*files, *(path for path in folder.iterdir() if path.is_file())} if folder.is_dir() else files):
        shown = path.relative_to(ROOT)
        if path in files and path.is_file() and path.read_text("utf-8") == files[path]:
            continue
        if check:
            print(f"{shown} is not current; run `make docs`", file=sys.stderr)
            stale = 1
        elif path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], "utf-8")
            print(f"written: {shown}")
        else:
            path.unlink()
            print(f"removed: {shown}")
    return stale
