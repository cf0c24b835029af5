"""The registry of checks: severities, suppression at every owner, and checks of a project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen.check import Check, Flaw, check, checks, everywhere, own_checks, run
from o11ygen.finding import Finding, Location, Severity
from o11ygen.resolved import Allowance, Source
from tests import author
from tests.stacks import make_stack

SPEC = """
from o11ygen import *
team = Team("web", page=slack("#a"), notify=slack("#b"){team})
alert = Alert("Down", expr="up == 0", severity=Severity.WARNING, summary="s", description="d"{alert})
service = Service("shop", team=team, alerts=(alert,){service})
environment = Environment("production", tier="production", addresses={{"alertmanager": "alertmanager:9093"}}{environment})
project = Project("demo", services=(service,), environments=(environment,), routing=Routing(default=slack("#c")){project})
"""
ALLOW = ', allow=allow("alert/runbook", why="x")'


def lint(folder: Path, **parts: str) -> list[str]:
    given = {name: parts.get(name, "") for name in ("team", "alert", "service", "environment", "project")}
    author.write(folder, {"specs/__init__.py": SPEC.format(**given)})
    return [f"{one.severity.value} {one.id} {one.location.line}" for one in author.judged(folder).findings]


def test_a_finding_is_suppressed_at_the_object_and_at_each_owner(tmp_path: Path) -> None:
    assert lint(tmp_path) == ["error alert/runbook 4"]
    for owner in ("alert", "service", "environment", "project"):
        assert lint(tmp_path, **{owner: ALLOW}) == [], owner


def test_the_nearest_suppression_counts_as_used(tmp_path: Path) -> None:
    assert lint(tmp_path, alert=ALLOW, service=ALLOW) == ["warning spec/unused-allow 5"]


def test_an_unused_suppression_is_reported_when_all_environments_were_judged(tmp_path: Path) -> None:
    several = ', allow=(allow("alert/runbook", "alert/text", why="x"), allow("promql/metric", why="y"))'
    assert lint(tmp_path, alert=several) == ["warning spec/unused-allow 4", "warning spec/unused-allow 4"]
    assert [one.id for one in author.judged(tmp_path, names=("production",)).findings] == ["spec/unused-allow"] * 2


def test_severities_of_the_project(tmp_path: Path) -> None:
    for severity in ("warning", "info"):
        checks_ = f', checks={{"alert/runbook": "{severity}"}}'
        assert lint(tmp_path, project=checks_) == [f"{severity} alert/runbook 4"]
    assert lint(tmp_path, project=', checks={"alert/runbook": "off"}') == []


OWN = """
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity

@check("alert/owned", Severity.WARNING)
def alert_owned(stack):
    \"\"\"Alerts that nobody owns.\"\"\"
    for alert in stack.alerts:
        {body}
"""


def test_a_project_brings_checks_of_its_own_and_takes_them_away_again(tmp_path: Path) -> None:
    before = checks()
    own = OWN.format(body='yield Flaw(alert.source, "nobody owns it", "Own it.", field="owner")')
    author.write(
        tmp_path,
        {"specs/__init__.py": SPEC.format(team="", alert=ALLOW, service="", environment="", project="") + own},
    )
    found = author.judged(tmp_path).findings
    assert [(one.id, one.severity, one.message) for one in found] == [
        ("alert/owned", Severity.WARNING, "nobody owns it")
    ]
    assert checks() == before


def test_a_check_of_its_own_that_breaks_is_reported(tmp_path: Path) -> None:
    own = OWN.format(body="1 / 0")
    spec = SPEC.format(team="", alert=ALLOW, service="", environment="", project="") + own
    author.write(tmp_path, {"specs/__init__.py": spec})
    (found,) = author.judged(tmp_path).findings
    assert (found.id, found.severity) == ("alert/owned", Severity.ERROR)
    assert found.message == "check `alert/owned` broke: ZeroDivisionError: division by zero"
    assert found.hint == "Mend the check; until then nothing it looks for is found."
    assert found.location.file == "specs/__init__.py"


def test_what_a_flaw_says_of_its_severity_yields_to_the_project() -> None:
    source = Source("a.b", "alert b", allowances=(Allowance(("x/other",), "why", Source("", "").origin, 1),))
    with own_checks():

        @check("x/y", Severity.ERROR)
        def one(stack: object) -> list[Flaw]:
            return [Flaw(source, "m", severity=Severity.INFO), Flaw(source, "n")]

        def found(severities: dict[str, str]) -> list[Finding]:
            return [finding for finding in run(make_stack(), severities=severities, used=set()) if finding.id == "x/y"]

        assert [one.severity for one in found({})] == [Severity.INFO, Severity.ERROR]
        assert [one.severity for one in found({"x/y": "warning"})] == [Severity.WARNING] * 2
        assert found({"x/y": "off"}) == []


@pytest.mark.parametrize("one", checks(), ids=lambda one: one.id)
def test_every_check_has_a_page(one: Check) -> None:
    assert one.summary == one.page.partition("\n")[0]
    assert one.summary.endswith(".")


def test_they_are_sorted() -> None:
    assert [one.id for one in checks()] == sorted(one.id for one in checks())


def test_what_counts_only_everywhere() -> None:
    place = Location("specs/a.py", 3)

    def finding(id: str, *environments: str) -> Finding:
        return Finding(id, Severity.WARNING, f"in {environments}", "", place, environments=environments)

    with own_checks():

        @check("x/all", Severity.WARNING, everywhere=True)
        def one(stack: object) -> list[Flaw]:
            return []

        some = (finding("x/all", "a"), finding("x/some", "a"))
        assert everywhere(some, ["a", "b"]) == some[1:]
        assert everywhere(some, ["a"]) == some
        both = (finding("x/all", "a"), finding("x/all", "b"))
        assert everywhere(both, ["a", "b"]) == both
