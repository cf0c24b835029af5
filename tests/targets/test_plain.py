"""What is found plain without the models has no problem by the models, and what people write is found plain."""

from __future__ import annotations

import runpy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.targets.model import judge
from o11ygen.targets.plain import is_plain
from o11ygen.targets.rules import RuleFile
from o11ygen.version import Version
from o11ygen.yamlread import GO_YAML_3, Scalar, read
from tests.programs import ROOT

USUAL = b"""\
groups:
  - name: churn
    interval: 1m
    limit: 5
    rules:
      - alert: HighErrorRate
        expr: up == 0
        for: 5m
        keep_firing_for: 1h30m
        labels: {severity: warning, tier: 1}
        annotations:
          summary: "{{ $labels.job }} is down"
      - record: job:up:sum
        expr: sum by (job) (up)
"""
SHAPES = runpy.run_path(str(ROOT / "scripts" / "plain_shapes.py"))


def versions(prometheus: str) -> dict[str, Version]:
    return {"prometheus": Version.parse(prometheus)}


def test_the_shapes_are_what_the_models_say() -> None:
    assert SHAPES["FILE"].read_text("utf-8") == SHAPES["shapes"]()


def test_a_usual_file_is_plain() -> None:
    assert is_plain("RuleFile", read(USUAL, dialect=GO_YAML_3).value, versions("3.5"))


def test_a_field_that_the_release_lacks_is_not_plain() -> None:
    assert not is_plain("RuleFile", read(USUAL, dialect=GO_YAML_3).value, versions("2.41"))


def test_a_document_without_a_shape_is_not_plain() -> None:
    assert not is_plain("PrometheusConfig", {}, versions("3.5"))


@pytest.mark.parametrize(
    "change",
    [
        {"exprr": "up"},
        {"expr": None},
        {"expr": ""},
        {"for": "5 minutes"},
        {"for": ""},
        {"record": "job:up:sum"},
        {"alert": ""},
        {"labels": {"__name__": "x"}},
        {"labels": {"severity": ["warning"]}},
        {"annotations": "text"},
    ],
    ids=str,
)
def test_what_is_wrong_is_not_plain(change: dict[str, Any]) -> None:
    rule = {"alert": "Down", "expr": "up == 0", **change}
    assert not is_plain("RuleFile", {"groups": [{"name": "g", "rules": [rule]}]}, versions("3.5"))


TEXTS = st.one_of(
    st.sampled_from(["up", "", "5m", "0", "1h30m", "5 m", "a:b", "a b", "__name__", "é", "{x}", "\ud800"]),
    st.sampled_from([Scalar("5", 5), Scalar("true", value=True), Scalar("1.5", 1.5), Scalar("9" * 19, int("9" * 19))]),
)
VALUES = st.one_of(TEXTS, st.none(), st.just([]), st.just({}))
NAMED = st.dictionaries(st.sampled_from(["severity", "a.b", "", "__name__", "é"]), VALUES, max_size=2)


def parts(texts: list[str], named: list[str], **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Parts with some of the fields; more often of the right shape than not."""
    fields = {
        **dict.fromkeys(texts, st.one_of(TEXTS, TEXTS, VALUES)),
        **dict.fromkeys(named, st.one_of(NAMED, NAMED, VALUES)),
        **others,
        "unknown": st.just("x"),
    }
    usual = st.sets(st.sampled_from([*texts, *named, *others] * 4 + ["unknown"]), max_size=5)
    return usual.flatmap(lambda names: st.fixed_dictionaries({name: fields[name] for name in names}))


RULES = parts(["alert", "record", "expr", "for", "keep_firing_for"], ["labels", "annotations"])
GROUPS = parts(
    ["interval", "query_offset", "limit"],
    ["labels"],
    name=st.sampled_from(["a", "b", ""]),
    rules=st.one_of(st.lists(RULES, max_size=2), VALUES),
)
FILES = st.one_of(st.fixed_dictionaries({"groups": st.lists(GROUPS, max_size=2)}), parts(["groups"], []), VALUES)


@settings(max_examples=300)
@given(FILES, st.sampled_from(["2.30", "2.42", "2.53", "3.0", "3.5"]))
def test_what_is_plain_has_no_problem(document: Any, release: str) -> None:
    if is_plain("RuleFile", document, versions(release)):
        assert judge(RuleFile, document, versions(release), library=3) == ()


@settings(max_examples=200)
@given(RULES, st.sampled_from(["2.42", "3.5"]))
def test_a_rule_without_a_problem_is_plain(rule: dict[str, Any], release: str) -> None:
    document = {"groups": [{"name": "g", "rules": [rule]}]}
    values = [
        *rule.values(),
        *(inner for value in rule.values() if isinstance(value, dict) for inner in value.values()),
    ]
    if None not in values and [] not in values and {} not in values[: len(rule)]:
        assert is_plain("RuleFile", document, versions(release)) == (
            judge(RuleFile, document, versions(release), library=3) == ()
        )
