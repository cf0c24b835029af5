"""The real programs that tests run, and what becomes of a test whose program is missing: it is visibly left out."""

from __future__ import annotations

import functools
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from o11ygen.verify import Program, find_programs
from o11ygen.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROMETHEUS_VERSIONS = ("2.42", "2.53", "3.5")
ALERTMANAGER_VERSIONS = ("0.25", "0.28", "0.33")

_LEFT_OUT = "real program left out"
_MISSING = re.compile(rf"{_LEFT_OUT}: (?P<program>.+?) is not at hand")


def program(name: str, version: str | None = None) -> Path:
    """The path of a real program, of that major.minor or the newest there is.

    Where it is missing the test is skipped, or with `O11YGEN_REQUIRE_TOOLS=1` failed. Jaeger is built with Go, which
    nobody needs to have: without Go its tests are skipped even then.
    """
    wanted = Version.parse(version) if version else None
    for found in _installed(name):
        if wanted is None or found.version[:2] == wanted[:2]:
            return found.path
    title = f"{name} {version}" if version else name
    reason = f"{_LEFT_OUT}: {title} is not at hand; run `make tools`"
    if name == "jaeger" and shutil.which("go") is None:
        pytest.skip(f"{reason} where a Go toolchain is installed")
    if os.environ.get("O11YGEN_REQUIRE_TOOLS", "0") not in ("", "0"):
        pytest.fail(f"{reason} (O11YGEN_REQUIRE_TOOLS asks for it)", pytrace=False)
    pytest.skip(reason)


@functools.cache
def _installed(name: str) -> tuple[Program, ...]:
    return find_programs(ROOT, names=(name,)).of(name)


def left_out_summary(reasons: Iterable[str]) -> str:
    """One line on the tests that lacked a real program, from the reasons of all skipped tests; empty without any."""
    missing = [match["program"] for match in map(_MISSING.search, reasons) if match]
    if not missing:
        return ""
    tests = "1 test was" if len(missing) == 1 else f"{len(missing)} tests were"
    names = ", ".join(sorted(set(missing)))
    return f"{tests} left out for want of real programs ({names}); run `make tools`, then test again"
