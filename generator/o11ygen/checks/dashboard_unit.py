from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Panel, Stack
from o11ygen.resolved.expressions import Asked, queries_of
from o11ygen.resolved.panel_unit import Fitting, counts_things, fitting, is_measured

# Characters of a query that a message shows.
_LONGEST = 60
# Calculations whose result is no longer in the unit of the values.
_COUNTING = frozenset({"count", "countAll", "changeCount", "distinctCount", "diffperc", "variance", "allValues"})


@check("dashboard/unit", Severity.WARNING)
def dashboard_unit(stack: Stack) -> Iterator[Flaw]:
    """Panels whose unit is not that of their values: seconds shown as milliseconds, shares of one as percent.

    A latency of half a second then reads `500 µs`, an error rate of 5 % reads `0.05 %`, and whoever is called believes what
    stands there. What the values are follows from the declared unit of the metrics, through rates, quantiles and ratios;
    where nothing is declared, from `_seconds` or `_bytes` at the end of the metric's name. Times since 1970 are seconds in
    Prometheus, while Grafana's dates take milliseconds. Values whose unit is not known are not judged, nor are plain numbers
    (`short`, `none`). A panel without a unit, whose values have one, is an info.

    Bad::

        Gauge("queue_age_seconds", "Age of the oldest item.", unit="seconds")
        StatPanel("Age", "max(queue_age_seconds)", unit="ms")

    Good::

        Gauge("queue_age_seconds", "Age of the oldest item.", unit="seconds")
        StatPanel("Age", "max(queue_age_seconds)", unit="s")
    """
    interval = stack.prometheus.scrape_interval_ms
    for dashboard in stack.dashboards:
        seen: set[int] = set()
        for asked in queries_of(dashboard, scrape_interval_ms=interval):
            if id(asked.panel) not in seen and _is_judged(asked.panel):
                flaw = _flaw(asked, stack)
                if flaw is not None:
                    seen.add(id(asked.panel))
                    yield flaw


def _is_judged(panel: Panel) -> bool:
    """Whether the panel has one unit for all that it shows, as it was asked for; or none, though it shows values."""
    if panel.units or panel.transformations or panel.mappings:
        return False
    if not panel.unit and panel.kind not in ("timeseries", "stat", "gauge", "bargauge"):
        return False
    if (panel.unit and not is_measured(panel.unit)) or (panel.kind == "table" and len(panel.queries) > 1):
        return False
    return panel.settings.get("calculation") not in _COUNTING


def _flaw(asked: Asked, stack: Stack) -> Flaw | None:
    panel = asked.panel
    outcomes = stack.series.outcomes_of(asked.text)
    if asked.query.hidden or not outcomes or panel.settings.get("calculate"):
        return None
    found = [fitting(one, of_buckets=panel.kind == "heatmap") for one in outcomes]
    known = [one for one in found if one is not None]
    if not panel.unit:
        # A number of busy processors needs none.
        told = known and len(known) == len(found) and known[0].units and known[0].words != "seconds per second"
        return _without(asked, known[0]) if told else None
    if known and len(known) == len(found) and all(panel.unit not in one.units for one in known):
        words, units = known[0]
        if not units:
            message, hint = _of_time(panel)
        else:
            message = f"{_whose(asked)} are {words}, and its unit is `{panel.unit}`; whoever reads the panel is misled"
            hint = f"Write `{units[0]}`, or `{units[1]}`." if units[1:] else f"Write `{units[0]}`."
        return Flaw(panel.source, f"{panel.source.what}: {message}", hint, field="unit")
    if panel.kind != "heatmap" and all(counts_things(one, panel.unit) for one in outcomes):
        shown = (
            f"{_whose(asked)} are numbers of things, and its unit is `{panel.unit}`; whoever reads the panel is misled"
        )
        message = f"{panel.source.what}: {shown}"
        return Flaw(panel.source, message, "Write `short`, or `ops` for what happens in a second.", field="unit")
    return None


def _without(asked: Asked, known: Fitting) -> Flaw:
    panel = asked.panel
    message = f"{panel.source.what}: {_whose(asked)} are {known.words}, and it has no unit: people see a bare number"
    return Flaw(panel.source, message, f"Give it one: `{known.units[0]}`.", field="unit", severity=Severity.INFO)


def _whose(asked: Asked) -> str:
    """Which values: those of the panel, or of one of several queries."""
    if len(asked.panel.queries) == 1:
        return "its values"
    text = " ".join(asked.query.expr.split())
    return f"the values of `{text if len(text) <= _LONGEST else f'{text[:_LONGEST]}...'}`"


def _of_time(panel: Panel) -> tuple[str, str]:
    if panel.unit.startswith("dateTime"):
        message = (
            f"its values are seconds since 1970, which the unit `{panel.unit}` takes for milliseconds: it shows 1970"
        )
        return message, "Multiply the query by 1000."
    message = f"its values are seconds since 1970, which the unit `{panel.unit}` shows as some decades"
    return message, "Subtract it from `time()` for an age, or multiply it by 1000 and write `dateTimeAsIso` for a date."
