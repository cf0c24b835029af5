from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse, possible_labels
from o11ygen.resolved import RecordingRule, Stack
from o11ygen.resolved.cardinality import most_series


@check("rule/limit", Severity.WARNING, needs=("metrics", "scrape"))
def rule_limit(stack: Stack) -> Iterator[Flaw]:
    """Rules that may make more series than the `limit` of their group lets through.

    One series over the limit and the rule fails as a whole: nothing is recorded, and no alert of it fires, in the very
    outage in which most of them would (an info for alerts, which seldom fire all at once). How many there may be follows
    from the declared values of the labels that the expression keeps.

    Bad::

        by_method = RecordingRule("method:requests:rate5m", expr="sum by (method) (rate(requests_total[5m]))")
        Group("wide", limit=1, rules=(by_method,))

    Good::

        by_method = RecordingRule("method:requests:rate5m", expr="sum by (method) (rate(requests_total[5m]))")
        Group("wide", limit=10, rules=(by_method,))
    """
    for group in stack.groups:
        told: set[str] = set()
        for rule in group.rules if group.limit > 0 else ():
            query = parse(rule.expr)
            labels = possible_labels(query, labels_of=stack.series.possible).labels
            recorded = any(name in stack.series.records for name in query.metrics)
            if rule.id in told or labels is None or recorded:
                continue
            most = most_series(stack, query.metrics, labels)
            if most > group.limit:
                told.add(rule.id)
                kind = "series" if isinstance(rule, RecordingRule) else "alerts"
                yield Flaw(
                    rule.source,
                    f"{rule.source.what}: it makes up to `{most:,}` {kind}, and over the limit of {group.limit:,} of group "
                    f"`{group.name}` it fails as a whole",
                    "Raise `limit`, or aggregate more labels away.",
                    field="expr",
                    severity=None if kind == "series" else Severity.INFO,
                )
