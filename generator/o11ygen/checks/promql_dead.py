from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_RECORDED = "records what never returns"
_HINTS = {
    "dead_branch": "Leave it out, or put a condition on the left side.",
    "never_returns": "Write what was meant to be left.",
    "needless": "Leave it out, or match by what both sides have, with `on (...)`.",
}
_CONSEQUENCES = {
    "dead_branch": "it is never looked at",
    "never_returns": "the result is empty",
    "needless": "the result is the same without it",
}


@check("promql/dead", Severity.WARNING, of="expression", alike=True)
def promql_dead(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Parts of an expression that can make no difference, whatever the data is.

    The right side of `vector(0) or x` is never returned; `x unless on () vector(1)` leaves nothing (an error); `x{a="1"}
    unless x{a="2"}` takes nothing away, since no series is on both sides. Whoever wrote it meant it to count.

    Bad::

        expr='up == 0 unless up{job=""} == 1'

    Good::

        expr='up == 0 unless on (instance) probe_success == 1'
    """
    for remark in examined.flow.remarks:
        # Of what a recording rule never returns it is told there, not with everyone who reads it.
        if remark.kind in _HINTS and _RECORDED not in remark.why:
            yield examined.flaw(
                f"{remark.what}: {remark.why}; {_CONSEQUENCES[remark.kind]}",
                _HINTS[remark.kind],
                at=(remark.start, remark.end),
                severity=Severity.ERROR if remark.kind == "never_returns" else None,
            )
