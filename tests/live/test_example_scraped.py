"""A real Prometheus with the production output scrapes an app; when the app stops, people hear of it.

What is rewritten in the copies is told at `on_loopback_prometheus` and `on_loopback_alertmanager`; once all is well, the
application's alert is made to wait a second instead of a minute.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from o11ygen.resolved import Metric
from tests.live import example
from tests.live.exposition import exposition
from tests.live.mailbox import mailbox
from tests.live.process import Server, wait_until
from tests.live.receiver import metrics_app, webhook
from tests.live.servers import rendered_flags, running_alertmanager, running_prometheus

pytestmark = pytest.mark.tools

LABELS = {"status": "503", "model_version": "v1.2", "feature": "tenure_months"}
# prometheus_client adds such a series to each counter; the scrape job drops them.
CREATED = "# TYPE http_requests_created gauge\nhttp_requests_created 1\n"
# The first alerts fire before Prometheus has found Alertmanager; by default it tries again only after a minute.
RESEND = "--rules.alert.resend-delay=1s"
# Series that Prometheus itself adds to each scrape.
OF_THE_SCRAPE = ("up", "scrape_")


def emitted() -> list[Metric]:
    """What the churn predictor's own job exposes."""
    return [metric for metric in example.stack("production").metrics if "churn-predictor" in metric.jobs]


def test_the_app_is_scraped_and_its_end_is_told(tmp_path: Path) -> None:
    app_down = example.alert_rule("production", "ApplicationDown")
    with webhook() as hook, mailbox() as box, metrics_app(exposition(emitted(), examples=LABELS) + CREATED) as app:
        alertmanager_config = example.on_loopback_alertmanager(tmp_path / "alertmanager", hook=hook, box=box)
        flags = rendered_flags(alertmanager_config.parent / "flags")
        with running_alertmanager(alertmanager_config, flags=flags, version="0.28") as alertmanager:
            addresses = {
                "churn-predictor:8000": app.address,
                "alertmanager:9093": alertmanager.url.removeprefix("http://"),
            }
            config = example.on_loopback_prometheus(tmp_path / "prometheus", addresses=addresses)
            flags = [*rendered_flags(config.parent / "flags"), RESEND]
            with running_prometheus(config, flags=flags, version="3.5") as prometheus:
                assert_scraped(prometheus)
                assert_healthy(prometheus)
                # While all is well only the watchdog is sent, all the way from Prometheus.
                hook.wait_for(path="/switch", alertname="Watchdog", environment="production")
                assert firing(prometheus) == set()

                # Only now, as until the first scrape no instance answers either.
                example.hurry(config.parent / "alert-rules.yml", app_down.name)
                reload(prometheus)
                app.stop()
                page = wait_until(lambda: hook.notifications("/slack"), what="somebody is paged")[0]
                assert page["channel"] == "#alerts-critical"
                shown = page["attachments"][0]
                assert shown["title"] == "[CRITICAL] ApplicationDown in production (1)"
                for text in expected_texts():
                    assert text in shown["text"]
                assert firing(prometheus) == {"ApplicationDown"}
                [alert] = [
                    one for one in alertmanager.get("/api/v2/alerts") if one["labels"]["alertname"] == app_down.name
                ]
                # The replica that sent it is no part of it: the other one sends the same alert.
                assert alert["labels"] == {
                    "alertname": "ApplicationDown",
                    "job": "churn-predictor",
                    "environment": "production",
                    "region": "eu-central-1",
                    **app_down.labels,
                }
                assert box.mails() == []


def expected_texts() -> list[str]:
    rule = example.alert_rule("production", "ApplicationDown")
    written = example.expanded(rule, labels={"job": "churn-predictor"}, value=0, environment="production")
    return [f"*{written['summary']}*", written["description"], f"<{written['runbook_url']}|Runbook>"]


def assert_scraped(prometheus: Server) -> None:
    """Prometheus holds what the spec declares, under these names, types and labels, and nothing else."""

    def stored() -> Any:
        return prometheus.get("/api/v1/series", **{"match[]": '{job="churn-predictor"}'})["data"]

    wait_until(lambda: any(one["__name__"] == "prediction_queue_depth" for one in stored()), what="the app is scraped")
    recorded = {rule.name for rule in example.stack("production").recording_rules}
    found: dict[str, set[str]] = {}
    for series in stored():
        name = series.pop("__name__")
        if not name.startswith(OF_THE_SCRAPE) and name not in recorded | {"ALERTS", "ALERTS_FOR_STATE"}:
            found.setdefault(name, set()).update(series)
    assert found == {
        name: {"job", "instance", *metric.labels_of(name)} for metric in emitted() for name in metric.series
    }
    told = prometheus.get("/api/v1/targets/metadata", match_target='{job="churn-predictor"}')["data"]
    types = {one["metric"]: one["type"] for one in told if one["metric"] != "http_requests_created"}
    assert types == {metric.name: metric.type for metric in emitted()}


def assert_healthy(prometheus: Server) -> None:
    """Every rule that was rendered has been evaluated, without error."""

    def evaluated() -> Any:
        groups = prometheus.get("/api/v1/rules")["data"]["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        return [] if any(rule["health"] == "unknown" for rule in rules) else rules

    rules = wait_until(evaluated, what="every rule has been evaluated")
    assert [rule for rule in rules if rule["health"] != "ok" or rule.get("lastError")] == []
    assert len(rules) == sum(len(group.rules) for group in example.stack("production").groups)


def reload(prometheus: Server) -> None:
    """Let Prometheus read its files anew, and wait until it has."""
    prometheus.process.send_signal(signal.SIGHUP)

    def reloaded() -> bool:
        groups = prometheus.get("/api/v1/rules")["data"]["groups"]
        return 1 in [
            rule["duration"] for group in groups for rule in group["rules"] if rule["name"] == "ApplicationDown"
        ]

    wait_until(reloaded, what="the rules are read anew")


def firing(prometheus: Server) -> set[str]:
    """The firing alerts of the app's service: those of systems that no test starts fire in time as well."""
    alerts = [alert for alert in prometheus.get("/api/v1/alerts")["data"]["alerts"] if alert["state"] == "firing"]
    return {alert["labels"]["alertname"] for alert in alerts if alert["labels"]["service"] == "churn-predictor"}
