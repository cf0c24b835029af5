from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.expressions import queries_of

# Values of which each point says what is there now, or how fast it goes.
_OF_A_MOMENT = {
    "rate": "rates",
    "gauge": "values of a moment",
    "ratio": "ratios",
    "duration": "durations",
    "timestamp": "times",
}


@check("dashboard/calculation", Severity.WARNING)
def dashboard_calculation(stack: Stack) -> Iterator[Flaw]:
    """Numbers that add up the points of a graph: how many there are depends on how wide the panel is.

    `sum` adds what Prometheus answers for each few pixels. Of a rate, or of a value that is there now, it is twice as large
    on a screen of twice the width, and changes with the time that is shown. Of what was added between two points
    (`increase(x[$__interval])`) it is right.

    Bad::

        StatPanel("Requests", "sum(rate(requests_total[$__rate_interval]))", calculation="sum")

    Good::

        StatPanel("Requests", Query("sum(increase(requests_total[$__range]))", instant=True))
    """
    for dashboard in stack.dashboards:
        told: set[int] = set()
        for asked in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
            panel = asked.panel
            field = "calculation" if panel.settings.get("calculation") == "sum" else ""
            if "sum" in panel.settings.get("legend_values", ()):
                field = "legend_values"
            if not field or asked.query.instant or id(panel) in told:
                continue
            kinds = {one.value for one in stack.series.outcomes_of(asked.text)}
            if kinds and kinds <= _OF_A_MOMENT.keys():
                told.add(id(panel))
                yield Flaw(
                    panel.source,
                    f"{panel.source.what}: `sum` adds up the points of {_OF_A_MOMENT[sorted(kinds)[0]]}, so the number "
                    "depends on the width of the panel and on the time that is shown",
                    "Take `mean`, `max` or `lastNotNull`; for a total ask for `increase(...[$__range])` as an instant query.",
                    field=field,
                )
