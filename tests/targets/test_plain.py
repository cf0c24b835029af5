"""What is found plain without the models has no problem by the models, and what people write is found plain."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
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
    assert is_plain("rules.RuleFile", read(USUAL, dialect=GO_YAML_3).value, versions("3.5"))


def test_a_field_that_the_release_lacks_is_not_plain() -> None:
    assert not is_plain("rules.RuleFile", read(USUAL, dialect=GO_YAML_3).value, versions("2.41"))


def test_a_document_without_a_shape_is_not_plain() -> None:
    assert not is_plain("rule_tests.RuleTests", {}, versions("3.5"))


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
    assert not is_plain("rules.RuleFile", {"groups": [{"name": "g", "rules": [rule]}]}, versions("3.5"))


TEXTS = st.one_of(
    st.sampled_from(["up", "", "5m", "0", "1h30m", "5 m", "a:b", "a b", "__name__", "é", "{x}", "\ud800"]),
    st.sampled_from(
        [
            5,
            -1,
            2**63,
            True,
            1.5,
            Scalar("5", 5),
            Scalar("true", value=True),
            Scalar("1.5", 1.5),
            Scalar("9" * 19, int("9" * 19)),
        ]
    ),
)
VALUES: st.SearchStrategy[Any] = st.one_of(TEXTS, st.none(), st.just([]), st.just({}))
NAMED: st.SearchStrategy[Any] = st.dictionaries(
    st.sampled_from(["severity", "a.b", "", "__name__", "é"]), VALUES, max_size=2
)


def changed(right: dict[str, Any], *, texts: list[str], named: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A part that is right, with other values in up to two of its fields."""
    fields = {**dict.fromkeys(texts, st.one_of(TEXTS, VALUES)), **dict.fromkeys(named, st.one_of(NAMED, VALUES))}
    fields["unknown"] = TEXTS
    one = st.sampled_from(sorted(fields)).flatmap(lambda name: st.tuples(st.just(name), fields[name]))
    return st.lists(one, max_size=2).map(lambda changes: {**right, **dict(changes)})


RIGHT: list[dict[str, Any]] = [
    {"alert": "Down", "expr": "up == 0", "for": "5m"},
    {"record": "job:up:sum", "expr": "sum(up)"},
]
RULES = st.sampled_from(RIGHT).flatmap(
    lambda right: changed(
        right, texts=["alert", "record", "expr", "for", "keep_firing_for"], named=["labels", "annotations"]
    )
)
GROUPS = st.builds(
    lambda group, name, rules: {**group, "name": name, "rules": rules},
    changed({}, texts=["interval", "query_offset", "limit"], named=["labels"]),
    st.sampled_from(["a", "b", "c", "d", ""]),
    st.one_of(st.lists(RULES, max_size=2), st.lists(RULES, max_size=1), VALUES),
)
FILES = st.one_of(st.fixed_dictionaries({"groups": st.lists(GROUPS, max_size=2)}), VALUES)


@settings(max_examples=300)
@given(FILES, st.sampled_from(["2.30", "2.42", "2.53", "3.0", "3.5"]))
def test_what_is_plain_has_no_problem(document: Any, release: str) -> None:
    if is_plain("rules.RuleFile", document, versions(release)):
        assert judge(RuleFile, document, versions(release), library=3) == ()


@settings(max_examples=200)
@given(RULES, st.sampled_from(["2.42", "3.5"]))
def test_a_rule_without_a_problem_is_plain(rule: dict[str, Any], release: str) -> None:
    # No file holds a lone surrogate; null and empty collections in a field are left to the model.
    assume(not {"\ud800", None}.intersection(value for value in values_in(rule) if isinstance(value, str | None)))
    assume(not any(value in ([], {}) for value in rule.values()))
    # Where a text belongs, a number is one that no file gave: what is read keeps its spelling.
    assume(not any(type(value) in (int, bool, float) for value in values_in(rule)))
    document = {"groups": [{"name": "g", "rules": [rule]}]}
    accepted = judge(RuleFile, document, versions(release), library=3) == ()
    assert is_plain("rules.RuleFile", document, versions(release)) == accepted


def values_in(rule: dict[str, Any]) -> Iterator[Any]:
    for value in rule.values():
        yield from value.values() if isinstance(value, dict) else [value]
