from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Stack


@check("rule/alias", Severity.INFO, advice=True)
def rule_alias(stack: Stack) -> Iterator[Flaw]:
    """Recording rules that compute nothing: they store a metric a second time under another name.

    Every series is kept twice, and the copy lags by an evaluation: an alert on it fires later than one on the metric, and
    goes on for a while after the target is gone.

    Bad::

        RecordingRule("job:requests:total", expr="requests_total")

    Good::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
    """
    for rule in stack.recording_rules:
        read = rule.expr.strip(" ()\n\t")
        if not read.replace(":", "_").isidentifier():
            continue
        query = parse(rule.expr)
        if not rule.labels and not query.functions and query.metrics == (read,):
            yield Flaw(
                rule.source,
                f"{rule.what}: it stores `{read}` a second time as it is, an evaluation later",
                f"Read `{read}` itself, or record what is computed of it.",
                field="expr",
            )
