from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_LEVEL_METRIC_OPERATIONS = r"[a-z][a-z0-9_]*:[a-z][a-z0-9_]*(?::[a-z][a-z0-9_]*)?"


@check("rule/naming", Severity.WARNING)
def rule_naming(stack: Stack) -> Iterator[Flaw]:
    """Recording rules that are not named `level:metric:operations`.

    The colons tell readers of a query that a series is recorded, by which labels it is aggregated and how it was
    computed. Colons are reserved for that: no exporter may use them. In files that others wrote a name with a colon will do,
    and one without is an info.
    (https://prometheus.io/docs/practices/rules/)

    Bad::

        RecordingRule("request_rate", expr="sum by (job) (rate(requests_total[5m]))")

    Good::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
    """
    ours = "conventions" in stack.known
    follows = re.compile(_LEVEL_METRIC_OPERATIONS).fullmatch
    for rule in stack.recording_rules:
        # Facts as labels are aggregated by nothing; their name says what they are.
        if rule.name.endswith("_info"):
            continue
        if not follows(rule.name) and (ours or ":" not in rule.name):
            yield Flaw(
                rule.source,
                f"{rule.what}: the name does not say `level:metric:operations`, so readers take it for a scraped metric",
                "Name the labels it keeps, the metric, and the operations: `job:http_requests:rate5m`.",
                field="name",
                severity=None if ours else Severity.INFO,
            )
