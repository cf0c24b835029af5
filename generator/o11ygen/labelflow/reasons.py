"""Why a label is there, or can't be: in the words that findings and `explain` show."""

from __future__ import annotations

from o11ygen.labelflow.knowledge import Knowledge
from o11ygen.labelflow.outcome import LabelState, Outcome
from o11ygen.promql.carried import carried
from o11ygen.promql.flow import Add, Bare, Both, Drop, Either, Enrich, Flow, Join, Keep, Series
from o11ygen.promql.possible import possible_labels


def state(outcome: Outcome, name: str) -> LabelState:
    """Whether an outcome has a label, and why."""
    reason = why_not(outcome, name)
    if reason:
        return LabelState("impossible", reason)
    origin = _origin(outcome.flow, name, outcome)
    if name in outcome.sure:
        return LabelState("sure", origin or "it is on every series")
    return LabelState("possible", origin or "nothing tells whether it is there")


def why_not(outcome: Outcome, name: str) -> str:
    """Why an outcome can't have a label; empty where it may."""
    known = possible_labels(outcome.flow, labels_of=outcome.knowledge.possible)
    return "" if known.may_carry(name) else known.removed_by(name)


def names_in(outcome: Outcome) -> frozenset[str]:
    """Every label that is named on the way to an outcome."""
    return frozenset(_names(outcome.flow, outcome.knowledge)) - {""}


def _names(flow: Flow, knowledge: Knowledge) -> set[str]:
    match flow:
        case Series(metric, sure, empty):
            return {*sure, *empty, *(knowledge.possible(metric) or ()), *(knowledge.carried(metric) or ())}
        case Bare(labels, _):
            return set(labels)
        case Keep(_, labels, inner) | Drop(_, labels, inner):
            return _names(inner, knowledge).union(labels)
        case Add(label, _, _, inner):
            return _names(inner, knowledge) | {label}
        case Join():
            return _names(flow.many, knowledge).union(_names(flow.one, knowledge), flow.labels, flow.include)
        case Both(left, right, _, _) | Either(left, right):
            return _names(left, knowledge) | _names(right, knowledge)
        case Enrich(inner):
            return _names(inner, knowledge)


def _origin(flow: Flow, name: str, outcome: Outcome) -> str:
    """Where a label that may be there comes from; empty where nothing says so."""
    match flow:
        case Series(metric, sure, _):
            known = outcome.knowledge
            if name in sure:
                return _matched(outcome, name) or f"demanded of `{metric or 'the series'}`"
            named = name in (known.possible(metric) or ()) or name in (known.carried(metric) or ())
            return known.presence(metric, name) if named else ""
        case Bare(_, source):
            return f"set by {source}"
        case Keep(_, _, inner) | Drop(_, _, inner):
            return _origin(inner, name, outcome)
        case Add(label, _, sources, inner, setter):
            if label != name:
                return _origin(inner, name, outcome)
            copied = f"copied from {' and '.join(f'`{one}`' for one in sources if one)}"
            return f"{copied} by {setter}" if any(sources) else f"set by {setter}"
        case Join():
            return _joined(flow, name, outcome)
        case Both(left, right, on, labels):
            return _of_pair(left, right, (name in labels) == on, name, outcome)
        case Either(left, right):
            return _origin(left, name, outcome) or _origin(right, name, outcome)
        case Enrich(inner):
            return _origin(inner, name, outcome) or "`info()` may add it"


def _joined(join: Join, name: str, outcome: Outcome) -> str:
    if name in join.include:
        inner = _origin(join.one, name, outcome)
        return f"taken over by `{join.grouped}`" + (f": {inner}" if inner else "")
    return _of_pair(join.many, join.one, (name in join.labels) == join.on, name, outcome)


def _of_pair(one: Flow, other: Flow, matched: bool, name: str, outcome: Outcome) -> str:
    """Of two matched series have the same value, so what makes it sure of either one counts."""
    known = outcome.knowledge.carried
    if matched and name not in carried(one, labels_of=known) and name in carried(other, labels_of=known):
        return _origin(other, name, outcome)
    return _origin(one, name, outcome)


def _matched(outcome: Outcome, name: str) -> str:
    told = [str(one) for one in outcome.pins if one.name == name]
    return f"matched by `{', '.join(told)}`" if told else ""
