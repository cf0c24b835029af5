"""Buckets of a histogram, which Prometheus has counted: Grafana is told so, and the bounds are those of the axis."""

from o11ygen.spec.dashboard import Dashboard, HeatmapPanel, Row
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Requests",
                (
                    HeatmapPanel(
                        "Latency",
                        "sum by (le) (increase(latency_seconds_bucket[$__rate_interval]))",
                        unit="s",
                        min=0.01,
                        max=10,
                        decimals=1,
                    ),
                ),
            ),
        ),
    )
)
environment = "production"
