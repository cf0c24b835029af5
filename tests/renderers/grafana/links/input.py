"""Dashboards of a project link each other by its tag, with time and variables; then come the author's links.

Times are written with one unit, as Grafana reads no other.
"""

from o11ygen.spec.dashboard import Dashboard, Link, Row, TextPanel
from o11ygen.spec.varying import per_env
from tests.dashboards import production, shop

ROWS = (Row("Help", (TextPanel("Note", content="A note."),)),)
project = shop(
    Dashboard(
        "overview",
        title="Overview",
        folder="Shop Floor",
        rows=ROWS,
        links=(
            Link("Runbooks", "https://runbooks.example.com/shop?stage=${stage}"),
            Link("Deploys", per_env("https://deploy.example.com", {"staging": "https://deploy.staging.example.com"})),
        ),
        tags=("checkout", "shop"),
        refresh="1m30s",
        time_range="1d12h",
    ),
    Dashboard("details", title="Details", rows=ROWS, refresh="", time_range="1w"),
    environments=(production(name="staging", tier="staging"),),
)
environment = "staging"
