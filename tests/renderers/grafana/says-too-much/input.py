"""What Grafana would pass over without a word is refused, each at its place."""

from o11ygen.spec.dashboard import (
    Dashboard,
    HeatmapPanel,
    Query,
    Row,
    StatPanel,
    TablePanel,
    TextPanel,
    Threshold,
    TimeSeriesPanel,
    Variable,
)
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        folder="Shop/Floor",
        rows=(
            Row(
                "Health",
                (
                    TextPanel("Note", "up", content="A note.", unit="s", max=1, mappings={"0": "no"}),
                    HeatmapPanel("Latency", Query("up", instant=True), thresholds=(Threshold(1, "red"),)),
                    StatPanel("Nothing"),
                    StatPanel("Up", Query("up", exemplars=True), calculation="lastNotNul", repeat="instanze"),
                    TimeSeriesPanel("Up", "up", min=1, max=1, legend_values=("average",)),
                    TablePanel("Rows", Query("up", legend="{{job}}")),
                    StatPanel(
                        "Colours",
                        "up",
                        thresholds=(Threshold(0, "gren"), Threshold(0, "#c4162a"), Threshold(1, "dark-red")),
                        decimals=1,
                    ),
                    StatPanel("Endless", "up", thresholds=(Threshold(float("inf"), "red"),), min=float("nan")),
                    StatPanel(
                        "Shapes",
                        "up",
                        extra={
                            "fieldConfig": {"overrides": ["unit"], "defaults": "s"},
                        },
                    ),
                ),
            ),
            Row("Health", ()),
        ),
        variables=(
            Variable("instance", query="label_values(up, instance)", values=("a",)),
            Variable("stage"),
            Variable("size", values=(" s", "small : s", "l")),
        ),
    )
)
environment = "production"
