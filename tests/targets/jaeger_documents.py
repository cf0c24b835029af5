"""A right jaeger.yaml, ways to edit it, and what is said of it then."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from o11ygen.targets.jaeger import Jaeger
from o11ygen.targets.model import judge
from o11ygen.version import Version

Edit = Callable[[dict[str, Any]], object]
Fault = tuple[str, str, str]


def document() -> dict[str, Any]:
    return {
        "service": {
            "extensions": ["jaeger_storage", "jaeger_query", "remote_sampling", "healthcheckv2"],
            "pipelines": {
                "traces": {
                    "receivers": ["otlp"],
                    "processors": ["memory_limiter", "batch"],
                    "exporters": ["jaeger_storage_exporter"],
                }
            },
            "telemetry": {
                "resource": {"service.name": "jaeger"},
                "logs": {"level": "info"},
                "metrics": {
                    "level": "detailed",
                    "readers": [{"pull": {"exporter": {"prometheus": {"host": "0.0.0.0", "port": 8888}}}}],
                },
            },
        },
        "extensions": {
            "jaeger_storage": {
                "backends": {
                    "main": {
                        "badger": {
                            "ephemeral": False,
                            "directories": {"keys": "/badger/keys", "values": "/badger/values"},
                            "ttl": {"spans": "168h"},
                        }
                    },
                    "archive": {"memory": {"max_traces": 1000}},
                },
                "metric_backends": {
                    "span_metrics": {"prometheus": {"endpoint": "http://prometheus:9090", "normalize_calls": True}}
                },
            },
            "jaeger_query": {
                "storage": {"traces": "main", "traces_archive": "archive", "metrics": "span_metrics"},
                "ui": {"config_file": "/etc/jaeger/ui-config.json"},
                "http": {"endpoint": "0.0.0.0:16686"},
                "grpc": {"endpoint": "0.0.0.0:16685"},
            },
            "remote_sampling": {
                "file": {"path": "/etc/jaeger/sampling-strategies.json", "reload_interval": "1m"},
                "http": {"endpoint": "0.0.0.0:5778"},
            },
            "healthcheckv2": {"use_v2": True, "http": {"endpoint": "0.0.0.0:13133"}},
        },
        "receivers": {
            "otlp": {
                "protocols": {"grpc": {"endpoint": "0.0.0.0:4317"}, "http": {"endpoint": "${env:HOST:-0.0.0.0}:4318"}}
            }
        },
        "processors": {
            "memory_limiter": {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 25},
            "batch": {},
        },
        "exporters": {"jaeger_storage_exporter": {"trace_storage": "main"}},
    }


def edited(edit: Edit) -> dict[str, Any]:
    value = copy.deepcopy(document())
    edit(value)
    return value


def faults(value: object, version: str = "2.20") -> list[Fault]:
    found = judge(Jaeger, value, {"jaeger": Version.parse(version)})
    return [(each.place, each.message, each.hint) for each in found]


def backend(value: dict[str, Any]) -> Edit:
    return lambda d: d["extensions"]["jaeger_storage"]["backends"].update(main=value)


def processor(name: str, value: Any) -> Edit:
    return lambda d: d["processors"].update({name: value})


def extension(name: str, value: Any) -> Edit:
    return lambda d: d["extensions"].update({name: value})


def query(**fields: Any) -> Edit:
    return lambda d: d["extensions"]["jaeger_query"].update(fields)


BACKEND = "extensions.jaeger_storage.backends.main"
SAMPLING = "extensions.remote_sampling"

ACCEPTED: dict[str, Edit] = {
    "as it is": lambda d: None,
    "empty components": lambda d: d["processors"].update(batch=None),
    "named components": lambda d: (
        d["processors"].update({"batch/slow": {"timeout": "5s"}}),
        d["service"]["pipelines"]["traces"]["processors"].append("batch/slow"),
    ),
    "no processors": lambda d: (d.pop("processors"), d["service"]["pipelines"]["traces"].pop("processors")),
    "span metrics": lambda d: (
        d.update(connectors={"spanmetrics": {}}),
        d["exporters"].update(prometheus={"endpoint": "0.0.0.0:8889"}),
        d["service"]["pipelines"]["traces"]["exporters"].append("spanmetrics"),
        d["service"]["pipelines"].update(
            {"metrics/spans": {"receivers": ["spanmetrics"], "exporters": ["prometheus"]}}
        ),
    ),
    "base path": query(base_path="/jaeger/"),
    "cassandra": backend({"cassandra": {"schema": {"create": True, "trace_ttl": "168h", "dependencies_ttl": "168h"}}}),
    "elasticsearch": backend({"elasticsearch": {"server_urls": ["http://e:9200"], "max_span_age": "168h"}}),
    "remote": backend({"grpc": {"endpoint": "storage:17271", "tls": {"insecure": True}}}),
    "memory": backend({"memory": {"max_traces": 100000}}),
    "environment": backend({"memory": {"max_traces": "${env:MAX_TRACES:-1000}"}}),
    "zero": processor("batch", {"timeout": "0"}),
    "adaptive": lambda d: (
        d["extensions"].update(remote_sampling={"adaptive": {"sampling_store": "main"}}),
        d["processors"].update(adaptive_sampling=None),
        d["service"]["pipelines"]["traces"]["processors"].append("adaptive_sampling"),
    ),
}
