"""Fields of `jaeger.yaml` that not every release has."""

from __future__ import annotations

import pytest

from o11ygen.version import Version
from tests.targets.jaeger_documents import (
    BACKEND,
    SAMPLING,
    Edit,
    backend,
    edited,
    extension,
    faults,
    query,
)


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
    message = f"`{name}` needs Jaeger {first}; judged as {earlier}"
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
            "`use_aliases` is gone since Jaeger 2.20; judged as 2.20",
            "Use `indices.<type>.rotation`",
        )
    ]
