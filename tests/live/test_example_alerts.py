"""Every alert of the example fires when it should, with annotations that read as they are meant.

The real promtool evaluates the rendered rules over the series of `alert_cases`, and compares the labels and annotations
of what fires, to the letter, with what o11ygen says they will be.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from o11ygen.gotemplate import parse_rule_template
from tests.live import example
from tests.live.alert_cases import CASES, Case
from tests.programs import program

SERVICES = sorted({case.service for case in CASES})


def test_there_is_a_case_for_every_alert() -> None:
    rendered = {(rule.service, rule.name, rule.severity) for rule in example.stack("production").alerts}
    assert {(case.service, case.alert, severity) for case in CASES for severity in case.severities} == rendered


@pytest.mark.tools
@pytest.mark.parametrize("service", SERVICES)
def test_promtool_agrees_what_fires_and_what_it_says(tmp_path: Path, service: str) -> None:
    folder = example.write("production", tmp_path) / "prometheus"
    document = {
        "rule_files": ["recording-rules.yml", "alert-rules.yml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": series_of(cases[0]),
                "alert_rule_test": [expected(case) for case in cases],
            }
            for cases in by_series(service)
        ],
    }
    # JSON is YAML too.
    (folder / "tests.yml").write_text(json.dumps(document), encoding="utf-8")
    command = [str(program("promtool", "3.5")), "test", "rules", "tests.yml"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "SUCCESS" in ended.stdout


def by_series(service: str) -> list[list[Case]]:
    """The cases of a service, together where the series are the same: promtool evaluates all rules for each set of them."""
    found: dict[str, list[Case]] = {}
    for case in (case for case in CASES if case.service == service):
        found.setdefault(json.dumps(series_of(case)), []).append(case)
    return list(found.values())


def series_of(case: Case) -> list[dict[str, str]]:
    return [{"series": name, "values": values} for name, values in (case.series or {}).items()]


def expected(case: Case) -> dict[str, Any]:
    labels = case.labels or {}
    rules = [
        example.alert_rule("production", case.alert, severity=severity, service=case.service)
        for severity in case.severities
    ]
    return {
        "eval_time": f"{case.minutes}m",
        "alertname": case.alert,
        "exp_alerts": [
            {
                "exp_labels": {**labels, **rule.labels},
                "exp_annotations": example.expanded(rule, labels=labels, value=case.value, environment="production"),
            }
            for rule in rules
        ],
    }


@pytest.mark.parametrize("environment", example.ENVIRONMENTS)
def test_every_annotation_reads_well_in_every_environment(environment: str) -> None:
    """Also where thresholds are others: nothing is left unfilled, nothing is an error, every label has a value."""
    carried = {(case.service, case.alert): case for case in CASES if case.severities}
    for rule in example.stack(environment).alerts:
        case = carried[rule.service, rule.name]
        labels = case.labels or {}
        for name, text in rule.annotations.items():
            template = parse_rule_template(text)
            assert template.problems == (), f"{rule.id} {name}"
            assert set(template.labels) <= set(labels), f"{rule.id} {name}"
        written = example.expanded(rule, labels=labels, value=case.value, environment=environment)
        assert {"summary", "description", "runbook_url"} <= set(written)
        for name, text in written.items():
            assert text.strip() == text != "", f"{rule.id} {name}: {text!r}"
            assert not any(trace in text for trace in ("{{", "}}", "<no value>", "<error", "%!", "$")), (
                f"{rule.id} {name}: {text!r}"
            )


def test_words_and_numbers_in_the_annotations_follow_the_environment() -> None:
    def description(environment: str) -> str:
        rule = example.alert_rule(environment, "HighErrorRate", severity="warning")
        written = example.expanded(rule, labels={"job": "churn-predictor"}, value=0.25, environment=environment)
        return " ".join(written["description"].split())

    assert description("production").startswith(
        "More than 5% of the requests to churn-predictor have been answered with a 5xx status for 5 minutes:"
    )
    assert description("staging").startswith(
        "More than 20% of the requests to churn-predictor have been answered with a 5xx status for 15 minutes:"
    )
