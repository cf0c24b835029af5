from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import Query, parse
from o11ygen.promql.wellknown import is_health
from o11ygen.resolved import AlertRule, RuleGroup, Stack

# What they count is over once it has left their window.
_EVENTS = (("changes",), ("resets",))
_PAGING = ("critical", "page")
_NOT_ZERO = {(">", 0.0), (">=", 1.0), ("!=", 0.0)}


@check("alert/for", Severity.WARNING)
def alert_for(stack: Stack) -> Iterator[Flaw]:
    """Durations of `for` and `keep_firing_for` that say something else than what happens.

    An alert is looked at once per evaluation of its group: between two of them no time passes for it. An `absent` without
    a duration fires at each restart of Prometheus, before the first scrape, and a page on `up` for every scrape that
    fails. An event that its window has forgotten before `for` is over never fires at all.

    Bad::

        expr='absent(up{job="app"})'

    Good::

        expr='absent(up{job="app"})', for_="5m"
    """
    default = stack.prometheus.evaluation_interval_ms if "scrape" in stack.known else 0
    kind_of, right = stack.series.kinds.of_alert, stack.series.right.setdefault("alert/for", set())
    for group in stack.groups:
        interval = group.interval_ms or default
        for alert in group.alerts:
            key = (kind_of(alert), interval)
            if key not in right:
                found = [*_against_interval(alert, group, interval), *_of_expression(alert, stack)]
                yield from found
                # How often the job is scraped that an `absent` names, the kind does not say.
                if not found and "absent" not in alert.expr:
                    right.add(key)


def _of_expression(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    query = parse(alert.expr)
    if not query.error:
        yield from _of_absent(alert, query, stack)
        yield from _of_events(alert, query)
        yield from _of_one_sample(alert, query)


def _against_interval(alert: AlertRule, group: RuleGroup, interval: int) -> Iterator[Flaw]:
    if 0 < alert.for_ms < interval:
        yield Flaw(
            alert.source,
            f"{alert.what}: `for` of {readable_duration(alert.for_ms)} is shorter than the interval of "
            f"{readable_duration(interval)} at which its group is evaluated; it fires with the second evaluation, after "
            f"{readable_duration(interval)}",
            f"Write what happens, {readable_duration(interval)}; or evaluate the group more often.",
            field="for_",
        )
    elif interval and alert.for_ms % interval:
        after = -(-alert.for_ms // interval) * interval
        yield Flaw(
            alert.source,
            f"{alert.what}: `for` of {readable_duration(alert.for_ms)} is no multiple of the interval of "
            f"{readable_duration(interval)} at which its group is evaluated; it fires after {readable_duration(after)}",
            f"Write what happens, {readable_duration(after)}; or choose an interval that divides it.",
            field="for_",
            severity=Severity.INFO,
        )
    if 0 < alert.keep_firing_ms < interval:
        yield Flaw(
            alert.source,
            f"{alert.what}: `keep_firing_for` of {readable_duration(alert.keep_firing_ms)} is shorter than the interval of "
            f"{readable_duration(interval)} at which its group is evaluated; it is over before anybody looks",
            f"Write more than {readable_duration(interval)}, or leave it out.",
            field="keep_firing_for",
        )


def _of_absent(alert: AlertRule, query: Query, stack: Stack) -> Iterator[Flaw]:
    selectors = [one for one in query.selectors if one.within[-1:] == ("absent",) and not one.subqueries]
    # Beside another condition, as in `absent(x) and ...`, something else has to be so as well.
    outcomes = stack.series.outcomes_of(alert.expr) if selectors else ()
    if not any(one.absent and not one.joins and one.returns != "never" for one in outcomes):
        return
    selector = selectors[0]
    job = stack.series.intervals.get(selector.value_of("job"), 0) if "scrape" in stack.known else 0
    interval = job or (stack.series.interval_of(selector.metric) if "scrape" in stack.known else 0)
    if alert.for_ms and alert.for_ms >= 2 * interval:
        return
    least = 2 * interval
    if alert.for_ms:
        message = (
            f"`for` of {readable_duration(alert.for_ms)} is under two scrape intervals of {readable_duration(interval)}: one "
            "failed scrape, or a restart of Prometheus, makes it fire"
        )
    else:
        message = "`absent` without `for`: a restart of Prometheus, before its first scrape, makes it fire"
    hint = (
        f"Wait for two scrapes at least: `for` of {readable_duration(least)}."
        if least
        else "Add a `for` of some minutes."
    )
    yield Flaw(alert.source, f"{alert.what}: {message}", hint, field="for_")


def _of_one_sample(alert: AlertRule, query: Query) -> Iterator[Flaw]:
    """A page that one sample decides, though what it reads goes up and down."""
    condition = query.comparison
    if alert.for_ms or alert.severity not in _PAGING or condition is None or condition.threshold is None:
        return
    if query.functions or not query.selectors or any(one.range_ms or one.subqueries for one in query.selectors):
        return
    falls = condition.op in ("<", "<=") or (condition.op, condition.threshold) in (("==", 0.0), ("!=", 1.0))
    if falls and all(is_health(selector.metric) for selector in query.selectors):
        yield Flaw(
            alert.source,
            f"{alert.what}: wakes people without `for`: a single sample makes it fire",
            "Add a `for` of some minutes.",
            field="for_",
            severity=Severity.INFO,
        )


def _of_events(alert: AlertRule, query: Query) -> Iterator[Flaw]:
    """A single event that its window forgets before the alert may fire."""
    condition = query.comparison
    if condition is None or (condition.op, condition.threshold) not in _NOT_ZERO or len(query.selectors) != 1:
        return
    selector = query.selectors[0]
    if selector.subqueries or selector.within[:1] not in _EVENTS or selector.range_ms > alert.for_ms:
        return
    window = readable_duration(selector.range_ms)
    yield Flaw(
        alert.source,
        f"{alert.what}: `{selector.within[0]}(...[{window}])` forgets an event after {window}, and `for` waits "
        f"{readable_duration(alert.for_ms)}; a single event never fires",
        "Shorten `for`, or widen the window beyond it.",
        field="for_",
    )
