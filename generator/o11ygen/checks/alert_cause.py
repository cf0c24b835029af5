from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.promql.wellknown import is_cause
from o11ygen.resolved import AlertRule, Stack

_PAGING = ("critical", "page")


@check("alert/cause", Severity.INFO, advice=True, of="alert", alike=True)
def alert_cause(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Alerts that wake somebody for a cause, such as a busy CPU, and not for what users notice of it.

    A machine at 95% CPU may do just what it was bought for, and a slow service may have idle machines. Pages on causes wake
    people for nothing and stay silent for what they do not name. https://sre.google/workbook/alerting-on-slos/ pages on the
    service level, and keeps causes for dashboards and tickets.

    Bad::

        External("node_load5", kind="gauge")
        Alert("BusyNode", ..., expr="node_load5 > 10", severity=Severity.CRITICAL)

    Good::

        External("node_load5", kind="gauge")
        Alert("BusyNode", ..., expr="node_load5 > 10", severity=Severity.INFO)
    """
    if alert.severity not in _PAGING:
        return
    query = parse(alert.expr)
    names = query.metrics
    # What stands still is no longer busy.
    if names and "min_over_time" not in query.functions and all(map(is_cause, names)):
        yield Flaw(
            alert.source,
            f"{alert.what}: wakes people for `{names[0]}`, which users do not notice; it may be high while all is well",
            "Page on errors or latency, and tell of this with a lower severity.",
            field="severity",
        )
