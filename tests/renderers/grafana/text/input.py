"""Markdown, which has no query, unit or colour; without a title its text tells it from others."""

from o11ygen.spec.dashboard import Dashboard, Row, TextPanel
from tests.dashboards import shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Help",
                (
                    TextPanel(
                        "Who to ask",
                        content="""
                            **Orders** belong to the shop.

                            - Call the shop.
                        """,
                        height=4,
                    ),
                    TextPanel("", content="A note."),
                    TextPanel("", content="Another note."),
                ),
            ),
        ),
    )
)
environment = "production"
