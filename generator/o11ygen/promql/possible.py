"""The labels that a series of a result may carry, and what took the others away."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from o11ygen.promql.flow import Add, Bare, Both, Drop, Either, Enrich, Flow, Join, Keep, Series, clause
from o11ygen.promql.parse import parse
from o11ygen.promql.query import Query

Lookup = Callable[[str], frozenset[str] | None]


class PossibleLabels(NamedTuple):
    """What labels a result may carry, for one expression and one knowledge of the metrics."""

    flow: Flow | None
    labels_of: Lookup

    @property
    def labels(self) -> frozenset[str] | None:
        """Every label a series may carry; None when there may be others that nothing here knows of."""
        candidates = self._candidates()
        if candidates is None:
            return None
        return frozenset(label for label in candidates if self.may_carry(label))

    def may_carry(self, label: str) -> bool:
        """Whether some series of the result may carry the label."""
        return self.flow is None or _may_carry(self.flow, label, self.labels_of)

    def removed_by(self, label: str) -> str:
        """Why no series carries the label, such as "removed by `sum by (job)`"; empty when one may."""
        reasons = self._reasons(label)
        return "; ".join(dict.fromkeys(reasons)) if all(reasons) else ""

    def _reasons(self, label: str) -> tuple[str, ...]:
        """One entry per branch of the result: why it lacks the label, empty when it may carry it."""
        return _absences(self.flow, label, self.labels_of) if self.flow is not None else ("",)

    def _candidates(self) -> frozenset[str] | None:
        return _named(self.flow, self.labels_of) if self.flow is not None else None


def possible_labels(query: Query | str | Flow, *, labels_of: Lookup) -> PossibleLabels:
    """What labels the result may carry; `labels_of(metric)` are all that metric may have, None when not known.

    Takes an expression, its facts, or a flow out of them (as a `Grouping` holds). An expression in error may carry
    anything: there is no second complaint about it.
    """
    if isinstance(query, str):
        return PossibleLabels(parse(query).flow, labels_of)
    return PossibleLabels(query.flow if isinstance(query, Query) else query, labels_of)


def _may_carry(flow: Flow, label: str, labels_of: Lookup) -> bool:
    """Whether `_absences` has a branch without a reason, told without writing any: nearly all labels are carried."""
    match flow:
        case Series():
            return not _lacking(flow, label, labels_of)
        case Keep(_, labels, inner):
            return label in labels and _may_carry(inner, label, labels_of)
        case Join():
            return _join_may_carry(flow, label, labels_of)
        case Drop(_, labels, inner):
            return label not in labels and _may_carry(inner, label, labels_of)
        case Add(added, _, _, inner):
            return label == added or _may_carry(inner, label, labels_of)
        case Both(left, right, on, labels):
            matched = (label in labels) == on
            return _may_carry(left, label, labels_of) and (not matched or _may_carry(right, label, labels_of))
        case Either(left, right):
            return _may_carry(left, label, labels_of) or _may_carry(right, label, labels_of)
        case Bare(labels, _):
            return label in labels
        case Enrich():
            return True


def _join_may_carry(join: Join, label: str, labels_of: Lookup) -> bool:
    if label in join.include:
        return _may_carry(join.one, label, labels_of)
    matched = (label in join.labels) == join.on
    if not join.grouped and not matched:
        return False
    if not _may_carry(join.many, label, labels_of):
        # A series of the other side that a fill keeps has the labels it is matched by.
        return matched and join.fill_many and _may_carry(join.one, label, labels_of)
    return not matched or join.fill_one or _may_carry(join.one, label, labels_of)


def _absences(flow: Flow, label: str, labels_of: Lookup) -> tuple[str, ...]:
    match flow:
        case Series():
            return (_lacking(flow, label, labels_of),)
        case Bare(labels, source):
            return ("" if label in labels else f"{source} has no label `{label}`",)
        case Keep(op, labels, inner):
            if label not in labels:
                return (f"removed by `{op} {clause('by', labels)}`" if labels else f"removed by `{op}`",)
            return _absences(inner, label, labels_of)
        case Drop(source, labels, inner):
            return (f"removed by {source}",) if label in labels else _absences(inner, label, labels_of)
        case Add(added, _, _, inner):
            return ("",) if label == added else _absences(inner, label, labels_of)
        case Join():
            return _join_absences(flow, label, labels_of)
        case Both(left, right, on, labels):
            reasons = _absences(left, label, labels_of)
            if (label in labels) != on:
                return reasons
            partner = _partner("and", right, label, labels_of)
            return tuple(reason or partner for reason in reasons)
        case Either(left, right):
            return _absences(left, label, labels_of) + _absences(right, label, labels_of)
        case Enrich():
            return ("",)


def _lacking(series: Series, label: str, labels_of: Lookup) -> str:
    if label in series.empty:
        return f"the selector asks for series without `{label}`"
    known = labels_of(series.metric) if series.metric else None
    if known is None or label in known or label in series.sure or label == "__name__":
        return ""
    return f"`{series.metric}` has no label `{label}`"


def _join_absences(join: Join, label: str, labels_of: Lookup) -> tuple[str, ...]:
    if label in join.include:
        return _merged(_absences(join.one, label, labels_of))
    if not join.grouped and (label in join.labels) != join.on:
        word = "on" if join.on else "ignoring"
        return (f"removed by `{join.op} {clause(word, join.labels)}`",)
    many = _absences(join.many, label, labels_of)
    if (label in join.labels) != join.on:
        return many
    lone = _merged(_absences(join.one, label, labels_of)) if join.fill_many else ()
    if join.fill_one:
        return many + lone
    partner = _partner(join.op, join.one, label, labels_of)
    return tuple(reason or partner for reason in many) + lone


def _partner(op: str, one: Flow, label: str, labels_of: Lookup) -> str:
    """Why a matched label is empty on the other side, and so on this one."""
    reasons = _absences(one, label, labels_of)
    return f"the other side of `{op}` lacks it: {'; '.join(dict.fromkeys(reasons))}" if all(reasons) else ""


def _merged(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """One branch out of several: a partner may come from any of them."""
    return ("; ".join(dict.fromkeys(reasons)) if all(reasons) else "",)


def _named(flow: Flow, labels_of: Lookup) -> frozenset[str] | None:
    """Every label that could come out; None when the set is open."""
    match flow:
        case Series(metric, sure, _):
            known = labels_of(metric) if metric else None
            return None if known is None else known.union(sure)
        case Bare(labels, _):
            return frozenset(labels)
        case Keep(_, labels, _):
            return frozenset(labels)
        case Drop(_, _, inner):
            return _named(inner, labels_of)
        case Add(label, _, _, inner):
            return _union(_named(inner, labels_of), frozenset((label,)))
        case Join():
            if join_closes(flow):
                return frozenset((*flow.labels, *flow.include))
            many, one = _named(flow.many, labels_of), _named(flow.one, labels_of)
            # All labels are matched, so there are none but those of the other side.
            if many is None and not flow.on and not flow.labels and not flow.fill_one:
                many = one
            return _union(_union(many, one) if flow.fill_many else many, frozenset(flow.include))
        case Both(left, right, on, labels):
            named = _named(left, labels_of)
            return _named(right, labels_of) if named is None and not on and not labels else named
        case Either(left, right):
            return _union(_named(left, labels_of), _named(right, labels_of))
        case Enrich():
            return None


def join_closes(join: Join) -> bool:
    """Whether the result has no labels but those the clauses name: `on` without a group modifier."""
    return join.on and not join.grouped


def _union(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    return None if left is None or right is None else left | right
