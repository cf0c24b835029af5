from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Dashboard, Panel, Stack
from o11ygen.resolved.expressions import queries_of

if TYPE_CHECKING:
    from o11ygen.resolved.shown import Watched

_ABOVE = frozenset({">", ">="})
_NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]*")
_BELOW = frozenset({"<", "<="})


@check("dashboard/threshold", Severity.WARNING)
def dashboard_threshold(stack: Stack) -> Iterator[Flaw]:
    """Panels that are still green while an alert on the very same value fires.

    Who is woken by the alert opens the panel, sees no colour, and takes the alert for a false one. A colour that comes
    before the alert does no harm. The values are the same if the panel asks what the alert compares, whatever the range
    of `rate` is, and whatever is chosen at the top of the dashboard.

    Bad::

        Alert("QueueFull", ..., expr="max(up) > 100")
        StatPanel("Queue", "max(up)", thresholds=(Threshold(500, "red"),))

    Good::

        Alert("QueueFull", ..., expr="max(up) > 100")
        StatPanel("Queue", "max(up)", thresholds=(Threshold(100, "red"),))
    """
    colored = [
        (dashboard, panel)
        for dashboard in stack.dashboards
        for panel in dashboard.panels
        if any(math.isfinite(step.value) for step in panel.thresholds)
    ]
    if not colored:
        return
    asked = _asked(colored, stack)
    alerts = _alerts(stack, asked)
    for _, panel in colored:
        for alert, condition in alerts.get(asked.get(id(panel), ""), ()):
            if _comes_late(panel, condition):
                yield _flaw(panel, alert, condition)
                break


def _asked(colored: list[tuple[Dashboard, Panel]], stack: Stack) -> dict[int, str]:
    """What each panel asks, in the spelling of what alerts watch; a panel of several queries has one colour for all."""
    # Only who has dashboards pays for it.
    from o11ygen.resolved.shown import asked_alike

    found: dict[int, str] = {}
    wanted = {id(panel) for _, panel in colored if len(panel.queries) == 1}
    for dashboard in {id(one): one for one, _ in colored}.values():
        for one in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
            if id(one.panel) in wanted:
                found[id(one.panel)] = asked_alike(one.text)
    return found


def _alerts(stack: Stack, asked: dict[int, str]) -> dict[str, list[tuple[AlertRule, Watched]]]:
    """The alerts that watch one of these."""
    from o11ygen.resolved.shown import watched

    found: dict[str, list[tuple[AlertRule, Watched]]] = {text: [] for text in asked.values() if text}
    # Nearly all alerts watch other metrics, and need not be parsed.
    names = [frozenset(_NAME.findall(text)) for text in found]
    for alert in stack.alerts:
        words = frozenset(_NAME.findall(alert.expr))
        if any(one <= words for one in names):
            condition = watched(alert.expr)
            if condition is not None and condition.what in found:
                found[condition.what].append((alert, condition))
    return found


def _comes_late(panel: Panel, condition: Watched) -> bool:
    steps = [step.value for step in panel.thresholds if math.isfinite(step.value)]
    if condition.op in _ABOVE:
        return all(value > condition.threshold for value in steps)
    return condition.op in _BELOW and all(value < condition.threshold for value in steps)


def _flaw(panel: Panel, alert: AlertRule, condition: Watched) -> Flaw:
    above = condition.op in _ABOVE
    steps = [step.value for step in panel.thresholds if math.isfinite(step.value)]
    nearest = min(steps) if above else max(steps)
    side = "above" if above else "below"
    return Flaw(
        panel.source,
        f"{panel.source.what}: its colour changes at `{nearest:g}`, but {alert.what} fires {side} "
        f"{condition.threshold:g} of the same value: somebody is told of what looks well here",
        f"Let a threshold begin at {condition.threshold:g}, from the same constant as the alert's.",
        field="thresholds",
    )
