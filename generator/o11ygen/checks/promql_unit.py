from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Binary, Node
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.parts import bare, is_call
from o11ygen.resolved import Stack
from o11ygen.resolved.units import unit_of

_TIMES = ("seconds", "milliseconds", "microseconds", "nanoseconds")
_KNOWN = frozenset((*_TIMES, "bytes", "ratio", "percent"))
_SECONDS = {"milliseconds": "1000", "microseconds": "1e6", "nanoseconds": "1e9"}


@check("promql/unit", Severity.WARNING, of="expression", alike=True)
def promql_unit(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Conditions and sums that mix units: a ratio compared with 90, a percentage with 0.9, seconds with milliseconds.

    Prometheus knows no units. A ratio of 0.95 is never above 90, a percentage of 1 is above 0.9: the alert never fires, or
    always. `time()` is in seconds; minus a time in milliseconds it is a number far below 0. A unit is the one that the
    metric is declared with, or the one that its name ends with.

    Bad::

        Gauge("disk_used_ratio", "Share of the disk in use.", unit="ratio")
        Alert("DiskFull", ..., expr="disk_used_ratio > 90")

    Good::

        Gauge("disk_used_ratio", "Share of the disk in use.", unit="ratio")
        Alert("DiskFull", ..., expr="disk_used_ratio > 0.9")
    """
    for node in examined.nodes(Binary):
        if node.op in COMPARISONS:
            yield from _compared(examined, node, stack)
        if node.op in COMPARISONS or node.op in ("+", "-"):
            yield from _mixed(examined, node, stack)


def _compared(examined: Examined, node: Binary, stack: Stack) -> Iterator[Flaw]:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        number = constant(other)
        if number is None or side.type != "vector":
            continue
        unit = unit_of(side, stack.series)
        # A burn rate is how many times as fast as allowed the budget goes: 14.4 is usual.
        burns = "burn" in examined.text_of(side)
        if unit == "ratio" and not burns and 5 <= abs(number) <= 100 and not _is_settled(examined, node):
            yield examined.flaw(
                f"`{examined.text_of(side)}` is a ratio, where 1 is all of it, and is compared with {number:g}, which looks "
                "like percent",
                f"Write {number / 100:g}.",
                at=node,
            )
        elif unit == "percent" and 0.5 <= number < 1:
            yield examined.flaw(
                f"`{examined.text_of(side)}` is in percent, where 100 is all of it, and is compared with {number:g}, which "
                "looks like a ratio",
                f"Write {number * 100:g}.",
                at=node,
            )


def _is_settled(examined: Examined, node: Binary) -> bool:
    """Whether the declared range tells already: that is a finding of its own."""
    return any((one.start, one.end) == (node.start, node.end) for one in examined.flow.remarks)


def _mixed(examined: Examined, node: Binary, stack: Stack) -> Iterator[Flaw]:
    left, right = _unit(node.left, stack), _unit(node.right, stack)
    if left == right or not {left, right} <= _KNOWN:
        return
    time = left in _TIMES and right in _TIMES
    what = "compares" if node.op in COMPARISONS else "adds" if node.op == "+" else "subtracts"
    small = right if left == "seconds" else left
    hint = (
        f"Divide the {small} by {_SECONDS[small]} first."
        if time and "seconds" in (left, right)
        else "Bring both to one."
    )
    yield examined.flaw(f"`{node.op}` {what} {left} and {right}: the result means nothing", hint, at=node)


def _unit(node: Node, stack: Stack) -> str:
    part = bare(node)
    if is_call(part, "time", "timestamp"):
        return "seconds"
    if isinstance(part, Binary) and part.op == "-" and is_call(bare(part.left), "time"):
        return "seconds"
    return unit_of(part, stack.series)
