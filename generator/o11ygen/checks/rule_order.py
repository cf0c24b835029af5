from __future__ import annotations

from collections.abc import Iterator, Mapping

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Related, Severity
from o11ygen.promql import Selector, parse
from o11ygen.resolved import AlertRule, RecordingRule, RuleGroup, Stack
from o11ygen.resolved.marked import marked


@check("rule/order", Severity.WARNING)
def rule_order(stack: Stack) -> Iterator[Flaw]:
    """Rules that read what is recorded later: further down in their group, or in another group.

    The rules of a group are evaluated one after the other, so a rule that stands before the one it reads gets the value of
    the evaluation before. Groups are evaluated side by side, in no order: a recording rule that reads another group's (an
    info) combines values of two moments, and each such step adds up to an interval to the delay of alerts behind it. An
    alert that reads another group's record is what everybody does, and is not told.

    Bad::

        RecordingRule("job:requests:rate5m_max1h", expr="max_over_time(job:requests:rate5m[1h])")
        RecordingRule("job:requests_doubled:rate5m", expr="2 * job:requests:rate5m")
        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")

    Good::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
        RecordingRule("job:requests_doubled:rate5m", expr="2 * job:requests:rate5m")
    """
    reading = stack.reading_recorded
    if not reading:
        return
    homes: dict[str, list[tuple[RuleGroup, RecordingRule]]] = {}
    for group in stack.groups:
        for rule in group.rules:
            if isinstance(rule, RecordingRule):
                homes.setdefault(rule.name, []).append((group, rule))
    default = stack.prometheus.evaluation_interval_ms if "scrape" in stack.known else 0
    for group, kinds in zip(stack.groups, stack.kinds_of_rules, strict=True):
        recorded: set[str] = set()
        told: set[tuple[str, str]] = set()
        for rule, kind in zip(group.rules, kinds, strict=True):
            for selector in parse(rule.expr).selectors if kind in reading else ():
                found = homes.get(selector.metric)
                if found and selector.metric not in recorded and (rule.id, selector.metric) not in told:
                    told.add((rule.id, selector.metric))
                    yield from _late(rule, selector, group, found, homes, group.interval_ms or default, told)
            if isinstance(rule, RecordingRule):
                recorded.add(rule.name)


def _late(
    rule: AlertRule | RecordingRule,
    selector: Selector,
    group: RuleGroup,
    found: list[tuple[RuleGroup, RecordingRule]],
    homes: Mapping[str, list[tuple[RuleGroup, RecordingRule]]],
    interval_ms: int,
    told: set[tuple[str, str]],
) -> Iterator[Flaw]:
    # Over a window of many evaluations the last one does not matter.
    if selector.range_ms or selector.subqueries or selector.offset_ms:
        return
    name = selector.metric
    age = readable_duration(interval_ms) if interval_ms else "an interval"
    later = next((one for home, one in found if home is group), None)
    if later is not None:
        # A circle is told of as one, by `rule/circle`.
        if isinstance(rule, AlertRule) or not _reads(later, rule.name, homes):
            yield Flaw(
                rule.source,
                f"{rule.what}: it reads `{name}`, which a later rule of its group records: it gets the value of the "
                f"evaluation before, {age} old",
                f"Put the rule that records `{name}` before it.",
                field="expr",
                related=(Related(later.source.location(), "recorded here"),),
                severity=Severity.INFO if isinstance(rule, AlertRule) else None,
                excerpt=marked(rule.expr, selector),
            )
    elif isinstance(rule, RecordingRule) and not any(_reads(one, rule.name, homes) for _, one in found):
        home, other = found[0]
        # Told once of two groups: it is one question in which they stand.
        if (group.name, home.name) in told:
            return
        told.add((group.name, home.name))
        yield Flaw(
            rule.source,
            f"{rule.what}: it reads `{name}` of group `{home.name}`, and groups are evaluated in no order: the value may be "
            "an interval old, from before what else the rule reads",
            "Put both into one group, the one that is read first.",
            field="expr",
            related=(Related(other.source.location(), "recorded here"),),
            severity=Severity.INFO,
            excerpt=marked(rule.expr, selector),
        )


def _reads(rule: RecordingRule, name: str, homes: Mapping[str, list[tuple[RuleGroup, RecordingRule]]]) -> bool:
    """Whether a rule reads a name, or something that reads it."""
    seen, waiting = {rule.name}, [rule]
    while waiting:
        for read in parse(waiting.pop().expr).metrics:
            if read == name:
                return True
            if read not in seen:
                seen.add(read)
                waiting.extend(one for _, one in homes.get(read, ()))
    return False
