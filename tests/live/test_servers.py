"""The harness itself, with small configs made by hand: what it starts is real, is reached, and is gone afterwards."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.live.process import Server, free_port, request, running, wait_until
from tests.live.receiver import metrics_app, webhook
from tests.live.servers import rendered_flags, running_alertmanager, running_jaeger, running_prometheus
from tests.programs import ALERTMANAGER_VERSIONS, PROMETHEUS_VERSIONS

PAIRS = list(zip(PROMETHEUS_VERSIONS, ALERTMANAGER_VERSIONS, strict=True))


def write(path: Path, document: Any) -> Path:
    """JSON is YAML too."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def alertmanager_config(folder: Path, *, url: str) -> Path:
    route = {"receiver": "hook", "group_by": ["alertname"], "group_wait": "0s", "group_interval": "1s"}
    return write(
        folder / "alertmanager.yml",
        {"route": route, "receivers": [{"name": "hook", "webhook_configs": [{"url": url}]}]},
    )


def is_gone(server: Server) -> bool:
    try:
        request(f"{server.url}/-/ready")
    except OSError:
        return server.process.poll() is not None
    return False


@pytest.mark.tools
@pytest.mark.parametrize("version", ALERTMANAGER_VERSIONS)
def test_an_alert_sent_to_alertmanager_arrives_at_the_webhook(tmp_path: Path, version: str) -> None:
    with webhook() as hook:
        config = alertmanager_config(tmp_path, url=f"{hook.url}team")
        with running_alertmanager(config, version=version) as alertmanager:
            alertmanager.post("/api/v2/alerts", [{"labels": {"alertname": "Hot", "host": "a"}}])
            alert = hook.wait_for(alertname="Hot")
            assert alertmanager.get("/api/v2/status")["versionInfo"]["version"].startswith(version)
        assert alert["labels"] == {"alertname": "Hot", "host": "a"}
        assert {notification["receiver"] for notification in hook.notifications("/team")} == {"hook"}
        assert hook.notifications("/elsewhere") == []
    assert is_gone(alertmanager)


@pytest.mark.tools
@pytest.mark.parametrize(("version", "alertmanager_version"), PAIRS)
def test_an_app_that_stops_fires_an_alert_that_arrives(tmp_path: Path, version: str, alertmanager_version: str) -> None:
    rule = {"alert": "AppDown", "expr": 'up{job="app"} == 0', "labels": {"severity": "critical"}}
    write(tmp_path / "rules.yml", {"groups": [{"name": "app", "interval": "300ms", "rules": [rule]}]})
    with (
        webhook() as hook,
        metrics_app("# TYPE requests_total counter\nrequests_total 7\n") as app,
        running_alertmanager(alertmanager_config(tmp_path, url=hook.url), version=alertmanager_version) as alertmanager,
    ):
        targets = [{"targets": [alertmanager.url.removeprefix("http://")]}]
        config = write(
            tmp_path / "prometheus.yml",
            {
                "global": {"scrape_interval": "300ms", "scrape_timeout": "300ms"},
                "rule_files": ["rules.yml"],
                "alerting": {"alertmanagers": [{"static_configs": targets}]},
                "scrape_configs": [{"job_name": "app", "static_configs": [{"targets": [app.address]}]}],
            },
        )
        with running_prometheus(config, flags=["--storage.tsdb.path=/nowhere"], version=version) as prometheus:

            def scraped() -> Any:
                return prometheus.get("/api/v1/query", query="requests_total")["data"]["result"]

            assert wait_until(scraped, what="the app is scraped")[0]["value"][1] == "7"
            assert prometheus.get("/api/v1/status/buildinfo")["data"]["version"].startswith(version)
            assert hook.notifications() == []
            app.stop()
            assert hook.wait_for(alertname="AppDown")["labels"] == {
                "alertname": "AppDown",
                "instance": app.address,
                "job": "app",
                "severity": "critical",
            }
    assert is_gone(prometheus)


@pytest.mark.tools
def test_servers_behind_a_path_are_asked_there(tmp_path: Path) -> None:
    flags = ["--web.external-url=https://example.com/monitoring/"]
    with running_prometheus(write(tmp_path / "prometheus.yml", {}), flags=flags) as prometheus:
        assert prometheus.url.endswith("/monitoring")
        assert prometheus.get("/api/v1/rules")["data"] == {"groups": []}


@pytest.mark.tools
def test_a_server_that_refuses_its_config_is_told_with_its_log(tmp_path: Path) -> None:
    config = write(tmp_path / "prometheus.yml", {"scrape_confgs": []})
    with pytest.raises(AssertionError, match=r"(?s)prometheus ends with \d+ at start.*scrape_confgs"):
        running_prometheus(config).__enter__()


@pytest.mark.tools
def test_jaeger_keeps_a_span_and_serves_the_sampling_strategies(tmp_path: Path) -> None:
    strategies = {"default_strategy": {"type": "probabilistic", "param": 0.25}}
    write(tmp_path / "sampling.json", strategies)
    config = write(tmp_path / "jaeger.yaml", _jaeger_config())
    with running_jaeger(config, paths={"/etc/jaeger": str(tmp_path)}) as jaeger:
        span = {
            "traceId": "0af7651916cd43dd8448eb211c80319c",
            "spanId": "b7ad6b7169203331",
            "name": "predict",
            "kind": 2,
            "startTimeUnixNano": str(time.time_ns()),
            "endTimeUnixNano": str(time.time_ns() + 1_000_000),
        }
        service = {"attributes": [{"key": "service.name", "value": {"stringValue": "churn"}}]}
        spans = {"resourceSpans": [{"resource": service, "scopeSpans": [{"spans": [span]}]}]}
        request(f"http://127.0.0.1:{jaeger.ports[4318]}/v1/traces", body=spans)

        def stored() -> Any:
            return jaeger.get("/api/traces", service="churn")["data"]

        trace = wait_until(stored, what="Jaeger gives the span back")[0]
        assert [found["operationName"] for found in trace["spans"]] == ["predict"]
        sampling = json.loads(request(f"http://127.0.0.1:{jaeger.ports[5778]}/api/sampling?service=churn"))
        assert sampling["probabilisticSampling"] == {"samplingRate": 0.25}
    assert jaeger.process.poll() is not None


def _jaeger_config() -> dict[str, Any]:
    return {
        "service": {
            "extensions": ["jaeger_storage", "jaeger_query", "remote_sampling"],
            "pipelines": {"traces": {"receivers": ["otlp"], "exporters": ["jaeger_storage_exporter"]}},
            "telemetry": {"metrics": {"level": "none"}},
        },
        "extensions": {
            "jaeger_storage": {"backends": {"main": {"memory": {"max_traces": 100}}}},
            "jaeger_query": {
                "storage": {"traces": "main"},
                "http": {"endpoint": "0.0.0.0:16686"},
                "grpc": {"endpoint": "${env:HOST:-localhost}:16685"},
            },
            "remote_sampling": {
                "file": {"path": "/etc/jaeger/sampling.json"},
                "http": {"endpoint": "0.0.0.0:5778"},
                "grpc": {"endpoint": "0.0.0.0:5779"},
            },
        },
        "receivers": {"otlp": {"protocols": {"http": {"endpoint": "0.0.0.0:4318"}}}},
        "exporters": {"jaeger_storage_exporter": {"trace_storage": "main"}},
    }


def test_a_server_is_stopped_also_when_the_test_fails(tmp_path: Path) -> None:
    started: list[Server] = []

    def failing() -> None:
        url = f"http://127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "http.server", url.rpartition(":")[2], "--bind", "127.0.0.1"]
        with running(command, name="files", url=url, ready=url, folder=tmp_path) as server:
            started.append(server)
            assert "files.log" in server.text("/")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert started[0].process.poll() is not None


def test_an_error_status_is_told_with_its_text() -> None:
    with metrics_app("a 1\n") as app:
        assert request(f"http://{app.address}/metrics") == "a 1\n"
        with pytest.raises(AssertionError, match="/other answers 404"):
            request(f"http://{app.address}/other")


def test_flags_are_read_without_the_comments_around_them(tmp_path: Path) -> None:
    file = tmp_path / "flags"
    file.write_text("# `prometheus @flags` reads --these\n\n--agent\n  --log.level=debug\n", encoding="utf-8")
    assert rendered_flags(file) == ["--agent", "--log.level=debug"]


def test_waiting_ends_and_says_what_for() -> None:
    with pytest.raises(AssertionError, match=r"the cows come home: not within 0.2 seconds; at last \[\]"):
        wait_until(list, what="the cows come home", seconds=0.2)
