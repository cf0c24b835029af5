from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Aggregate, Call, Node
from o11ygen.resolved import Stack

_OF_FUNCTIONS = ("histogram_quantile", "quantile_over_time")


@check("promql/quantile", Severity.ERROR, of="expression", alike=True)
def promql_quantile(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Quantiles below 0 or above 1, such as a 95 that was meant as percent.

    Prometheus does not refuse them: beyond 1 the result is `+Inf`, below 0 it is `-Inf`, whatever the data. So the alert
    always fires, or never.

    Bad::

        expr="histogram_quantile(95, sum by (job, le) (rate(latency_seconds_bucket[5m]))) > 1"

    Good::

        expr="histogram_quantile(0.95, sum by (job, le) (rate(latency_seconds_bucket[5m]))) > 1"
    """
    for call in examined.nodes(Call, Aggregate):
        for share in _shares(call):
            value = constant(share)
            if value is None or 0 <= value <= 1:
                continue
            name = call.op if isinstance(call, Aggregate) else call.name
            result = "+Inf" if value > 1 else "-Inf" if value < 0 else "NaN"
            hint = f"Write it as a share: {value / 100:g}." if 1 < value <= 100 else "Write a share from 0 to 1."
            yield examined.flaw(
                f"the quantile of `{name}` is {value:g}, and a quantile lies between 0 and 1: the result is always {result}",
                hint,
                at=share,
            )


def _shares(call: Call | Aggregate) -> tuple[Node, ...]:
    if isinstance(call, Aggregate):
        return call.arguments[:1] if call.op == "quantile" else ()
    if call.name == "histogram_quantiles":
        return call.arguments[2:]
    return call.arguments[:1] if call.name in _OF_FUNCTIONS else ()
