"""Before 2.12 Jaeger has no ClickHouse, and before 2.18 none that forgets."""

from tests.traces import make_traced

stack = make_traced("clickhouse", days=30, environment={"versions": {"jaeger": "2.9"}})
