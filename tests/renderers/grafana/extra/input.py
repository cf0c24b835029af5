"""What the author adds is merged into the panel: mappings by key, overrides and queries behind ours, the rest instead."""

from o11ygen.spec.dashboard import Dashboard, Row, TablePanel, Threshold, TimeSeriesPanel
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Health",
                (
                    TimeSeriesPanel(
                        "Load",
                        "load",
                        legend_values=("mean",),
                        extra={
                            "interval": "1h",
                            "options": {"legend": {"placement": "bottom", "calcs": ["max"]}},
                            "fieldConfig": {"defaults": {"custom": {"lineWidth": 3}, "noValue": "nothing"}},
                            "targets": [{"expr": "load offset 1d", "legendFormat": "before"}],
                        },
                    ),
                    TablePanel(
                        "Age",
                        "age",
                        thresholds=(Threshold(1, "red"),),
                        extra={
                            "fieldConfig": {
                                "overrides": [
                                    {
                                        "matcher": {"id": "byName", "options": "Value"},
                                        "properties": [{"id": "unit", "value": "s"}],
                                    }
                                ]
                            },
                            "transformations": [{"id": "sortBy", "options": {"sort": [{"field": "Value"}]}}],
                        },
                    ),
                ),
            ),
        ),
    )
)
environment = "production"
