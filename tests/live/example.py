"""The example project as it is rendered, and copies of it for this machine.

A copy differs from what is rendered in nothing but what stands in `on_loopback_*`: addresses, the folder of secrets,
and times that a test can't wait for.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from o11ygen.gotemplate import expand, parse_rule_template
from o11ygen.loader import find_project
from o11ygen.pipeline import Run, run
from o11ygen.resolved import AlertRule, Stack
from tests import golden
from tests.live.mailbox import Mailbox
from tests.live.receiver import Webhook
from tests.programs import ROOT

ENVIRONMENTS = ("development", "staging", "production")
# Where nobody listens, and everybody knows it at once.
NOWHERE = "127.0.0.1:1"


@functools.cache
def rendered() -> Run:
    """The example, loaded, checked and rendered."""
    result = run(find_project(ROOT), render=True, keep_stacks=True)
    assert not result.broken
    return result


def stack(environment: str) -> Stack:
    """The resolved stack of one environment."""
    return rendered().stacks[environment]


def write(environment: str, folder: Path) -> Path:
    """What is rendered for an environment, byte for byte, in a folder."""
    golden.write(folder, {artifact.path: artifact.text for artifact in rendered().artifacts[environment]})
    return folder


def alert_rule(environment: str, name: str, *, severity: str = "", service: str = "") -> AlertRule:
    """The one alert of that name; where it has levels or several services, of that severity and service."""
    found = [
        rule
        for rule in stack(environment).alerts
        if rule.name == name and severity in ("", rule.severity) and service in ("", rule.service)
    ]
    assert len(found) == 1, f"{len(found)} alerts {name} {severity} {service} in {environment}"
    return found[0]


def expanded(rule: AlertRule, *, labels: Mapping[str, str], value: float, environment: str) -> dict[str, str]:
    """An alert's annotations as Prometheus writes them for a series with these labels."""
    there = stack(environment).environment
    return {
        name: expand(
            parse_rule_template(text, version=there.versions["prometheus"]),
            labels=labels,
            value=value,
            external_labels=there.external_labels,
            external_url=there.urls.get("prometheus", ""),
        )
        for name, text in rule.annotations.items()
    }


def sent(
    rule: AlertRule, series: Mapping[str, str], *, environment: str = "production", value: float = 1.0
) -> dict[str, Any]:
    """An alert as Prometheus sends it to Alertmanager, for a series with these labels and that value."""
    external = {
        name: text for name, text in stack(environment).environment.external_labels.items() if name != "replica"
    }
    return {
        "labels": {**external, **series, **rule.labels, "alertname": rule.name},
        "annotations": expanded(rule, labels=series, value=value, environment=environment),
    }


def on_loopback_alertmanager(
    folder: Path, *, hook: Webhook, box: Mailbox, at_work: bool = True, environment: str = "production"
) -> Path:
    """The rendered Alertmanager config, in a copy whose receivers stand on this machine.

    Rewritten: the secret files (Slack's URL, the dead man's switch's, the mail password), the mail server, which asks
    for no TLS; waits before a notification; and the working hours, which are now (`at_work`) or never. Repeat intervals
    stay: nothing is told twice in a test.
    """
    secrets = folder / "secrets"
    secrets.mkdir(parents=True)
    for name, text in {
        "slack_api_url": f"{hook.url}slack",
        "deadmansswitch_url": f"{hook.url}switch",
        "smtp_password": "no-secret",
    }.items():
        (secrets / name).write_text(text, encoding="utf-8")
    file = write(environment, folder) / "alertmanager" / "alertmanager.yml"
    moved = file.read_text(encoding="utf-8").replace("/run/secrets/", f"{secrets}/")
    config = yaml.safe_load(moved)
    if "smtp_smarthost" in config["global"]:
        config["global"] |= {"smtp_smarthost": box.address, "smtp_require_tls": False}
    _each_route(config["route"], _hurry)
    for interval in config["time_intervals"]:
        interval["time_intervals"] = [{}] if at_work else [{"years": ["2001"]}]
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    return file


def _each_route(route: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    change(route)
    for child in route.get("routes", ()):
        _each_route(child, change)


def _hurry(route: dict[str, Any]) -> None:
    for wait, hurried in {"group_wait": "100ms", "group_interval": "500ms"}.items():
        if wait in route:
            route[wait] = hurried


def on_loopback_prometheus(folder: Path, *, addresses: Mapping[str, str], hurried: str) -> Path:
    """The rendered Prometheus config of production, in a copy whose targets stand on this machine.

    Rewritten: the addresses, to nowhere where `addresses` has none for them; the intervals of scrapes and evaluations,
    to a second; and how long the alert `hurried` is pending, likewise.
    """
    file = write("production", folder) / "prometheus" / "prometheus.yml"
    config = yaml.safe_load(file.read_text(encoding="utf-8"))
    config["global"] |= {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    for job in (*config["scrape_configs"], *config["alerting"]["alertmanagers"]):
        for targets in job["static_configs"]:
            targets["targets"] = [addresses.get(target, NOWHERE) for target in targets["targets"]]
        for relabel in job.get("relabel_configs", ()):
            if relabel.get("target_label") == "__address__":
                relabel["replacement"] = NOWHERE
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    alerts = file.parent / "alert-rules.yml"
    rules = yaml.safe_load(alerts.read_text(encoding="utf-8"))
    for group in rules["groups"]:
        group.pop("interval", None)
        for rule in group["rules"]:
            if rule["alert"] == hurried:
                rule["for"] = "1s"
    alerts.write_text(yaml.safe_dump(rules), encoding="utf-8")
    return file
