from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Call
from o11ygen.resolved import Stack

_INSTEAD = {"irate": "rate", "idelta": "delta"}


@check("promql/irate", Severity.WARNING, of="expression", alike=True)
def promql_irate(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """`irate` and `idelta` in rules, which look at the last two samples only.

    An alert on them sees one moment of each evaluation interval: a short dip starts `for` anew, so that an error rate which
    is high for hours never pages; and a short peak looks like an outage. In a recording rule all other moments are lost for
    good (an info).

    Bad::

        expr="irate(requests_total[5m]) > 100"

    Good::

        expr="rate(requests_total[5m]) > 100"
    """
    if not examined.expression.of_rule:
        return
    alerting = examined.expression.kind == "alert"
    for call in examined.nodes(Call):
        if call.name not in _INSTEAD or _smoothed(examined, call):
            continue
        consequence = (
            "a short dip starts `for` anew, and a short peak fires"
            if alerting
            else "what happens between two evaluations is not recorded"
        )
        yield examined.flaw(
            f"`{call.name}` goes by the last two samples of its range only: {consequence}",
            f"Use `{_INSTEAD[call.name]}`, which goes by all of them.",
            at=call,
            severity=None if alerting else Severity.INFO,
        )


def _smoothed(examined: Examined, call: Call) -> bool:
    """Whether a function over a subquery takes all moments together, as `max_over_time(irate(x[1m])[10m:15s])` does."""
    return any(isinstance(around, Call) and around.name.endswith("_over_time") for around in examined.around(call))
