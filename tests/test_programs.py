"""A test whose real program is missing is left out, and this is said; or it fails, where everything is required."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from o11ygen.verify import Program
from o11ygen.version import Version
from tests import conftest, programs

SKIPPED, FAILED = pytest.skip.Exception, pytest.fail.Exception


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Program, ...]]:
    """What counts as installed; nothing is required."""
    found: dict[str, tuple[Program, ...]] = {}
    monkeypatch.setattr(programs, "_installed", lambda name: found.get(name, ()))
    monkeypatch.delenv("O11YGEN_REQUIRE_TOOLS", raising=False)
    return found


def test_the_program_of_that_minor_version_is_given(installed: dict[str, tuple[Program, ...]]) -> None:
    new, old = (Program("promtool", Version.parse(text), Path(f"/{text}")) for text in ("3.5.3", "2.53.3"))
    installed["promtool"] = (new, old)
    assert programs.program("promtool", "2.53") == old.path
    assert programs.program("promtool") == new.path


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("required", ["", "0"])
def test_a_missing_program_leaves_the_test_out(monkeypatch: pytest.MonkeyPatch, required: str) -> None:
    monkeypatch.setenv("O11YGEN_REQUIRE_TOOLS", required)
    with pytest.raises(SKIPPED, match=r"^real program left out: promtool 3.5 is not at hand; run `make tools`$"):
        programs.program("promtool", "3.5")


@pytest.mark.usefixtures("installed")
def test_a_missing_program_fails_the_test_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("O11YGEN_REQUIRE_TOOLS", "1")
    with pytest.raises(FAILED, match=r"amtool 0.28 is not at hand; run `make tools` \(O11YGEN_REQUIRE_TOOLS asks"):
        programs.program("amtool", "0.28")


@pytest.mark.usefixtures("installed")
def test_jaeger_is_required_only_where_go_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("O11YGEN_REQUIRE_TOOLS", "1")
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SKIPPED, match="jaeger is not at hand; run `make tools` where a Go toolchain is installed"):
        programs.program("jaeger")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(FAILED, match="jaeger is not at hand"):
        programs.program("jaeger")


def said(*reasons: str) -> list[str]:
    """What the end of a run says when tests were skipped for these reasons."""
    lines: list[str] = []
    reports = [SimpleNamespace(longrepr=("tests/test_x.py", 1, reason)) for reason in reasons]
    reporter: Any = SimpleNamespace(stats={"skipped": reports}, write_line=lambda line, **style: lines.append(line))
    conftest.pytest_terminal_summary(reporter)
    return lines


def test_the_end_of_the_run_counts_the_tests_that_were_left_out() -> None:
    promtool, jaeger = (
        f"Skipped: real program left out: {name} is not at hand; run `make tools`"
        for name in ("promtool 3.5", "jaeger")
    )
    assert said(promtool, "Skipped: no docker", jaeger, promtool) == [
        "3 tests were left out for want of real programs (jaeger, promtool 3.5); run `make tools`, then test again"
    ]
    assert said(jaeger) == ["1 test was left out for want of real programs (jaeger); run `make tools`, then test again"]
    assert said("Skipped: no docker") == []
