from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity, nearest_name
from o11ygen.promql.language.nodes import Instant
from o11ygen.resolved import Stack

_DIGITS = r"\d+"


@check("rule/unrecorded", Severity.ERROR, of="expression", alike=True, by=lambda stack: "rules" in stack.known)
def rule_unrecorded(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Expressions that read a recorded series (`level:metric:operations`) which no rule records.

    A colon in a name says that a rule records it. Without that rule the query returns nothing: the alert never fires, and
    nobody is told. Where only a part of the rules is known, as of files that somebody else wrote, only a name that differs
    by a letter or two from one that they do record is told (a warning).

    Bad::

        Alert("Busy", ..., expr="job:requets:rate5m > 100")
        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")

    Good::

        Alert("Busy", ..., expr="job:requests:rate5m > 100")
        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
    """
    for selector, facts in zip(examined.nodes(Instant), examined.query.selectors, strict=True):
        name = facts.metric
        if ":" not in name or stack.series.knows(name):
            continue
        everything = "rules" in stack.known
        meant = nearest_name(name, stack.series.records) if everything else _slip_of(name, stack)
        if everything or meant:
            yield examined.flaw(
                f"no rule records `{name}`, so the query returns nothing and nobody notices",
                f'Did you mean "{meant}"?' if meant else f'Record it: `RecordingRule("{name}", expr=...)`.',
                at=selector,
                severity=None if everything else Severity.WARNING,
            )


def _slip_of(name: str, stack: Stack) -> str:
    """A recorded name that differs by a slip of the pen; another number is another series."""
    near = nearest_name(name, (one for one in stack.series.records if abs(len(one) - len(name)) <= 2))
    if not near or re.findall(_DIGITS, near) != re.findall(_DIGITS, name):
        return ""
    return near if _slips(name, near) <= 2 else ""


def _slips(one: str, other: str) -> int:
    """How many letters must be changed, put in or taken out."""
    row = list(range(len(other) + 1))
    for line, letter in enumerate(one, start=1):
        before, row[0] = row[0], line
        for column, against in enumerate(other, start=1):
            before, row[column] = row[column], min(before + (letter != against), row[column] + 1, row[column - 1] + 1)
    return row[-1]
