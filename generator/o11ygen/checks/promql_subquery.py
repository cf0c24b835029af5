from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import TWO_SAMPLE_FUNCTIONS
from o11ygen.promql.language.nodes import Call, Instant, Range, Subquery
from o11ygen.promql.parts import bare
from o11ygen.resolved import Stack

_MOST_STEPS = 10_000


@check(
    "promql/subquery",
    Severity.WARNING,
    of="expression",
    alike=True,
    by=lambda stack: (stack.prometheus.evaluation_interval_ms, "scrape" in stack.known),
)
def promql_subquery(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Subqueries whose step does not fit their window, or that cost too much for a rule.

    A step longer than the window gives no value at all at most times (an error), as does one over half of it for `rate`,
    which needs two. A step longer than the range inside looks past what happens between. And an expression that is
    evaluated ten thousand times at each evaluation of a rule is better recorded once (an info).

    Bad::

        expr="max_over_time(rate(requests_total[1m])[30m:1h]) > 100"

    Good::

        expr="max_over_time(rate(requests_total[1m])[30m:1m]) > 100"
    """
    if not examined.expression.of_rule:
        return
    for call in examined.nodes(Call):
        for argument in call.arguments:
            node = bare(argument)
            if isinstance(node, Subquery):
                yield from _judged(examined, call, node, stack)


def _judged(examined: Examined, call: Call, node: Subquery, stack: Stack) -> Iterator[Flaw]:
    window, step = node.window.value, _step(node, stack)
    if window is None or not step:
        return
    shown = f"`{examined.text_of(node)[node.operand.end - node.start :]}`"
    needed = 2 if call.name in TWO_SAMPLE_FUNCTIONS else 1
    inner = bare(node.operand)
    if window < needed * step:
        told = "no value" if needed == 1 else "a single value"
        yield examined.flaw(
            f"{shown} has a step of {_shown(step)}, so that the window holds {told} at most times, and `{call.name}` returns "
            "nothing",
            f"Make the step shorter: at most {_shown(window / needed / 2)}.",
            at=node,
            severity=Severity.ERROR,
        )
    elif window / step > _MOST_STEPS:
        yield examined.flaw(
            f"{shown} evaluates its inner expression {window / step:,.0f} times at each evaluation of the rule",
            "Record the inner expression, and read a window of that.",
            at=node,
            severity=Severity.INFO,
        )
    elif isinstance(inner, Call) and (missed := _missed(inner, step)):
        yield examined.flaw(
            f"{shown} has a step of {_shown(step)}, and `{inner.name}` inside looks back {_shown(missed)} only: what happens "
            "between is not seen",
            f"Make the step {_shown(missed)}, or the inner range {_shown(step)}.",
            at=node,
            severity=Severity.INFO,
        )
    elif isinstance(inner, Instant) and node.step is None and not inner.offset:
        yield examined.flaw(
            f"{shown} is a subquery over a plain selector: it takes one value for each evaluation interval, not each sample",
            f"Leave the colon out: `[{_shown(window)}]`.",
            at=node,
            severity=Severity.INFO,
        )


def _step(node: Subquery, stack: Stack) -> float:
    """In seconds; 0 where it is not known. Without one it is the evaluation interval."""
    if node.step is not None:
        return node.step.value or 0.0
    return stack.prometheus.evaluation_interval_ms / 1000 if "scrape" in stack.known else 0.0


def _missed(call: Call, step: float) -> float:
    """How far the inner function looks back, where that is less than a step."""
    ranges = [one.window.value for one in map(bare, call.arguments) if isinstance(one, Range)]
    return next((one for one in ranges if one is not None and one < step), 0.0)


def _shown(seconds: float) -> str:
    return readable_duration(max(round(seconds * 1000), 1))
