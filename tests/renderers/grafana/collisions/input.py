"""Two dashboards of one title in one folder, and two names that make one uid: Grafana would load one of each."""

from o11ygen.spec.dashboard import Dashboard, Row, TextPanel
from tests.dashboards import shop

ROWS = (Row("Help", (TextPanel("Note", content="A note."),)),)
project = shop(
    Dashboard("overview", title="Overview", rows=ROWS),
    Dashboard("summary", title="overview", rows=ROWS),
    Dashboard("over-view", title="Elsewhere", rows=ROWS),
    Dashboard("over_view", title="Nowhere", rows=ROWS),
)
environment = "production"
