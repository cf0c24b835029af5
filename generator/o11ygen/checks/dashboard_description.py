from __future__ import annotations

from collections.abc import Iterator, Sequence

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Panel, Stack

# Panels that say for themselves what they are.
_SPEAKING = frozenset({"text", "row", "dashlist", "alertlist", "news", "annolist", "welcome", "gettingstarted", ""})
_NAMED = 3


@check("dashboard/description", Severity.INFO, advice=True)
def dashboard_description(stack: Stack) -> Iterator[Flaw]:
    """Dashboards and panels that do not say what they show, and what is normal.

    Who is called at night has not built the dashboard. A title names the line, a description says what a healthy one looks
    like and what to do when it does not; Grafana shows it at the corner of the panel. The panels of a dashboard that lack
    one are told of together.

    Bad::

        TimeSeriesPanel("Queue", "max(queue_depth)", unit="short")

    Good::

        Dashboard(
            "queue",
            title="Queue",
            description="What waits to be worked on, and for how long.",
            rows=(
                Row(
                    "Depth",
                    (TimeSeriesPanel("Queue", "max(queue_depth)", description="Below 100 in daytime.", unit="short"),),
                ),
            ),
        )
    """
    for dashboard in stack.dashboards:
        what = dashboard.source.what
        shown = [panel for panel in dashboard.panels if panel.kind not in _SPEAKING]
        silent = [panel for panel in shown if not panel.description.strip()]
        if not dashboard.description.strip():
            message = f"{what}: it does not say whom it is for and what it answers"
            yield Flaw(dashboard.source, message, "Give it a `description`.", field="description")
        if silent:
            message = f"{what}: {_how_many(silent, shown)} not say what is normal: {_named(silent)}"
            hint = "Give each a `description`: what a healthy value is, and what to do about another one."
            yield Flaw(dashboard.source, message, hint, field="rows")
        for panel in shown:
            if not panel.title.strip():
                message = f"{panel.source.what}: it has no title, so nobody can speak of it or find it"
                yield Flaw(panel.source, message, "Give it a title that says what it shows.", field="title")


def _how_many(silent: Sequence[Panel], shown: Sequence[Panel]) -> str:
    if len(shown) == 1:
        return "its panel does"
    if len(silent) == len(shown):
        return f"none of its {len(shown)} panels has a description, so they do"
    return f"{len(silent)} of its {len(shown)} panels do"


def _named(panels: Sequence[Panel]) -> str:
    listed = ", ".join(f'"{panel.title}"' if panel.title else f"a {panel.kind} panel" for panel in panels[:_NAMED])
    return f"{listed} and {len(panels) - _NAMED} more" if len(panels) > _NAMED else listed
