"""Where the real amtool says each alert of the example goes, beside where the resolved model says it does."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from o11ygen.resolved import AlertRule
from tests.live import example
from tests.programs import ALERTMANAGER_VERSIONS, program

pytestmark = pytest.mark.tools


def amtool_routes(config: Path, rule: AlertRule, *, version: str) -> list[str]:
    """The receivers that amtool names for an alert's static labels, in its order."""
    labels = [f"{name}={value}" for name, value in {"alertname": rule.name, **rule.labels}.items()]
    command = [str(program("amtool", version)), "config", "routes", "test", f"--config.file={config}", *labels]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout.strip().split(",")


# The oldest Alertmanager reads no URL from a file: `tests/variants` has what the example becomes for it.
@pytest.mark.parametrize("version", ALERTMANAGER_VERSIONS[1:])
@pytest.mark.parametrize("environment", example.ENVIRONMENTS)
def test_every_alert_goes_where_the_model_says(tmp_path: Path, environment: str, version: str) -> None:
    config = example.write(environment, tmp_path) / "alertmanager" / "alertmanager.yml"
    stack = example.stack(environment)
    rules = list(stack.alerts)
    assert len(rules) > 25
    with ThreadPoolExecutor(max_workers=4) as pool:
        said = list(pool.map(lambda rule: amtool_routes(config, rule, version=version), rules))
    for rule, receivers in zip(rules, said, strict=True):
        reached = stack.route.reached({"alertname": rule.name, **rule.labels})
        assert receivers == [route.receiver for route in reached], rule.id
        assert stack.router.reached({"alertname": rule.name, **rule.labels}) == reached
        assert receivers == [intended(rule)], rule.id
        # A catch-all would hide that nobody is meant to hear of it.
        assert not any(route.catch_all for route in reached), rule.id


def intended(rule: AlertRule) -> str:
    """What the spec of the example asks for."""
    if rule.name == "Watchdog":
        return "dead-mans-switch"
    role = {"critical": "page", "warning": "notify", "info": "inform"}[rule.severity]
    return f"{rule.team}-{role}"


def test_only_production_has_a_receiver_that_pages(tmp_path: Path) -> None:
    paging = {
        environment: {receiver.name for receiver in example.stack(environment).receivers if receiver.pages}
        for environment in example.ENVIRONMENTS
    }
    assert paging == {
        "production": {"ml-platform-page", "infrastructure-page"},
        "staging": set(),
        "development": set(),
    }
    # The same in what is rendered: no other environment writes to a channel of production, or to anybody's mailbox.
    people = told(tmp_path, "production")
    assert people == {
        "#alerts-critical",
        "#alerts-info",
        "#alerts-unrouted",
        "team@example.com",
        "infrastructure@example.com",
    }
    assert told(tmp_path, "staging") == {"#alerts-staging", "#alerts-unrouted"}
    assert told(tmp_path, "development") == {"#alerts-development", "#alerts-unrouted"}


def told(folder: Path, environment: str) -> set[str]:
    """Every Slack channel and mail address in the rendered config."""
    file = example.write(environment, folder / environment) / "alertmanager" / "alertmanager.yml"
    receivers = yaml.safe_load(file.read_text(encoding="utf-8"))["receivers"]
    slack = {one["channel"] for receiver in receivers for one in receiver.get("slack_configs", ())}
    mail = {one["to"] for receiver in receivers for one in receiver.get("email_configs", ())}
    other = {kind for receiver in receivers for kind in receiver} - {"name", "slack_configs", "email_configs"}
    assert other == {"webhook_configs"}
    return slack | mail
