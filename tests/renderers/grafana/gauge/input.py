"""A number on an arc, whose ends are the author's alone; grafanalib's own end at 100."""

from o11ygen.spec.dashboard import Dashboard, GaugePanel, Row, Threshold
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Model",
                (
                    GaugePanel(
                        "Accuracy",
                        "min(model_accuracy)",
                        unit="percentunit",
                        min=0.5,
                        max=1,
                        calculation="min",
                        thresholds=(Threshold(0.5, "red"), Threshold(0.8, "green")),
                    ),
                    GaugePanel("Open ended", "load"),
                ),
            ),
        ),
    )
)
environment = "production"
