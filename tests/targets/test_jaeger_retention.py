"""Which storage keeps traces for a time, and in which of its fields."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.targets.jaeger_retention import trace_retention
from o11ygen.version import Version
from tests.targets.jaeger_documents import backend, edited, faults


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
