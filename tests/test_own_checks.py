"""A project's own checks: registered by its specs, known to it alone, and reported when they break."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen import pipeline
from o11ygen.check import checks
from o11ygen.loader import find_project
from o11ygen.starter import starter_files, write_starter

OWN = '''
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity


@check("alert/team-contact", Severity.WARNING)
def team_contact(stack):
    """Teams without a contact."""
    for team in stack.teams:
        {body}
'''


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    write_starter(tmp_path, starter_files("shop"))
    return tmp_path


def findings(root: Path) -> list[tuple[str, str]]:
    return [(found.id, found.message) for found in pipeline.run(find_project(root)).findings]


def add(root: Path, body: str) -> None:
    (root / "specs" / "checks.py").write_text(OWN.format(body=body), "utf-8")
    init = root / "specs" / "__init__.py"
    init.write_text(init.read_text("utf-8") + "\nfrom specs import checks as checks\n", "utf-8")


def test_a_check_of_the_specs_runs_with_the_others(shop: Path) -> None:
    add(shop, 'yield Flaw(team.source, f"team {team.name}: no contact", "Add one.")')
    assert findings(shop) == [("alert/team-contact", "team platform: no contact")]


def test_it_is_not_known_to_the_next_project(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    add(shop, 'yield Flaw(team.source, "no contact")')
    other = tmp_path_factory.mktemp("other")
    write_starter(other, starter_files("other"))
    assert findings(shop)
    assert findings(other) == []
    assert "alert/team-contact" not in [one.id for one in checks()]


def test_a_check_that_breaks_is_a_finding_and_no_traceback(shop: Path) -> None:
    add(shop, "yield team.nothing")
    [(id, message)] = findings(shop)
    assert id == "alert/team-contact"
    assert message == "check `alert/team-contact` broke: AttributeError: 'Team' object has no attribute 'nothing'"
