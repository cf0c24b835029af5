"""Panels wrap where the next would not fit; a closed row keeps its panels inside and takes one line of the page."""

from o11ygen.spec.dashboard import Dashboard, Row, TextPanel
from tests.dashboards import shop


def note(title: str, width: int, height: int = 4) -> TextPanel:
    return TextPanel(title, content=title, width=width, height=height)


project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row("First", (note("a", 12, 6), note("b", 8), note("c", 8), note("d", 24, 2))),
            Row("Closed", (note("e", 16), note("f", 16)), collapsed=True),
            Row("Last", (note("g", 24),)),
        ),
    )
)
environment = "production"
