from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import COUNTER_FUNCTIONS
from o11ygen.promql.language.nodes import Call
from o11ygen.promql.parts import metric_of, windowed
from o11ygen.resolved import Stack
from o11ygen.resolved.exposed import Exposed, exposed

_GAUGE_FUNCTIONS = {
    "delta": "`increase`",
    "idelta": "`increase`",
    "deriv": "`rate`",
    "predict_linear": "`rate`, times the seconds to look ahead",
    "holt_winters": "the function on its `rate`, in a subquery",
    "double_exponential_smoothing": "the function on its `rate`, in a subquery",
}
_GAUGES = ("gauge", "quantile", "info")


@check("promql/rate-type", Severity.ERROR, of="expression", alike=True)
def promql_rate_type(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Functions of counters on a gauge, and functions of gauges on a counter.

    `rate` and its relatives take each fall of the value for a restart: of a gauge that goes down by one, the whole value
    is added, and the alert fires on nothing. `delta` and `deriv` do not know restarts: of a counter, each deployment is a
    deep fall.

    Bad::

        Gauge("queue_depth", "Jobs that wait.")
        Alert("QueueGrows", ..., expr="rate(queue_depth[5m]) > 1")

    Good::

        Gauge("queue_depth", "Jobs that wait.")
        Alert("QueueGrows", ..., expr="deriv(queue_depth[5m]) > 1")
    """
    for call in examined.nodes(Call):
        if call.name not in COUNTER_FUNCTIONS and call.name not in _GAUGE_FUNCTIONS:
            continue
        selector = windowed(call)
        if selector is None:
            continue
        name = metric_of(selector)
        kind = exposed(stack.series, name)
        if call.name in COUNTER_FUNCTIONS and kind.kind in _GAUGES:
            yield _on_gauge(examined, call, name, kind)
        elif call.name in _GAUGE_FUNCTIONS and kind.grows:
            yield examined.flaw(
                f"`{call.name}` is for gauges, and `{name}` is {kind}: after a restart it begins at 0 again, which looks "
                "like a deep fall",
                f"Use {_GAUGE_FUNCTIONS[call.name]}, which knows restarts.",
                at=call,
                severity=Severity.WARNING,
            )


def _on_gauge(examined: Examined, call: Call, name: str, kind: Exposed) -> Flaw:
    if call.name == "resets":
        return examined.flaw(
            f"`resets` counts restarts of a counter, and `{name}` is {kind}: it counts every fall of the value",
            "Count changes with `changes`, or restarts by `process_start_time_seconds`.",
            at=call,
            severity=Severity.WARNING,
        )
    remedy = "`deriv`" if call.name in ("rate", "irate") else "`delta`"
    return examined.flaw(
        f"`{call.name}` is for counters, and `{name}` is {kind}: each fall of the value counts as a restart, so that the "
        "result is far too high",
        f"Use {remedy}; or declare `{name}` as a counter, if it only grows."
        if kind.kind == "gauge"
        else f"Leave `{call.name}` out.",
        at=call,
    )
