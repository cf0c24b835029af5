from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from o11ygen.check import Flaw, check
from o11ygen.duration import parse_duration, readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import Query, parse
from o11ygen.resolved import RecordingRule, Stack

_TIMED = r"(?:\A|[_:])(?P<operation>[a-z_]*?[a-z])(?P<window>(?:\d+(?:ms|[smhdwy]))+)(?=[_:]|\Z)"
# Both count per second, or both over the window.
_PER_SECOND, _PER_WINDOW = frozenset(("rate", "irate")), frozenset(("increase", "delta", "idelta"))


@check("rule/operations", Severity.WARNING)
def rule_operations(stack: Stack) -> Iterator[Flaw]:
    """Recording rules whose name tells another window, or another operation, than they compute.

    Whoever reads `rate5m` in an alert at night takes it for a rate over five minutes, and chooses thresholds and `for` by
    that. After a change of the range, which left the name as it was, all of these are wrong.
    (https://prometheus.io/docs/practices/rules/)

    Bad::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[10m]))")

    Good::

        RecordingRule("job:requests:rate10m", expr="sum by (job) (rate(requests_total[10m]))")
    """
    right = stack.series.right.setdefault("rule/operations", set())
    for rule in stack.recording_rules:
        named = _named(rule.name.rpartition(":")[2]) if ":" in rule.name else ()
        if not named:
            continue
        # Of each kind of expressions with such names one is read.
        kind = (stack.series.kinds.of_expression(rule.expr), "*" in rule.expr or "/" in rule.expr, named)
        if kind in right:
            continue
        query = parse(rule.expr)
        windows = {one.range_ms for one in query.selectors} | {
            around.range_ms for one in query.selectors for around in one.subqueries
        }
        windows.discard(0)
        found = [
            flaw
            for operation, window in named
            for flaw in _judged(rule, query, windows, operation.rpartition("_")[2], window)
        ]
        yield from found
        # Where the windows agree no name of a metric has made it right.
        if not found and all(parse_duration(window) in windows for _, window in named):
            right.add(kind)


@lru_cache(maxsize=1024)
def _named(operations: str) -> tuple[tuple[str, str], ...]:
    """The operations with a window, and that, of the last part of a name: thousands of rules end alike."""
    return tuple(re.findall(_TIMED, operations))


def _judged(rule: RecordingRule, query: Query, windows: set[int], operation: str, window: str) -> Iterator[Flaw]:
    # What it reads may be recorded over this window already.
    if windows and parse_duration(window) not in windows and not any(window in name for name in query.metrics):
        ranges = " and ".join(f"`[{readable_duration(one)}]`" for one in sorted(windows))
        yield Flaw(
            rule.source,
            f"{rule.what}: its name says `{operation}{window}`, and it computes over {ranges}; thresholds are chosen by the "
            "name",
            "Call it by its range, or give it the range of its name.",
            field="name",
        )
        return
    used = {one.function for one in query.selectors if one.range_ms}
    for mine, others in ((_PER_SECOND, _PER_WINDOW), (_PER_WINDOW, _PER_SECOND)):
        wrong = sorted(used & others)
        # Divided or multiplied by the seconds of the window, the one becomes the other.
        if operation in mine and wrong and not used & mine and not re.search(r"[*/]", rule.expr):
            yield Flaw(
                rule.source,
                f"{rule.what}: its name says `{operation}{window}`, and it computes `{wrong[0]}`, which counts "
                f"{'per window' if operation in _PER_SECOND else 'per second'}; thresholds are chosen by the name",
                f"Call it `{wrong[0]}{window}`, or compute `{operation}`.",
                field="name",
            )
