"""Why a label is there, or can't be: in the words that findings and `explain` show."""

from __future__ import annotations

from o11ygen.labelflow.knowledge import Knowledge
from o11ygen.labelflow.outcome import LabelState, Outcome
from o11ygen.promql.carried import carried
from o11ygen.promql.flow import Add, Bare, Both, Drop, Either, Enrich, Flow, Join, Keep, Series, parts_of
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
    if known.may_carry(name):
        return ""
    reason = known.removed_by(name)
    for metric in outcome.metrics:
        lacks = f"`{metric}` has no label `{name}`"
        if lacks in reason and (recorded := outcome.knowledge.absence(metric, name)):
            reason = reason.replace(lacks, f"{lacks}: {recorded}")
    return reason


def names_in(outcome: Outcome) -> frozenset[str]:
    """Every label that is named on the way to an outcome."""
    return frozenset(_names(outcome.flow, outcome.knowledge)) - {""}


def _names(flow: Flow, knowledge: Knowledge) -> set[str]:
    found: set[str] = set()
    waiting = [flow]
    while waiting:
        match waiting.pop():
            case Series(metric, sure, empty):
                found.update(sure, empty, knowledge.possible(metric) or (), knowledge.carried(metric) or ())
            case Bare(labels, _):
                found.update(labels)
            case Keep(_, labels, inner) | Drop(_, labels, inner):
                found.update(labels)
                waiting.append(inner)
            case Add(label, _, _, inner):
                found.add(label)
                waiting.append(inner)
            case Join(_, many, one, _, labels, _, include):
                found.update(labels, include)
                waiting += (many, one)
            case Both(left, right, _, _) | Either(left, right):
                waiting += (left, right)
            case Enrich(inner):
                waiting.append(inner)
    return found


def _origin(flow: Flow, name: str, outcome: Outcome) -> str:
    """Where a label that may be there comes from; empty where nothing says so."""
    # Without recursion: what a join takes from one side may have come there by as many joins.
    taken = ""
    waiting = [flow]
    while waiting:
        part = waiting.pop()
        match part:
            case Join() if name in part.include and not taken:
                taken = f"taken over by `{part.grouped}`"
            case Add(label, _, sources, _, setter) if label == name:
                copied = f"copied from {' and '.join(f'`{one}`' for one in sources if one)}"
                return _after(taken, f"{copied} by {setter}" if any(sources) else f"set by {setter}")
            case Bare(_, source):
                return _after(taken, f"set by {source}")
            case Series() if reason := _of_series(part, name, outcome):
                return _after(taken, reason)
        waiting.extend(reversed(_towards(part, name, outcome)))
    return taken or ("`info()` may add it" if _is_enriched(flow) else "")


def _after(taken: str, reason: str) -> str:
    return f"{taken}: {reason}" if taken else reason


def _of_series(series: Series, name: str, outcome: Outcome) -> str:
    known = outcome.knowledge
    if name in series.sure:
        return _matched(outcome, name) or f"demanded of `{series.metric or 'the series'}`"
    named = name in (known.possible(series.metric) or ()) or name in (known.carried(series.metric) or ())
    return known.presence(series.metric, name) if named else ""


def _towards(flow: Flow, name: str, outcome: Outcome) -> tuple[Flow, ...]:
    """The parts that a label may come from, the likeliest first."""
    match flow:
        case Keep(_, _, inner) | Drop(_, _, inner) | Add(_, _, _, inner) | Enrich(inner):
            return (inner,)
        case Join():
            if name in flow.include:
                return (flow.one,)
            return _of_pair(flow.many, flow.one, (name in flow.labels) == flow.on, name, outcome)
        case Both(left, right, on, labels):
            return _of_pair(left, right, (name in labels) == on, name, outcome)
        case Either(left, right):
            return left, right
        case _:
            return ()


def _of_pair(one: Flow, other: Flow, matched: bool, name: str, outcome: Outcome) -> tuple[Flow, ...]:
    """Two matched series have the same value, so what makes it sure of either one counts."""
    known = outcome.knowledge.carried
    if matched and name not in carried(one, labels_of=known) and name in carried(other, labels_of=known):
        return (other,)
    return (one,)


def _is_enriched(flow: Flow) -> bool:
    waiting = [flow]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Enrich):
            return True
        waiting.extend(parts_of(part))
    return False


def _matched(outcome: Outcome, name: str) -> str:
    told = [str(one) for one in outcome.pins if one.name == name]
    return f"matched by `{', '.join(told)}`" if told else ""
