"""How long each storage backend of Jaeger keeps spans: where that is said, and what it takes to be true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from o11ygen.record import record
from o11ygen.targets.path import Path
from o11ygen.targets.relation import Versions, at_least

Backend: TypeAlias = Literal["memory", "badger", "cassandra", "clickhouse", "elasticsearch", "opensearch", "grpc"]


@record
class TraceRetention:
    """Where a backend keeps its retention.

    `fields` are the places in the backend's own configuration that take the time as a Go duration; `fault` says why
    a time can't be kept at all, and `hint` what to do instead; `caveat` is what else must happen for it to hold.
    """

    fields: tuple[Path, ...] = ()
    fault: str = ""
    hint: str = ""
    caveat: str = ""


_SEARCH = TraceRetention(
    fields=(("max_span_age",),),
    caveat=(
        "`max_span_age` only bounds searches; spans are deleted by a daily `jaeger-es-index-cleaner`,"
        " or by a lifecycle policy with `rotation.auto_rollover`"
    ),
)
_RETENTION: Mapping[str, TraceRetention] = {
    "memory": TraceRetention(
        fault="memory keeps a number of traces, not a time",
        hint="Set `max_traces`, or use `badger` to keep traces for a time",
    ),
    "badger": TraceRetention(
        fields=(("ttl", "spans"),), caveat="with `ephemeral: true`, the default, a restart loses everything"
    ),
    "cassandra": TraceRetention(
        fields=(("schema", "trace_ttl"), ("schema", "dependencies_ttl")),
        caveat="it takes effect only as `schema.create` makes the tables; change existing ones with `ALTER TABLE`",
    ),
    "clickhouse": TraceRetention(
        fields=(("ttl",),),
        caveat="it takes effect only as `create_schema` makes the tables; change existing ones with `ALTER TABLE`",
    ),
    "elasticsearch": _SEARCH,
    "opensearch": _SEARCH,
    "grpc": TraceRetention(
        fault="a remote storage keeps spans as long as it likes",
        hint="Set the retention in that storage",
    ),
}


def trace_retention(backend: Backend, *, versions: Versions) -> TraceRetention:
    """Where this backend keeps its retention in the declared Jaeger; see `TraceRetention`."""
    if backend == "clickhouse" and not at_least(versions, jaeger="2.18"):
        return TraceRetention(
            fault="ClickHouse keeps spans for ever before Jaeger 2.18",
            hint="Declare Jaeger 2.18 or newer, or set a TTL on the tables yourself",
        )
    if backend == "cassandra" and not at_least(versions, jaeger="2.1"):
        return TraceRetention(
            fault="Jaeger creates Cassandra's tables from 2.1 on",
            hint="Declare Jaeger 2.1 or newer, or set the TTL as you create the tables",
        )
    return _RETENTION[backend]
