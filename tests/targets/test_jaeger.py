"""`jaeger.yaml`: what is built is accepted, each fault is named at its place, and the real Jaeger agrees."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.targets import collector, collector_net, jaeger_extensions, jaeger_storage
from o11ygen.targets.collector_relations import type_of
from o11ygen.targets.jaeger import Jaeger
from tests.programs import program
from tests.targets.jaeger_documents import (
    ACCEPTED,
    BACKEND,
    Edit,
    Fault,
    backend,
    document,
    edited,
    faults,
    query,
)
from tests.targets.jaeger_refused import REFUSED

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


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    assert faults(edited(ACCEPTED[name]), "2.13") == []


@pytest.mark.parametrize("name", [*REFUSED, *MISREAD])
def test_faults(name: str) -> None:
    edit, expected = {**REFUSED, **MISREAD}[name]
    assert faults(edited(edit), "2.13") == expected


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
