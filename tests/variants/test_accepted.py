"""The example, rendered for a pair of versions, is accepted by the real programs of exactly these versions.

Where the example uses something that a version lacks, the copy is refused first, with the version that has it; then it
is written as that version can express it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.programs import ALERTMANAGER_VERSIONS, PROMETHEUS_VERSIONS, program
from tests.variants import example
from tests.variants.example import ENVIRONMENTS, Edit, Refusal

pytestmark = pytest.mark.tools

URL_FILE = Refusal(
    "alertmanager/version",
    "receiver dead-mans-switch: `url_file` needs Alertmanager 0.26; judged as 0.25 (at "
    "`receivers[1].webhook_configs[0].url_file` of alertmanager/alertmanager.yml)",
    'specs/routing.py: webhook(Secret.file("/run/secrets/deadmansswitch_url"), send_resolved=False),',
)

# For each pair what refuses the example as it is, and what its author then writes instead.
PAIRS: dict[tuple[str, str], tuple[list[Refusal], tuple[Edit, ...]]] = {
    ("2.42", "0.25"): ([URL_FILE], (example.WEBHOOK_WITHOUT_FILE,)),
    ("2.53", "0.28"): ([], ()),
    ("3.5", "0.33"): ([], ()),
}


def test_there_is_a_pair_of_every_version() -> None:
    assert list(PAIRS) == list(zip(PROMETHEUS_VERSIONS, ALERTMANAGER_VERSIONS, strict=True))


@pytest.mark.parametrize(("prometheus", "alertmanager"), PAIRS)
def test_every_environment_is_accepted(tmp_path: Path, prometheus: str, alertmanager: str) -> None:
    refusals, edits = PAIRS[prometheus, alertmanager]
    if refusals:
        as_it_is = example.copy(tmp_path / "as-it-is", prometheus=prometheus, alertmanager=alertmanager)
        assert example.refused(as_it_is) == refusals
    root = example.copy(tmp_path / "adapted", *edits, prometheus=prometheus, alertmanager=alertmanager)
    output = example.generated(root)
    for environment in ENVIRONMENTS:
        folder = output / environment
        check_prometheus(folder, version=prometheus)
        check_alertmanager(folder, version=alertmanager)


def check_prometheus(folder: Path, *, version: str) -> None:
    """promtool finds no fault in the config, its rule files and their lint."""
    promtool = program("promtool", version)
    linted = ("--lint=all", "--lint-fatal")
    accepted(promtool, "check", "config", *linted, "prometheus/prometheus.yml", folder=folder)
    for file in ("alert-rules.yml", "recording-rules.yml"):
        accepted(promtool, "check", "rules", *linted, f"prometheus/{file}", folder=folder)


def check_alertmanager(folder: Path, *, version: str) -> None:
    """amtool reads the config and its notification templates."""
    printed = accepted(program("amtool", version), "check-config", "alertmanager/alertmanager.yml", folder=folder)
    assert "1 templates" in printed


def accepted(path: Path, *arguments: str, folder: Path) -> str:
    ended = subprocess.run([path, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    printed = ended.stdout + ended.stderr
    assert ended.returncode == 0, f"{path} {' '.join(arguments)}:\n{printed}"
    return printed
