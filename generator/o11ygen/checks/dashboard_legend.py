from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import parse
from o11ygen.resolved import Panel, Stack
from o11ygen.resolved.expressions import Asked, queries_of

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

# People choose by which labels: no more is known of those that the series have.
_CHOSEN = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*(?:\$|\[\[)")
_LABEL = re.compile(r"\{\{\s*([A-Za-z_][\w.:]*)\s*\}\}")


@check("dashboard/legend", Severity.WARNING)
def dashboard_legend(stack: Stack) -> Iterator[Flaw]:
    """Legends that name a label which the query dropped, and lines that nothing tells apart.

    Grafana writes nothing in the place of a label that is not there: each line is called the same, and nobody can say which
    instance it is that misbehaves. An info is given where a query returns a series for each of some labels, and the legend
    is one text for all of them, or none.

    Bad::

        TimeSeriesPanel("Requests", Query("sum by (method) (rate(requests_total[$__rate_interval]))", legend="{{instance}}"))

    Good::

        TimeSeriesPanel("Requests", Query("sum by (method) (rate(requests_total[$__rate_interval]))", legend="{{method}}"))
    """
    for dashboard in stack.dashboards:
        for asked in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
            shown = not asked.query.hidden and not asked.panel.transformations
            if shown and not _CHOSEN.search(asked.query.expr):
                yield from _flaws(asked, stack)


def _flaws(asked: Asked, stack: Stack) -> Iterator[Flaw]:
    query, panel = asked.query, asked.panel
    named = tuple(dict.fromkeys(_LABEL.findall(query.legend)))
    if named and panel.kind != "table":
        outcomes = [one for one in stack.series.outcomes_of(asked.text) if one.returns != "never" and one.metrics]
        dropped = [
            label
            for label in named
            if label != "__name__" and outcomes and not any(one.may_carry(label) for one in outcomes)
        ]
        if dropped:
            yield _dropped(dropped, outcomes, asked)
    elif not named and "$" not in query.legend and _draws_each(panel):
        yield from _alike(asked, stack)


def _dropped(labels: list[str], outcomes: list[Outcome], asked: Asked) -> Flaw:
    label, listed = labels[0], ", ".join(f"`{one}`" for one in labels)
    reason = outcomes[0].why_not(label)
    kept = sorted(set.intersection(*(set(one.sure) for one in outcomes)) - {"le"})
    hint = nearest(label, kept) or (
        f"Its series have {', '.join(f'`{one}`' for one in kept)}; keep {listed} where it is removed, or name one of these."
        if kept
        else f"Keep {listed} where it is removed, or write a text."
    )
    return Flaw(
        asked.query.source,
        f"{asked.panel.source.what}: the legend `{asked.query.legend}` names {listed}, which no series carries"
        f"{f' ({reason})' if reason else ''}; nothing stands in its place",
        hint,
        field="legend",
        # What is reduced to one number seldom shows its legend.
        severity=Severity.INFO if asked.panel.reduces else None,
    )


def _alike(asked: Asked, stack: Stack) -> Iterator[Flaw]:
    """Where the query itself says that it returns a series for each of some labels."""
    # Many panels show one number: without the word nothing needs to be parsed.
    outcomes = stack.series.outcomes_of(asked.text) if "by" in asked.text.lower() else ()
    operation = next(iter(outcomes[0].operations), "") if len(outcomes) == 1 else ""
    aggregations = parse(asked.text).aggregations if operation else ()
    outermost = next((one for one in aggregations if one.op == operation and one.clause == "by"), None)
    if outermost is None or not outermost.labels:
        return
    pinned = {matcher.name for matcher in outcomes[0].pins if matcher.op == "="}
    free = [label for label in outermost.labels if label not in pinned and label != "le"]
    if not free:
        return
    listed = ", ".join(f"`{label}`" for label in free)
    shown = f"the legend is `{asked.query.legend}` for each" if asked.query.legend else "there is no legend"
    yield Flaw(
        asked.query.source,
        f"{asked.panel.source.what}: the query returns a series for each {listed}, and {shown}",
        f"Write `{{{{{free[0]}}}}}` into its legend.",
        field="legend" if asked.query.legend else "expr",
        severity=Severity.INFO,
    )


def _draws_each(panel: Panel) -> bool:
    return panel.kind in ("timeseries", "bargauge", "piechart", "barchart", "state-timeline")
