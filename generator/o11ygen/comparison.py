"""One environment's folder beside the artifacts rendered for it: what is new, stale, edited, or someone else's."""

from __future__ import annotations

import enum
import os
from collections.abc import Sequence
from pathlib import Path

from o11ygen.manifest import NAME, path_fault, read_manifest, read_owners, write_manifest
from o11ygen.record import record
from o11ygen.rendered import File
from o11ygen.transaction import digest
from o11ygen.yamltext import visible


class WriteProblem(Exception):
    """Nothing was written; the message says what stands in the way and what to do."""


class Status(enum.Enum):
    """What generating does to one file; the value is the word for people."""

    CREATED = "new"
    CHANGED = "stale"
    MISSING = "missing"
    EDITED = "edited by hand"
    REMOVED = "no longer rendered"
    KEPT = "no longer rendered, but edited by hand"
    REFUSED = "not written by o11ygen"
    UNCHANGED = "current"


@record
class Change:
    """One file: `path` is below `output/`, with the environment first; `reason` says why it is refused or kept."""

    path: str
    status: Status
    reason: str = ""

    @property
    def environment(self) -> str:
        """The folder directly below `output/`."""
        return self.path.split("/", 1)[0]


class Comparison:
    """One environment's folder: gathers what `compare` finds."""

    def __init__(self, root: Path, name: str, artifacts: Sequence[File] | None, *, force: bool, project: str) -> None:
        if path_fault(name) or "/" in name or name.startswith("."):
            raise WriteProblem(f"the environment `{visible(name)}` can't name a folder; use letters, digits and dashes")
        self.root, self.name, self.force, self.project = root, name, force, project
        self.manifest_path = root / name / NAME
        self.stale = artifacts is None
        self.files = {artifact.path: artifact for artifact in artifacts or ()}
        self.wanted = _contents(name, artifacts or ())
        self.known = read_manifest(self.manifest_path.read_bytes()) if self.manifest_path.is_file() else {}
        self.changes: list[Change] = []
        self.write: dict[str, File | bytes] = {}
        self.seen: dict[str, str] = {}

    @classmethod
    def of(
        cls, root: Path, name: str, artifacts: Sequence[File] | None, *, force: bool, project: str = ""
    ) -> Comparison:
        """A comparison that is done, and holds the content of none but its manifest."""
        folder = cls(root, name, artifacts, force=force, project=project)
        folder.compare()
        folder.wanted = {}
        return folder

    def compare(self) -> None:
        """Every file that is or was rendered, then the manifest, which counts as ours whatever it holds."""
        for path in sorted(self.known.keys() - self.wanted.keys()):
            self._leave(path)
        for path, content in sorted(self.wanted.items()):
            self._want(path, content)
        self._manifest()

    def _note(self, path: str, status: Status, *, reason: str = "", seen: bytes | None = None) -> None:
        full = f"{self.name}/{path}"
        self.changes.append(Change(full, status, reason))
        if status in (Status.CREATED, Status.CHANGED, Status.MISSING, Status.EDITED, Status.REMOVED):
            self.seen[full] = "" if seen is None else digest(seen)

    def _leave(self, path: str) -> None:
        """A file that was rendered once and is not any more."""
        target = self.root / self.name / path
        if self._link_above(path) or not os.path.lexists(target):
            return
        content = target.read_bytes() if target.is_file() and not target.is_symlink() else None
        if content is not None and digest(content) in self.known[path]:
            self._note(path, Status.REMOVED, seen=content)
        else:
            self._note(path, Status.KEPT, reason="was edited by hand; delete it if nobody needs it")

    def _want(self, path: str, content: bytes) -> None:
        target = self.root / self.name / path
        obstacle = self._obstacle(path)
        if obstacle:
            self._note(path, Status.REFUSED, reason=obstacle)
            return
        if target.is_symlink() or not target.is_file():
            found = None
            status = Status.MISSING if path in self.known else Status.CREATED
        else:
            found = target.read_bytes()
            status = self._compare(path, found, content)
        if status is Status.REFUSED:
            reason = "exists and o11ygen did not write it; move it away, or overwrite it with `--force`"
            self._note(path, status, reason=reason)
            return
        self._note(path, status, seen=found)
        if status is not Status.UNCHANGED:
            self.write[f"{self.name}/{path}"] = self.files[path]

    def _compare(self, path: str, found: bytes, content: bytes) -> Status:
        if found == content:
            return Status.UNCHANGED
        if path in self.known:
            return Status.CHANGED if digest(found) in self.known[path] else Status.EDITED
        return Status.CHANGED if self.force else Status.REFUSED

    def _manifest(self) -> None:
        found = self.manifest_path.read_bytes() if self.manifest_path.is_file() else None
        if self.stale:
            self._note(NAME, Status.REMOVED, seen=found)
            return
        obstacle = self._obstacle(NAME) or self._other_owner(found or b"")
        content = write_manifest(self.wanted, project=self.project)
        if obstacle:
            self._note(NAME, Status.REFUSED, reason=obstacle)
            return
        if found == content:
            self._note(NAME, Status.UNCHANGED)
            return
        self._note(NAME, Status.CREATED if found is None else Status.CHANGED, seen=found)
        self.write[f"{self.name}/{NAME}"] = content

    def _other_owner(self, manifest: bytes) -> str:
        """Why nothing can be written here: these are another project's files, which the two would write in turns."""
        if self.force or is_of(manifest, self.project):
            return ""
        others = " and ".join(f"`{visible(owner)}`" for owner in sorted(read_owners(manifest)))
        return (
            f"says that this folder was written for the project {others}; write to another one (`--out`, or `output` "
            "in pyproject.toml), or take it over with `--force`"
        )

    def _obstacle(self, path: str) -> str:
        """Why nothing can be written at `path`: a symbolic link, or a folder and a file in each other's place."""
        target = self.root / self.name / path
        link = self._link_above(path)
        if link:
            return f"would be written through the symbolic link {link}, to another place; replace the link by a folder"
        for parent in self._parents(path):
            if os.path.lexists(parent) and not parent.is_dir() and not self._goes(parent):
                return f"needs a folder where the file {parent} stands; move the file away"
        if target.is_symlink() and not self.force:
            return "is a symbolic link; remove it, or replace it with `--force`"
        if target.is_dir() and not target.is_symlink():
            left = [item for item in target.rglob("*") if not item.is_dir() and not self._goes(item)]
            return "is a folder, and a file is to be written there; move it away" if left else ""
        if os.path.lexists(target) and not target.is_file() and not target.is_symlink():
            return "is neither a file nor a folder; move it away"
        return ""

    def _link_above(self, path: str) -> Path | None:
        return next((parent for parent in self._parents(path) if parent.is_symlink()), None)

    def _parents(self, path: str) -> list[Path]:
        """The folders from the environment's down to the one that holds `path`."""
        parts = path.split("/")
        return [self.root / self.name / "/".join(parts[:length]) for length in range(len(parts))]

    def _goes(self, item: Path) -> bool:
        """Whether this run removes `item` before it writes."""
        place = item.relative_to(self.root).as_posix()
        return any(change.path == place and change.status is Status.REMOVED for change in self.changes)


def is_of(manifest: bytes, project: str) -> bool:
    """Whether the files that a manifest names are a project's own; so are those of no known project."""
    owners = read_owners(manifest)
    return not project or not owners or project in owners


def _contents(environment: str, artifacts: Sequence[File]) -> dict[str, bytes]:
    """The bytes by path, once every path is seen to be a file of its own."""
    contents: dict[str, bytes] = {}
    folded: dict[str, str] = {}
    for artifact in artifacts:
        name = f"`{environment}/{visible(artifact.path)}`"
        fault = path_fault(artifact.path)
        if fault:
            raise WriteProblem(f"the path {name} {fault}; name it by letters, digits, dots, dashes and slashes")
        other = folded.setdefault(artifact.path.casefold(), artifact.path)
        if other != artifact.path or artifact.path in contents:
            raise WriteProblem(f"{name} is rendered twice (`{other}`), and one would replace the other; rename one")
        try:
            contents[artifact.path] = artifact.text.encode()
        except UnicodeEncodeError:
            raise WriteProblem(f"{name} holds half of a surrogate pair, which UTF-8 can't carry; remove it") from None
    for path in contents:
        above = path
        while "/" in above:
            above = above.rpartition("/")[0]
            if above.casefold() in folded:
                raise WriteProblem(
                    f"`{environment}/{above}` is rendered as a file and as a folder; rename one of the two"
                )
    return contents
