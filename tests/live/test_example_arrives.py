"""Alerts sent to a real Alertmanager with the production output arrive where they should, and nowhere else.

What is rewritten in the copies is told at `on_loopback_alertmanager`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.live import example
from tests.live.mailbox import Mailbox, mailbox
from tests.live.process import Server, wait_until
from tests.live.receiver import Webhook, webhook
from tests.live.servers import rendered_flags, running_alertmanager

pytestmark = pytest.mark.tools
VERSIONS = ("0.28", "0.33")

APP = {"job": "churn-predictor"}
DISK = {"job": "node-exporter", "instance": "node-1:9100"}


@dataclass(frozen=True)
class Told:
    """A running Alertmanager, and everybody it tells."""

    alertmanager: Server
    hook: Webhook
    box: Mailbox

    def send(self, *alerts: dict[str, Any]) -> None:
        """Alerts as Prometheus sends them."""
        self.alertmanager.post("/api/v2/alerts", list(alerts))

    def channels(self) -> list[str]:
        """The Slack channels that were written to, in order."""
        return [message["channel"] for message in self.hook.notifications("/slack")]

    def slack(self, *, title: str) -> dict[str, Any]:
        """The Slack message whose title has this text in it, waited for."""

        def arrived() -> list[dict[str, Any]]:
            messages = self.hook.notifications("/slack")
            return [message for message in messages if title in message["attachments"][0]["title"]]

        return wait_until(arrived, what=f"a Slack message titled {title!r} arrives")[0]

    def state(self, alert: dict[str, Any]) -> dict[str, Any]:
        """What Alertmanager makes of an alert: `active` or `suppressed`, and by which."""

        def known() -> list[dict[str, Any]]:
            listed = self.alertmanager.get("/api/v2/alerts")
            return [one["status"] for one in listed if one["labels"] == alert["labels"]]

        return wait_until(known, what=f"Alertmanager lists {alert['labels']}")[0]


@contextlib.contextmanager
def told(
    folder: Path, *, version: str = "0.28", at_work: bool = True, environment: str = "production"
) -> Iterator[Told]:
    with webhook() as hook, mailbox() as box:
        config = example.on_loopback_alertmanager(
            folder / "output", hook=hook, box=box, at_work=at_work, environment=environment
        )
        flags = rendered_flags(config.parent / "flags")
        with running_alertmanager(config, flags=flags, version=version) as alertmanager:
            yield Told(alertmanager, hook, box)


def production(name: str, series: Mapping[str, str], *, severity: str = "", value: float = 1.0) -> dict[str, Any]:
    """An alert of production, as it is sent."""
    return example.sent(example.alert_rule("production", name, severity=severity), series, value=value)


@pytest.mark.parametrize("version", VERSIONS)
def test_each_severity_arrives_at_its_receiver(tmp_path: Path, version: str) -> None:
    critical = production("ApplicationDown", APP)
    model = {**APP, "model_version": "v1.2", "prediction_type": "churn"}
    warning = production("LowModelAccuracy", model, value=0.71)
    info = production("QueueBackup", APP, value=1500)
    watchdog = production("Watchdog", {})
    with told(tmp_path, version=version) as people:
        people.send(critical, warning, info, watchdog)

        page = people.slack(title="ApplicationDown")
        assert page["channel"] == "#alerts-critical"
        assert page["attachments"][0]["title"] == "[CRITICAL] ApplicationDown in production (1)"
        assert "*No instance of churn-predictor answers*" in page["attachments"][0]["text"]
        assert "<https://runbooks.example.com/churn/application-down|Runbook>" in page["attachments"][0]["text"]

        mail = people.box.wait_for(holding="LowModelAccuracy")
        assert mail.message["Subject"] == "Warning Alert"
        assert (mail.message["To"], mail.recipients) == ("team@example.com", ("team@example.com",))
        assert mail.message["From"] == "alerts@example.com"
        assert mail.login == "alerts:no-secret"
        assert "Model v1.2 gets 71% right" in mail.text

        assert people.slack(title="QueueBackup")["channel"] == "#alerts-info"

        alive = people.hook.wait_for(path="/switch", alertname="Watchdog")
        assert alive["labels"] == watchdog["labels"]
        assert {notification["receiver"] for notification in people.hook.notifications("/switch")} == {
            "dead-mans-switch"
        }

        # Each has told of nothing else.
        assert sorted(people.channels()) == ["#alerts-critical", "#alerts-info"]
        assert len(people.box.mails()) == 1
        assert {alert["labels"]["alertname"] for alert in people.hook.alerts("/switch")} == {"Watchdog"}


def test_the_other_team_is_told_of_what_is_its_own(tmp_path: Path) -> None:
    warning = production("HostHighCpu", DISK, value=0.95)
    with told(tmp_path) as people:
        people.send(warning)
        mail = people.box.wait_for(holding="HostHighCpu")
        assert (mail.message["Subject"], mail.recipients) == ("Warning Alert", ("infrastructure@example.com",))


def test_information_waits_for_the_working_hours(tmp_path: Path) -> None:
    info = production("QueueBackup", APP, value=1500)
    critical = production("ApplicationDown", APP)
    with told(tmp_path, at_work=False) as people:
        people.send(info)

        def held() -> bool:
            # The group was due, and Alertmanager held it for the time interval.
            return muted(people.alertmanager) > 0

        wait_until(held, what="the notification is held until the working hours")
        people.send(critical)
        people.slack(title="ApplicationDown")
        assert people.channels() == ["#alerts-critical"]
        assert people.box.mails() == []


def muted(alertmanager: Server) -> float:
    """How many notifications a time interval has held back."""
    lines = alertmanager.text("/metrics").splitlines()
    return sum(
        float(line.rpartition(" ")[2])
        for line in lines
        if line.startswith("alertmanager_notifications_suppressed_total") and 'reason="active_time_interval"' in line
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_critical_alert_silences_the_warning_of_the_same_alert_and_service_only(tmp_path: Path, version: str) -> None:
    critical = production("HighErrorRate", APP, severity="critical", value=0.5)
    same = production("HighErrorRate", APP, severity="warning", value=0.5)
    # A second service of the team with the same alert, as its author would write it: with the same function.
    other_service = production("HighErrorRate", {"job": "churn-gateway"}, severity="warning", value=0.5)
    other_service["labels"]["service"] = "churn-gateway"
    other_alert = production("HighResponseTime", {**APP, "endpoint": "/predict"}, value=0.9)
    # The Prometheus of a second production, which sends to the same Alertmanager.
    other_environment = production("HighErrorRate", APP, severity="warning", value=0.06)
    other_environment["labels"]["environment"] = "production-us"
    with told(tmp_path, version=version) as people:
        people.send(critical)
        assert people.slack(title="HighErrorRate")["channel"] == "#alerts-critical"
        people.send(same, other_service, other_alert, other_environment)

        people.box.wait_for(holding="churn-gateway fails 50% of its requests")
        people.box.wait_for(holding="churn-predictor answers /predict in 900ms")
        people.box.wait_for(holding="churn-predictor fails 6% of its requests")
        assert people.state(same)["state"] == "suppressed"
        assert len(people.state(same)["inhibitedBy"]) == 1
        heard = (critical, other_service, other_alert, other_environment)
        assert [people.state(alert)["state"] for alert in heard] == ["active"] * 4
        assert people.box.mails(holding="churn-predictor fails 50%") == []
        assert people.channels() == ["#alerts-critical"]


def test_a_full_disk_silences_its_own_warning_and_no_other_disks(tmp_path: Path) -> None:
    full = production("HostDiskFilling", {**DISK, "mountpoint": "/data"}, severity="critical", value=0.01)
    same = production("HostDiskFilling", {**DISK, "mountpoint": "/data"}, severity="warning", value=0.01)
    other_disk = production("HostDiskFilling", {**DISK, "mountpoint": "/var"}, severity="warning", value=0.04)
    elsewhere = {**DISK, "instance": "node-2:9100", "mountpoint": "/data"}
    other_host = production("HostDiskFilling", elsewhere, severity="warning", value=0.03)
    with told(tmp_path) as people:
        people.send(full)
        assert people.slack(title="HostDiskFilling")["channel"] == "#alerts-critical"
        people.send(same, other_disk, other_host)
        people.box.wait_for(holding="/var on node-1:9100 has 4% left")
        people.box.wait_for(holding="/data on node-2:9100 has 3% left")
        assert people.state(same)["state"] == "suppressed"
        assert [people.state(alert)["state"] for alert in (full, other_disk, other_host)] == ["active"] * 3
        assert people.box.mails(holding="/data on node-1:9100") == []


def test_the_warning_is_told_again_once_the_critical_alert_is_over(tmp_path: Path) -> None:
    critical = production("HighErrorRate", APP, severity="critical", value=0.5)
    warning = production("HighErrorRate", APP, severity="warning", value=0.08)
    with told(tmp_path) as people:
        people.send(critical)
        people.slack(title="HighErrorRate")
        people.send(warning)
        assert people.state(warning)["state"] == "suppressed"
        people.send({**critical, "startsAt": "2001-01-01T00:00:00Z", "endsAt": "2001-01-01T00:01:00Z"})
        people.box.wait_for(holding="churn-predictor fails 8% of its requests")
        assert (
            people.slack(title="is over")["attachments"][0]["title"] == "[CRITICAL] HighErrorRate in production is over"
        )


@pytest.mark.parametrize(
    ("environment", "channel"), [("staging", "#alerts-staging"), ("development", "#alerts-development")]
)
def test_nothing_outside_production_pages(tmp_path: Path, environment: str, channel: str) -> None:
    """Every alert of the environment is sent; all that anybody hears goes to that environment's own channel."""
    alerts = [
        example.sent(rule, series_of(rule.labels), environment=environment)
        for rule in example.stack(environment).alerts
    ]
    told_to_people = {(one["labels"]["severity"], one["labels"]["alertname"]) for one in alerts} - {
        ("info", "Watchdog")
    }
    with told(tmp_path, environment=environment) as people:
        people.send(*alerts)
        for severity, name in sorted(told_to_people):
            people.slack(title=f"[{severity.upper()}] {name} in {environment}")
        assert set(people.channels()) == {channel}
        assert people.box.mails() == []
        assert {alert["labels"]["alertname"] for alert in people.hook.alerts("/switch")} <= {"Watchdog"}


def series_of(labels: Mapping[str, str]) -> dict[str, str]:
    """Series that no inhibition holds together: each severity has a job of its own."""
    return {"job": f"{labels['service']}-{labels['severity']}", "instance": "a:80"}
