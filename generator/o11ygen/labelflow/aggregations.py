"""Aggregations: what they do to the series that they take together."""

from __future__ import annotations

from o11ygen.labelflow import meanings
from o11ygen.labelflow.branches import are_numbers, number_of, together
from o11ygen.labelflow.outcome import Outcome
from o11ygen.promql.labelling import SELECTING, aggregated
from o11ygen.promql.language.nodes import Aggregate
from o11ygen.promql.query import Matcher
from o11ygen.promql.relabel import literal

Outcomes = tuple[Outcome, ...]
# Aggregations that give something for any series.
_OF_ANYTHING = frozenset(("count", "count_values", "group", "limitk"))


def grouped(node: Aggregate, arguments: list[Outcomes]) -> Outcomes:
    """The outcomes of an aggregation."""
    op = node.op
    inner = arguments[-1]
    parameter = arguments[0][0] if len(arguments) > 1 and arguments[0] else None
    number = number_of((parameter,)) if parameter is not None else None
    if op in SELECTING:
        numeric = op in _OF_ANYTHING or are_numbers(inner)
        return tuple(_chosen(op, one, number, parameter, numeric=numeric) for one in inner)
    alive = [one for one in inner if one.returns != "never"]
    mixed = meanings.mixed([one.sample for one in alive or inner])
    sample = meanings.aggregated(op, mixed, number)
    reach = parameter.reach_ms if parameter is not None else 0
    branches = (together(alive or list(inner)),) if not node.clause else inner
    numeric = op in _OF_ANYTHING or are_numbers(inner)
    if op in ("sum", "avg") and len(alive) > 1:
        # A group with numbers and histograms in it gives nothing.
        numeric = all(one.sample.is_number for one in alive)
    counted = literal(node.arguments[0]) if op == "count_values" else ""
    found = [
        Outcome(
            aggregated(node, one.flow),
            one.knowledge,
            sample,
            *(("sometimes", "") if one.returns == "always" and not numeric else (one.returns, one.why)),
            _left(node, one.pins, counted) if one.pins else (),
            one.conditions,
            one.joins,
            max(one.reach_ms, reach),
            one.fixed or (parameter is not None and parameter.fixed),
            one.metrics,
            (op, *one.operations),
            one.absent,
            "other" if one.stands_in == "other" else "",
        )
        for one in branches
    ]
    return tuple(found)


def _left(node: Aggregate, pins: tuple[Matcher, ...], counted: str) -> tuple[Matcher, ...]:
    if node.clause == "by":
        return tuple(pin for pin in pins if pin.name in node.labels and pin.name != counted)
    if node.clause == "without":
        return tuple(pin for pin in pins if pin.name not in node.labels and pin.name not in (counted, "__name__"))
    return ()


def _chosen(op: str, one: Outcome, number: float | None, parameter: Outcome | None, *, numeric: bool) -> Outcome:
    """What `topk` and its kind leave of one branch."""
    returns, why = one.returns, one.why
    if returns != "never" and number is not None:
        none = number == 0 if op == "limit_ratio" else number < 1
        if none:
            returns, why = "never", f"`{op}({number:g}, ...)` chooses no series"
    if returns == "always" and (number is None or op == "limit_ratio" or not numeric):
        returns, why = "sometimes", ""
    # Of several branches, another one may be chosen.
    reach = max(one.reach_ms, parameter.reach_ms if parameter is not None else 0)
    return one._replace(returns=returns, why=why, reach_ms=reach, operations=(op, *one.operations))
