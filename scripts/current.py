"""Files that are generated and committed: writes them, or says which are not current."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def keep(files: Mapping[Path, str], *, check: bool, left: Iterable[Path] = ()) -> int:
    """Write the files, or with `check` only tell; the exit code, 1 when one is not current.

    Those of `left` that are not among the files were generated once and no longer are: they are removed.
    """
    stale = 0
    for path in sorted({*files, *left}):
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
