from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Stack
from o11ygen.resolved.routing import Matcher


@check("rule/unused", Severity.INFO, advice=True, needs=("rules", "dashboards"))
def rule_unused(stack: Stack) -> Iterator[Flaw]:
    """Recording rules that no alert, no other rule and no dashboard reads.

    Prometheus evaluates them as often as the others, and keeps what they make for as long. Often it is a sign of something
    worse: whoever was to read it computes the same anew, or reads a name that nobody records any more. An environment that
    sends its samples on (`remote_write`) is not judged, since they are read elsewhere.

    Bad::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
        Alert("Busy", ..., expr="sum by (job) (rate(requests_total[5m])) > 100")

    Good::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
        Alert("Busy", ..., expr="job:requests:rate5m > 100")
    """
    unread = {rule.name: rule for rule in stack.recording_rules}
    if not unread or stack.prometheus.remote_write:
        return
    for expression in stack.expressions:
        read = stack.series.kinds.read_by(expression.text)
        for name in read:
            unread.pop(name, None)
        for selector in parse(expression.text).selectors if "" in read else ():
            if not selector.metric:
                by_name = [Matcher(one.name, one.op, one.value) for one in selector.matchers if one.name == "__name__"]
                chosen = [name for name in unread if all(one.matches({"__name__": name}) for one in by_name)]
                for name in chosen:
                    del unread[name]
        if not unread:
            return
    for rule in unread.values():
        yield Flaw(
            rule.source,
            f"{rule.what}: no alert, rule or dashboard reads `{rule.name}`, and Prometheus computes and stores it all the "
            "same",
            "Read it where the same is computed, or take it out; if somebody outside reads it, say so with `allow`.",
            field="name",
        )
