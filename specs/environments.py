"""Where the stack runs, and what is different there."""

from o11ygen import (
    Budget,
    Environment,
    Level,
    Notifications,
    Retention,
    Secret,
    Severity,
    Smtp,
    Versions,
    disable,
    override,
)
from specs import monitoring
from specs.churn import churn

# Every environment is one compose network, in which a service's name is its address.
NETWORK = {
    "churn-predictor": ("churn-predictor:8000",),
    "prometheus": ("prometheus:9090",),
    "alertmanager": ("alertmanager:9093",),
    "grafana": ("grafana:3000",),
    "jaeger": ("jaeger:8888",),
    "jaeger-query": ("jaeger:16686",),
    "jaeger-otlp": ("jaeger:4318",),
    "node-exporter": ("node-exporter:9100",),
    "blackbox-exporter": ("blackbox-exporter:9115",),
    "data-warehouse": ("warehouse:5432",),
}


def urls(domain: str) -> dict[str, str]:
    """Where people open each system."""
    return {system: f"https://{system}.{domain}" for system in ("prometheus", "alertmanager", "grafana", "jaeger")}


production = Environment(
    "production",
    tier="production",
    # The long-term support release: the next one has run in development for a while before it comes here.
    versions=Versions(prometheus="3.5", alertmanager="0.28", grafana="12.0", jaeger="2.9"),
    # `replica` tells the two members of a highly available pair apart; `project` takes it off before alerts are sent.
    external_labels={"region": "eu-central-1", "replica": "a"},
    addresses={
        **NETWORK,
        "crm-api": ("https://crm.example.com/health",),
        "billing-api": ("https://billing.example.com/health",),
        # As its users reach it, through everything that stands before it.
        "customer-gateway": ("https://churn.example.com/health",),
    },
    urls=urls("example.com"),
    retention=Retention(metrics="30d", metrics_size="10GB", traces="7d"),
    # What is declared makes about 1,400; what exporters have beside it is a few thousand more on the same server.
    budget=Budget(series=5_000, series_per_metric=1_000),
    sampling=0.10,
    notifications=Notifications(
        slack_api_url=Secret.file("/run/secrets/slack_api_url"),
        smtp=Smtp(
            smarthost="smtp.example.com:587",
            from_="alerts@example.com",
            username="alerts",
            password=Secret.file("/run/secrets/smtp_password"),
        ),
    ),
)

staging = production.derive(
    "staging",
    tier="staging",
    inherit=("addresses",),
    addresses={
        "crm-api": ("https://crm.staging.example.com/health",),
        "billing-api": ("https://billing.staging.example.com/health",),
        "customer-gateway": ("https://churn.staging.example.com/health",),
    },
    external_labels={"region": "eu-central-1"},
    urls=urls("staging.example.com"),
    # The size and the traces stay as in production.
    retention=Retention(metrics="7d"),
    sampling=0.50,
    # No mail server: what is not in a channel is not read here.
    notifications=Notifications(slack_api_url=Secret.file("/run/secrets/slack_api_url")),
    overrides=(
        override(
            churn.alert("HighErrorRate"),
            levels={Severity.WARNING: Level(for_="15m"), Severity.CRITICAL: Level(for_="10m")},
            why="load tests break the service for minutes, on purpose",
        ),
        disable(
            churn.alert("ModelNotUpdatedRecently"), why="staging never retrains: it serves a copy of production's model"
        ),
        disable(churn.alert("TrainingJobFailed"), why="staging never retrains"),
    ),
)

development = staging.derive(
    "development",
    tier="development",
    inherit=("addresses", "notifications"),
    addresses={"customer-gateway": ("http://customer-gateway:8080/health",)},
    # What comes to production later: from 3.11 on the retention stands in prometheus.yml, not in the flags.
    versions=Versions(prometheus="3.11"),
    urls={
        "prometheus": "http://localhost:9090",
        "alertmanager": "http://localhost:9093",
        "grafana": "http://localhost:3000",
        "jaeger": "http://localhost:16686",
    },
    # Traces are kept in memory here, which holds a number of them and promises no time.
    retention=Retention(metrics="2d", traces=None),
    sampling=1.0,
    overrides=(
        disable(monitoring.prometheus.alert("Watchdog"), why="a laptop is closed at night, and nobody is to be told"),
        disable(churn.alert("ProbeFailing"), why="the partners' test systems can't be reached from a laptop"),
    ),
)
