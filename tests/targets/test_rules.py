from typing import Any

import pytest
from pydantic import ValidationError

from o11ygen.targets.model import judge
from o11ygen.targets.rules import Rule, RuleFile, RuleGroup
from o11ygen.version import Version
from tests.targets.judging import faults


def test_braces_in_a_recorded_name_pass_in_3_1_only() -> None:
    text = "groups: [{name: g, rules: [{record: 'a{b}', expr: up}]}]"
    assert [bool(faults("rules", text, version)) for version in ("2.55", "3.0", "3.1", "3.2")] == [
        True,
        False,
        False,
        True,
    ]


def test_a_rule_is_built_by_keyword_and_dumped_in_the_order_people_write() -> None:
    rule = Rule(annotations={"summary": "s"}, labels={"severity": "page"}, for_="5m", expr="up == 0", alert="Down")
    assert list(rule.document().items()) == [
        ("alert", "Down"),
        ("expr", "up == 0"),
        ("for", "5m"),
        ("labels", {"severity": "page"}),
        ("annotations", {"summary": "s"}),
    ]
    file = RuleFile(groups=[RuleGroup(name="g", interval="1m", rules=[rule])])
    assert list(file.document()["groups"][0]) == ["name", "interval", "rules"]


def test_building_refuses_what_no_version_accepts() -> None:
    with pytest.raises(ValidationError, match="neither `alert` nor `record`"):
        Rule(expr="up")
    with pytest.raises(ValidationError, match="out of order"):
        Rule(alert="A", expr="up", for_="1m1h")


def test_faults_in_many_rules_are_all_reported() -> None:
    rules: list[dict[str, Any]] = [{"alert": "A", "expr": "up", "for": "x"} for _ in range(40)]
    groups = [{"name": "g", "rules": rules}, {"name": "g", "rules": [{"record": "a", "expr": "up", "for": "1m"}]}]
    problems = judge(RuleFile, {"groups": groups}, {"prometheus": Version.parse("3.5")})
    assert [problem.place for problem in problems] == [
        *(f"groups[0].rules[{index}].for" for index in range(40)),
        "groups[1].name",
        "groups[1].rules[0].for",
    ]
