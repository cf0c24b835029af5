from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import TWO_SAMPLE_FUNCTIONS
from o11ygen.resolved import Dashboard, Panel, Query, Stack

if TYPE_CHECKING:
    from o11ygen.resolved.panel_ranges import PanelRange

# Points that a panel has for each of the 24 columns of its width: a page is about 1,600 pixels wide.
_POINTS = 65
_COLUMNS = 24


@check("dashboard/rate-interval", Severity.WARNING)
def dashboard_rate_interval(stack: Stack) -> Iterator[Flaw]:
    """Lines whose ranges do not follow what the reader looks at.

    A line has a point for every few pixels, and `rate(x[5m])` looks at the five minutes before each. Over thirty days
    the points lie half an hour apart, so most of what happened is in no point: an outage of ten minutes is not drawn.
    `$__rate_interval` grows with the distance of the points, and never falls below four scrapes. `$__interval` does fall
    below: who looks closer gets an empty panel. With `$__range` each point says what happened in all of the time that is
    shown, before it. A range that fits as the dashboard opens is only an info; `increase` over a fixed time is left
    alone, since "failed within an hour" is a question of its own, and so is a number that is not drawn as a line.

    Bad::

        Dashboard(
            "overview",
            title="Overview",
            time_range="30d",
            rows=(Row("Traffic", (TimeSeriesPanel("Requests", "sum(rate(requests_total[5m]))"),)),),
        )

    Good::

        Dashboard(
            "overview",
            title="Overview",
            time_range="30d",
            rows=(Row("Traffic", (TimeSeriesPanel("Requests", "sum(rate(requests_total[$__rate_interval]))"),)),),
        )
    """
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            if panel.over_time:
                for query in panel.queries:
                    flaw = None if query.instant else _flaw(query, panel, dashboard, stack)
                    if flaw is not None:
                        yield flaw
                        # The other lines of a panel are written alike.
                        break


def _flaw(query: Query, panel: Panel, dashboard: Dashboard, stack: Stack) -> Flaw | None:
    # Only who has dashboards pays for it.
    from o11ygen.resolved.panel_ranges import ranges_of

    for one in ranges_of(query, dashboard):
        # What a subquery looks at does not hang on the distance of the points.
        if one.selector.function in TWO_SAMPLE_FUNCTIONS and not one.selector.subqueries:
            found = _judged(one, panel, dashboard, stack)
            if found is not None:
                severity, message, hint = found
                return Flaw(query.source, f"{panel.source.what}: {message}", hint, field="expr", severity=severity)
    return None


def _judged(one: PanelRange, panel: Panel, dashboard: Dashboard, stack: Stack) -> tuple[Severity, str, str] | None:
    name, function = one.selector.metric or "...", one.selector.function
    if one.variable == "__interval":
        scraped = stack.series.interval_of(one.selector.metric) or stack.prometheus.scrape_interval_ms
        if panel.step_ms >= 2 * (scraped if "scrape" in stack.known else 1):
            return None
        message = (
            f"`{function}({name}[$__interval])` is shorter than two scrapes as soon as somebody looks closely, and the "
            "panel is empty then"
        )
        return Severity.WARNING, message, "Write `$__rate_interval`, which never falls below four scrapes."
    if one.variable == "__range":
        message = (
            f"each point of `{function}({name}[$__range])` says what happened in as much time as the whole panel shows, "
            "most of it before its left edge"
        )
        return (
            Severity.INFO,
            message,
            "Write `$__rate_interval`, or show one number for the whole time in a stat panel.",
        )
    if one.variable or function not in ("rate", "irate"):
        return None
    length, points = readable_duration(one.length_ms), _POINTS * (panel.width or _COLUMNS // 2)
    apart = max(dashboard.time_range_ms // points, panel.step_ms)
    call = f"`{function}({name}[{length}])`"
    if function == "rate" and apart > one.length_ms:
        message = (
            f"over the {readable_duration(dashboard.time_range_ms)} that the dashboard shows at first, points lie about "
            f"{_rounded(apart)} apart, and {call} leaves out what happens between them"
        )
        return Severity.WARNING, message, "Write `$__rate_interval`."
    message = (
        f"{call} stays the same however long a time is shown; over many days, most of what happened is in no point"
    )
    return Severity.INFO, message, "Write `$__rate_interval`, which grows with the distance of the points."


def _rounded(milliseconds: int) -> str:
    unit = 60_000 if milliseconds >= 60_000 else 1000
    return readable_duration(max(milliseconds // unit, 1) * unit)
