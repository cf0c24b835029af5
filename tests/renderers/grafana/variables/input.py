"""What the reader chooses: values of a label, or of a list; all, several or one. The datasource is always there."""

from o11ygen.spec.dashboard import Dashboard, Row, StatPanel, Variable
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(Row("Health", (StatPanel("Up", 'up{instance=~"$instance", stage="$stage"}'),)),),
        variables=(
            Variable("instance", title="Instance", query="label_values(up, instance)", multi=True, include_all=True),
            Variable("region", query="label_values(up, region)"),
            Variable("stage", values=("blue", "green")),
            Variable("size", values=("small, medium", "large"), multi=True, include_all=True),
            Variable("colour", values=("red", "white"), multi=True),
            Variable("kind", values=("a", "b"), include_all=True),
        ),
    )
)
environment = "production"
