"""Labels that routes go by and that an alert's expression has taken away from its series."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen.promql import parse, possible_labels
from o11ygen.record import record
from o11ygen.resolved.outcomes import Outcome, Values
from o11ygen.resolved.routing import Route
from o11ygen.resolved.rules import AlertRule
from o11ygen.resolved.sent import Sent


@record
class LostLabel:
    """A label that all series of an alert had, and the routes that the alert would reach if it still had it.

    `reason` says what took it away: "removed by `sum by (job)`".
    """

    alert: AlertRule
    label: str
    reason: str
    routes: tuple[Route, ...]
    instead: tuple[Outcome, ...]


def lost_labels(sent: Sent) -> Iterator[LostLabel]:
    """What routes never get to see of the alerts that one environment sends."""
    for end in sent.ends:
        for alert in end.alerts:
            for name in sent.read_of_series(alert):
                lost = _lost(sent, alert, name, end.outcomes)
                if lost is not None:
                    yield lost


def _lost(sent: Sent, alert: AlertRule, name: str, ends: tuple[Outcome, ...]) -> LostLabel | None:
    query = parse(alert.expr)
    possible = possible_labels(query, labels_of=sent.series.possible)
    if query.flow is None or not query.selectors or possible.may_carry(name):
        return None
    had = [sent.before(name, selector) for selector in query.selectors]
    if any(values is None for values in had):
        return None
    listed = [values for values in had if values is not None]
    values = Values(frozenset[str]().union(*(one.known for one in listed)), any(one.open for one in listed))
    # What is the matter with all instances together is nobody's in particular.
    if name == "instance" and values.open:
        return None
    reached = {id(route) for end in ends for route in end.routes}
    routes: dict[int, Route] = {}
    for labels in sent.labels(alert, sent.router.read):
        if labels is None or labels[name].sure:
            return None
        for outcome in sent.router.outcomes({**labels, name: values}):
            routes.update((id(route), route) for route in outcome.routes if id(route) not in reached)
    reason = possible.removed_by(name)
    # `absent` never had it: no other expression would keep it.
    if not routes or not reason.startswith("removed by"):
        return None
    return LostLabel(alert, name, reason, tuple(routes.values()), ends)
