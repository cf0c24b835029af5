"""The newest values: instant queries in table form; chosen columns in their order, or all but the time."""

from o11ygen.spec.dashboard import Dashboard, Query, Row, TablePanel, Threshold
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Data",
                (
                    TablePanel(
                        "Age",
                        "sort_desc(time() - last_row_timestamp_seconds)",
                        unit="s",
                        columns={"dataset": "Dataset", "Value": "Age"},
                        thresholds=(Threshold(93600, "red"),),
                    ),
                    TablePanel(
                        "Size and rows",
                        (Query("dataset_bytes"), Query("dataset_rows", instant=True, format="table")),
                        columns={"dataset": "Dataset", "Value #B": "Rows", "Value #A": "Size"},
                    ),
                    TablePanel("Everything", "up"),
                ),
            ),
        ),
    )
)
environment = "production"
