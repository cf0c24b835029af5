"""Where Jaeger keeps traces, and how long an index may live."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.lowering.parts import document
from o11ygen.lowering.trace_storage import backend, cleaning_days
from tests.stacks import DAY
from tests.traces import make_tracing

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("retention", "days"), [(1, 2), (HOUR, 2), (DAY, 2), (DAY + 1, 3), (7 * DAY, 8), (7 * DAY - 1, 8)]
)
def test_the_cleaner_takes_whole_days_and_one_more(retention: int, days: int) -> None:
    assert cleaning_days(retention) == days


@settings(deadline=None)
@given(retention=st.integers(1, 400 * DAY), now=st.integers(500 * DAY, 501 * DAY))
def test_no_span_is_deleted_before_its_time(retention: int, now: int) -> None:
    """By either of the cleaner's two ways to count: from tomorrow's midnight in UTC, or from now."""
    for counted_from in (now // DAY * DAY + DAY, now):
        cutoff = counted_from - cleaning_days(retention) * DAY
        # The newest index that is deleted starts before the cutoff; its last span came a day later.
        newest_deleted = (cutoff - 1) // DAY * DAY
        assert newest_deleted + DAY <= now - retention


@pytest.mark.parametrize(
    ("storage", "place"),
    [
        ("badger", ("ttl", "spans")),
        ("elasticsearch", ("max_span_age",)),
        ("opensearch", ("max_span_age",)),
        ("cassandra", ("schema", "trace_ttl")),
        ("clickhouse", ("ttl",)),
    ],
)
def test_retention_in_hours_where_the_backend_keeps_it(storage: str, place: tuple[str, ...]) -> None:
    value = document(backend(make_tracing(storage, retention_ms=7 * DAY)))[storage]
    for step in place:
        value = value[step]
    assert value == "168h"


@pytest.mark.parametrize("storage", ["badger", "elasticsearch", "cassandra", "clickhouse"])
def test_without_a_promise_no_time_is_written(storage: str) -> None:
    written = str(document(backend(make_tracing(storage))))
    assert not any(word in written for word in ("ttl", "max_span_age"))


def test_a_remote_storage_speaks_tls_where_its_address_says_so() -> None:
    plain = document(backend(make_tracing("grpc")))["grpc"]
    assert plain == {"endpoint": "storage:17271", "tls": {"insecure": True}}
    secured = document(backend(make_tracing("grpc", settings={"endpoint": "https://storage:17271"})))["grpc"]
    assert secured == {"endpoint": "https://storage:17271"}


def test_a_node_of_cassandra_has_its_port() -> None:
    servers = ("cassandra-0", "cassandra-1:9142")
    written = document(backend(make_tracing("cassandra", settings={"servers": servers})))
    assert written["cassandra"]["connection"]["servers"] == ["cassandra-0:9042", "cassandra-1:9142"]
