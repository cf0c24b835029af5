"""Labels that routes go by and that an alert's expression has taken away from its series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from o11ygen.promql import parse, possible_labels
from o11ygen.record import record
from o11ygen.resolved.outcomes import Outcome, Values
from o11ygen.resolved.routing import Route
from o11ygen.resolved.rules import AlertRule
from o11ygen.resolved.sent import Sent
from o11ygen.resolved.stack import Stack

# Recording rules of recording rules are followed so far.
_DEEPEST = 5


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


def lost_labels(stack: Stack) -> Sequence[LostLabel]:
    """What routes never get to see of the alerts that one environment sends."""
    made = stack.made.get("lost labels")
    if not isinstance(made, list):
        made = stack.made["lost labels"] = list(_worked_out(Sent.of(stack)))
    return made


def _worked_out(sent: Sent) -> Iterator[LostLabel]:
    for end in sent.ends:
        for alert in end.alerts:
            for name in sent.read_of_series(alert):
                lost = _lost(sent, alert, name, end.outcomes)
                if lost is not None:
                    yield lost


def _lost(sent: Sent, alert: AlertRule, name: str, ends: tuple[Outcome, ...]) -> LostLabel | None:
    had = _had(sent, name, alert.expr, 0)
    # What is the matter with all instances together is nobody's in particular.
    if had is None or (name == "instance" and had[0].open):
        return None
    values, reason = had
    reached = {id(route) for end in ends for route in end.routes}
    routes: dict[int, Route] = {}
    for labels in sent.labels(alert, sent.router.read):
        if labels is None or labels[name].sure:
            return None
        for outcome in sent.router.outcomes({**labels, name: values}):
            routes.update((id(route), route) for route in outcome.routes if id(route) not in reached)
    return LostLabel(alert, name, reason, tuple(routes.values()), ends) if routes else None


def _had(sent: Sent, name: str, expr: str, depth: int) -> tuple[Values, str] | None:
    """What a label was in all series of an expression, and what has removed it; None where some may lack or keep it."""
    query = parse(expr)
    possible = possible_labels(query, labels_of=sent.series.possible)
    if depth > _DEEPEST or query.flow is None or not query.selectors or possible.may_carry(name):
        return None
    known, open_ = frozenset[str](), False
    reason = possible.removed_by(name)
    for selector in query.selectors:
        values = sent.before(name, selector)
        if values is None:
            records = sent.series.records.get(selector.metric, ())
            inside = [_had(sent, name, one.expr, depth + 1) for one in records]
            if len(inside) != 1 or inside[0] is None:
                return None
            values, removed = inside[0]
            reason = removed if " in `" in removed else f"{removed} in `{selector.metric}`"
        known, open_ = known | values.known, open_ or values.open
    # `absent` never had it: no other expression would keep it.
    return (Values(known, open_), reason) if reason.startswith("removed by") else None
