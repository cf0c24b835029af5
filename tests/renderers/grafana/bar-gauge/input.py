"""A bar for each series: nothing turns red at 80 or ends at 100 unless the author says so."""

from o11ygen.spec.dashboard import BarGaugePanel, Dashboard, Query, Row, Threshold
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Customers",
                (
                    BarGaugePanel(
                        "By segment",
                        Query("sort_desc(customers)", legend="{{segment}}", instant=True),
                        unit="short",
                    ),
                    BarGaugePanel(
                        "Disks",
                        Query("disk_used_ratio", legend="{{instance}}"),
                        unit="percentunit",
                        min=0,
                        max=1,
                        horizontal=False,
                        calculation="max",
                        thresholds=(Threshold(0.8, "orange"), Threshold(0.95, "red")),
                    ),
                ),
            ),
        ),
    )
)
environment = "production"
