"""What is rendered for Jaeger is accepted by a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen.verify import Outcome, find_programs, verify_environment
from tests import golden
from tests.programs import ROOT, program

pytestmark = pytest.mark.tools
HERE = Path(__file__).parent
ACCEPTED = [
    case
    for case in golden.cases(HERE)
    if case.parent.name == "jaeger" and not (case / "expected" / golden.FINDINGS).exists()
]


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_every_golden_tree_is_accepted(case: Path) -> None:
    program("jaeger")
    programs = find_programs(ROOT, names=("jaeger",))
    stack = golden.load(case)
    newest = programs.of("jaeger")[0].version
    if stack.environment.versions["jaeger"][:2] > newest[:2]:
        pytest.skip(f"the case declares a newer Jaeger than {newest}")
    result = verify_environment(case / "expected", versions=stack.environment.versions, programs=programs)
    assert [(run.outcome, run.note) for run in result.runs if run.program == "jaeger"] == [(Outcome.ACCEPTED, "")]
    assert [finding for finding in result.findings if finding.id.startswith("jaeger")] == []
