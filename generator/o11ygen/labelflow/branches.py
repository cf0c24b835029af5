"""Several branches of a part together."""

from __future__ import annotations

from collections.abc import Sequence

from o11ygen.labelflow.comparing import number_in
from o11ygen.labelflow.outcome import Outcome, returns_of

Outcomes = tuple[Outcome, ...]


def are_numbers(outcomes: Sequence[Outcome]) -> bool:
    """Whether none of several branches may be a native histogram, or it is one that no other may stand in for."""
    if len(outcomes) == 1 and not outcomes[0].stands_in:
        return True
    alive = [one for one in outcomes if one.returns != "never"]
    return not any(one.stands_in for one in alive) or all(one.sample.is_number for one in alive)


def number_of(outcomes: Outcomes) -> float | None:
    """The one number that an argument is; None for a text, or what is not known."""
    if len(outcomes) != 1:
        return None
    return number_in(outcomes[0].sample)


def together(branches: list[Outcome]) -> Outcome:
    """Branches of which an aggregation makes a single series."""
    first = branches[0]
    if len(branches) == 1:
        return first
    returns = returns_of(tuple(branches))
    conditional = all(one.conditions for one in branches)
    return first._replace(
        returns=returns,
        why=next((one.why for one in branches if one.returns == returns), ""),
        pins=(),
        conditions=tuple(condition for one in branches for condition in one.conditions) if conditional else (),
        joins=tuple(joined for one in branches for joined in one.joins),
        reach_ms=max(one.reach_ms for one in branches),
        fixed=any(one.fixed for one in branches),
        metrics=tuple(dict.fromkeys(name for one in branches for name in one.metrics)),
        absent=all(one.absent for one in branches),
        stands_in="",
    )
