"""Tracing of services: nothing of it is lost, and spans go somewhere."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import ServiceTracing, Tracing
from tests.resolve.stage import make_environment, make_project, make_service, resolved

BASE = {"app": "app:1", "alertmanager": "am:9093"}


def said(service: ServiceTracing | None, addresses: dict[str, str], **fields: Any) -> list[str]:
    environment = make_environment(addresses={**BASE, **addresses})
    project = make_project(make_service(tracing=service), environments=(environment,), **fields)
    return [f"{one.id}: {one.message} / {one.hint}" for one in resolved(project)[1]]


def test_a_project_without_tracing() -> None:
    assert said(ServiceTracing(), {}) == [
        "spec/missing: tracing of service shop: the project itself has no `tracing`, so nothing is rendered of it, and no "
        "trace is taken / Add `tracing=Tracing(...)` to the project, or take it out of the service."
    ]


OTLP = (
    "environment/missing-value: environment `production` knows no address of `jaeger-otlp`, which services with tracing "
    "send their spans to; they would ask a host that is called `jaeger`, if there is one / "
    'Add `addresses={"jaeger-otlp": "host:4318"}` to the environment.'
)
QUERY = (
    "environment/missing-value: environment `production` knows no address of `jaeger-query`, which services with tracing "
    "ask which traces to take; they would ask a host that is called `jaeger`, if there is one / "
    'Add `addresses={"jaeger-query": "host:16686"}` to the environment.'
)


@pytest.mark.parametrize(
    ("service", "addresses", "found"),
    [
        (ServiceTracing(), {}, [OTLP]),
        (ServiceTracing(), {"jaeger-otlp": "collector:4317"}, []),
        (ServiceTracing(sampler="remote"), {"jaeger-otlp": "collector:4317"}, [QUERY]),
        (ServiceTracing(sampler="remote"), {"jaeger-otlp": "collector:4317", "jaeger": "jaeger:8888"}, []),
        (ServiceTracing(sampler="remote"), {}, [OTLP, QUERY]),
        (None, {}, []),
    ],
)
def test_where_spans_go(service: ServiceTracing | None, addresses: dict[str, str], found: list[str]) -> None:
    assert said(service, addresses, tracing=Tracing(), compose=False) == found
    assert said(service, addresses, tracing=Tracing()) == []
