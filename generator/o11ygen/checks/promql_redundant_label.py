from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_HINTS = {
    "redundant_label": "Leave `{label}` out.",
    "overwritten_label": "Leave `{label}` out to keep the own value; or give the other one a name of its own first, with "
    "`label_replace`.",
    "unused_label": "Leave `{label}` out, or keep it in what stands around.",
}


@check("promql/redundant-label", Severity.INFO, advice=True, of="expression", alike=True)
def promql_redundant_label(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Labels that are taken over or set without any effect.

    `group_left (team)` of which an aggregation around keeps nothing, or that overwrites a `team` which every series has:
    somebody expects the label to be in the result, for a route or a text, and it is not there or has another value.

    Bad::

        expr='sum by (job) (up * on (job) group_left (method) sum by (job, method) (rate(requests_total[5m]))) > 1'

    Good::

        expr='sum by (job, method) (up * on (job) group_right () sum by (job, method) (rate(requests_total[5m]))) > 1'
    """
    # Panels are copied from one another, with joins that only choose: a label more does no harm there.
    for remark in examined.flow.remarks if examined.expression.of_rule else ():
        hint = _HINTS.get(remark.kind)
        # `without` and `ignoring` may name labels that only some metrics have.
        if hint is not None and not remark.what.startswith(("`without", "`ignoring")):
            yield examined.flaw(
                f"{remark.what}: {remark.why}" if remark.why else remark.what,
                hint.format(label=remark.label),
                at=(remark.start, remark.end),
            )
