"""The manifest of one environment's folder: which files o11ygen wrote there, and what it wrote.

`output/<environment>/.o11ygen` holds one line a file, sorted, as `sha256sum --check` reads them. It tells a stale file
from one that was edited by hand, which files may be removed, and whose they are, where projects share a folder. It
names the version of its own form and nothing that changes by itself: no clock, no version of the tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

NAME = ".o11ygen"
_HEADER = "# o11ygen manifest 1: what `o11ygen generate` wrote here; change the spec, not these files.\n"
_OWNER = "# Written for the project "
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_WINDOWS_OR_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")


def write_manifest(contents: Mapping[str, bytes], *, project: str = "") -> bytes:
    """The manifest of files of a project, from their content by path below the environment's folder."""
    # Imported where a manifest is written: `validate` wants the name of the file only.
    from o11ygen.transaction import digest

    lines = (f"{digest(content)}  {path}\n" for path, content in sorted(contents.items()))
    owner = f"{_OWNER}{project}\n" if project else ""
    return (_HEADER + owner + "".join(lines)).encode()


def read_owners(content: bytes) -> frozenset[str]:
    """The projects that a manifest names: one, or two after a merge; none where an older release wrote it."""
    lines = content.decode("utf-8", errors="replace").splitlines()
    return frozenset(line.removeprefix(_OWNER) for line in lines if line.startswith(_OWNER))


def read_manifest(content: bytes) -> dict[str, frozenset[str]]:
    """The digests by path. Two for one path when a merge left both sides' lines: either was written by o11ygen.

    A line that is none (a conflict marker, a path that leaves the folder) is passed over: the file it may have named
    then counts as one that o11ygen did not write, which never loses anything.
    """
    found: dict[str, frozenset[str]] = {}
    for line in content.decode("utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match and not path_fault(match[2]):
            found[match[2]] = found.get(match[2], frozenset()) | {match[1]}
    return found


def path_fault(path: str) -> str:
    """Why `path` can't be a file below an environment's folder; nothing when it can."""
    parts = path.split("/")
    if PurePosixPath(path).is_absolute() or not all(parts):
        return "is not a plain relative path"
    if any(part in (".", "..") for part in parts):
        return "leaves the environment's folder"
    if _WINDOWS_OR_INVISIBLE.search(path) or any(part != part.strip(" ") or part.endswith(".") for part in parts):
        return "has a character that some file systems refuse"
    if path == NAME:
        return "is the manifest's own"
    return ""
