"""Made files, right and slightly wrong, judged as the real promtool and amtool of three releases judge them."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from o11ygen.finding import Severity
from o11ygen.validate import validate
from o11ygen.version import Version
from tests.validate import made_alertmanager, made_prometheus
from tests.validate.asked import VERSIONS, left_out, says_nothing, verdicts
from tests.validate.made import Maker, document

MAKES: dict[str, Callable[[Maker], Any]] = {
    "prometheus": lambda maker: made_prometheus.prometheus(maker, discoveries=frozenset(made_prometheus.OPTIONAL_SD)),
    "rules": made_prometheus.rules,
    "alertmanager": made_alertmanager.alertmanager,
}
# Where another verdict is meant, by the message: docs/reference/validate-differences.md gives the reasons.
DIFFERENCES = (
    ("3.5", r"`grant_type` needs Prometheus 3\.8", "a distribution's 3.5 is built with a newer HTTP library"),
    ("0.25", r"`proxy_connect_header` needs Alertmanager 0\.26", "and so is its 0.25"),
)
# More of them, for a long run: O11YGEN_EXAMPLES=5000.
EXAMPLES = int(os.environ.get("O11YGEN_EXAMPLES", "250"))


def made(kind: str, count: int) -> list[str]:
    """The texts of files of a kind, each once."""
    found: dict[str, None] = {}

    @settings(
        max_examples=count, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.integers(0, 2**64 - 1), st.sampled_from((10, 50, 200)))
    def collect(seed: int, rarity: int) -> None:
        maker = Maker(random.Random(seed), rarity=rarity)
        found.setdefault(document(maker, MAKES[kind](maker)))

    collect()
    return list(found)


@pytest.mark.tools
@pytest.mark.parametrize("kind", MAKES)
def test_made_files_are_judged_as_the_programs_judge_them(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = []
    for number, text in enumerate(made(kind, EXAMPLES)):
        names.append(f"{number:05}.yml")
        Path(names[-1]).write_text(text, encoding="utf-8", newline="")
    system = "alertmanager" if kind == "alertmanager" else "prometheus"
    different, accepted = [], 0
    for version in VERSIONS[kind]:
        real = verdicts(kind, version, tmp_path, names)
        answer = validate(names, kind=kind, versions={system: Version.parse(version)}, syntax_only=True)
        for report in answer.files:
            verdict = real[report.file]
            accepted += verdict.accepted
            if report.valid == verdict.accepted or says_nothing(verdict, left_out(kind, version)):
                continue
            errors = [finding.message for finding in report.findings if finding.severity is Severity.ERROR]
            # Whether AWS is reached is no matter of the file.
            if not _is_meant(version, errors) and "requires a region" not in verdict.said:
                different.append((version, Path(report.file).read_text("utf-8"), errors[:1], verdict.said))
    assert different == []
    # The files are a fair mix: many of both.
    assert len(names) * 0.05 < accepted / len(VERSIONS[kind]) < len(names) * 0.95


def _is_meant(version: str, errors: list[str]) -> bool:
    return any(
        version == where and errors and all(re.search(pattern, error) for error in errors)
        for where, pattern, _ in DIFFERENCES
    )


@pytest.mark.tools
def test_a_program_that_lacks_a_part_is_noticed(tmp_path: Path) -> None:
    """What is left out is told by the program itself, for the parts that some builds lack."""
    for kind, versions in VERSIONS.items():
        for version in versions:
            assert all(name.endswith(("_sd_configs", "azuread", "jira_configs", "jira_api_url"))
                       for name in left_out(kind, version))  # fmt: skip
