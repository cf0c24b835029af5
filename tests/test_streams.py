"""Standard output that is closed, full, or read by a program; and `python -m o11ygen`."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests import author
from tests.test_loader import PROJECT

PYTHON = f"{shlex.quote(sys.executable)} -m o11ygen"
FULL = Path("/dev/full")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project of one empty service that prints while it is imported."""
    return author.write(tmp_path, {"specs/__init__.py": PROJECT + 'print("hello")\n'})


def shell(folder: Path, command: str) -> tuple[int, str, str]:
    done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_closed(shop: Path) -> None:
    assert shell(shop, f"{PYTHON} lint >&-") == (
        2, "", "o11ygen: standard output is closed, so nobody would see what is found. Open it.\n"
    )  # fmt: skip


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", ["lint --format json", "lint --list", "schema spec", "--help"])
def test_full(shop: Path, command: str) -> None:
    code, _, err = shell(shop, f"{PYTHON} {command} >{FULL}")
    assert (code, err.removeprefix("hello\n")) == (
        2, "o11ygen: standard output can't be written: No space left on device. Print elsewhere.\n"
    )  # fmt: skip


def test_a_pipe_that_is_closed_early(shop: Path) -> None:
    code, out, err = shell(shop, f"{PYTHON} schema spec | head -1")
    assert (code, out, err) == (0, "{\n", "")


def test_what_a_spec_prints_is_not_in_the_document(shop: Path) -> None:
    code, out, err = shell(shop, f"{PYTHON} lint --format json")
    assert "findings" in json.loads(out)
    assert (code in (0, 1), err) == (True, "hello\n")


def test_as_a_module_it_has_the_same_name(shop: Path) -> None:
    code, out, _ = shell(shop, f"{PYTHON} --help")
    assert (code, out.partition(" [")[0]) == (0, "Usage: o11ygen")


def test_what_a_spec_makes_others_print_is_not_in_the_document(shop: Path) -> None:
    """Programs that it starts, and all that knows the descriptor only."""
    loud = (
        'import os, subprocess, sys\nos.write(1, b"one\\n")\n'
        'subprocess.run(["echo", "two"])\nsys.__stdout__.write("three\\n")\n'
    )
    author.write(shop, {"specs/__init__.py": loud + PROJECT})
    code, out, err = shell(shop, f"{PYTHON} lint --format json")
    assert "findings" in json.loads(out)
    assert (code in (0, 1), sorted(err.split())) == (True, ["one", "three", "two"])
    code, out, _ = shell(shop, f"{PYTHON} lint --format json 2>&-")
    assert "findings" in json.loads(out)


def test_what_a_check_of_the_project_prints_is_not_in_the_document(shop: Path) -> None:
    check = (
        "from o11ygen.check import check\nfrom o11ygen.finding import Severity\n\n"
        '@check("own/loud", Severity.WARNING)\ndef loud(stack):\n'
        '    """Says something."""\n    print("hello")\n    return ()\n'
    )
    author.write(shop, {"specs/__init__.py": check + PROJECT})
    _, out, err = shell(shop, f"{PYTHON} lint --format json")
    assert "findings" in json.loads(out)
    assert err == "hello\n"
