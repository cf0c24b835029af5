from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Instant, Node
from o11ygen.promql.parts import bare, selected
from o11ygen.promql.patterns import choices
from o11ygen.resolved import Stack

_ABSENT = ("absent", "absent_over_time")


@check("promql/absent", Severity.INFO, of="expression", alike=True)
def promql_absent(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """`absent()` of something that is never absent, of several things at once, or of an aggregation.

    `absent(x or vector(0))` never returns anything (an error). `absent(up{job=~"a|b"})` is silent as long as one of the two
    is there: nobody hears that the other is gone. And of anything but a plain selector the result has no labels, so that
    neither routes nor texts learn what is missing.

    Bad::

        expr='absent(up{job=~"app|worker"})'

    Good::

        expr='absent(up{job="app"})'
    """
    for call in examined.nodes(Call):
        if call.name not in _ABSENT:
            continue
        argument = bare(call.arguments[0])
        selector = selected(argument)
        if _always(argument):
            yield examined.flaw(
                f"`{call.name}` of an expression that always returns something never returns anything itself",
                "Leave out the part that stands in for missing data, such as `or vector(0)`.",
                at=call,
                severity=Severity.ERROR,
            )
        elif isinstance(argument, Aggregate) and selected(argument.arguments[-1]) is not None:
            yield examined.flaw(
                f"`{call.name}` of an aggregation has no labels: neither routes nor texts learn what is missing",
                f"Leave `{argument.op}` out: `{call.name}` of the selector is the same, with the labels it asks for.",
                at=call,
            )
        elif selector is not None:
            yield from _of_several(examined, call, selector)


def _of_several(examined: Examined, call: Call, selector: Instant) -> Iterator[Flaw]:
    for matcher in selector.matchers:
        listed = choices(matcher.value) if matcher.op == "=~" and matcher.name != "__name__" else ()
        if len(set(listed)) > 1:
            yield examined.flaw(
                f'`{matcher.name}=~"{matcher.value}"` asks for {len(set(listed))} values at once: `{call.name}` returns '
                "nothing as long as one of them is there",
                f"Write one `{call.name}` for each value, with `or` between them.",
                at=(matcher.start, matcher.end),
            )


def _always(node: Node) -> bool:
    """Whether there is a result whatever the data is."""
    part = bare(node)
    if isinstance(part, Call):
        return part.name == "vector"
    if isinstance(part, Binary):
        return part.op == "or" and (_always(part.left) or _always(part.right))
    return False
