"""Advice is for `lint`: `generate` asks for it where the project makes more of it, and knows nothing of what it left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen import pipeline
from o11ygen.loader import find_project
from tests import author

SPEC = """
from o11ygen import *
team = Team("web", page=slack("#a"), notify=slack("#b"))
requests = Counter("requests_total", "Requests.", labels=("path",))
record = RecordingRule("job:up:last", expr="up"{allow})
service = Service("shop", team=team, jobs=(ScrapeJob("shop"),), metrics=(requests,), recording_rules=(record,))
environment = Environment(
    "production", tier="production", addresses={{"alertmanager": "alertmanager:9093", "shop": "shop:80"}}
)
project = Project("demo", services=(service,), environments=(environment,), routing=Routing(default=slack("#c")){project})
"""


def found(folder: Path, *, advice: bool, allow: str = "", project: str = "", config: str = "") -> set[str]:
    author.write(folder, {"specs/__init__.py": SPEC.format(allow=allow, project=project)})
    if config:
        file = folder / "pyproject.toml"
        file.write_text(file.read_text("utf-8") + config, "utf-8")
    run = pipeline.run(find_project(folder), advice=advice)
    return {f"{one.severity.value} {one.id}" for one in run.findings if one.id in ("rule/alias", "spec/unused-allow")}


def test_lint_advises_and_generate_does_not(tmp_path: Path) -> None:
    assert found(tmp_path, advice=True) == {"info rule/alias"}
    assert found(tmp_path, advice=False) == set()


def test_what_the_project_makes_more_of_is_asked_by_generate_too(tmp_path: Path) -> None:
    assert found(tmp_path, advice=False, project=', checks={"rule/alias": "error"}') == {"error rule/alias"}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ('[tool.o11ygen.lint.checks]\n"rule/*" = "warning"\n', {"warning rule/alias"}),
        (
            '[[tool.o11ygen.lint.overrides]]\nenvironments = ["production"]\nchecks = { "rule/alias" = "error" }\n',
            {"error rule/alias"},
        ),
        ('[[tool.o11ygen.lint.overrides]]\nenvironments = ["production"]\nchecks = { "rule/alias" = "off" }\n', set()),
    ],
)
def test_pyproject_may_make_more_of_it(config: str, expected: set[str], tmp_path: Path) -> None:
    assert found(tmp_path, advice=False, config=config) == expected


def test_a_suppression_of_what_was_not_asked_is_not_called_unused(tmp_path: Path) -> None:
    allow = ', allow=allow("rule/alias", why="x")'
    assert found(tmp_path, advice=True, allow=allow) == set()
    assert found(tmp_path, advice=False, allow=allow) == set()
    assert found(tmp_path, advice=True, allow=', allow=allow("rule/order", why="x")') == {
        "info rule/alias",
        "warning spec/unused-allow",
    }
