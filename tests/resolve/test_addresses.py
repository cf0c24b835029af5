"""Addresses that lead nowhere, or elsewhere than to what listens there."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import HttpProbe, Tracing
from o11ygen.lowering import jaeger
from o11ygen.resolve import relations
from tests.resolve.stage import make_environment, make_project, make_service


def said(addresses: dict[str, Any], **fields: Any) -> list[str]:
    environment = make_environment(addresses={"app": "app:1", "alertmanager": "alertmanager:9093", **addresses})
    service = make_service(probes=(HttpProbe("page"),))
    project = make_project(service, environments=(environment,), tracing=Tracing(), **fields)
    return [f"{one.severity.value}: {one.message.partition(': ')[2]}" for one in relations(project, ())]


NONE = "is none; nothing listens there"
NO_PORT = "has no port, so port 80 is asked, or 443 over TLS"


@pytest.mark.parametrize(
    ("addresses", "found"),
    [
        ({"blackbox-exporter": "http://prober:9115"},
         ["error: the address `http://prober:9115` of `blackbox-exporter` is a URL; Prometheus takes `host:port`, and no "
          "probe would get an answer"]),
        # Prometheus refuses the file, which is told there.
        ({"app": "http://app:8080/metrics"}, []),
        ({"app": "app"}, [f"warning: the address `app` of `app` {NO_PORT}"]),
        ({"alertmanager": ("a:9093", "b")}, [f"warning: the address `b` of `alertmanager` {NO_PORT}"]),
        ({"prometheus": "prometheus"}, [f"warning: the address `prometheus` of `prometheus` {NO_PORT}"]),
        ({"prometheus": "https://prometheus.example.com"}, []),
        ({"page": ("https://example.com", "example.com")}, []),
        ({"app": "app:65536"}, [f"error: the port of the address `app:65536` of `app` {NONE}"]),
        ({"app": "[::1]:0"}, [f"error: the port of the address `[::1]:0` of `app` {NONE}"]),
        ({"app": "::1"}, [f"warning: the address `::1` of `app` {NO_PORT}"]),
        ({"app": "[::1"}, [f"warning: the address `[::1` of `app` {NO_PORT}"]),
    ],
)  # fmt: skip
def test_hosts_and_ports(addresses: dict[str, Any], found: list[str]) -> None:
    assert said(addresses, compose=False) == found


@pytest.mark.parametrize(
    ("addresses", "found"),
    [
        ({"prometheus": "prometheus:9999"},
         ["error: the address `prometheus:9999` of `prometheus` leads to port 9999 of its container, which listens on "
          "9090; nobody would answer"]),
        ({"jaeger-otlp": "tracing:4319"},
         ["error: the address `tracing:4319` of `jaeger-otlp` leads to port 4319 of its container, which listens on 4318 "
          "and 4317; nobody would answer"]),
        ({"jaeger-otlp": "http://tracing:4317", "jaeger-query": "tracing:16686"}, []),
        ({"grafana": "grafana.example.com:443", "node-exporter": "10.0.0.1:19100"}, []),
        # A host that stands for several systems is no container's.
        ({"prometheus": "box:19090", "grafana": "box:13000"}, []),
        ({"app": "localhost:8080"},
         ["warning: the address `localhost:8080` of `app` is, inside a container, that container itself"]),
        ({"page": "http://127.0.0.1/"},
         ["warning: the address `http://127.0.0.1/` of `page` is, inside a container, that container itself"]),
        ({"app": "host.docker.internal:8080"}, []),
    ],
)  # fmt: skip
def test_in_compose(addresses: dict[str, Any], found: list[str]) -> None:
    assert said(addresses) == found
    assert said(addresses, compose=False) == []


def test_a_credential_in_an_address_is_not_repeated() -> None:
    assert "hunter2" not in str(said({"app": "http://user:hunter2@app:1/"}))


def test_jaeger_listens_where_addresses_lead() -> None:
    assert (jaeger.OTLP_HTTP, jaeger.OTLP_GRPC, jaeger.QUERY_HTTP, jaeger.QUERY_GRPC) == (4318, 4317, 16686, 16685)
