"""Artifacts into `output/`: what would change, and changing it, all or nothing.

What o11ygen did not write it neither removes nor overwrites: a file at a path we render that no manifest names is
refused unless it holds the same bytes already (it is adopted) or `force` is set. A file of ours that was edited by hand
is written again, and reported, when it is still rendered; when it no longer is, it is kept, reported once, and leaves
the manifest, so that from then on it is the person's. Unchanged files are not touched.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from o11ygen import transaction
from o11ygen.comparison import Change, Comparison, Status, WriteProblem, is_of
from o11ygen.manifest import NAME
from o11ygen.record import record
from o11ygen.rendered import Contents, File
from o11ygen.transaction import digest
from o11ygen.yamltext import visible

__all__ = ["Change", "Plan", "Status", "WriteProblem", "apply", "plan", "recover", "write"]


@record
class Plan:
    """What generating would do below `root`, in the order of the paths; `apply` does it.

    `write` holds the new content by path below `root`, `seen` the digest of each file that will be replaced or removed,
    `stale_environments` the folders of environments that the project no longer has, and `interrupted` says that an
    earlier run was killed while it wrote. `restored` says that there was such a run, whose files stand again.
    """

    root: Path
    changes: tuple[Change, ...]
    write: Mapping[str, bytes]
    seen: Mapping[str, str]
    stale_environments: tuple[str, ...]
    interrupted: bool
    restored: bool = False

    @property
    def current(self) -> bool:
        """Whether the output is what the spec says, so that `apply` has nothing to do and `--check` passes."""
        return not self.interrupted and all(change.status is Status.UNCHANGED for change in self.changes)

    def having(self, *statuses: Status) -> tuple[Change, ...]:
        """The changes of these statuses."""
        return tuple(change for change in self.changes if change.status in statuses)


def plan(
    root: Path,
    artifacts: Mapping[str, Sequence[File]],
    *,
    full: bool = False,
    force: bool = False,
    project: str = "",
) -> Plan:
    """Compares the artifacts of each environment with `root` and writes nothing.

    `full`: these are all environments of the project, so what another environment's manifest names is stale, if it is
    of the same `project`. `force`: files that o11ygen did not write, or for another project, may be overwritten.
    Raises `WriteProblem` for a path that can't be written, two artifacts of one path, or a file that can't be read.
    """
    try:
        stale = _stale_environments(root, artifacts, project) if full else ()
        folders = [
            *(Comparison.of(root, name, artifacts[name], force=force, project=project) for name in sorted(artifacts)),
            *(Comparison.of(root, name, None, force=force, project=project) for name in stale),
        ]
    except OSError as error:
        raise WriteProblem(_tell(error, root)) from error
    changes = sorted((change for folder in folders for change in folder.changes), key=lambda change: change.path)
    return Plan(
        root=root,
        changes=tuple(changes),
        write=Contents({path: file for folder in folders for path, file in folder.write.items()}),
        seen={path: seen for folder in folders for path, seen in folder.seen.items()},
        stale_environments=stale,
        interrupted=transaction.interrupted(root),
    )


def write(
    root: Path,
    artifacts: Mapping[str, Sequence[File]],
    *,
    full: bool = False,
    force: bool = False,
    project: str = "",
) -> Plan:
    """Recovers, plans and applies; returns the plan that was applied. Parameters and errors are those of `plan`."""
    restored = recover(root)
    if not root.is_dir():
        changes = plan(root, artifacts, full=full, force=force, project=project)
        apply(changes)
        return changes
    try:
        with transaction.exclusive(root) as free:
            # Planned under the lock, too: of files that another run is moving, a plan would say what is not so.
            if free:
                changes = replace(plan(root, artifacts, full=full, force=force, project=project), restored=restored)
                _refuse(changes)
                _carry_out(changes)
                return changes
    except OSError as error:
        raise WriteProblem(_tell(error, root)) from error
    with suppress(WriteProblem):
        changes = plan(root, artifacts, full=full, force=force, project=project)
        if changes.current:
            return changes
    raise WriteProblem(_busy(root))


def recover(root: Path) -> bool:
    """Restores the files that a killed run left half written; whether there was such a run. `plan` again after it."""
    if not transaction.left_over(root):
        return False
    try:
        with transaction.exclusive(root) as free:
            interrupted = transaction.interrupted(root)
            if not free and interrupted:  # it is not killed, it is at work
                raise WriteProblem(_busy(root))
            if not free:
                return False
            transaction.take_back(root)
    except OSError as error:
        raise WriteProblem(_tell(error, root)) from error
    except transaction.JournalError as error:
        staging = root / transaction.STAGING
        raise WriteProblem(
            f"{staging} can't be read: an earlier run was killed while it wrote, and what it had begun can't be taken "
            f"back. Delete that folder and run again, which writes what is missing or half new"
        ) from error
    return interrupted


def apply(changes: Plan) -> None:
    """Writes and removes what the plan says, all of it or nothing: after a `WriteProblem` the old files stand."""
    root = changes.root
    _refuse(changes)
    if changes.current:
        return
    try:
        transaction.make_folder(root)
        with transaction.exclusive(root) as free:
            if not free:
                raise WriteProblem(_busy(root))
            _carry_out(changes)
    except OSError as error:
        raise WriteProblem(_tell(error, root)) from error


def _refuse(changes: Plan) -> None:
    refused = changes.having(Status.REFUSED)
    if refused:
        raise WriteProblem("\n".join(f"{changes.root / change.path} {change.reason}" for change in refused))


def _carry_out(changes: Plan) -> None:
    """What the plan says, with nobody else at work."""
    root = changes.root
    if changes.current:
        return
    if transaction.interrupted(root):
        raise WriteProblem(f"an earlier run was killed while it wrote to {root}; run `o11ygen generate` again")
    _refuse_if_moved(changes)
    removed = [change.path for change in changes.having(Status.REMOVED)]
    transaction.replace_files(root, write=changes.write, remove=removed)


def _stale_environments(root: Path, artifacts: Mapping[str, object], project: str) -> tuple[str, ...]:
    if not root.is_dir():
        return ()
    folders = (folder for folder in root.iterdir() if folder.name not in artifacts and not folder.is_symlink())
    manifests = (folder / NAME for folder in folders)
    return tuple(sorted(one.parent.name for one in manifests if one.is_file() and is_of(one.read_bytes(), project)))


def _refuse_if_moved(changes: Plan) -> None:
    for path, seen in changes.seen.items():
        target = changes.root / path
        now = digest(target.read_bytes()) if target.is_file() and not target.is_symlink() else ""
        if now != seen:
            raise WriteProblem(f"{target} was changed while o11ygen was at work; run `o11ygen generate` again")


def _busy(root: Path) -> str:
    return f"another o11ygen is writing to {root}; wait until it is done, and run again"


_REMEDIES = {
    errno.ENOSPC: "free some space on that disk",
    errno.EDQUOT: "free some space, the quota is used up",
    errno.EACCES: "give yourself the right to write there, or choose another folder with `--out`",
    errno.EPERM: "give yourself the right to write there, or choose another folder with `--out`",
    errno.EROFS: "choose another folder with `--out`",
    errno.EXDEV: "put the whole output folder on one file system",
    errno.ENAMETOOLONG: "give the object a shorter name",
}


def _tell(error: OSError, root: Path) -> str:
    """What the system refused, what that means for the files, and what to do."""
    # Where a file is moved to stands second: the first is where it was made ready.
    place = str(error.filename2 or error.filename or root)
    remedy = _REMEDIES.get(error.errno or 0, "remove what stands in the way")
    if transaction.interrupted(root):
        state = "the files are half written, and the next `o11ygen generate` restores them first"
    else:
        state = "nothing was changed"
    return f"{visible(place)}: {error.strerror or error}; {state}. To go on, {remedy}, and run again"
