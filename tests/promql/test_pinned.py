"""The labels whose values an expression spells out."""

from __future__ import annotations

import pytest

from o11ygen.promql import parse
from o11ygen.promql.pinned import pinned_patterns, pinned_values, written_labels

LABELS = frozenset(("job", "instance", "method"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sum by (job) (rate(x{job="a"}[5m]))', {"job": {"a"}}),
        ('sum by (job) (rate(x{job=~"a|b"}[5m]))', {"job": {"a", "b"}}),
        ('sum by (job) (rate(x{job=~"a.*"}[5m]))', {}),
        ('sum(rate(x{job="a"}[5m]))', {}),
        ('x{job="a"} / on (job) y{job="a"}', {"job": {"a"}}),
        ('x{job="a"} or x{job="b", method="GET"}', {"job": {"a", "b"}}),
        ('x{job="a"} / on (job) y', {}),
        ('label_replace(x{job="a"}, "job", "b", "", "")', {}),
        ('count_values without () ("job", x{job="a", method="GET"})', {"method": {"GET"}}),
        ("vector(1)", {}),
        ("sum(", {}),
    ],
)
def test_values(text: str, expected: dict[str, set[str]]) -> None:
    found = pinned_values(parse(text), labels_of=lambda name: LABELS)
    assert found == {name: frozenset(values) for name, values in expected.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sum by (job) (rate(x{job="a.b"}[5m]))', {"job": {r"a\.b"}}),
        ('sum by (job) (rate(x{job=~"a.*"}[5m]))', {"job": {"a.*"}}),
        ('x{job=~"a.*"} or x{job="b", method="GET"}', {"job": {"a.*", "b"}}),
        ('sum by (job) (x{job!="a", job!~"b.*"})', {}),
        ('x{job=~"a.*"} / on (job) y', {}),
        ('label_replace(x{job=~"a.*"}, "job", "b", "", "")', {}),
        ("sum(", {}),
    ],
)
def test_patterns(text: str, expected: dict[str, set[str]]) -> None:
    found = pinned_patterns(parse(text), labels_of=lambda name: LABELS)
    assert found == {name: frozenset(patterns) for name, patterns in expected.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum by (job) (x)", set()),
        ('label_replace(x, "kind", "$1", "job", "(.+)")', {"kind"}),
        ('sum(label_join(x, "kind", "", "a")) or label_replace(y, "job", "b", "", "")', {"kind", "job"}),
        ("sum(", set()),
    ],
)
def test_labels_that_are_computed(text: str, expected: set[str]) -> None:
    assert written_labels(parse(text)) == expected
