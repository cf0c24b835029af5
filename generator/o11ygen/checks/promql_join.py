from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("promql/join", Severity.ERROR, of="expression", alike=True)
def promql_join(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Operators between two sides that never have the same labels.

    `sum(x) and y` matches nothing: the sum has no labels, and each series of `y` has some. The same goes for `on (instance)`
    where an aggregation has removed `instance` on one side, and for `{a="1"}` joined with `{a="2"}`. The result is empty,
    the alert never fires, and nothing tells. Where it is not known whether the series of the other side have the label that
    `on` asks for, it is a warning: those that have it match nothing.

    Bad::

        expr='sum(rate(requests_total[5m])) > 100 and up == 1'

    Good::

        expr='sum by (job) (rate(requests_total[5m])) > 100 and on (job) up == 1'
    """
    for remark in examined.flow.remarks:
        if remark.kind == "never_matches":
            yield examined.flaw(
                f"{remark.what}: {remark.why}; the result is empty",
                "Match by what both sides have, with `on (...)` or `ignoring (...)`, or keep the label where it is removed.",
                at=(remark.start, remark.end),
            )
        elif remark.kind == "one_sided_label":
            yield examined.flaw(
                f"{remark.what}: the other side has no `{remark.label}` ({remark.why})",
                f"Keep `{remark.label}` where it is removed, or take it out of `on (...)`.",
                at=(remark.start, remark.end),
                severity=Severity.WARNING,
            )
