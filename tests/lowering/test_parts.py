"""Parts of documents: what is given, what is refused, and what is merged."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.lowering.parts import document, merged, part
from o11ygen.targets.model import judge
from o11ygen.targets.rules import Rule, RuleGroup


def test_none_is_not_given() -> None:
    rule = part(Rule)(alert="Down", expr="up == 0", for_=None, labels=None)
    assert document(rule) == {"alert": "Down", "expr": "up == 0"}


def test_fields_stand_in_the_order_of_the_model_under_the_names_of_the_target() -> None:
    rule = part(Rule)(for_="5m", expr="up == 0", alert="Down")
    assert list(document(rule).items()) == [("alert", "Down"), ("expr", "up == 0"), ("for", "5m")]


def test_what_the_model_refuses_stays_for_the_judge_of_the_whole_document() -> None:
    group = part(RuleGroup)(name="g", rules=[part(Rule)(alert="Down", expr="up", for_="five minutes")])
    written = {"groups": [document(group)]}
    assert written == {"groups": [{"name": "g", "rules": [{"alert": "Down", "expr": "up", "for": "five minutes"}]}]}
    from o11ygen.targets.rules import RuleFile

    assert [(problem.place, problem.kind) for problem in judge(RuleFile, written, {})] == [
        ("groups[0].rules[0].for", "value")
    ]


def test_a_field_that_no_model_has_is_a_bug_and_not_dropped() -> None:
    wrong: Any = {"expr": "up", "for_": "5m", "severity": "page"}
    with pytest.raises(TypeError, match="Rule has no field severity"):
        part(Rule)(**wrong)


@pytest.mark.parametrize(
    ("first", "extra", "result"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": {"b": 1, "c": 1}}, {"a": {"c": 2, "d": 2}}, {"a": {"b": 1, "c": 2, "d": 2}}),
        ({"a": [1]}, {"a": (2, 3)}, {"a": [1, 2, 3]}),
        ({"a": [1]}, {"a": "text"}, {"a": "text"}),
        ({"a": {"b": 1}}, {"a": [1]}, {"a": [1]}),
    ],
)
def test_merging(first: dict[str, Any], extra: dict[str, Any], result: dict[str, Any]) -> None:
    before = repr(first)
    assert merged(first, extra) == result
    assert repr(first) == before
