"""The labels that every series of a result surely carries."""

from __future__ import annotations

from collections.abc import Callable

from o11ygen.promql.flow import Add, Bare, Both, Drop, Either, Enrich, Flow, Join, Keep, Series
from o11ygen.promql.parse import parse
from o11ygen.promql.query import Query

NONE: frozenset[str] = frozenset()


def carried_labels(query: Query | str, *, labels_of: Callable[[str], frozenset[str] | None]) -> frozenset[str]:
    """The labels every series of the result surely carries, with a value; none for an expression in error.

    `labels_of(metric)` are the labels that every series of that metric surely has, `job` and `instance` among them
    where they are scraped; None for a metric that is not known. When in doubt a label is left out, so the answer is
    safe for whatever breaks without the label: the `equal` of an inhibition, the grouping of a notification.
    """
    facts = parse(query) if isinstance(query, str) else query
    return carried(facts.flow, labels_of=labels_of) if facts.flow is not None else NONE


def carried(flow: Flow, *, labels_of: Callable[[str], frozenset[str] | None]) -> frozenset[str]:
    """`carried_labels` for a part of an expression, such as the inside of a grouping."""
    match flow:
        case Series(metric, sure, empty):
            known = (labels_of(metric) if metric else None) or NONE
            return known.union(sure).difference(empty)
        case Bare(labels, _):
            return frozenset(labels)
        case Keep(_, labels, inner):
            return carried(inner, labels_of=labels_of).intersection(labels)
        case Drop(_, labels, inner):
            return carried(inner, labels_of=labels_of).difference(labels)
        case Add():
            return _added(flow, carried(flow.inner, labels_of=labels_of))
        case Join():
            return _joined(flow, carried(flow.many, labels_of=labels_of), carried(flow.one, labels_of=labels_of))
        case Both(left, right, on, labels):
            partner = _matched(carried(right, labels_of=labels_of), on, labels)
            return carried(left, labels_of=labels_of) | partner
        case Either(left, right):
            return carried(left, labels_of=labels_of) & carried(right, labels_of=labels_of)
        case Enrich(inner):
            return carried(inner, labels_of=labels_of)


def _added(flow: Add, inner: frozenset[str]) -> frozenset[str]:
    if flow.outcome == "sure" or not inner.isdisjoint(flow.sources):
        return inner | {flow.label}
    return inner if flow.outcome == "kept" else inner - {flow.label}


def _matched(labels: frozenset[str], on: bool, named: tuple[str, ...]) -> frozenset[str]:
    """Those of a side's labels that have the same value on the other side."""
    return labels.intersection(named) if on else labels.difference(named)


def _joined(join: Join, many: frozenset[str], one: frozenset[str]) -> frozenset[str]:
    """What is sure in every outcome: of matched pairs, and of series that a fill keeps without a partner."""
    shared_many, shared_one = _matched(many, join.on, join.labels), _matched(one, join.on, join.labels)
    taken = one.intersection(join.include)
    if not join.grouped:
        outcomes = [shared_many | shared_one]
        lone_many, lone_one = shared_many, shared_one
    else:
        outcomes = [((many | shared_one) - frozenset(join.include)) | taken]
        lone_many, lone_one = many.difference(join.include), shared_one.difference(join.include) | taken
    if join.fill_one:
        outcomes.append(lone_many)
    if join.fill_many:
        outcomes.append(lone_one)
    return outcomes[0].intersection(*outcomes[1:])
