"""Datasources where Prometheus serves TLS, keeps exemplars and has traces beside it; no dashboards, no directory."""

from o11ygen.spec.scrape import Prometheus, WebTls
from o11ygen.spec.tracing import MemoryStorage, Tracing
from o11ygen.spec.values import Secret
from tests.dashboards import production, shop

project = shop(
    environments=(
        production(
            addresses={
                "shop": "shop:8080",
                "prometheus": "metrics.example.com:443",
                "alertmanager": ("https://one.example.com", "https://two.example.com"),
                "jaeger-query": "jaeger:16686",
            }
        ),
    ),
    prometheus=Prometheus(
        scrape_interval="1m30s",
        features=("exemplar-storage",),
        tls=WebTls(cert_file="/etc/tls/prometheus.crt", key=Secret.file("/run/secrets/prometheus.key")),
    ),
    tracing=Tracing(storage=MemoryStorage()),
)
environment = "production"
