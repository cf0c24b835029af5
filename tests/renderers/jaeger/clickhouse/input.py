"""ClickHouse: a time to live from Jaeger 2.18 on."""

from tests.traces import make_traced

stack = make_traced("clickhouse", days=30, environment={"versions": {"jaeger": "2.18"}})
