from typing import Any

import pytest
from pydantic import ValidationError

from o11ygen.targets.model import judge
from o11ygen.targets.rules import Rule, RuleFile, RuleGroup
from o11ygen.version import Version
from tests.targets.judging import faults


def rule_faults(text: str, version: str = "") -> list[str]:
    return faults("rules", f"groups: [{{name: g, rules: [{text}]}}]", version)


RULE = "groups[0].rules[0]"


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        (
            "{alert: A, expr: up}",
            "{expr: up}",
            [f"{RULE}: the rule has neither `alert` nor `record`"],
        ),
        ("{record: 'a:b', expr: up}", "{record: a, alert: A, expr: up}", [f"{RULE}: the rule has both `alert` and `record`"]),
        ("{alert: A, expr: up}", "{alert: A}", [f"{RULE}.expr: `expr` is required"]),
        ("{alert: A, expr: up}", "{alert: A, expr: ''}", [f"{RULE}.expr: `expr` must not be empty"]),
        ("{alert: A, expr: up, for: 1d12h}", "{alert: A, expr: up, for: 12h1d}", [f"{RULE}.for: `12h1d` has its units out of order or twice"]),
        ("{alert: A, expr: up, for: 0}", "{alert: A, expr: up, for: 300}", [f"{RULE}.for: `300` has no unit, and Prometheus knows no default one"]),
        (
            "{alert: A, expr: up, for: 5m, keep_firing_for: 5m, annotations: {a: b}}",
            "{record: a, expr: up, for: 5m, keep_firing_for: 5m, annotations: {a: b}}",
            [
                f"{RULE}.for: a recording rule has no `for`",
                f"{RULE}.keep_firing_for: a recording rule has no `keep_firing_for`",
                f"{RULE}.annotations: a recording rule has no `annotations`",
            ],
        ),
        ("{record: a.b, expr: up}", "{record: 'a{b=\"c\"}', expr: up}", [f"{RULE}.record: the recorded name `a{{b=\"c\"}}` has braces"]),
        ("{record: a, expr: up, labels: {b: c}}", "{record: a, expr: up, labels: {__name__: c}}", [f"{RULE}.labels.__name__: the label `__name__` can't be set by a rule"]),
        ("{alert: A, expr: up, annotations: {__name__: c}}", "{alert: A, expr: up, labels: {'': c}}", [f'{RULE}.labels[""]: a label name must not be empty']),
        ("{alert: A, expr: up, labels: {a: 1, b: true, c: null, d: 2025-01-31}}", "{alert: A, expr: up, labels: {a: [1]}}", [f"{RULE}.labels.a: must be text"]),
        ("{alert: 1, expr: 1}", "{alert: A, expr: {a: b}}", [f"{RULE}.expr: must be text"]),
        ("{alert: A, expr: up}", "{alert: A, expr: up, severity: page}", [f"{RULE}.severity: unknown field `severity`"]),
        ("{alert: A, expr: up}", "null", [f"{RULE}: must be a mapping of fields to values"]),
    ],
)  # fmt: skip
def test_rule(good: str, bad: str, expected: list[str]) -> None:
    assert rule_faults(good) == []
    assert rule_faults(bad) == expected


@pytest.mark.parametrize(
    ("rule", "old", "new", "expected"),
    [
        ("{alert: A, expr: up, keep_firing_for: 1m}", "2.41", "2.42", f"{RULE}.keep_firing_for: `keep_firing_for` needs Prometheus 2.42; the declared version is 2.41"),
        ("{record: a.b, expr: up}", "2.55", "3.0", f"{RULE}.record: `a.b` is not a metric name"),
        ("{record: 'a-b', expr: up}", "2.53", "3.5", f"{RULE}.record: `a-b` is not a metric name"),
        ("{alert: A, expr: up, labels: {a-b: c}}", "2.55", "3.0", f"{RULE}.labels.a-b: `a-b` is not a label name"),
        ("{alert: A, expr: up, annotations: {a-b: c}}", "2.55", "3.0", f"{RULE}.annotations.a-b: `a-b` is not a label name"),
    ],
)  # fmt: skip
def test_rule_by_version(rule: str, old: str, new: str, expected: str) -> None:
    assert rule_faults(rule, old) == [expected]
    assert rule_faults(rule, new) == []


@pytest.mark.parametrize(
    ("group", "old", "new", "expected"),
    [
        ("limit: 5", "2.30", "2.31", "limit: `limit` needs Prometheus 2.31; the declared version is 2.30"),
        ("query_offset: 1m", "2.52", "2.53", "query_offset: `query_offset` needs Prometheus 2.53; the declared version is 2.52"),
        ("labels: {a: b}", "2.55", "3.0", "labels: `labels` needs Prometheus 3.0; the declared version is 2.55"),
    ],
)  # fmt: skip
def test_group_by_version(group: str, old: str, new: str, expected: str) -> None:
    text = f"groups: [{{name: g, {group}}}]"
    assert faults("rules", text, old) == [f"groups[0].{expected}"]
    assert faults("rules", text, new) == []


def test_braces_in_a_recorded_name_pass_in_3_1_only() -> None:
    rule = "{record: 'a{b}', expr: up}"
    assert [bool(rule_faults(rule, version)) for version in ("2.55", "3.0", "3.1", "3.2")] == [True, False, False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("groups: null", []),
        ("groups: [{name: a}, {name: b, rules: null}, {name: c, rules: []}]", []),
        ("groups: [{name: a, limit: -1, interval: 1m}]", []),
        ("groups: [{rules: []}]", ["groups[0].name: `name` is required"]),
        ("groups: [{name: ''}]", ["groups[0].name: the group has no name"]),
        ("groups: [{name: a}, {name: b}, {name: a}]", ["groups[2].name: the group name `a` is used twice, first by number 1"]),
        ("groups: [{name: a, interval: -1m}]", ["groups[0].interval: `-1m` has a sign, and a duration has none"]),
        ("groups: [{name: a, partial_response_strategy: warn}]", ["groups[0].partial_response_strategy: unknown field `partial_response_strategy`"]),
        ("apiVersion: monitoring.coreos.com/v1", ["apiVersion: unknown field `apiVersion`"]),
        ("groups: {a: b}", ["groups: must be a list"]),
    ],
)  # fmt: skip
def test_file(text: str, expected: list[str]) -> None:
    assert faults("rules", text) == expected


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
