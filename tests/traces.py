"""Tracing to build stacks from, each part exchangeable; beside tests/stacks.py. And how SDKs read their attributes."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from o11ygen.resolved import Retention, ServiceTracing, Tracing
from tests.stacks import DAY, make_environment, make_stack, source

_SETTINGS: dict[str, dict[str, Any]] = {
    "memory": {"max_traces": 50_000},
    "badger": {"directory": "/badger"},
    "elasticsearch": {
        "server_urls": ("http://elasticsearch:9200",),
        "username": "",
        "index_prefix": "",
        "shards": 5,
        "replicas": 1,
    },
    "cassandra": {
        "servers": ("cassandra-0", "cassandra-1"),
        "keyspace": "jaeger_v1_dc1",
        "datacenter": "dc1",
        "username": "",
    },
    "clickhouse": {"addresses": ("clickhouse:9000",), "database": "jaeger", "username": ""},
    "grpc": {"endpoint": "storage:17271"},
}
_SETTINGS["opensearch"] = _SETTINGS["elasticsearch"]


def make_service_tracing(service: str = "shop", **parts: Any) -> ServiceTracing:
    fields: dict[str, Any] = {
        "service": service,
        "service_name": service,
        "sampler": "sdk",
        "ratio": 0.1,
        "operations": {},
        "attributes": {},
        "source": source(service, f"tracing of service {service}"),
    }
    return ServiceTracing(**{**fields, **parts})


def make_tracing(storage: str = "memory", *services: ServiceTracing, **parts: Any) -> Tracing:
    """Tracing into a storage; `settings` in `parts` are laid over the storage's defaults."""
    fields: dict[str, Any] = {
        "storage": storage,
        "retention_ms": 0,
        "default_ratio": 0.1,
        "services": services,
        "links": (),
        "source": source("tracing", "tracing"),
    }
    settings = {**_SETTINGS[storage], **parts.pop("settings", {})}
    return Tracing(**{**fields, **parts, "settings": settings})


def make_traced(storage: str = "memory", *services: ServiceTracing, days: int = 0, **parts: Any) -> Any:
    """A stack with tracing; `days` is the environment's retention of traces, `environment` fields of it."""
    environment: dict[str, Any] = parts.pop("environment", {})
    tracing = make_tracing(storage, *services, retention_ms=days * DAY, **parts.pop("tracing", {}))
    return make_stack(
        environment=make_environment(retention=Retention(15 * DAY, 0, days * DAY, 0), **environment),
        tracing=(tracing,),
        **parts,
    )


def attributes_of(pairs: str) -> dict[str, str]:
    """The attributes in a value of `OTEL_RESOURCE_ATTRIBUTES`, as the SDKs read it."""
    entries = (pair.partition("=") for pair in pairs.split(",") if pair)
    return {key.strip(): unquote(value.strip()) for key, _, value in entries}
