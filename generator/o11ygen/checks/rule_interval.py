from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import Selector, parse
from o11ygen.resolved import RecordingRule, RuleGroup, Source, Stack
from o11ygen.resolved.scrape import LOOKBACK_MS


@check("rule/interval", Severity.WARNING)
def rule_interval(stack: Stack) -> Iterator[Flaw]:
    """Groups that are evaluated too seldom for what they record, or more often than there is anything new.

    A query finds a recorded sample for 5 minutes. A group that is evaluated every 5 minutes or less often leaves gaps:
    panels show dots, and alerts on the recorded series resolve and fire again. With a `query_offset` samples are that much
    older from the start. Alerts of such a group are told late, and `ALERTS` has gaps (an info). Between scrapes, on the
    other hand (an info as well), every evaluation gives the same again.

    Bad::

        Group("slow", interval="10m", rules=(RecordingRule("job:up:sum", expr="sum by (job) (up)"),))

    Good::

        Group("slow", interval="2m", rules=(RecordingRule("job:up:sum", expr="sum by (job) (up)"),))
    """
    server = stack.prometheus
    reads: dict[str, list[Selector]] = {}
    for group in stack.groups:
        told = "scrape" in stack.known
        interval = group.interval_ms or (server.evaluation_interval_ms if told else 0)
        offset = group.query_offset_ms or (server.query_offset_ms if told else 0)
        records = [rule for rule in group.rules if isinstance(rule, RecordingRule)]
        if records and interval + offset >= LOOKBACK_MS:
            reads = reads or _reads(stack)
            seldom = next((rule for rule in records if not _windowed(reads.get(rule.name, []), interval)), None)
            if seldom is not None:
                source, field = _place(group, server.source)
                yield Flaw(source, _message(group, seldom, interval, offset), _hint(offset), field=field)
        elif not records and interval > LOOKBACK_MS:
            yield from _of_alerts(group, interval, server.source)
        elif group.interval_ms and told:
            yield from _idle(group, stack)


def _of_alerts(group: RuleGroup, interval: int, server: Source) -> Iterator[Flaw]:
    if any(alert.keep_firing_ms < interval for alert in group.alerts):
        source, field = _place(group, server)
        yield Flaw(
            source,
            f"group {group.name}: its alerts are looked at every `{readable_duration(interval)}` only: each is told up to "
            "that late, resolved likewise, and `ALERTS` has gaps",
            "Evaluate the group every 2m or more often.",
            field=field,
            severity=Severity.INFO,
        )


def _message(group: RuleGroup, record: RecordingRule, interval: int, offset: int) -> str:
    start = f"group {group.name}: `{record.name}` is recorded every `{readable_duration(interval)}`"
    if offset >= LOOKBACK_MS:
        return (
            f"{start}, each time for {readable_duration(offset)} ago, and a query finds a sample for "
            f"{readable_duration(LOOKBACK_MS)} only: panels and alerts without an `offset` never see it"
        )
    ago = f" for {readable_duration(offset)} ago" if offset else ""
    return (
        f"{start}{ago}, and a query finds a sample for {readable_duration(LOOKBACK_MS)} only: the series has gaps, and "
        "alerts on it resolve and fire again"
    )


def _hint(offset: int) -> str:
    shorter = "Shorten `query_offset`, or evaluate" if offset else "Evaluate"
    return f"{shorter} the group every 2m or more often, or read what it records with `last_over_time`."


def _place(group: RuleGroup, server: Source) -> tuple[Source, str]:
    # Of a server that nobody described there is no place.
    own = "interval" if group.interval_ms else "query_offset" if group.query_offset_ms else ""
    return (group.source, own) if own or not server.what else (server, "evaluation_interval")


def _idle(group: RuleGroup, stack: Stack) -> Iterator[Flaw]:
    """All that it reads is scraped more seldom."""
    names = {name for rule in group.rules for name in parse(rule.expr).metrics}
    intervals = [
        stack.series.intervals[job]
        for name in names
        for metric in stack.series.metrics.get(name, ())
        for job in metric.jobs
        if job in stack.series.intervals
    ]
    scraped = all(name in stack.series.metrics and name not in stack.series.records for name in names)
    if intervals and scraped and min(intervals) >= 2 * group.interval_ms:
        yield Flaw(
            group.source,
            f"group {group.name}: it is evaluated every `{readable_duration(group.interval_ms)}`, and what it reads is "
            f"scraped every {readable_duration(min(intervals))}: most evaluations give the same again",
            "Evaluate it as often as is scraped, or scrape more often.",
            field="interval",
            severity=Severity.INFO,
        )


def _reads(stack: Stack) -> dict[str, list[Selector]]:
    """Where each recorded name is read."""
    found: dict[str, list[Selector]] = {}
    for expression in stack.expressions:
        for selector in parse(expression.text).selectors:
            if selector.metric in stack.series.records:
                found.setdefault(selector.metric, []).append(selector)
    return found


def _windowed(selectors: list[Selector], interval: int) -> bool:
    """Whether all that read a record look at so long a window that there is a sample in it."""
    return bool(selectors) and all(one.range_ms >= interval for one in selectors)
