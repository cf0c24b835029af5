"""Cassandra: tables with a time to live, made by Jaeger; the password from a variable that Jaeger expands."""

from tests.stacks import secret
from tests.traces import make_traced

stack = make_traced(
    "cassandra",
    days=3,
    tracing={"settings": {"username": "jaeger", "password": secret("CASSANDRA_PASSWORD", kind="env")}},
)
