"""What a scrape job says itself is printed; what it leaves to Prometheus is not."""

from o11ygen.resolved import Connection
from tests.stacks import make_job, make_stack, secret, static

plain = make_job("plain")
full = make_job(
    "full",
    interval_ms=15_000,
    timeout_ms=5_000,
    path="/internal/metrics",
    params={"collect": ("cpu", "memory")},
    honor_labels=True,
    connection=Connection(
        "https",
        {"username": "scraper", "password": secret("/run/secrets/scraper-password")},
        {},
        {
            "ca_file": "/etc/prometheus/ca.pem",
            "cert_file": "/etc/prometheus/client.pem",
            "key": secret("/run/secrets/client-key"),
            "server_name": "app.internal",
        },
    ),
    discovery=(static("app-1:8080", "app-2:8080", zone="a"),),
    relabel=(
        {"source_labels": ("__address__",), "regex": "([^:]+):.*", "target_label": "host"},
        {"action": "labeldrop", "regex": "tmp_.*"},
    ),
    metric_relabel=({"source_labels": ("__name__",), "regex": "go_.*", "action": "drop"},),
    limits={"sample_limit": 10_000, "label_limit": 30, "target_limit": 50, "body_size_limit": "10MB"},
)
token = make_job(
    "token", connection=Connection("http", {}, {"credentials": secret("/run/secrets/token"), "type": "Token"}, {})
)
stack = make_stack(jobs=(plain, full, token))
