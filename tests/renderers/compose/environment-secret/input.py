"""A secret from a variable: compose demands it by name, of Jaeger and of the index cleaner."""

from tests.stacks import secret
from tests.traces import make_traced

stack = make_traced(
    "opensearch",
    days=1,
    environment={"versions": {"jaeger": "2.15"}},
    tracing={"settings": {"username": "jaeger", "password": secret("OPENSEARCH_PASSWORD", kind="env")}},
)
