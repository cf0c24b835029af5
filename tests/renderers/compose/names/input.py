"""Containers answer to the hosts that stand in rendered addresses; two Alertmanagers are two containers."""

from tests.traces import make_traced

stack = make_traced(
    "memory",
    environment={
        "addresses": {
            "prometheus": ("prometheus.internal:9090",),
            "alertmanager": ("am-a:9093", "am-b:9093"),
            "grafana": ("10.0.0.5:3000",),
            "jaeger": ("tracing:8888",),
            "jaeger-otlp": ("collector:4318",),
        }
    },
)
