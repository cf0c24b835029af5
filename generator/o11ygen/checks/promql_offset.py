from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Instant, Range, Subquery
from o11ygen.resolved import Stack


@check("promql/offset", Severity.WARNING, of="expression", alike=True)
def promql_offset(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Rules that look into the future with a negative `offset`, or at one moment of the past with `@`.

    A rule is evaluated now: of the future there are no samples, so that the result is empty or half of what it should be.
    A fixed moment gives the same result for ever, until its data is deleted and it gives none. Both are made for graphs,
    where all times lie in the past.

    Bad::

        expr="rate(requests_total[5m] offset -1h) > 1"

    Good::

        expr="rate(requests_total[5m] offset 1h) > 1"
    """
    if not examined.expression.of_rule:
        return
    for part in examined.nodes(Instant, Range, Subquery):
        seconds = 0.0 if part.offset is None else part.offset.value or 0.0
        if seconds < 0 and not _made_up_for(examined, part, seconds):
            yield examined.flaw(
                f"`{examined.text_of(part)}` looks {readable_duration(round(-seconds * 1000))} into the future, of which "
                "there are no samples yet when a rule is evaluated",
                "Look back: write the offset without its sign, on the other side of a comparison if need be.",
                at=part,
            )
        if isinstance(part.at, float):
            yield examined.flaw(
                f"`{examined.text_of(part)}` asks for one fixed moment: the rule gives the same result at each evaluation, "
                "until that data is deleted, and none from then on",
                "Use `offset`, which moves on with the time.",
                at=part,
            )


def _made_up_for(examined: Examined, part: Instant | Range | Subquery, seconds: float) -> bool:
    """Whether a subquery around it looks back at least as far."""
    back = [
        around.offset.value or 0.0
        for around in examined.around(part)
        if isinstance(around, Subquery) and around.offset is not None
    ]
    return sum(back) + seconds >= 0
