"""The example project as it is rendered, and copies of it for this machine.

A copy differs from what is rendered in nothing but what stands in `on_loopback_*`: addresses, the folder of secrets,
and times that a test can't wait for.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Mapping
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
    file.write_text(file.read_text(encoding="utf-8").replace("/run/secrets/", f"{secrets}/"), encoding="utf-8")
    with _rewriting(file) as config:
        if "smtp_smarthost" in config["global"]:
            config["global"] |= {"smtp_smarthost": box.address, "smtp_require_tls": False}
        _shorten_waits(config["route"])
        for interval in config["time_intervals"]:
            interval["time_intervals"] = [{}] if at_work else [{"years": ["2001"]}]
    return file


def _shorten_waits(route: dict[str, Any]) -> None:
    for wait, shortened in {"group_wait": "100ms", "group_interval": "500ms"}.items():
        if wait in route:
            route[wait] = shortened
    for child in route.get("routes", ()):
        _shorten_waits(child)


def on_loopback_prometheus(folder: Path, *, addresses: Mapping[str, str]) -> Path:
    """The rendered Prometheus config of production, in a copy whose targets stand on this machine.

    Rewritten: the addresses, to nowhere where `addresses` has none for them; the intervals of scrapes and evaluations,
    to a second.
    """
    file = write("production", folder) / "prometheus" / "prometheus.yml"
    with _rewriting(file) as config:
        config["global"] |= {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
        for job in (*config["scrape_configs"], *config["alerting"]["alertmanagers"]):
            for targets in job["static_configs"]:
                targets["targets"] = [addresses.get(target, NOWHERE) for target in targets["targets"]]
            for relabel in job.get("relabel_configs", ()):
                if relabel.get("target_label") == "__address__":
                    relabel["replacement"] = NOWHERE
    with _rewriting(file.parent / "alert-rules.yml") as rules:
        for group in rules["groups"]:
            group.pop("interval", None)
    return file


def hurry(alert_rules: Path, name: str) -> None:
    """Let the alert of that name be pending for a second only."""
    with _rewriting(alert_rules) as rules:
        for group in rules["groups"]:
            for rule in group["rules"]:
                if rule["alert"] == name:
                    rule["for"] = "1s"


@contextlib.contextmanager
def _rewriting(file: Path) -> Iterator[Any]:
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    yield document
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
