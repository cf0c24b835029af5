from __future__ import annotations

import time
from pathlib import Path

import pytest

from o11ygen.verify.programs import Answer, Program, Programs, ask, find_programs, speaks_for
from o11ygen.version import Version
from tests.verify.installed import install

V3, V2, V2_PATCH = Version(3, 5, 3), Version(2, 53, 3), Version(2, 53, 1)


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_programs_are_found_in_the_tools_folder_newest_first(tmp_path: Path) -> None:
    old = install(tmp_path / ".tools/prometheus-2.53", "promtool", version="2.53.3+ds1")
    new = install(tmp_path / ".tools/prometheus-3.5", "promtool", version="3.5.3")
    jaeger = install(tmp_path / ".tools/jaeger-2.13", "jaeger", version="2.13.0")
    programs = find_programs(tmp_path, search_path="")
    assert programs.found == (
        Program("promtool", V3, new),
        Program("promtool", V2, old),
        Program("jaeger", Version(2, 13), jaeger),
    )
    assert programs.silent == ()


def test_the_program_on_path_is_taken_before_the_same_version_in_the_tools_folder(tmp_path: Path) -> None:
    on_path = install(tmp_path / "bin", "amtool", version="0.28.1")
    install(tmp_path / ".tools/alertmanager-0.28", "amtool", version="0.28.1")
    other = install(tmp_path / ".tools/alertmanager-0.33", "amtool", version="0.33.1")
    programs = find_programs(tmp_path, search_path=str(tmp_path / "bin"))
    assert [program.path for program in programs.of("amtool")] == [other, on_path]


def test_a_link_to_the_program_on_path_counts_once(tmp_path: Path) -> None:
    on_path = install(tmp_path / "bin", "amtool", version="0.28.1")
    link = tmp_path / ".tools/alertmanager-0.28/amtool"
    link.parent.mkdir(parents=True)
    link.symlink_to(on_path)
    programs = find_programs(tmp_path, search_path=str(tmp_path / "bin"))
    assert programs.found == (Program("amtool", Version(0, 28, 1), on_path),)


def test_debians_name_of_the_server_is_known(tmp_path: Path) -> None:
    server = install(tmp_path / "bin", "prometheus-alertmanager", version="0.28.1")
    programs = find_programs(tmp_path, names=("alertmanager",), search_path=str(tmp_path / "bin"))
    assert programs.found == (Program("alertmanager", Version(0, 28, 1), server),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("exit 3", "it does not tell its version (exit code 3)"),
        ("echo hello", "it does not tell its version (exit code 0)"),
        ("kill -SEGV $$", "it was ended by SIGSEGV"),
    ],
)
def test_a_program_that_tells_no_version_is_not_used_but_named(tmp_path: Path, text: str, why: str) -> None:
    folder = tmp_path / ".tools/prometheus-3.5"
    folder.mkdir(parents=True)
    path = script(folder / "promtool", text)
    assert find_programs(tmp_path, search_path="") == Programs((), ((path, why),))


def test_what_cannot_be_run_is_not_taken_for_a_program(tmp_path: Path) -> None:
    path = install(tmp_path / ".tools/prometheus-3.5", "promtool", version="3.5.3")
    path.chmod(0o644)
    (tmp_path / ".tools/jaeger-2.13/jaeger").mkdir(parents=True)
    assert find_programs(tmp_path, search_path="") == Programs()


@pytest.mark.parametrize(
    ("declared", "chosen"),
    [
        ("3.5", V3),
        ("3.5.1", V3),
        ("2.53", V2),
        ("2.42", V3),
        ("3.9", V3),
        (None, V3),
    ],
)
def test_the_declared_minor_is_chosen_else_the_newest(declared: str | None, chosen: Version) -> None:
    programs = Programs(tuple(Program("promtool", version, Path(f"/{version}")) for version in (V3, V2, V2_PATCH)))
    nearest = programs.nearest("promtool", declared=Version.parse(declared) if declared else None)
    assert nearest is not None
    assert nearest.version == chosen
    assert programs.nearest("amtool", declared=None) is None


def test_patch_releases_speak_for_each_other() -> None:
    assert speaks_for(V2, V2_PATCH)
    assert speaks_for(V2, None)
    assert not speaks_for(V2, V3)
    assert not speaks_for(Version(2, 9), Version(2, 90))


def test_both_outputs_come_back_in_the_order_they_were_written(tmp_path: Path) -> None:
    path = script(tmp_path / "talker", 'echo one; echo two >&2; echo "$NAME"; pwd; exit 4')
    (tmp_path / "here").mkdir()
    answer = ask(path, folder=tmp_path / "here", environment={"NAME": "three"})
    assert answer == Answer(code=4, text=f"one\ntwo\nthree\n{tmp_path / 'here'}\n")


def test_a_program_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    ticks = tmp_path / "ticks"
    path = script(tmp_path / "slow", f'(while true; do echo tick >> "{ticks}"; sleep 0.1; done) & wait')
    assert ask(path, timeout=0.5) == Answer(code=None, silence="it gives no answer within 0.5 seconds")
    before = ticks.read_text()
    time.sleep(0.5)
    assert ticks.read_text() == before


def test_a_crash_and_a_program_that_is_not_there_are_answers_too(tmp_path: Path) -> None:
    crash = ask(script(tmp_path / "crash", "echo half; kill -KILL $$"))
    assert crash == Answer(code=None, text="half\n", silence="it was ended by SIGKILL")
    assert ask(tmp_path / "nothing") == Answer(code=None, silence="it does not start: No such file or directory")
    text = tmp_path / "text"
    text.write_text("no program", encoding="utf-8")
    text.chmod(0o755)
    assert ask(text) == Answer(code=None, silence="it does not start: Exec format error")


def test_output_that_is_no_utf8_is_kept_as_far_as_it_is(tmp_path: Path) -> None:
    assert ask(script(tmp_path / "latin", "printf 'caf\\351'")).text == "caf\ufffd"
