"""Values over time: lines, stacked areas, bars; calculations stand in the legend, and thresholds are drawn as lines."""

from o11ygen.spec.dashboard import Dashboard, Query, Row, Threshold, TimeSeriesPanel
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Requests",
                (
                    TimeSeriesPanel("Load", "rate(requests_total{$selector}[$__rate_interval])", unit="reqps"),
                    TimeSeriesPanel(
                        "Latency",
                        (
                            Query("latency_seconds", legend="{{endpoint}}", exemplars=True),
                            Query("latency_seconds offset 1d", legend="a day before"),
                        ),
                        description="How long it takes.",
                        unit="s",
                        min=0,
                        decimals=2,
                        log_scale=True,
                        fill=0,
                        legend_values=("mean", "p95"),
                        thresholds=(Threshold(1, "red"), Threshold(0.5, "orange")),
                    ),
                    TimeSeriesPanel("Errors", "errors", unit="short", bars=True, stack=True, fill=80, max=10),
                    # Not wide enough for a table beside the graph.
                    TimeSeriesPanel("Queue", "queue", unit="short", width=8, legend_values=("max",)),
                ),
            ),
        ),
    )
)
environment = "production"
