"""The labels of a result whose values the selectors of an expression spell out."""

from __future__ import annotations

import re
from collections.abc import Callable

from o11ygen.promql.carried import carried_labels
from o11ygen.promql.flow import Add, Both, Drop, Either, Enrich, Flow, Join, Keep
from o11ygen.promql.query import Query, Selector

# A choice of values, without anything that a regular expression reads otherwise.
_VALUES = re.compile(r"[\w/: -]+(?:\|[\w/: -]+)*", re.ASCII)


def pinned_values(query: Query, *, labels_of: Callable[[str], frozenset[str] | None]) -> dict[str, frozenset[str]]:
    """By label, the values that every series of the result has one of; `labels_of` as for `carried_labels`.

    Labels of which this is not sure are left out: a series has its labels from some selector, so a label counts if each
    of them says its values, and nothing writes it on the way.
    """
    if query.flow is None or not query.selectors:
        return {}
    written = _written(query.flow)
    found: dict[str, frozenset[str]] = {}
    for label in carried_labels(query, labels_of=labels_of) - written:
        values = [_values(selector, label) for selector in query.selectors]
        if all(values):
            found[label] = frozenset[str]().union(*values)
    return found


def pinned_patterns(query: Query, *, labels_of: Callable[[str], frozenset[str] | None]) -> dict[str, frozenset[str]]:
    """By label, regular expressions of which every series of the result matches one: as `pinned_values`, but for choices
    that can't be listed, such as `code=~"5.."`.
    """
    if query.flow is None or not query.selectors:
        return {}
    found: dict[str, frozenset[str]] = {}
    for label in carried_labels(query, labels_of=labels_of) - written_labels(query):
        patterns = [_pattern(selector, label) for selector in query.selectors]
        if all(patterns):
            found[label] = frozenset(patterns)
    return found


def written_labels(query: Query) -> frozenset[str]:
    """The labels that are computed on the way, as by `label_replace`."""
    return frozenset() if query.flow is None else _written(query.flow)


def _pattern(selector: Selector, label: str) -> str:
    for matcher in selector.matchers:
        if matcher.name == label and matcher.op in ("=", "=~") and matcher.value:
            return matcher.value if matcher.op == "=~" else re.escape(matcher.value)
    return ""


def _values(selector: Selector, label: str) -> frozenset[str]:
    for matcher in selector.matchers:
        if matcher.name == label and matcher.op == "=" and matcher.value:
            return frozenset((matcher.value,))
        if matcher.name == label and matcher.op == "=~" and _VALUES.fullmatch(matcher.value):
            return frozenset(matcher.value.split("|"))
    return frozenset()


def _written(flow: Flow) -> frozenset[str]:
    match flow:
        case Add(label, _, _, inner):
            return _written(inner) | {label}
        case Keep(_, _, inner) | Drop(_, _, inner) | Enrich(inner):
            return _written(inner)
        case Join(_, many, one):
            return _written(many) | _written(one)
        case Both(left, right) | Either(left, right):
            return _written(left) | _written(right)
        case _:
            return frozenset()
