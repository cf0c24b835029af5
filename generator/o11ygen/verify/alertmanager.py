"""amtool over the rendered alertmanager.yml and the notification templates that it names."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from o11ygen.conventions import ALERTMANAGER_FOLDER
from o11ygen.verify import leftout
from o11ygen.verify.inquiry import Inquiry, Judged, Step
from o11ygen.verify.mounting import Keys, Mount, blank_entries, exchange
from o11ygen.verify.verdict import Fault, amtool_faults

_FILE = "alertmanager/alertmanager.yml"
_STOPS = "Alertmanager stops at start and keeps its old configuration on reload"

# How label names and matchers are read; amtool takes the flag from 0.27 on.
_MODES = ("classic-mode", "utf8-strict-mode")
_MODES_SINCE = (0, 27)


def steps(folder: Path) -> Iterator[Step]:
    """The question that an Alertmanager configuration raises, where there is one."""
    if (folder / _FILE).is_file():
        yield Step("amtool", "Alertmanager", "alertmanager/amtool", "check-config", (_FILE,), _STOPS, _check)


def _check(inquiry: Inquiry, step: Step) -> Judged:
    mount = Mount(inquiry.folder.absolute() / "alertmanager", at=ALERTMANAGER_FOLDER)
    unseen: list[str] = []

    def rendered(keys: Keys, value: str) -> str | None:
        if keys[:1] != ("templates",):
            return None
        file = mount.file(value)
        if file is None:
            unseen.append(f"`{value}`, which lies outside {ALERTMANAGER_FOLDER}")
        elif not any(file.parent.glob(file.name)):
            unseen.append(f"`{value}`, which matches no rendered file")
        return str(file) if file else None

    whole = (inquiry.folder / _FILE).read_text(encoding="utf-8")
    lacking = leftout.lacking(inquiry, whole, parts=leftout.ALERTMANAGER, command=("check-config",))
    text = blank_entries(whole, keys=lacking) if lacking else whole
    if text is None:
        return step.undecided(inquiry, leftout.UNREADABLE.format(leftout.named(lacking)))
    with tempfile.TemporaryDirectory(prefix="o11ygen-") as scratch:
        copy = Path(scratch, "alertmanager.yml")
        copy.write_text(exchange(text, rendered), encoding="utf-8")
        answer = inquiry.ask(*_mode(inquiry), "check-config", str(copy))
    faults = amtool_faults(answer.text) if answer.code else ()
    names = {str(copy): _FILE, **_templates(inquiry.folder, faults)}
    note = f"not looked at: {', '.join(unseen)}" if unseen else ""
    undecided = leftout.ALL_BUT.format(leftout.named(lacking)) if lacking else ""
    return step.judged(inquiry, answer, faults=faults, names=names, note=note, undecided=undecided)


def _mode(inquiry: Inquiry) -> list[str]:
    modes = [feature for feature in inquiry.features("alertmanager") if feature in _MODES]
    return [f"--enable-feature={','.join(modes)}"] if modes and inquiry.program.version[:2] >= _MODES_SINCE else []


def _templates(folder: Path, faults: tuple[Fault, ...]) -> dict[str, str]:
    """amtool names a notification template by its file name alone."""
    named = {fault.file for fault in faults if fault.file}
    files = sorted((folder / "alertmanager").rglob("*"))
    return {path.name: path.relative_to(folder).as_posix() for path in files if path.name in named}
