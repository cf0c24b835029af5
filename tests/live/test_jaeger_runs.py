"""A real Jaeger with what is rendered for production: it keeps a span, gives it back, and tells who asks how to sample."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from tests import golden
from tests.live import example
from tests.live.process import Server, request, wait_until
from tests.live.servers import running_jaeger

pytestmark = pytest.mark.tools
TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_production_keeps_a_span_and_serves_its_strategies(tmp_path: Path) -> None:
    folder = example.write("production", tmp_path / "output") / "jaeger"
    traces = tmp_path / "badger"
    paths = {"/etc/jaeger": str(folder), "/badger": str(traces)}
    with running_jaeger(folder / "jaeger.yaml", paths=paths) as jaeger:
        send_span(jaeger, service="churn-predictor")
        found = wait_until(lambda: stored(jaeger, service="churn-predictor"), what="Jaeger gives the span back")
        assert [(span["traceID"], span["operationName"]) for span in found[0]["spans"]] == [(TRACE, "predict")]
        assert is_well(jaeger)
        # What Prometheus scrapes it for.
        assert "otelcol_receiver_accepted_spans" in request(f"http://127.0.0.1:{jaeger.ports[8888]}/metrics")
        assert asked(jaeger, service="customer-gateway") == told_in(folder, service="customer-gateway")
        assert asked(jaeger, service="unheard-of") == {"": 0.1}
        assert "Open in Grafana" in jaeger.text("/search")
    # The time to live needs Badger on a disk.
    assert any(traces.joinpath("values").iterdir())


def test_development_keeps_traces_in_memory(tmp_path: Path) -> None:
    folder = example.write("development", tmp_path) / "jaeger"
    with running_jaeger(folder / "jaeger.yaml", paths={"/etc/jaeger": str(folder)}) as jaeger:
        send_span(jaeger, service="churn-predictor")
        assert wait_until(lambda: stored(jaeger, service="churn-predictor"), what="Jaeger gives the span back")
        assert asked(jaeger, service="unheard-of") == {"": 1.0}


def test_behind_a_path(tmp_path: Path) -> None:
    files = golden.rendered(Path(__file__).parent.parent / "renderers" / "jaeger" / "links")
    golden.write(tmp_path, files)
    config = tmp_path / "jaeger" / "jaeger.yaml"
    with running_jaeger(config, paths={"/etc/jaeger": str(config.parent)}) as jaeger:
        assert jaeger.get("/jaeger/api/services")["data"] is None
        assert "https://runbooks.example.com" in jaeger.text("/jaeger/search")


def send_span(jaeger: Server, *, service: str) -> None:
    now = time.time_ns()
    span = {
        "traceId": TRACE,
        "spanId": "b7ad6b7169203331",
        "name": "predict",
        "kind": 2,
        "startTimeUnixNano": str(now),
        "endTimeUnixNano": str(now + 1_000_000),
    }
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}
    body = {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": [span]}]}]}
    # Its parts start one after the other, the receivers last.
    wait_until(lambda: accepts(jaeger.ports[4318]), what="Jaeger listens for spans")
    request(f"http://127.0.0.1:{jaeger.ports[4318]}/v1/traces", body=body)


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def stored(jaeger: Server, *, service: str) -> Any:
    return jaeger.get("/api/traces", service=service)["data"]


def is_well(jaeger: Server) -> bool:
    """The page that the container's health check asks for."""
    status = json.loads(request(f"http://127.0.0.1:{jaeger.ports[13133]}/status"))
    return bool(status["status"] == "StatusOK")


def asked(jaeger: Server, *, service: str) -> dict[str, float]:
    """What an SDK is told, by operation; `""` is every other."""
    answer = json.loads(request(f"http://127.0.0.1:{jaeger.ports[5778]}/sampling?service={service}"))
    told = answer.get("operationSampling") or {}
    found = {"": told.get("defaultSamplingProbability", answer["probabilisticSampling"]["samplingRate"])}
    for each in told.get("perOperationStrategies", ()):
        found[each["operation"]] = each["probabilisticSampling"]["samplingRate"]
    return found


def told_in(folder: Path, *, service: str) -> dict[str, float]:
    """The same from the rendered file."""
    strategies = json.loads((folder / "sampling-strategies.json").read_text("utf-8"))["service_strategies"]
    own = next(one for one in strategies if one["service"] == service)
    return {"": own["param"], **{one["operation"]: one["param"] for one in own["operation_strategies"]}}
