"""A repeated panel has its line to itself, as its copies fill it; those of a wide panel stand one below the other."""

from o11ygen.spec.dashboard import Dashboard, Row, StatPanel, Variable
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Instances",
                (
                    StatPanel("All", "sum(up)", width=4),
                    StatPanel("One", 'up{instance=~"$instance"}', width=5, repeat="instance"),
                    StatPanel("Load", "load", width=4),
                    StatPanel("Wide", 'up{instance=~"$instance"}', width=16, repeat="instance"),
                ),
            ),
        ),
        variables=(Variable("instance", query="label_values(up, instance)", multi=True, include_all=True),),
    )
)
environment = "production"
