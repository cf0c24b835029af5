from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import RecordingRule, Stack

# What changes the unit: arithmetic, outside of braces and texts.
_ARITHMETIC = r"[-+*/%^]|\batan2\b"
_NOT_CODE = r'"(?:[^"\\]|\\.)*"|\{[^}]*\}|\[[^\]]*\]|\boffset\s+-?\w+|#.*'
_SCALED = {"percent": "ratio", "milliseconds": "seconds", "ms": "seconds", "kilobytes": "bytes", "megabytes": "bytes"}
# Functions and aggregations whose result is in the unit of what they read.
_KEEPING = frozenset(
    ("avg_over_time", "max_over_time", "min_over_time", "last_over_time", "sum_over_time", "quantile_over_time", "abs")
)
_OTHER_UNIT = frozenset(("count", "count_values", "group", "stdvar"))


@check("rule/unit", Severity.WARNING)
def rule_unit(stack: Stack) -> Iterator[Flaw]:
    """Recording rules whose unit is not that of what they record, or is no base unit.

    The threshold of an alert on the recorded series is chosen by its unit: who reads `percent` writes `> 5` where the
    series never gets beyond 1, and the alert never fires.

    Bad::

        RecordingRule("job:errors:ratio_rate5m", ..., unit="percent")

    Good::

        RecordingRule("job:errors:ratio_rate5m", ..., unit="ratio")
    """
    for rule in stack.recording_rules:
        if not rule.unit:
            continue
        message = hint = ""
        scaled = _SCALED.get(rule.unit.lower())
        read = _unit_read(rule, stack)
        if "ratio" in re.split(r"[:_]", rule.name) and rule.unit != "ratio":
            message = f"it is named a ratio, and its unit is `{rule.unit}`; a threshold by either is wrong by the other"
            hint = 'Write `unit="ratio"`, or rename it.'
        elif scaled:
            message = f"its unit, `{rule.unit}`, is no base unit, so it can't be compared with other series"
            hint = f'Record the {scaled}, and write `unit="{scaled}"`.'
        elif read and read != rule.unit:
            message = f"its unit is `{rule.unit}`, but it records values in `{read}` as they are"
            hint = f'Write `unit="{read}"`, or convert the values in `expr`.'
        if message:
            yield Flaw(rule.source, f"{rule.what}: {message}", hint, field="unit")


def _unit_read(rule: RecordingRule, stack: Stack) -> str:
    """The unit of the one metric that is recorded without being computed with; empty where there is none."""
    # That a rule computes, most texts tell without a parse.
    if re.search(_ARITHMETIC, re.sub(_NOT_CODE, "", rule.expr)):
        return ""
    query = parse(rule.expr)
    if len(query.selectors) != 1 or not _KEEPING.issuperset(query.functions):
        return ""
    if any(one.op in _OTHER_UNIT for one in query.aggregations):
        return ""
    name = query.selectors[0].metric
    units = {metric.unit for metric in stack.series.metrics.get(name, ()) if name == metric.name}
    return next(iter(units)) if len(units) == 1 else ""
