from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Node
from o11ygen.promql.limits import ANY, Limits, hull
from o11ygen.promql.parts import bare, window_of
from o11ygen.promql.quotients import idle_quotient, is_summed_up
from o11ygen.resolved import Stack
from o11ygen.resolved.quotients import recorded_quotients

_ADDING = ("sum", "avg", "stddev", "stdvar")
_ADDING_OVER_TIME = ("sum_over_time", "avg_over_time", "stddev_over_time", "stdvar_over_time")


@check("promql/nan", Severity.WARNING, of="expression", alike=True)
def promql_nan(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Quotients of rates that are added up, averaged, or compared with `!=`.

    Without traffic the quotient is 0 / 0, which is NaN. One NaN makes the whole sum or average NaN: a single idle instance,
    or one quiet minute of the last thirty days, and the alert can't fire any more. And NaN differs from every number, so
    that `!=` is true of it. Divided by `(... > 0)`, idle series are left out. A quotient that is only compared with `<` or
    `>` is right: without traffic there is nothing to tell. Recorded quotients count too. Where it is divided by a sum over
    several series, which seldom all stand still, it is an info.

    Bad::

        expr='avg(rate(requests_total{status="500"}[5m]) / ignoring (status) rate(requests_total{status="all"}[5m])) > 0.1'

    Good::

        expr='sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.1'
    """

    def limits_of(node: Node) -> Limits:
        outcomes = examined.flow.of(node)
        return hull(one.limits for one in outcomes) if outcomes else ANY

    for node in examined.nodes(Aggregate, Call, Binary):
        inner, what, consequence = _poisoned(node)
        if inner is None:
            continue
        quotient = idle_quotient(inner, limits_of, recorded_quotients(stack).__contains__)
        summed_up = quotient is not None and is_summed_up(quotient)
        if quotient is None or (summed_up and isinstance(node, Aggregate)):
            continue
        shown = f"`{examined.text_of(quotient)}`" if len(examined.text_of(quotient)) <= 80 else "the quotient"
        recorded = "" if isinstance(quotient, Binary) else ", which is recorded as a quotient,"
        yield examined.flaw(
            f"{shown}{recorded} is NaN while nothing happens (0 / 0), and `{what}` of it {consequence}",
            "Leave idle series out where it is divided: `... / (... > 0)`; or divide sums instead of adding up quotients.",
            at=node,
            severity=Severity.INFO if summed_up else None,
        )


def _poisoned(node: Aggregate | Call | Binary) -> tuple[Node | None, str, str]:
    """What NaN in it makes wrong, the word for it, and how."""
    match node:
        case Aggregate() if node.op in _ADDING:
            return node.arguments[-1], node.op, "is NaN as soon as one series is"
        case Call() if node.name in _ADDING_OVER_TIME:
            window = window_of(node)
            inner = None if window is None else getattr(window, "operand", window)
            return inner, node.name, "is NaN for as long as one such moment lies in its range"
        case Binary() if node.op == "!=" and constant(bare(node.right)) is not None:
            return node.left, "!=", "is always true"
    return None, "", ""
