"""Suppressions that end: on their last day, the day after, shortly before; and what is rendered whatever the day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import author, lint_project

ALERT = 'Alert("not_camel",'
UNTIL = 'allow("alert/naming", why="the old pager knows no other", until="2027-01-31")'


def make(folder: Path, allow: str = UNTIL, *, also: str = "") -> Path:
    specs = lint_project.SPECS.replace(ALERT, f"{ALERT}\n            allow={allow},\n           ")
    return lint_project.make(folder, specs=specs, old="RULES = ()\n", settings=also)


def lint(folder: Path, today: str) -> author.Outcome:
    return author.o11ygen(folder, "lint", "--today", today)


@pytest.mark.parametrize("today", ["2026-01-01", "2027-01-16"])
def test_it_holds(tmp_path: Path, today: str) -> None:
    assert lint(make(tmp_path), today).out == "no findings\n"


@pytest.mark.parametrize("today", ["2027-01-17", "2027-01-31"])
def test_shortly_before_its_end_it_is_told(tmp_path: Path, today: str) -> None:
    assert lint(make(tmp_path), today) == author.Outcome(
        0,
        "specs/__init__.py:20: info[spec/expired-allow] `allow` accepts `alert/naming` until 2027-01-31; what it hides is "
        "told again after that day\n"
        f"    20 | allow={UNTIL},\n"
        "    hint: Mend what it is for before then.\n\n1 info in 1 file\n",
        "",
    )


def test_after_its_end_the_finding_is_back(tmp_path: Path) -> None:
    assert lint(make(tmp_path), "2027-02-01").out == (
        "specs/__init__.py:19: warning[alert/naming] alert not_camel: the name is not in CamelCase, as alert names are "
        "everywhere else [production, staging]\n"
        '    19 | Alert("not_camel",\n'
        "    hint: Call it `NotCamel`.\n"
        "specs/__init__.py:20: warning[spec/expired-allow] `allow` accepts `alert/naming` until 2027-01-31, which is over; "
        "what it hid is told again\n"
        f"    20 | allow={UNTIL},\n"
        "    hint: Mend what it was for, or set a later date with a reason that still holds.\n\n2 warnings in 1 file\n"
    )


def test_what_is_rendered_knows_no_day(tmp_path: Path) -> None:
    """An error that a suppression hid would stop a pipeline one morning, without a change in the spec."""
    folder = make(
        tmp_path, UNTIL.replace("2027", "2001"), also='[tool.o11ygen.lint.checks]\n"alert/naming" = "error"\n'
    )
    assert author.o11ygen(folder, "generate").code == 0
    assert lint(folder, "2001-01-31").code == 0
    assert lint(folder, "2001-02-01").code == 1


def test_one_that_is_unused_is_that_and_not_over(tmp_path: Path) -> None:
    folder = make(tmp_path, UNTIL.replace("alert/naming", "alert/text"))
    assert "spec/unused-allow" in lint(folder, "2030-01-01").out
    assert "spec/expired-allow" not in lint(folder, "2030-01-01").out


def test_one_of_an_owner_still_holds(tmp_path: Path) -> None:
    owner = 'service = Service(\n    "shop",\n    allow=allow("alert/naming", why="all of them"),'
    folder = make(tmp_path)
    text = (folder / "specs/__init__.py").read_text("utf-8").replace('service = Service(\n    "shop",', owner)
    (folder / "specs/__init__.py").write_text(text, "utf-8")
    out = lint(folder, "2030-01-01").out
    assert "alert/naming]" not in out
    # The nearer one is not needed then, and says so.
    assert "spec/unused-allow" in out


def test_one_of_a_finding_on_what_is_written(tmp_path: Path) -> None:
    old = (
        "from o11ygen import Alert, Severity, allow\n\nRULES = ()\n"
        'ALERT = Alert("Spare", expr="up == 0", severity=Severity.INFO, '
        'allow=allow("spec/unused", why="soon", until="2027-01-31"))\n'
    )
    folder = lint_project.make(tmp_path, old=old)
    assert "spec/unused]" not in lint(folder, "2027-01-01").out
    out = lint(folder, "2027-02-01").out
    assert "warning[spec/unused]" in out
    assert "warning[spec/expired-allow]" in out


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ('"soon"', "`until`: `soon` is no date, so nobody knows when it ends"),
        ("3.5", "`until`"),
    ],
)
def test_what_is_no_date(tmp_path: Path, until: str, message: str) -> None:
    outcome = author.o11ygen(make(tmp_path, UNTIL.replace('"2027-01-31"', until)), "lint")
    assert outcome.code == 2
    assert message in outcome.out


def test_a_date_may_be_one(tmp_path: Path) -> None:
    folder = make(tmp_path, UNTIL.replace('"2027-01-31"', "__import__('datetime').datetime(2027, 1, 31, 12)"))
    assert lint(folder, "2027-01-01").out == "no findings\n"
    assert "spec/expired-allow" in lint(folder, "2027-02-01").out


def test_a_wrong_day(tmp_path: Path) -> None:
    outcome = lint(make(tmp_path), "tomorrow")
    assert outcome.code == 2
    assert "`tomorrow` is no date" in outcome.err
