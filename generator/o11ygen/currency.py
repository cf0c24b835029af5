"""What in `output/` is not as the specs say, as findings: for programs that read those and no lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from o11ygen.comparison import Change, Status
from o11ygen.finding import Finding, Location, Severity
from o11ygen.manifest import NAME as MANIFEST
from o11ygen.manifest import read_manifest
from o11ygen.transaction import digest
from o11ygen.writer import Plan

_RENDER = "Run `o11ygen generate`, and commit what it writes."
# What each status is called in an id, what it means, and what to do.
_WORDS = {
    Status.CREATED: ("new", "is not there yet; what runs lacks it", _RENDER),
    Status.CHANGED: ("stale", "is not what the specs say; what runs is older than they are", _RENDER),
    Status.MISSING: ("missing", "was rendered and is gone; what runs lacks it", _RENDER),
    Status.EDITED: (
        "edited",
        "was edited by hand; the next `generate` takes that away",
        "Say it in the specs, then run `o11ygen generate`.",
    ),
    Status.REMOVED: ("leftover", "is no longer rendered; what runs may still read it", _RENDER),
    Status.KEPT: (
        "kept",
        "is no longer rendered, and was edited by hand; `generate` leaves it to you",
        "Delete it if nobody needs it, then run `o11ygen generate`.",
    ),
    Status.REFUSED: ("foreign", "stands where a file is to be written", "Move it away, then run `o11ygen generate`."),
}


def changed_files(plan: Plan) -> tuple[Change, ...]:
    """The files that are not current; a manifest, which changes with the files it names, where nothing else is."""
    changed = tuple(change for change in plan.changes if change.status is not Status.UNCHANGED)
    return tuple(change for change in changed if not change.path.endswith(f"/{MANIFEST}")) or changed


def stale_findings(plan: Plan, *, root: Path) -> tuple[Finding, ...]:
    """An error for each file that is not current; `root` is the folder of the output as people see it."""
    return tuple(_findings(plan, root))


def touched_findings(folder: Path, *, environment: str) -> tuple[Finding, ...]:
    """What the manifest in an environment's folder names and is no longer as it was written; nothing without one.

    A file that is gone raises no question that a program could answer, and an empty prometheus.yml is one that runs.
    """
    try:
        written = read_manifest((folder / MANIFEST).read_bytes())
    except OSError:
        return ()
    return tuple(_touched(folder, written, environment))


def _touched(folder: Path, written: Mapping[str, frozenset[str]], environment: str) -> Iterator[Finding]:
    for path, digests in sorted(written.items()):
        try:
            content = (folder / path).read_bytes()
        except OSError:
            status, severity = Status.MISSING, Severity.ERROR
        else:
            if digest(content) in digests:
                continue
            status, severity = Status.EDITED, Severity.WARNING
        name, what, hint = _WORDS[status]
        where = Location((folder / path).as_posix())
        yield Finding(
            f"output/{name}", severity, f"`{environment}/{path}` {what}", hint, where, environments=(environment,)
        )


def _findings(plan: Plan, root: Path) -> Iterator[Finding]:
    for change in changed_files(plan):
        name, what, hint = _WORDS[change.status]
        message = f"`{change.path}` {what}"
        if change.status is Status.REFUSED:
            message = f"`{change.path}` {change.reason}"
        yield Finding(
            f"output/{name}",
            Severity.ERROR,
            message,
            hint,
            Location((root / change.path).as_posix()),
            environments=(change.environment,),
        )
    if plan.interrupted:
        yield Finding(
            "output/interrupted",
            Severity.ERROR,
            "an earlier run was ended while it wrote; what lies in the folder is partly old and partly new",
            "Run `o11ygen generate`, which sets it right first.",
            Location(root.as_posix()),
        )
