"""What the declared versions change: a field that a version lacks is refused by its name, or stands elsewhere."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.live.servers import rendered_flags
from tests.programs import program
from tests.variants import example
from tests.variants.example import ENVIRONMENTS, Edit, Refusal


def document(output: Path, path: str, *, environment: str = "production") -> Any:
    return yaml.safe_load((output / environment / path).read_text(encoding="utf-8"))


REFUSED: dict[str, tuple[dict[str, str], tuple[Edit, ...], Refusal]] = {
    "keep_firing_for": (
        {"prometheus": "2.41"},
        (),
        Refusal(
            "rules/version",
            "alert TrainingJobFailed: `keep_firing_for` needs Prometheus 2.42; judged as 2.41 (at "
            "`groups[0].rules[2].keep_firing_for` of prometheus/alert-rules.yml)",
            'specs/churn/alerts.py: keep_firing_for="2h",',
            # Nowhere else is a model trained.
            ("production",),
        ),
    ),
    "query_offset": (
        {"prometheus": "2.52"},
        (example.QUERY_OFFSET,),
        Refusal(
            "rules/version",
            "group churn-predictor.data-quality: `query_offset` needs Prometheus 2.53; judged as 2.52 (at "
            "`groups[1].query_offset` of prometheus/alert-rules.yml)",
            f'specs/churn/alerts.py: GROUPS = (Group("data-quality", {example.QUERY_OFFSET.new}),)',
        ),
    ),
    "a label in UTF-8": (
        {"prometheus": "2.55"},
        (example.UTF8_LABEL,),
        Refusal(
            "prometheus/value",
            "scrape job churn-predictor: `k8s.cluster` is not a label name (at "
            "`scrape_configs[0].relabel_configs[0].target_label` of prometheus/prometheus.yml)",
            'specs/churn/scrape.py: relabel=(Relabel(target_label="k8s.cluster", replacement="blue"),),',
            hint="Use letters, digits and underscores; other characters need Prometheus 3.0",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_version_lacks_is_refused_with_the_first_that_has_it(tmp_path: Path, case: str) -> None:
    versions, edits, refusal = REFUSED[case]
    assert example.refused(example.copy(tmp_path, *edits, **versions)) == [refusal]


def test_the_hold_of_an_alert_is_left_out_for_an_older_prometheus(tmp_path: Path) -> None:
    output = example.generated(example.copy(tmp_path, example.NO_HOLD, prometheus="2.41"))
    for environment in ENVIRONMENTS:
        assert "keep_firing_for" not in (output / environment / "prometheus/alert-rules.yml").read_text("utf-8")


@pytest.mark.parametrize("version", ["2.42", "2.53", "3.5", "3.7", "3.10"])
def test_retention_is_a_flag_below_3_11(tmp_path: Path, version: str) -> None:
    output = example.generated(example.copy(tmp_path, prometheus=version))
    assert retention_flags(output, "production") == ["time=30d", "size=10GB"]
    assert retention_flags(output, "staging") == ["time=7d", "size=10GB"]
    assert retention_flags(output, "development") == ["time=2d", "size=10GB"]
    assert "storage" not in document(output, "prometheus/prometheus.yml")


@pytest.mark.parametrize("version", ["3.11", "3.12"])
def test_retention_stands_in_the_file_from_3_11(tmp_path: Path, version: str) -> None:
    output = example.generated(example.copy(tmp_path, prometheus=version))
    for environment, time in {"production": "30d", "staging": "7d", "development": "2d"}.items():
        storage = document(output, "prometheus/prometheus.yml", environment=environment)["storage"]
        assert storage["tsdb"]["retention"] == {"time": time, "size": "10GB"}
        assert retention_flags(output, environment) == []


def retention_flags(output: Path, environment: str) -> list[str]:
    prefix = "--storage.tsdb.retention."
    flags = rendered_flags(output / environment / "prometheus" / "flags")
    return [flag.removeprefix(prefix) for flag in flags if flag.startswith(prefix)]


def test_a_webhook_reads_its_url_from_a_file_from_0_26(tmp_path: Path) -> None:
    output = example.generated(example.copy(tmp_path, alertmanager="0.26"))
    receivers = {one["name"]: one for one in document(output, "alertmanager/alertmanager.yml")["receivers"]}
    assert receivers["dead-mans-switch"]["webhook_configs"] == [
        {"send_resolved": False, "url_file": "/run/secrets/deadmansswitch_url"}
    ]


# What the example needs beside, to be written for an Alertmanager that is older than its secrets in files.
OLD_ALERTMANAGER = (example.WEBHOOK_WITHOUT_FILE, example.NO_MAIL_PASSWORD, example.NO_LOCATION)


def test_time_intervals_have_their_key_since_0_24(tmp_path: Path) -> None:
    output = example.generated(example.copy(tmp_path, *OLD_ALERTMANAGER, alertmanager="0.24"))
    config = document(output, "alertmanager/alertmanager.yml")
    assert [interval["name"] for interval in config["time_intervals"]] == ["working-hours"]
    assert "mute_time_intervals" not in config


def test_time_intervals_are_mute_time_intervals_before(tmp_path: Path) -> None:
    refusals = example.refused(example.copy(tmp_path / "active", *OLD_ALERTMANAGER, alertmanager="0.23"))
    assert {refusal.message.partition(" (at")[0] for refusal in refusals} == {
        f"team {team}: inform: `active_time_intervals` needs Alertmanager 0.24; judged as 0.23"
        for team in ("ml-platform", "infrastructure")
    }
    edits = (*OLD_ALERTMANAGER, example.MUTE_INSTEAD_OF_ACTIVE)
    output = example.generated(example.copy(tmp_path / "mute", *edits, alertmanager="0.23"))
    config = document(output, "alertmanager/alertmanager.yml")
    assert [interval["name"] for interval in config["mute_time_intervals"]] == ["working-hours"]
    assert "time_intervals" not in config


def test_every_old_version_names_all_that_it_lacks_at_once(tmp_path: Path) -> None:
    refusals = example.refused(example.copy(tmp_path, prometheus="2.41", alertmanager="0.23"))
    assert sorted({refusal.message.split("`")[1] for refusal in refusals}) == [
        "active_time_intervals",
        "keep_firing_for",
        "location",
        "smtp_auth_password_file",
        "url_file",
    ]


# (edits, what it is rendered for, the first version at hand that reads it, the last that does not)
NEWER: Mapping[str, tuple[tuple[Edit, ...], str, str, str]] = {
    "query_offset": ((example.QUERY_OFFSET,), "2.53", "2.53", "2.42"),
    "a label in UTF-8": ((example.UTF8_LABEL,), "3.0", "3.5", "2.53"),
    "a quoted metric name": ((example.QUOTED_NAME,), "3.0", "3.5", "2.42"),
}


@pytest.mark.tools
@pytest.mark.parametrize("case", NEWER)
def test_the_real_programs_draw_the_same_line(tmp_path: Path, case: str) -> None:
    """What we refuse for the older version its promtool refuses too, and what we render the newer one accepts."""
    edits, rendered_for, newer, older = NEWER[case]
    assert example.refused(example.copy(tmp_path / "older", *edits, prometheus=older)) != []
    output = example.generated(example.copy(tmp_path / "newer", *edits, prometheus=rendered_for))
    assert promtool(output, newer) == 0
    assert promtool(output, older) == 1


@pytest.mark.tools
def test_the_real_amtool_refuses_the_file_of_a_url_before_0_26(tmp_path: Path) -> None:
    output = example.generated(example.copy(tmp_path, alertmanager="0.26"))
    config = output / "production/alertmanager/alertmanager.yml"
    ended = subprocess.run(
        [program("amtool", "0.25"), "check-config", config], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert "field url_file not found in type config.plain" in ended.stdout + ended.stderr


def promtool(output: Path, version: str) -> int:
    config = output / "production/prometheus/prometheus.yml"
    command = [str(program("promtool", version)), "check", "config", str(config)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode
