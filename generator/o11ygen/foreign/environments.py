"""Which files belong together: those of one Prometheus and its Grafana.

What stands in two files of one server counts together: a rule that is there twice, a series that one file records and
another reads. A repository that holds the files of several environments has them under the same names, in a folder each.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from o11ygen.foreign.opened import Opened


def environments_of(files: Iterable[Opened]) -> list[list[Opened]]:
    """The files by environment: all together, unless some have the same name in several folders.

    Then each folder below the one that holds them all is an environment of its own. Files that are judged by different
    releases are in different ones too.
    """
    listed = list(files)
    names = Counter(one.path.name for one in listed if one.path is not None)
    several = any(count > 1 for count in names.values())
    found: dict[object, list[Opened]] = {}
    shared = _shared([one.path for one in listed if one.path is not None]) if several else Path()
    for one in listed:
        folder = _below(one.path, shared) if several and one.path is not None else ""
        found.setdefault((folder, _prometheus(one)), []).append(one)
    return list(found.values())


def _prometheus(one: Opened) -> object:
    return one.versions.get("prometheus")


def _shared(paths: list[Path]) -> Path:
    """The innermost folder that holds them all."""
    return Path(os.path.commonpath([Path(os.path.abspath(path)).parent for path in paths]))


def _below(path: Path, shared: Path) -> str:
    """The folder below the shared one in which a file lies; empty for one that lies there itself."""
    inside = Path(os.path.abspath(path)).relative_to(shared).parts
    return inside[0] if len(inside) > 1 else ""
