"""A share that the SDK itself takes, also a tiny one; attributes that would break the line are encoded."""

from tests.traces import make_service_tracing, make_traced

stack = make_traced(
    "memory",
    make_service_tracing(
        ratio=0.00001,
        attributes={"service.namespace": "retail, online", "owner": 'the "web" team; $HOME=\n#1'},
    ),
)
