"""What holds between the fields of Jaeger's storage backends; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.checked_text import url_fault
from o11ygen.targets.reference import duration_of, number_of, refers
from o11ygen.targets.relation import Fault, Versions, at_least, relation

if TYPE_CHECKING:
    from o11ygen.targets.jaeger_storage import (
        CassandraSchema,
        Clickhouse,
        MetricBackend,
        PrometheusMetrics,
        TraceBackend,
    )

_SECOND = 10**9


@relation
def schema_times(schema: CassandraSchema, versions: Versions) -> Iterator[Fault]:
    """The times are such as Cassandra keeps."""
    for name in ("trace_ttl", "dependencies_ttl"):
        kept = duration_of(getattr(schema, name))
        if kept is not None and 0 < kept < _SECOND:
            yield Fault(f"`{name}` is shorter than a second", "Write `1s` or more, or `0s` for ever", (name,))
    window = duration_of(schema.compaction_window)
    if window is not None and window < 60 * _SECOND:
        yield Fault("`compaction_window` is shorter than a minute", "Write `1m` or more", ("compaction_window",))


@relation
def clickhouse(clickhouse: Clickhouse, versions: Versions) -> Iterator[Fault]:
    """There is a server, and the numbers are such as it takes."""
    if not clickhouse.addresses:
        yield Fault("`addresses` is empty", "Name a server, such as `clickhouse:9000`", ("addresses",))
    kept = duration_of(clickhouse.ttl)
    if kept is not None and kept % _SECOND:
        yield Fault(f"`ttl` {clickhouse.ttl} is no whole number of seconds", "Round it to seconds", ("ttl",))
    for name in ("default_search_depth", "max_search_depth"):
        depth = number_of(getattr(clickhouse, name))
        if depth is not None and depth <= 0:
            yield Fault(f"`{name}` {depth:g} finds nothing", "Write a number above zero", (name,))


@relation
def address(metrics: PrometheusMetrics, versions: Versions) -> Iterator[Fault]:
    """The address is a URL."""
    fault = "" if refers(metrics.endpoint) else url_fault(metrics.endpoint)
    if fault:
        yield Fault(fault, "Write a URL such as `http://prometheus:9090`", ("endpoint",))


@relation
def one_type(backend: TraceBackend | MetricBackend, versions: Versions) -> Iterator[Fault]:
    """Exactly one type a backend: an older release takes one of two without a word, a newer one does not start."""
    found = [name for name, _ in backend.given()]
    if not found:
        types = ", ".join(f"`{name}`" for name in backend.field_names())
        yield Fault("a backend needs a type", f"Add one of {types}")
    if len(found) > 1:
        listed = " and ".join(f"`{name}`" for name in found)
        effect = "Jaeger does not start" if at_least(versions, jaeger="2.15") else "Jaeger takes one of them, silently"
        yield Fault(f"the backend has the types {listed}: {effect}", "Make a backend of its own for each", (found[-1],))
