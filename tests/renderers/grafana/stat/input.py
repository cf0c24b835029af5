"""A large number: green only where a threshold judges it, with texts for values, behind it the graph or nothing."""

from o11ygen.spec.dashboard import Dashboard, Query, Row, StatPanel, Threshold
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Health",
                (
                    StatPanel("Orders", "sum(orders)", unit="short", calculation="sum", width=6),
                    StatPanel(
                        "Database",
                        Query("max by (database) (database_up)", legend="{{database}}", instant=True),
                        mappings={"0": "down", "1": "up"},
                        thresholds=(Threshold(float("-inf"), "red"), Threshold(1, "green")),
                        color_mode="background",
                        graph=False,
                        width=6,
                    ),
                ),
            ),
        ),
    )
)
environment = "production"
