"""Jaeger reads Cassandra's password from no file: refused, with what it does read."""

from tests.stacks import secret
from tests.traces import make_traced

stack = make_traced(
    "cassandra",
    tracing={
        "settings": {
            "username": "jaeger",
            "password": secret("/run/secrets/cassandra", of="tracing"),
        }
    },
)
