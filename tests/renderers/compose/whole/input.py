"""Every component, behind paths of one public host, and traces on a disk."""

from tests.stacks import make_probe
from tests.traces import make_service_tracing, make_traced

SYSTEMS = ("prometheus", "alertmanager", "grafana", "jaeger")
stack = make_traced(
    "badger",
    make_service_tracing(sampler="remote"),
    days=7,
    environment={
        "addresses": {
            "prometheus": ("prometheus:9090",),
            "alertmanager": ("alertmanager:9093",),
            "grafana": ("grafana:3000",),
            "jaeger": ("jaeger:8888",),
            "jaeger-query": ("jaeger:16686",),
            "jaeger-otlp": ("jaeger:4318",),
            "node-exporter": ("node-exporter:9100",),
            "blackbox-exporter": ("blackbox-exporter:9115",),
        },
        "urls": {system: f"https://ops.example.com/{system}" for system in SYSTEMS},
    },
    probes=(make_probe(),),
)
