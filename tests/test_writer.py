"""Writing output: what is planned, what is refused, and that a failed or killed run loses nothing."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from o11ygen import transaction
from o11ygen.artifact import Artifact
from o11ygen.manifest import NAME, path_fault, read_manifest, write_manifest
from o11ygen.writer import Status, WriteProblem, apply, plan, write

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


def statuses(root: Path, wanted: dict[str, list[Artifact]], **options: bool) -> dict[str, Status]:
    return {change.path: change.status for change in plan(root, wanted, **options).changes}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "output"


class TestPlan:
    def test_everything_is_new_in_a_folder_that_does_not_exist(self, root: Path) -> None:
        assert statuses(root, OLD) == dict.fromkeys(
            [
                "production/.o11ygen",
                f"production/{ROUTES}",
                f"production/{RULES}",
                f"production/{CONFIG}",
                "staging/.o11ygen",
                f"staging/{RULES}",
            ],
            Status.CREATED,
        )
        assert not root.exists()

    def test_written_output_is_current(self, root: Path) -> None:
        write(root, OLD, full=True)
        again = plan(root, OLD, full=True)
        assert again.current
        assert {change.status for change in again.changes} == {Status.UNCHANGED}

    def test_each_way_to_differ(self, root: Path) -> None:
        write(root, OLD)
        (root / "production" / CONFIG).write_text("a: 2\n")
        (root / "staging" / RULES).unlink()
        assert statuses(root, {**NEW, "staging": OLD["staging"]}) == {
            "production/.o11ygen": Status.CHANGED,
            f"production/{ROUTES}": Status.REMOVED,
            "production/jaeger/jaeger.yaml": Status.CREATED,
            f"production/{RULES}": Status.CHANGED,
            f"production/{CONFIG}": Status.EDITED,
            "staging/.o11ygen": Status.UNCHANGED,
            f"staging/{RULES}": Status.MISSING,
        }

    def test_an_environment_the_project_lost_is_stale_only_in_a_full_run(self, root: Path) -> None:
        write(root, OLD, full=True)
        assert plan(root, {"production": OLD["production"]}).current
        full = plan(root, {"production": OLD["production"]}, full=True)
        assert full.stale_environments == ("staging",)
        assert [change.path for change in full.having(Status.REMOVED)] == ["staging/.o11ygen", f"staging/{RULES}"]

    @pytest.mark.parametrize(
        ("paths", "message"),
        [
            (["../x.yml"], "the path `e/../x.yml` leaves the environment's folder"),
            (["/etc/passwd"], "the path `e//etc/passwd` is not a plain relative path"),
            (["a//b"], "the path `e/a//b` is not a plain relative path"),
            ([""], "the path `e/` is not a plain relative path"),
            (["./a"], "the path `e/./a` leaves the environment's folder"),
            (["a\nb"], "the path `e/a\\nb` has a character that some file systems refuse"),
            (["a\\b"], "the path `e/a\\b` has a character that some file systems refuse"),
            (["a:b"], "the path `e/a:b` has a character that some file systems refuse"),
            (["a /b"], "the path `e/a /b` has a character that some file systems refuse"),
            ([NAME], "the path `e/.o11ygen` is the manifest's own"),
            (["a", "a"], "`e/a` is rendered twice (`a`)"),
            (["rules/A.yml", "rules/a.yml"], "`e/rules/a.yml` is rendered twice (`rules/A.yml`)"),
            (["a", "a/b/c"], "`e/a` is rendered as a file and as a folder"),
        ],
    )
    def test_paths_that_cannot_be_files_of_their_own(self, root: Path, paths: list[str], message: str) -> None:
        with pytest.raises(WriteProblem) as raised:
            plan(root, {"e": [Artifact(path, "") for path in paths]})
        assert str(raised.value).startswith(message)

    @pytest.mark.parametrize("name", ["..", "a/b", ".git", "", "a\0"])
    def test_an_environment_that_names_no_folder(self, root: Path, name: str) -> None:
        with pytest.raises(WriteProblem, match="can't name a folder"):
            plan(root, {name: []})

    def test_text_that_no_file_can_carry(self, root: Path) -> None:
        with pytest.raises(WriteProblem, match="half of a surrogate pair"):
            plan(root, artifacts(e={"a": "\ud800"}))


class TestWrite:
    def test_bytes_mode_and_manifest(self, root: Path) -> None:
        umask = os.umask(0o077)
        try:
            write(root, artifacts(e={"b/c.yml": "ü: 1\n", "a.yml": "x\n"}))
        finally:
            os.umask(umask)
        assert (root / "e/b/c.yml").read_bytes() == "ü: 1\n".encode()
        assert (root / "e/b/c.yml").stat().st_mode & 0o777 == 0o644
        lines = (root / "e" / NAME).read_text().splitlines()
        assert lines[1:] == [
            f"{hashlib.sha256(b'x' + bytes([10])).hexdigest()}  a.yml",
            f"{hashlib.sha256('ü: 1'.encode() + bytes([10])).hexdigest()}  b/c.yml",
        ]
        assert lines[0].startswith("# o11ygen manifest 1:")

    def test_unchanged_files_are_not_touched(self, root: Path) -> None:
        write(root, OLD)
        kept = root / "production" / CONFIG
        os.utime(kept, ns=(1, 1))
        write(root, NEW)
        assert kept.stat().st_mtime_ns == 1
        assert (root / "production" / RULES).read_text() == "new: rules\n"

    def test_current_output_is_left_alone_even_where_nothing_may_be_written(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(root, OLD, full=True)
        monkeypatch.setattr(transaction, "replace_files", lambda *_, **__: pytest.fail("writes"))
        write(root, OLD, full=True)

    def test_what_is_no_longer_rendered_goes_with_its_folder(self, root: Path) -> None:
        write(root, OLD)
        write(root, NEW)
        assert not (root / "production" / "alertmanager").exists()
        assert (root / "staging" / RULES).exists()

    def test_a_stale_environment_goes_but_not_what_people_put_there(self, root: Path) -> None:
        write(root, OLD, full=True)
        (root / "staging" / "notes.md").write_text("ours")
        write(root, {"production": OLD["production"]}, full=True)
        assert tree(root / "staging") == {"notes.md": b"ours"}

    def test_a_hand_edit_of_a_rendered_file_is_written_over(self, root: Path) -> None:
        write(root, OLD)
        (root / "production" / RULES).write_text("by hand\n")
        done = write(root, OLD)
        assert [change.path for change in done.having(Status.EDITED)] == [f"production/{RULES}"]
        assert (root / "production" / RULES).read_text() == "old: rules\n"

    def test_a_hand_edit_of_a_file_no_longer_rendered_is_kept_and_reported_once(self, root: Path) -> None:
        write(root, OLD)
        (root / "production" / ROUTES).write_text("by hand\n")
        done = write(root, NEW)
        assert [change.path for change in done.having(Status.KEPT)] == [f"production/{ROUTES}"]
        assert (root / "production" / ROUTES).read_text() == "by hand\n"
        assert plan(root, NEW).current

    def test_what_another_project_wrote_stays(self, root: Path) -> None:
        write(root, artifacts(ours={"a.yml": "1\n"}, gone={"a.yml": "1\n"}), full=True, project="we")
        write(root, artifacts(theirs={"a.yml": "2\n"}), full=True, project="they")
        before = tree(root)
        write(root, artifacts(ours={"a.yml": "1\n"}), full=True, project="we")
        assert tree(root) == {path: content for path, content in before.items() if not path.startswith("gone/")}

    def test_a_folder_of_another_project_is_refused(self, root: Path) -> None:
        write(root, OLD, full=True, project="we")
        before = tree(root)
        with pytest.raises(WriteProblem, match="was written for the project `we`; write to another one"):
            write(root, NEW, full=True, project="they")
        assert tree(root) == before
        write(root, NEW, full=True, force=True, project="they")
        assert plan(root, NEW, full=True, project="they").current

    def test_a_manifest_that_names_no_project_is_of_any(self, root: Path) -> None:
        write(root, OLD, full=True)
        write(root, NEW, full=True, project="we")
        assert not (root / "staging").exists()
        assert plan(root, NEW, full=True, project="we").current

    def test_foreign_files_stay(self, root: Path) -> None:
        write(root, OLD)
        (root / "production/prometheus/extra.yml").write_text("mine")
        (root / "README.md").write_text("mine")
        write(root, NEW, full=True)
        assert (root / "production/prometheus/extra.yml").read_text() == "mine"
        assert (root / "README.md").read_text() == "mine"

    def test_a_foreign_file_in_the_way_is_refused_with_nothing_written(self, root: Path) -> None:
        hand = root / "production" / CONFIG
        hand.parent.mkdir(parents=True)
        hand.write_text("years of work\n")
        before = tree(root)
        with pytest.raises(WriteProblem) as raised:
            write(root, OLD)
        assert str(raised.value) == (
            f"{hand} exists and o11ygen did not write it; move it away, or overwrite it with `--force`"
        )
        assert tree(root) == before
        assert statuses(root, OLD)[f"production/{CONFIG}"] is Status.REFUSED

    def test_force_overwrites_a_foreign_file(self, root: Path) -> None:
        hand = root / "production" / CONFIG
        hand.parent.mkdir(parents=True)
        hand.write_text("years of work\n")
        write(root, OLD, force=True)
        assert hand.read_text() == "a: 1\n"
        assert plan(root, OLD).current

    def test_a_foreign_file_with_the_same_bytes_is_adopted(self, root: Path) -> None:
        hand = root / "production" / CONFIG
        hand.parent.mkdir(parents=True)
        hand.write_text("a: 1\n")
        os.utime(hand, ns=(1, 1))
        write(root, OLD)
        assert hand.stat().st_mtime_ns == 1
        assert CONFIG in read_manifest((root / "production" / NAME).read_bytes())

    def test_a_file_becomes_a_folder_and_back(self, root: Path) -> None:
        one, other = artifacts(e={"rules": "1\n"}), artifacts(e={"rules/a/b.yml": "2\n"})
        for wanted in (one, other, one):
            write(root, wanted)
            assert plan(root, wanted).current

    def test_an_empty_folder_in_the_way_goes(self, root: Path) -> None:
        (root / "e/a.yml/b/c").mkdir(parents=True)
        (root / "e" / NAME).mkdir()
        write(root, artifacts(e={"a.yml": "1\n"}))
        assert (root / "e/a.yml").read_text() == "1\n"
        assert plan(root, artifacts(e={"a.yml": "1\n"})).current

    def test_a_folder_with_foreign_files_in_the_way(self, root: Path) -> None:
        write(root, artifacts(e={"rules/a.yml": "2\n"}))
        (root / "e/rules/mine.yml").write_text("mine")
        with pytest.raises(WriteProblem, match="is a folder, and a file is to be written there"):
            write(root, artifacts(e={"rules": "1\n"}))

    def test_a_foreign_file_where_a_folder_is_needed(self, root: Path) -> None:
        (root / "e").mkdir(parents=True)
        (root / "e/rules").write_text("mine")
        with pytest.raises(WriteProblem, match="needs a folder where the file"):
            write(root, artifacts(e={"rules/a.yml": "2\n"}), force=True)

    def test_nothing_is_written_through_symbolic_links(self, root: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        root.mkdir()
        (root / "production").symlink_to(elsewhere)
        for wanted in (OLD, artifacts(production={})):
            with pytest.raises(WriteProblem, match="through the symbolic link"):
                write(root, wanted, force=True)
        assert tree(elsewhere) == {}

    def test_nothing_is_removed_through_symbolic_links(self, root: Path, tmp_path: Path) -> None:
        write(root, artifacts(e={"rules/a.yml": "2\n", "b.yml": "b\n"}))
        (root / "e/rules").rename(tmp_path / "moved")
        (root / "e/rules").symlink_to(tmp_path / "moved")
        write(root, artifacts(e={"b.yml": "b\n"}))
        assert (tmp_path / "moved/a.yml").read_text() == "2\n"

    def test_force_replaces_the_link_not_what_it_points_to(self, root: Path, tmp_path: Path) -> None:
        (tmp_path / "precious").write_text("mine")
        (root / "e").mkdir(parents=True)
        (root / "e/a.yml").symlink_to(tmp_path / "precious")
        with pytest.raises(WriteProblem, match="is a symbolic link"):
            write(root, artifacts(e={"a.yml": "1\n"}))
        write(root, artifacts(e={"a.yml": "1\n"}), force=True)
        assert (tmp_path / "precious").read_text() == "mine"
        assert not (root / "e/a.yml").is_symlink()

    def test_a_change_between_planning_and_writing_is_not_lost(self, root: Path) -> None:
        write(root, OLD)
        changes = plan(root, NEW)
        (root / "production" / RULES).write_text("just now\n")
        with pytest.raises(WriteProblem, match="was changed while o11ygen was at work"):
            apply(changes)
        assert (root / "production" / RULES).read_text() == "just now\n"

    def test_two_runs_at_once(self, root: Path) -> None:
        write(root, OLD)
        with transaction.exclusive(root) as free:
            assert free
            with pytest.raises(WriteProblem, match="another o11ygen is writing"):
                write(root, NEW)
        write(root, NEW)

    def test_what_another_run_is_moving_is_not_taken_for_somebody_elses(self, root: Path) -> None:
        write(root, OLD)
        (root / "production" / NAME).unlink()
        (root / "production" / RULES).write_text("half way\n")
        with transaction.exclusive(root), pytest.raises(WriteProblem, match="another o11ygen is writing"):
            write(root, OLD)

    def test_where_nothing_is_to_be_done_another_run_is_not_in_the_way(self, root: Path) -> None:
        write(root, OLD)
        with transaction.exclusive(root):
            assert write(root, OLD).current


class TestManifest:
    def test_round_trip(self) -> None:
        text = write_manifest({"b": b"2", "a/ü.yml": b"1"})
        assert read_manifest(text) == {
            "a/ü.yml": frozenset({hashlib.sha256(b"1").hexdigest()}),
            "b": frozenset({hashlib.sha256(b"2").hexdigest()}),
        }

    def test_sha256sum_reads_it(self, root: Path) -> None:
        write(root, OLD)
        command = ["sha256sum", "--check", "--strict", NAME]
        done = subprocess.run(command, cwd=root / "production", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def test_a_merge_conflict_is_solved_by_generating(self, root: Path) -> None:
        write(root, NEW)
        theirs = (root / "production" / NAME).read_text()
        write(root, OLD)
        ours = (root / "production" / NAME).read_text()
        (root / "production" / NAME).write_text(f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> main\n")
        (root / "production" / RULES).write_text("<<<<<<< HEAD\nold: rules\n=======\nnew: rules\n>>>>>>> main\n")
        write(root, OLD)
        assert plan(root, OLD).current

    def test_lines_that_leave_the_folder_remove_nothing(self, root: Path, tmp_path: Path) -> None:
        precious = tmp_path / "precious"
        precious.write_bytes(b"mine")
        write(root, OLD)
        line = f"{hashlib.sha256(b'mine').hexdigest()}  ../../precious\n"
        with (root / "production" / NAME).open("a") as manifest:
            manifest.write(line)
        write(root, NEW)
        assert precious.read_bytes() == b"mine"

    @pytest.mark.parametrize("path", ["a", "a/b.yml", "Über/x y.json", ".hidden", "a..b", "rules/x-1_2.yml"])
    def test_good_paths(self, path: str) -> None:
        assert path_fault(path) == ""
