"""A run that fails, or is killed, at any step: the old tree stands or the new, and nothing of anyone's is lost."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from o11ygen import transaction
from o11ygen.artifact import Artifact
from o11ygen.writer import WriteProblem, plan, recover, write

RULES = "prometheus/alert-rules.yml"
CONFIG = "prometheus/prometheus.yml"
ROUTES = "alertmanager/alertmanager.yml"


def artifacts(**environments: dict[str, str]) -> dict[str, list[Artifact]]:
    return {name: [Artifact(path, text) for path, text in files.items()] for name, files in environments.items()}


OLD = artifacts(production={RULES: "old: rules\n", CONFIG: "a: 1\n", ROUTES: "r: 1\n"}, staging={RULES: "s: 1\n"})
NEW = artifacts(production={RULES: "new: rules\n", CONFIG: "a: 1\n", "jaeger/jaeger.yaml": "j: 1\n"})


def tree(root: Path) -> dict[str, bytes]:
    """The files below `root`, but for what a killed run staged."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and transaction.STAGING not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "output"


STEPS = ("replace", "unlink", "link", "mkdir", "rmdir", "fsync")


STEPS_OF_A_RUN = 40  # at most; how many depends on the Python's own way to remove a folder


class FaultError(Exception):
    """An injected fault that is not an `OSError`."""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, BaseException], list[str]]:
    """Makes the change of the file system with this number raise, and those after it work again."""

    def arm(fatal: int, error: BaseException) -> list[str]:
        taken: list[str] = []
        for name in STEPS:
            real = getattr(os, name)

            def step(*args: Any, real: Any = real, name: str = name, **options: Any) -> Any:
                taken.append(f"{name} {Path(args[0]).name}" if isinstance(args[0], (str, Path)) else name)
                if len(taken) - 1 == fatal:
                    raise error
                return real(*args, **options)

            monkeypatch.setattr(os, name, step)
        return taken

    return arm


def old_tree(root: Path) -> dict[str, bytes]:
    write(root, OLD, full=True)
    (root / "production/prometheus/extra.yml").write_text("mine")
    return tree(root)


def new_tree(root: Path) -> dict[str, bytes]:
    old_tree(root)
    write(root, NEW, full=True)
    return tree(root)


def raised_by(root: Path) -> BaseException | None:
    try:
        write(root, NEW, full=True)
    except (WriteProblem, KeyboardInterrupt, FaultError) as raised:
        return raised
    return None


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), FaultError()])
@pytest.mark.parametrize("fatal", range(STEPS_OF_A_RUN))
def test_a_fault_at_any_step_leaves_the_old_tree_or_the_new(
    root: Path, tmp_path: Path, counted: Callable[[int, BaseException], list[str]], fatal: int, error: BaseException
) -> None:
    expected_new = new_tree(tmp_path / "reference")
    expected_old = old_tree(root)
    taken = counted(fatal, error)
    raised = raised_by(root)
    if isinstance(raised, WriteProblem):
        assert tree(root) == expected_old
        assert str(raised).endswith("; nothing was changed. To go on, free some space on that disk, and run again")
    elif raised is not None:
        committed = "unlink journal.json" in taken[:fatal]  # only the staging folder is tidied up behind it
        assert tree(root) == (expected_new if committed else expected_old)
    else:
        assert fatal >= len(taken) or not taken[fatal].startswith("replace")
        assert tree(root) == expected_new
    assert not transaction.interrupted(root)
    write(root, NEW, full=True)
    assert tree(root) == expected_new


def test_the_faults_above_reach_every_step(root: Path, counted: Callable[[int, BaseException], list[str]]) -> None:
    old_tree(root)
    taken = counted(-1, FaultError())
    write(root, NEW, full=True)
    assert 30 <= len(taken) <= STEPS_OF_A_RUN
    assert {step.split()[0] for step in taken} == set(STEPS)


KILLED = """
import json, os, sys
from pathlib import Path
from o11ygen.artifact import Artifact
from o11ygen.writer import write
fatal, taken = int(sys.argv[2]), 0
for name in {steps}:
    def step(*args, real=getattr(os, name), **options):
        global taken
        if taken == fatal:
            os._exit(9)
        taken += 1
        return real(*args, **options)
    setattr(os, name, step)
wanted = {{name: [Artifact(*file) for file in files] for name, files in json.loads(sys.argv[3]).items()}}
write(Path(sys.argv[1]), wanted, full=True)
"""


@pytest.mark.parametrize("fatal", range(STEPS_OF_A_RUN))
def test_a_kill_at_any_step_is_taken_back_by_the_next_run(root: Path, tmp_path: Path, fatal: int) -> None:
    expected_new = new_tree(tmp_path / "reference")
    expected_old = old_tree(root)
    wanted = json.dumps({name: [(file.path, file.text) for file in files] for name, files in NEW.items()})
    script = KILLED.format(steps=STEPS)
    done = subprocess.run([sys.executable, "-c", script, str(root), str(fatal), wanted], check=False)
    killed = done.returncode == 9
    assert killed or done.returncode == 0
    if transaction.interrupted(root):
        assert not plan(root, NEW, full=True).current
    recover(root)
    assert tree(root) == expected_old or tree(root) == expected_new
    assert killed or tree(root) == expected_new
    write(root, NEW, full=True)
    assert tree(root) == expected_new


def test_an_edit_after_the_kill_is_not_taken_back(root: Path) -> None:
    old_tree(root)
    script = KILLED.format(steps=("fsync", "unlink"))
    wanted = json.dumps({"production": [(RULES, "new: rules\n"), (CONFIG, "a: 1\n"), (ROUTES, "r: 2\n")]})
    # After the journal's fsync and the two files of the stale environment, the next to go is the journal: all is done.
    command = [sys.executable, "-c", script, str(root), "3", wanted]
    assert subprocess.run(command, check=False).returncode == 9
    assert (root / "production" / RULES).read_text() == "new: rules\n"
    (root / "production" / RULES).write_text("by hand\n")
    assert recover(root)
    assert (root / "production" / RULES).read_text() == "by hand\n"
    assert (root / "production" / ROUTES).read_text() == "r: 1\n"


def test_a_file_system_without_hard_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = old_tree(root)
    monkeypatch.setattr(os, "link", _no_links)
    with monkeypatch.context() as patch:
        real = os.replace
        calls: list[int] = []

        def second_fails(*args: Any) -> None:
            calls.append(1)
            if len(calls) == 3:
                raise OSError(errno.EIO, "Input/output error")
            real(*args)

        patch.setattr(os, "replace", second_fails)
        with pytest.raises(WriteProblem, match="nothing was changed"):
            write(root, NEW, full=True)
    assert tree(root) == expected
    write(root, NEW, full=True)
    assert plan(root, NEW, full=True).current


def _no_links(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.EACCES, "give yourself the right to write there"),
        (errno.EROFS, "choose another folder with `--out`"),
        (errno.EXDEV, "put the whole output folder on one file system"),
        (errno.ENAMETOOLONG, "give the object a shorter name"),
    ],
)
def test_the_message_says_what_to_do(root: Path, monkeypatch: pytest.MonkeyPatch, code: int, remedy: str) -> None:
    before = old_tree(root)

    def refused(*args: object) -> None:
        raise OSError(code, os.strerror(code), str(args[1]))

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(WriteProblem) as raised:
        write(root, NEW, full=True)
    assert remedy in str(raised.value)
    assert os.strerror(code) in str(raised.value)
    assert tree(root) == before


def test_when_even_taking_back_is_refused_the_next_run_restores(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old_tree(root)
    with monkeypatch.context() as patch:
        real, calls = os.replace, []

        def broken(*args: Any) -> None:
            calls.append(1)
            if len(calls) > 2:
                raise OSError(errno.EIO, "Input/output error", str(args[1]))
            real(*args)

        patch.setattr(os, "replace", broken)
        with pytest.raises(WriteProblem, match="half written, and the next `o11ygen generate` restores them first"):
            write(root, NEW, full=True)
    assert tree(root) != before
    recover(root)
    assert tree(root) == before


def interrupted_run(root: Path) -> dict[str, bytes]:
    """Leaves a run that was killed between its steps; returns the old files."""
    before = old_tree(root)
    wanted = json.dumps({"production": [(RULES, "new: rules\n"), (CONFIG, "a: 1\n"), (ROUTES, "r: 2\n")]})
    script = KILLED.format(steps=("fsync", "unlink"))
    assert subprocess.run([sys.executable, "-c", script, str(root), "2", wanted], check=False).returncode == 9
    assert transaction.interrupted(root)
    return before


def test_a_run_tells_that_it_restored_files_of_a_killed_one(root: Path) -> None:
    interrupted_run(root)
    assert plan(root, NEW, full=True).interrupted
    assert write(root, NEW, full=True).restored
    assert not write(root, NEW, full=True).restored


def test_what_a_run_staged_that_was_killed_before_its_first_step_goes(root: Path) -> None:
    before = old_tree(root)
    staging = root / transaction.STAGING
    (staging / "new").mkdir(parents=True)
    (staging / "new" / "0").write_text("new")
    assert not write(root, OLD, full=True).restored
    assert not staging.exists()
    assert tree(root) == before


def test_what_another_run_stages_stays_where_there_is_nothing_to_do(root: Path) -> None:
    old_tree(root)
    staging = root / transaction.STAGING
    staging.mkdir()
    with transaction.exclusive(root):
        assert write(root, OLD, full=True).current
    assert staging.exists()


STEP = {"path": "production/x", "digest": "", "existed": True}


@pytest.mark.parametrize(
    "journal",
    ["", "{", "[1]", '[{"path": 1}]', json.dumps([{**STEP, "path": "../x"}]), json.dumps([{**STEP, "path": "/x"}])],
)
def test_a_journal_that_tells_nothing_is_named_with_what_to_do(root: Path, journal: str) -> None:
    interrupted_run(root)
    (root / transaction.STAGING / "journal.json").write_text(journal)
    before = tree(root)
    with pytest.raises(WriteProblem, match="Delete that folder and run again"):
        write(root, NEW, full=True)
    assert tree(root) == before


def test_folders_and_files_can_be_read_by_other_users(root: Path) -> None:
    mask = os.umask(0o077)
    try:
        write(root, NEW, full=True)
    finally:
        os.umask(mask)
    assert {f"{path.stat().st_mode & 0o777:o}" for path in (root, *root.rglob("*")) if path.is_dir()} == {"755"}
    assert {f"{path.stat().st_mode & 0o777:o}" for path in root.rglob("*") if path.is_file()} == {"644"}
