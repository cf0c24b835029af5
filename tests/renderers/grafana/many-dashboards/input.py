"""Where a project has many dashboards, their links go into a menu."""

from o11ygen.spec.dashboard import Dashboard, Row, TextPanel
from tests.dashboards import shop

project = shop(
    *(
        Dashboard(name, title=name.title(), rows=(Row("Help", (TextPanel("Note", content="A note."),)),))
        for name in ("one", "two", "three", "four", "five", "six")
    )
)
environment = "production"
