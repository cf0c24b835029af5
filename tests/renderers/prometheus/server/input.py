"""Intervals, external labels (a dollar sign stays one), features, Alertmanagers, relabeled alerts, remote writes."""

from o11ygen.resolved import Connection
from tests.stacks import make_endpoint, make_environment, make_remote_write, make_server, make_stack, secret, static

basic = Connection("https", {"username": "prometheus", "password": secret("/run/secrets/am")}, {}, {})
stack = make_stack(
    environment=make_environment(
        external_labels={"environment": "production", "price": "$5"},
        urls={"prometheus": "https://prometheus.example.com/"},
    ),
    prometheus=make_server(
        scrape_interval_ms=15_000,
        evaluation_interval_ms=30_000,
        query_offset_ms=60_000,
        features=("exemplar-storage", "memory-snapshot-on-shutdown"),
        limits={"sample_limit": 50_000, "label_limit": 40},
        alertmanagers=(
            make_endpoint(discovery=(static("alertmanager-0:9093", "alertmanager-1:9093"),), timeout_ms=5_000),
            make_endpoint(
                "central",
                connection=basic,
                path_prefix="/alertmanager",
                alert_relabel=({"source_labels": ("team",), "regex": "web", "action": "keep"},),
            ),
        ),
        alert_relabel=({"action": "labeldrop", "regex": "replica"},),
        remote_write=(
            make_remote_write(
                headers={"X-Scope-OrgID": "shop"},
                connection=basic,
                write_relabel=({"source_labels": ("__name__",), "regex": "job:.*", "action": "keep"},),
                send_native_histograms=True,
                extra={"queue_config": {"max_shards": 10}},
            ),
            make_remote_write("second", url="https://second.example.com/write"),
        ),
    ),
)
