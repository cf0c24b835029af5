"""Links of the author's, and from a trace to Grafana; Jaeger itself behind a path."""

from tests.traces import make_traced

stack = make_traced(
    "memory",
    environment={"urls": {"grafana": "https://ops.example.com/grafana/", "jaeger": "https://ops.example.com/jaeger/"}},
    tracing={"links": (("Runbooks", "https://runbooks.example.com"),)},
)
