"""Datasources that log in: a password from the environment, a certificate and its key from files, a token."""

from o11ygen.spec.grafana import Datasource, Grafana
from o11ygen.spec.scrape import Authorization, BasicAuth, Prometheus, Tls, WebTls
from o11ygen.spec.tracing import MemoryStorage, Tracing
from o11ygen.spec.values import Secret
from tests.dashboards import production, shop

project = shop(
    environments=(
        production(
            addresses={
                "shop": "shop:8080",
                "prometheus": "prometheus:9090",
                "alertmanager": "https://alertmanager.example.com",
                "jaeger-query": "https://jaeger.example.com",
            }
        ),
    ),
    prometheus=Prometheus(
        users={"reader$1": "$2y$10$abcdefghijklmnopqrstuu"},
        tls=WebTls(
            cert_file="/etc/tls/prometheus.crt",
            key=Secret.file("/run/secrets/prometheus.key"),
            client_ca_file="/run/secrets/ca.crt",
        ),
    ),
    tracing=Tracing(storage=MemoryStorage()),
    grafana=Grafana(
        prometheus=Datasource(
            basic_auth=BasicAuth(username="reader$1", password=Secret.env("PROMETHEUS_PASSWORD")),
            tls=Tls(
                ca_file="/run/secrets/ca.crt",
                cert_file="/run/secrets/grafana.crt",
                key=Secret.file("/run/secrets/grafana.key"),
                server_name="prometheus.example.com",
            ),
        ),
        alertmanager=Datasource(
            basic_auth=BasicAuth(username="grafana", password=Secret.file("/run/secrets/alertmanager_password"))
        ),
        jaeger=Datasource(authorization=Authorization(Secret.env("JAEGER_TOKEN")), tls=Tls(insecure_skip_verify=True)),
    ),
)
environment = "production"
