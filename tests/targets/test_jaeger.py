"""`jaeger.yaml`: what is built is accepted, each fault is named at its place, and the real Jaeger agrees."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.targets import collector, collector_net, jaeger_extensions, jaeger_storage
from o11ygen.targets.component import type_of
from o11ygen.targets.jaeger import Jaeger
from o11ygen.targets.jaeger_advice import advise
from o11ygen.targets.jaeger_retention import trace_retention
from o11ygen.targets.model import judge
from o11ygen.version import Version
from tests.programs import program

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

# What the real Jaeger 2.13 refuses in `jaeger validate`: the words are ours, the verdict is shared.
REFUSED: dict[str, tuple[Edit, list[Fault]]] = {
    "days": (
        backend({"badger": {"ttl": {"spans": "7d"}}}),
        [(f"{BACKEND}.badger.ttl.spans", "`7d` is not a duration of Go", "Write `168h`: there are no days in Go")],
    ),
    "misspelt field": (
        backend({"badger": {"ephemral": False}}),
        [(f"{BACKEND}.badger.ephemral", "unknown field `ephemral`", 'Did you mean "ephemeral"?')],
    ),
    "retention of dependencies": (
        lambda d: d["extensions"]["jaeger_storage"].update(dependencies={"ttl": "168h"}),
        [
            (
                "extensions.jaeger_storage.dependencies",
                "unknown field `dependencies`",
                "Known fields: backends, metric_backends",
            )
        ],
    ),
    "misspelt extension": (
        lambda d: d["service"]["extensions"].append("zpage"),
        [
            (
                "service.extensions[4]",
                "the extension `zpage` is not defined",
                "Defined are: healthcheckv2, jaeger_query, jaeger_storage, remote_sampling",
            )
        ],
    ),
    "an extension that is not compiled in": (
        extension("health_check", {}),
        [("extensions.health_check", "unknown field `health_check`", 'Did you mean "healthcheckv2"?')],
    ),
    "backend without a type": (
        backend({}),
        [
            (
                BACKEND,
                "a backend needs a type",
                "Add one of `memory`, `badger`, `elasticsearch`, `opensearch`, `cassandra`, `clickhouse`, `grpc`",
            )
        ],
    ),
    "no backends": (
        lambda d: d["extensions"]["jaeger_storage"].update(backends={}),
        [("extensions.jaeger_storage.backends", "`backends` is empty", "Define at least one backend")],
    ),
    "limiter without a limit": (
        processor("memory_limiter", {"check_interval": "1s"}),
        [
            (
                "processors.memory_limiter",
                "a memory limiter needs a limit",
                "Set `limit_percentage: 80` or `limit_mib`",
            )
        ],
    ),
    "limiter that never checks": (
        processor("memory_limiter", {"limit_mib": 512}),
        [("processors.memory_limiter.check_interval", "`check_interval` must be longer than zero", "Write `1s`")],
    ),
    "spike as large as the limit": (
        processor("memory_limiter", {"check_interval": "1s", "limit_mib": 100, "spike_limit_mib": 100}),
        [
            (
                "processors.memory_limiter.spike_limit_mib",
                "`spike_limit_mib` 100 leaves nothing of `limit_mib` 100",
                "Lower it",
            )
        ],
    ),
    "more than all memory": (
        processor("memory_limiter", {"check_interval": "1s", "limit_percentage": 101}),
        [
            (
                "processors.memory_limiter.limit_percentage",
                "`limit_percentage` is 101, more than all there is",
                "Write at most 100",
            )
        ],
    ),
    "batch smaller than its size": (
        processor("batch", {"send_batch_max_size": 100}),
        [
            (
                "processors.batch.send_batch_max_size",
                "`send_batch_max_size` 100 is smaller than `send_batch_size` 8192",
                "Raise it, or lower `send_batch_size` too",
            )
        ],
    ),
    "one header twice": (
        processor("batch", {"metadata_keys": ["X-Tenant", "x-tenant"]}),
        [("processors.batch.metadata_keys[1]", "the header `x-tenant` is listed twice", "Remove one")],
    ),
    "negative time": (
        processor("batch", {"timeout": "-1s"}),
        [("processors.batch.timeout", "the duration `-1s` is negative", "Write a duration of zero or more")],
    ),
    "a fault in a named component": (
        processor("batch/slow", {"tmeout": "1s"}),
        [('processors["batch/slow"].tmeout', "unknown field `tmeout`", 'Did you mean "timeout"?')],
    ),
    "query without storage": (
        query(storage={}),
        [("extensions.jaeger_query.storage.traces", "`traces` is required", "")],
    ),
    "exporter without storage": (
        lambda d: d["exporters"].update(jaeger_storage_exporter={}),
        [("exporters.jaeger_storage_exporter.trace_storage", "`trace_storage` is required", "")],
    ),
    "sampling without strategies": (
        extension("remote_sampling", {"http": {"endpoint": "0.0.0.0:5778"}}),
        [(SAMPLING, "remote sampling has no strategies", "Add `file` or `adaptive`")],
    ),
    "two kinds of sampling": (
        extension("remote_sampling", {"file": {"path": "a"}, "adaptive": {"sampling_store": "main"}}),
        [(f"{SAMPLING}.adaptive", "`file` and `adaptive` exclude each other", "Keep one of them")],
    ),
    "probability over one": (
        extension("remote_sampling", {"file": {"path": "a", "default_sampling_probability": 10}}),
        [(f"{SAMPLING}.file.default_sampling_probability", "10 is not a probability", "Write 0 to 1")],
    ),
    "receiver without a protocol": (
        lambda d: d["receivers"].update(otlp={"protocols": {}}),
        [("receivers.otlp.protocols", "an OTLP receiver needs at least one protocol", "Add `grpc` or `http`")],
    ),
    "unknown kind of pipeline": (
        lambda d: d["service"]["pipelines"].update(
            trace={"receivers": ["otlp"], "exporters": ["jaeger_storage_exporter"]}
        ),
        [("service.pipelines.trace", "`trace` is no kind of pipeline", 'Did you mean "traces"?')],
    ),
    "pipeline without a receiver": (
        lambda d: d["service"]["pipelines"]["traces"].update(receivers=[]),
        [("service.pipelines.traces.receivers", "a pipeline needs at least one of its receivers", "Name one")],
    ),
    "pipeline with an undefined processor": (
        lambda d: d["service"]["pipelines"]["traces"]["processors"].append("batch/slow"),
        [
            (
                "service.pipelines.traces.processors[2]",
                "the processor `batch/slow` is not defined",
                'Did you mean "batch"?',
            )
        ],
    ),
    "tables kept for less than a second": (
        backend({"cassandra": {"schema": {"trace_ttl": "10ms"}}}),
        [
            (
                f"{BACKEND}.cassandra.schema.trace_ttl",
                "`trace_ttl` is shorter than a second",
                "Write `1s` or more, or `0s` for ever",
            )
        ],
    ),
    "windows of a second": (
        backend({"cassandra": {"schema": {"compaction_window": "1s"}}}),
        [
            (
                f"{BACKEND}.cassandra.schema.compaction_window",
                "`compaction_window` is shorter than a minute",
                "Write `1m` or more",
            )
        ],
    ),
    "ClickHouse without servers": (
        backend({"clickhouse": {"addresses": []}}),
        [(f"{BACKEND}.clickhouse.addresses", "`addresses` is empty", "Name a server, such as `clickhouse:9000`")],
    ),
    "lifecycle policy without aliases": (
        backend({"elasticsearch": {"server_urls": ["http://e:9200"], "use_ilm": True, "create_mappings": False}}),
        [(f"{BACKEND}.elasticsearch.use_ilm", "`use_ilm` needs `use_aliases: true`", "Add it")],
    ),
    "health check without a protocol": (
        extension("healthcheckv2", {"use_v2": True}),
        [("extensions.healthcheckv2.use_v2", "the health check answers nowhere", "Add `http` with an endpoint")],
    ),
    "number in quotes": (
        backend({"memory": {"max_traces": "1000"}}),
        [(f"{BACKEND}.memory.max_traces", "must be a whole number, without quotes", "")],
    ),
    "certificate without its key": (
        lambda d: d["receivers"]["otlp"]["protocols"]["grpc"].update(tls={"cert_file": "/tls/cert.pem"}),
        [
            (
                "receivers.otlp.protocols.grpc.tls",
                "`key_file` is required: a certificate and its key come together",
                "Name both files",
            )
        ],
    ),
    "unknown level of metrics": (
        lambda d: d["service"]["telemetry"]["metrics"].update(level="high"),
        [
            (
                "service.telemetry.metrics.level",
                "must be one of `none`, `basic`, `normal` or `detailed`",
                "",
            )
        ],
    ),
    "connector without an end": (
        lambda d: (
            d.update(connectors={"spanmetrics": {}}),
            d["service"]["pipelines"]["traces"]["exporters"].append("spanmetrics"),
        ),
        [
            (
                "connectors.spanmetrics",
                "no pipeline receives from the connector `spanmetrics`",
                "Name it as exporter of one pipeline and as receiver of another",
            )
        ],
    ),
}

# What Jaeger only notices as it starts, or takes for something else without a word.
MISREAD: dict[str, tuple[Edit, list[Fault]]] = {
    "misspelt backend of the query": (
        query(storage={"traces": "mian"}),
        [
            (
                "extensions.jaeger_query.storage.traces",
                "the storage backend `mian` is not defined",
                'Did you mean "main"?',
            )
        ],
    ),
    "metrics from a trace backend": (
        query(storage={"traces": "main", "metrics": "main"}),
        [
            (
                "extensions.jaeger_query.storage.metrics",
                "the metric backend `main` is not defined",
                "Defined are: span_metrics",
            )
        ],
    ),
    "misspelt backend of the exporter": (
        lambda d: d["exporters"].update(jaeger_storage_exporter={"trace_storage": "mains"}),
        [
            (
                "exporters.jaeger_storage_exporter.trace_storage",
                "the storage backend `mains` is not defined",
                'Did you mean "main"?',
            )
        ],
    ),
    "one port for two protocols": (
        query(grpc={"endpoint": "0.0.0.0:16686"}),
        [
            (
                "extensions.jaeger_query.grpc.endpoint",
                "HTTP and gRPC can't share the port 16686",
                "Give each its own, such as 16686 and 16685",
            )
        ],
    ),
    "storage that does not run": (
        lambda d: d["service"].update(extensions=["jaeger_query", "healthcheckv2"]),
        [
            (
                "service.extensions",
                "`jaeger_query` needs `jaeger_storage`, which does not run",
                "Add `jaeger_storage` to `service.extensions`",
            )
        ],
    ),
    "adaptive processor without adaptive sampling": (
        lambda d: (
            d["processors"].update(adaptive_sampling=None),
            d["service"]["pipelines"]["traces"]["processors"].append("adaptive_sampling"),
        ),
        [
            (
                "service.pipelines.traces.processors[2]",
                "`adaptive_sampling` has no adaptive remote sampling to report to",
                "Run `remote_sampling` with `adaptive`, or remove the processor",
            )
        ],
    ),
    "relative base path": (
        query(base_path="jaeger"),
        [("extensions.jaeger_query.base_path", "`jaeger` does not start with a slash", "Write `/jaeger`")],
    ),
    "base path with empty steps": (
        query(base_path="/a//b/"),
        [("extensions.jaeger_query.base_path", "`/a//b/` has empty or dotted steps", "Write `/a/b`")],
    ),
    "address without a port": (
        lambda d: d["receivers"]["otlp"]["protocols"]["grpc"].update(endpoint="0.0.0.0"),
        [
            (
                "receivers.otlp.protocols.grpc.endpoint",
                "`0.0.0.0` has no port",
                "Write `host:port`, such as `0.0.0.0:4317`",
            )
        ],
    ),
    "server without a scheme": (
        backend({"elasticsearch": {"server_urls": ["elasticsearch:9200"]}}),
        [
            (
                f"{BACKEND}.elasticsearch.server_urls[0]",
                "the URL has no scheme",
                "Write a URL such as `http://elasticsearch:9200`",
            )
        ],
    ),
    "two ways to authenticate": (
        backend(
            {
                "elasticsearch": {
                    "server_urls": ["http://e:9200"],
                    "auth": {"basic": {"username": "a"}, "api_key": {"file_path": "b"}},
                }
            }
        ),
        [
            (
                f"{BACKEND}.elasticsearch.auth.api_key",
                "`basic` and `api_key` exclude each other: both set the Authorization header",
                "Keep one",
            )
        ],
    ),
}

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


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    assert faults(edited(ACCEPTED[name]), "2.13") == []


@pytest.mark.parametrize("name", [*REFUSED, *MISREAD])
def test_faults(name: str) -> None:
    edit, expected = {**REFUSED, **MISREAD}[name]
    assert faults(edited(edit), "2.13") == expected


@pytest.mark.parametrize(
    ("edit", "first", "place"),
    [
        (backend({"clickhouse": {"addresses": ["c:9000"]}}), "2.12", f"{BACKEND}.clickhouse"),
        (backend({"clickhouse": {"addresses": ["c:9000"], "ttl": "168h"}}), "2.18", f"{BACKEND}.clickhouse.ttl"),
        (
            backend(
                {"elasticsearch": {"server_urls": ["http://e"], "indices": {"spans": {"rotation": {"periodic": {}}}}}}
            ),
            "2.20",
            f"{BACKEND}.elasticsearch.indices.spans.rotation",
        ),
        (
            extension("remote_sampling", {"file": {"path": "a", "reload_interval": "1m"}}),
            "2.2",
            f"{SAMPLING}.file.reload_interval",
        ),
        (extension("pprof", {}), "2.6", "extensions.pprof"),
        (query(max_trace_size=10), "2.16", "extensions.jaeger_query.max_trace_size"),
    ],
)
def test_a_field_needs_its_release(edit: Edit, first: str, place: str) -> None:
    before = Version.parse(first)
    earlier = f"{before.major}.{before.minor - 1}"
    name = place.rsplit(".", 1)[1]
    assert faults(edited(edit), first) == []
    message = f"`{name}` needs Jaeger {first}; the declared version is {earlier}"
    assert (place, message, "") in faults(edited(edit), earlier)


@pytest.mark.parametrize(
    ("version", "effect"), [("2.14", "Jaeger takes one of them, silently"), ("2.15", "Jaeger does not start")]
)
def test_two_types_in_one_backend(version: str, effect: str) -> None:
    value = edited(backend({"memory": {}, "badger": {}}))
    assert faults(value, version) == [
        (
            f"{BACKEND}.badger",
            f"the backend has the types `memory` and `badger`: {effect}",
            "Make a backend of its own for each",
        )
    ]


def test_data_streams_are_refused_although_jaeger_reads_them() -> None:
    rotation = {"data_stream": {"policy_name": "spans"}}
    value = edited(
        backend({"elasticsearch": {"server_urls": ["http://e"], "indices": {"spans": {"rotation": rotation}}}})
    )
    assert faults(value) == [
        (
            f"{BACKEND}.elasticsearch.indices.spans.rotation.data_stream",
            "`data_stream` is read by Jaeger and then refused: it is not implemented",
            "Use `auto_rollover` with a lifecycle policy",
        )
    ]


def test_aliases_went_with_rotation() -> None:
    value = edited(backend({"elasticsearch": {"server_urls": ["http://e"], "use_aliases": True}}))
    assert faults(value, "2.19") == []
    assert faults(value, "2.20") == [
        (
            f"{BACKEND}.elasticsearch.use_aliases",
            "`use_aliases` is gone since Jaeger 2.20; the declared version is 2.20",
            "Use `indices.<type>.rotation`",
        )
    ]


def test_every_fault_is_said_at_once() -> None:
    def edit(value: dict[str, Any]) -> None:
        value["processors"]["batch"] = {"timeuot": "1s"}
        value["service"]["extensions"].append("zpages")
        value["extensions"]["jaeger_query"]["storage"]["traces"] = "mian"

    assert {place for place, _, _ in faults(edited(edit))} == {
        "processors.batch.timeuot",
        "service.extensions[4]",
        "extensions.jaeger_query.storage.traces",
    }


def test_built_from_models() -> None:
    built = Jaeger(
        service=collector.Service(
            extensions=["jaeger_storage", "jaeger_query"],
            pipelines={
                "traces": collector.Pipeline(
                    receivers=["otlp"], processors=["batch/slow"], exporters=["jaeger_storage_exporter"]
                )
            },
        ),
        extensions=jaeger_extensions.Extensions(
            jaeger_storage=jaeger_extensions.JaegerStorage(
                backends={"main": jaeger_storage.TraceBackend(memory=jaeger_storage.Memory(max_traces=1000))}
            ),
            jaeger_query=jaeger_extensions.JaegerQuery(storage=jaeger_extensions.QueryStorage(traces="main")),
        ),
        receivers=collector.Receivers(
            otlp=collector.OtlpReceiver(
                protocols=collector.OtlpProtocols(grpc=collector_net.GrpcServer(endpoint="0.0.0.0:4317"))
            )
        ),
        processors=collector.Processors.named({"batch/slow": {"timeout": "5s"}}),
        exporters=collector.Exporters(jaeger_storage_exporter=collector.StorageExporter(trace_storage="main")),
    )
    assert built.document() == {
        "service": {
            "extensions": ["jaeger_storage", "jaeger_query"],
            "pipelines": {
                "traces": {
                    "receivers": ["otlp"],
                    "processors": ["batch/slow"],
                    "exporters": ["jaeger_storage_exporter"],
                }
            },
        },
        "extensions": {
            "jaeger_storage": {"backends": {"main": {"memory": {"max_traces": 1000}}}},
            "jaeger_query": {"storage": {"traces": "main"}},
        },
        "receivers": {"otlp": {"protocols": {"grpc": {"endpoint": "0.0.0.0:4317"}}}},
        "processors": {"batch/slow": {"timeout": "5s"}},
        "exporters": {"jaeger_storage_exporter": {"trace_storage": "main"}},
    }
    assert faults(built.document()) == []


@pytest.mark.parametrize("name", ACCEPTED)
def test_reading_and_writing_keeps_the_document(name: str) -> None:
    value = edited(ACCEPTED[name])
    assert Jaeger.model_validate(value).document() == value


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damaged_document_crashes_the_judge(data: st.DataObject) -> None:
    value: Any = document()
    holder, key = value, "service"
    while isinstance(holder, (dict, list)) and holder:
        keys = sorted(holder) if isinstance(holder, dict) else range(len(holder))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(holder[key], (dict, list)) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = data.draw(st.sampled_from([None, 0, -1, "", "x", [], {}, [None], {"x": None}, True, 1.5]))
    for place, message, _ in faults(value):
        assert isinstance(place, str)
        assert message


def test_a_components_type() -> None:
    assert (type_of("batch"), type_of("batch/slow")) == ("batch", "batch")


class TestAdvice:
    def advice(self, edit: Edit, *, in_container: bool = True) -> list[tuple[str, str]]:
        config = Jaeger.model_validate(edited(edit))
        return [(each.place, each.message) for each in advise(config, in_container=in_container)]

    def test_nothing_to_say(self) -> None:
        assert self.advice(lambda d: None) == []

    def test_components_that_do_nothing(self) -> None:
        def edit(value: dict[str, Any]) -> None:
            value["processors"]["batch/slow"] = {}
            value["extensions"]["zpages"] = {"endpoint": "0.0.0.0:27778"}

        assert self.advice(edit) == [
            ("extensions.zpages", "`zpages` is defined and does nothing"),
            ('processors["batch/slow"]', "`batch/slow` is defined and does nothing"),
        ]

    def test_traces_that_a_restart_loses(self) -> None:
        assert self.advice(backend({"badger": {"ttl": {"spans": "168h"}}})) == [
            (
                f"{BACKEND}.badger.ephemeral",
                "Badger keeps traces in a temporary place: a restart loses them all, whatever `ttl` says",
            )
        ]

    def test_memory_without_a_limit(self) -> None:
        assert self.advice(backend({"memory": None})) == [
            (f"{BACKEND}.memory", "a million traces may stay in memory, which can be more than there is")
        ]

    def test_adaptive_sampling_that_measures_nothing(self) -> None:
        assert self.advice(extension("remote_sampling", {"adaptive": {"sampling_store": "main"}})) == [
            (
                f"{SAMPLING}.adaptive",
                "adaptive sampling measures nothing: every operation keeps its first probability",
            )
        ]

    def test_servers_that_other_containers_do_not_reach(self) -> None:
        def edit(value: dict[str, Any]) -> None:
            value["receivers"]["otlp"]["protocols"] = {"grpc": {}, "http": {"endpoint": "localhost:4318"}}

        assert sorted(self.advice(edit)) == [
            ("receivers.otlp.protocols.grpc", "the server listens on localhost, where no other container reaches it"),
            ("receivers.otlp.protocols.http.endpoint", "`localhost:4318` is out of reach for other containers"),
        ]
        assert self.advice(edit, in_container=False) == []


class TestRetention:
    @pytest.mark.parametrize(
        ("kind", "fields"),
        [
            ("badger", {"ttl": {"spans": "168h"}}),
            ("cassandra", {"schema": {"trace_ttl": "168h", "dependencies_ttl": "168h"}}),
            ("clickhouse", {"ttl": "168h"}),
            ("elasticsearch", {"max_span_age": "168h"}),
            ("opensearch", {"max_span_age": "168h"}),
        ],
    )
    def test_the_fields_exist(self, kind: Any, fields: dict[str, Any]) -> None:
        required = {"clickhouse": {"addresses": ["c:9000"]}, "elasticsearch": {"server_urls": ["http://e"]}}
        required["opensearch"] = required["elasticsearch"]
        assert faults(edited(backend({kind: {**required.get(kind, {}), **fields}}))) == []
        named = []
        for path in trace_retention(kind, versions={}).fields:
            found: Any = fields
            for step in path:
                found = found[step]
            named.append(found)
        assert named == ["168h"] * len(named)
        assert named

    @pytest.mark.parametrize(
        ("kind", "fault"),
        [
            ("memory", "memory keeps a number of traces, not a time"),
            ("grpc", "a remote storage keeps spans as long as it likes"),
        ],
    )
    def test_what_can_not_be_expressed(self, kind: Any, fault: str) -> None:
        assert trace_retention(kind, versions={}).fault == fault
        assert trace_retention(kind, versions={}).hint

    def test_clickhouse_before_its_ttl(self) -> None:
        found = trace_retention("clickhouse", versions={"jaeger": Version.parse("2.17")})
        assert found.fault == "ClickHouse keeps spans for ever before Jaeger 2.18"


@pytest.mark.tools
class TestTheRealJaeger:
    def verdict(self, value: dict[str, Any], folder: Path) -> bool:
        file = folder / "jaeger.yaml"
        # JSON is YAML, and needs no writer.
        file.write_text(json.dumps(value), encoding="utf-8")
        done = subprocess.run(
            [program("jaeger"), "validate", "--config", str(file)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode == 0

    @pytest.mark.parametrize("name", ACCEPTED)
    def test_accepts_what_we_accept(self, name: str, tmp_path: Path) -> None:
        assert self.verdict(edited(ACCEPTED[name]), tmp_path)

    @pytest.mark.parametrize("name", REFUSED)
    def test_refuses_what_we_refuse(self, name: str, tmp_path: Path) -> None:
        assert not self.verdict(edited(REFUSED[name][0]), tmp_path)
