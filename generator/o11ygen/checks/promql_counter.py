from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.condition import FLIPPED, constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Instant, Node
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.parts import metric_of, selectors
from o11ygen.promql.suffixes import counts_events
from o11ygen.resolved import Stack
from o11ygen.resolved.exposed import exposed

# What makes of a counter something that is no counter, or asks only whether it is there.
_READING = frozenset(
    ("rate", "irate", "increase", "resets", "changes", "absent", "absent_over_time", "present_over_time")
) | frozenset(("count_over_time", "timestamp", "histogram_quantile", "delta", "idelta", "deriv", "predict_linear"))
_ARITHMETIC = frozenset(("+", "-", "*", "/", "%", "^"))
_COUNTING = frozenset(("count", "group", "count_values"))


@check("promql/counter", Severity.WARNING, of="expression", alike=True)
def promql_counter(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Counters that are compared as they are, without `rate` or `increase`.

    A counter tells how often something happened since its process started. Beyond a threshold it stays there: the alert
    fires until the next restart, whatever happens now, and after a deployment it is silent though all is as bad as before.
    So it is with a quotient of two counters: a bad hour does not show in the average of a month.

    Bad::

        expr="requests_total > 1000"

    Good::

        expr="increase(requests_total[1h]) > 1000"
    """
    if not examined.expression.of_rule:
        return
    told: set[int] = set()
    for selector in examined.nodes(Instant):
        name = metric_of(selector)
        kind = exposed(stack.series, name)
        if not kind.grows or (kind.by_name and not counts_events(name)):
            continue
        compared = _compared(examined, selector, by_name=kind.by_name)
        if compared is None or id(compared) in told:
            continue
        told.add(id(compared))
        yield examined.flaw(
            f"`{name}` is {kind} and grows until its process restarts: the comparison is about all that happened since then, "
            "not about what happens now",
            f"Compare what was added: `increase({name}[1h])`, or `rate({name}[5m])` for each second.",
            at=selector,
        )


def _compared(examined: Examined, selector: Instant, *, by_name: bool) -> Binary | None:
    """The comparison that the raw value of a selector ends up in; None where its growth is read, or whether it is there."""
    inner: Node = selector
    compared: Binary | None = None
    for around in examined.around(selector):
        if isinstance(around, Binary):
            if around.op in ("unless", "and") and around.right is inner:
                return None
            if around.op in COMPARISONS and compared is None:
                if _is_meant(around, inner):
                    return None
                compared = around
            elif compared is None and _is_something_else(around, selector, by_name=by_name):
                return None
        elif compared is None and _is_read(around, inner):
            return None
        inner = around
    return compared


def _is_read(around: Node, inner: Node) -> bool:
    if isinstance(around, Aggregate):
        return around.op in _COUNTING or around.arguments[-1] is not inner
    return isinstance(around, Call) and around.name in _READING


def _is_something_else(node: Binary, selector: Instant, *, by_name: bool) -> bool:
    """`x unless x offset 1h` are those that are new; and what is only called `_total` may be a capacity."""
    if node.op == "unless":
        return metric_of(selector) in [metric_of(one) for one in selectors(node.right)]
    return by_name and node.op in _ARITHMETIC and constant(node.left) is None and constant(node.right) is None


def _is_meant(node: Binary, side: Node) -> bool:
    """Comparisons that make sense of a counter: with 0 from above, and with itself some time ago for equality."""
    left_is_counter = node.left is side
    other = node.right if left_is_counter else node.left
    number, op = constant(other), node.op if left_is_counter else FLIPPED[node.op]
    if number is not None:
        return (op, number) in (("==", 0), ("<=", 0), ("<", 1)) or number < 0
    names = {metric_of(one) for one in selectors(side)}
    return op in ("==", "!=") and names == {metric_of(one) for one in selectors(other)}
