"""Replaces, creates and removes many files so that either all of it happens or none.

Why a journal and not a swap of whole folders: files that people keep beside ours stay where they are, untouched; a
container that has `output/production/prometheus` mounted goes on seeing the folder, where a swapped one leaves it with
the deleted inode; and one transaction spans every environment. The order is

1. stage every new file, and a hard link (or copy) of every file that will be replaced or removed, in one folder;
2. write the journal, which names each step, and flush it to disk;
3. take the steps, each one atomic (`os.replace`, `unlink`);
4. remove the journal: from here on the new files stand; then the staging folder.

An error in between takes the steps back at once. After a kill, the journal is still there and the next run takes them
back, unless someone has changed the file since. The contents themselves are not flushed: a kill loses nothing of them,
and after a power cut the manifest's hashes tell a damaged file and `generate` writes it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from o11ygen.record import record

STAGING = ".o11ygen-write"
_JOURNAL = "journal.json"
# Of what is written, whatever the umask: the programs that read it run as users of their own.
_FILE_MODE = 0o644
_FOLDER_MODE = 0o755


@record
class _Step:
    """`digest` of the file when the step is taken, empty when the step removes it; `existed`: before the step."""

    path: str
    digest: str
    existed: bool


class JournalError(Exception):
    """The journal of a killed run tells nothing, so that nobody knows what it had begun."""


def digest(content: bytes) -> str:
    """The sha256 of a file's content, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def replace_files(root: Path, *, write: Mapping[str, bytes], remove: Iterable[str]) -> None:
    """Removes `remove`, then writes `write`; paths are below `root`, which exists. Empty folders left behind go too.

    `interrupted(root)` is false before. Raises whatever interrupts it, mostly `OSError`, with the former files standing
    again; only if taking back is itself refused is `interrupted(root)` true afterwards.
    """
    staging = root / STAGING
    shutil.rmtree(staging, ignore_errors=True)  # left by a run that was killed before its first step or after its last
    staging.mkdir()
    try:
        steps = _stage(root, write, remove)
        for number, step in enumerate(steps):
            _take(root, number, step)
        (staging / _JOURNAL).unlink()
    except BaseException:
        take_back(root)
        raise
    shutil.rmtree(staging, ignore_errors=True)


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it, where they are not yet."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(_FOLDER_MODE)


def interrupted(root: Path) -> bool:
    """Whether an earlier run was killed between its first and its last step."""
    return (root / STAGING / _JOURNAL).exists()


def left_over(root: Path) -> bool:
    """Whether a run that was killed left its staging folder, or one is at work."""
    return (root / STAGING).exists()


def take_back(root: Path) -> None:
    """Restores the files as they were before the interrupted run; a file that someone changed since stays.

    Raises `JournalError`, and restores nothing, where the journal can't be read.
    """
    staging = root / STAGING
    journal = staging / _JOURNAL
    if journal.exists():
        steps = _read_journal(journal)
        for number, step in reversed(list(enumerate(steps))):
            _untake(root, number, step)
        journal.unlink()
    shutil.rmtree(staging, ignore_errors=True)


def _read_journal(journal: Path) -> list[_Step]:
    try:
        steps = [_Step(**step) for step in json.loads(journal.read_bytes())]
        inside = all(_is_inside(step.path) for step in steps)
    except (ValueError, TypeError) as error:
        raise JournalError from error
    if not inside:
        raise JournalError
    return steps


def _is_inside(path: str) -> bool:
    return not os.path.isabs(path) and ".." not in path.split("/")


@contextmanager
def exclusive(root: Path) -> Iterator[bool]:
    """Holds `root` against a second run; yields whether it was free. The system frees it when the process ends."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock
        yield True
        return
    descriptor = os.open(root, os.O_RDONLY)
    try:
        yield _lock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, how: int) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _stage(root: Path, write: Mapping[str, bytes], remove: Iterable[str]) -> list[_Step]:
    staging = root / STAGING
    for folder in ("new", "old"):
        (staging / folder).mkdir()
    steps = [_Step(path, "", True) for path in remove]
    for number, path in enumerate(write, len(steps)):
        content = write[path]  # asked for once: it may be made anew each time
        new = staging / "new" / str(number)
        new.write_bytes(content)
        new.chmod(_FILE_MODE)
        steps.append(_Step(path, digest(content), _is_entry(root / path)))
    for number, step in enumerate(steps):
        if step.existed:
            _keep(root / step.path, staging / "old" / str(number))
    draft = staging / "journal.draft"
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        json.dump([asdict(step) for step in steps], file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, staging / _JOURNAL)
    return steps


def _keep(target: Path, copy: Path) -> None:
    try:
        os.link(target, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without hard links
        shutil.copy2(target, copy, follow_symlinks=False)


def _take(root: Path, number: int, step: _Step) -> None:
    target = root / step.path
    if step.digest:
        make_folder(target.parent)
        _clear(target)
        os.replace(root / STAGING / "new" / str(number), target)
    else:
        target.unlink()
        _prune(root, target.parent)


def _untake(root: Path, number: int, step: _Step) -> None:
    target, old = root / step.path, root / STAGING / "old" / str(number)
    taken = _digest_at(target) == step.digest  # else the step is still to come, or someone has changed the file since
    if not step.existed:
        if taken:
            target.unlink()
        _prune(root, target.parent)
    elif taken and os.path.lexists(old):
        make_folder(target.parent)
        os.replace(old, target)


def _is_entry(target: Path) -> bool:
    """Whether a file, or a link to anything, stands at `target`."""
    return os.path.lexists(target) and (target.is_symlink() or not target.is_dir())


def _digest_at(target: Path) -> str:
    """The digest of the file at `target`, empty when none is there, a question mark when it is no plain file."""
    if not os.path.lexists(target):
        return ""
    return digest(target.read_bytes()) if target.is_file() and not target.is_symlink() else "?"


def _clear(target: Path) -> None:
    """Removes a folder that holds nothing but folders, where a file is to stand."""
    if target.is_dir() and not target.is_symlink():
        for folder, _, _ in os.walk(target, topdown=False):
            os.rmdir(folder)


def _prune(root: Path, folder: Path) -> None:
    """Removes folders that became empty, from `folder` up to but not including `root`."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:  # not empty, or not ours to remove: either way it stays
            return
        folder = folder.parent
