"""Asks Jaeger for its strategy, at the address that Jaeger has here; spans go over gRPC to a collector."""

from tests.traces import make_service_tracing, make_traced

stack = make_traced(
    "memory",
    make_service_tracing(sampler="remote", ratio=0.25),
    environment={"addresses": {"jaeger-query": ("https://tracing:16686",), "jaeger-otlp": ("collector:4317",)}},
)
