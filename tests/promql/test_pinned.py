"""The labels whose values an expression spells out."""

from __future__ import annotations

import pytest

from o11ygen.promql import parse
from o11ygen.promql.pinned import pinned_values

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
