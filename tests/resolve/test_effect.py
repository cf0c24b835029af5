"""What is said without effect: values that every level replaces, and parameters that nothing refers to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import Level, RecordingRule, Severity, override, per_env
from o11ygen.resolve import relations
from o11ygen.resolve.effect import parameters_of, refers_to, without_effect
from tests.resolve.stage import make_alert, make_environment, make_project, make_service, resolved


def said(*rules: Any, overrides: tuple[Any, ...] = (), **fields: Any) -> list[str]:
    project = make_project(make_service(*rules, **fields), environments=(make_environment(overrides=overrides),))
    return [f"{one.severity.value} {one.id}: {one.message}" for one in relations(project, ())]


BOTH = {
    Severity.WARNING: Level(threshold=1, for_="5m", params={"a": 1}, labels={"x": "1"}),
    Severity.CRITICAL: Level(threshold=2, for_="1m", params={"a": 2}, labels={"x": "2"}, summary="Bad"),
}
TEXT = "up < $threshold + $a"


class TestShadowed:
    @pytest.mark.parametrize(
        ("fields", "what"),
        [
            ({"for_": "9m"}, ["for_"]),
            ({"threshold": 3}, ["threshold"]),
            ({"for_": "0s", "threshold": 0}, ["threshold", "for_"]),
            ({"params": {"a": 3}, "labels": {"x": "3", "y": "3"}}, ["params['a']", "labels['x']"]),
            ({"summary": "All", "keep_firing_for": "1m", "runbook": "https://example.com"}, []),
        ],
    )
    def test_what_every_level_sets(self, fields: dict[str, Any], what: list[str]) -> None:
        assert said(make_alert(expr=TEXT, levels=BOTH, **fields)) == [
            f"warning spec/shadowed: alert Down: every level sets `{one}`; that of the alert itself is never used"
            for one in what
        ]

    def test_a_level_that_an_override_adds_may_follow_the_alert(self) -> None:
        alert = make_alert(expr=TEXT, levels=BOTH, for_="9m")
        added = override("shop.Down", levels={Severity.INFO: Level(threshold=9)})
        same = override(alert, levels={Severity.WARNING: Level(threshold=9)})
        other = override("shop.Other", levels={Severity.INFO: Level(threshold=9)})
        assert said(alert, overrides=(added,)) == []
        assert len(said(alert, make_alert("Other"), overrides=(same, other))) == 1


class TestUnusedParameters:
    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"params": {"zz": 1}}, "zz"),
            ({"threshold": 1}, "threshold"),
            ({"threshold": 1, "expr": "up < $$threshold"}, "threshold"),
            ({"levels": {Severity.INFO: Level(threshold=1)}}, "threshold"),
            ({"levels": {Severity.INFO: Level(params={"zz": per_env(1)})}}, "zz"),
            ({"threshold": 1, "expr": "up < $threshold"}, ""),
            ({"threshold": 1, "expr": per_env("up < 1", {"production": "up < ${threshold}"})}, ""),
            ({"threshold": 1, "summary": "over ${threshold:percent}"}, ""),
            ({"threshold": 1, "labels": {"a": "$threshold"}}, ""),
            ({"threshold": 1, "annotations": {"a": "{{ $threshold }}"}}, ""),
            ({"levels": {Severity.INFO: Level(threshold=1, description="$threshold")}}, ""),
        ],
    )
    def test_of_alerts(self, fields: dict[str, Any], name: str) -> None:
        assert said(make_alert(**fields)) == [
            f"warning spec/unused-parameter: alert Down: nothing in it refers to `${name}`, so its value changes nothing"
            for _ in range(bool(name))
        ]

    def test_of_recording_rules(self) -> None:
        rules = (
            RecordingRule("a:b:c", expr="up > $x", params={"x": 1}),
            RecordingRule("a:b:d", expr="up", params={"x": 1}),
        )
        assert said(recording_rules=rules) == [
            "warning spec/unused-parameter: recording rule a:b:d: nothing in it refers to `$x`, so its value changes nothing"
        ]

    def test_what_an_override_refers_to_is_used(self) -> None:
        alert = make_alert(params={"x": 1})
        assert said(alert, overrides=(override(alert, expr="up < $x"),)) == []

    @pytest.mark.parametrize(
        ("fields", "changes", "name"),
        [
            ({}, {"threshold": 1}, "threshold"),
            ({}, {"params": {"zz": 1}}, "zz"),
            ({}, {"levels": {Severity.INFO: Level(threshold=1)}}, "threshold"),
            ({}, {"params": {"zz": 1}, "expr": "up < $zz"}, ""),
            # Said where the alert declares it.
            ({"params": {"zz": 1}}, {"params": {"zz": 2}}, ""),
        ],
    )
    def test_of_overrides(self, fields: dict[str, Any], changes: dict[str, Any], name: str) -> None:
        alert = make_alert(levels={Severity.INFO: Level()}, **fields)
        change = override(alert, **changes)
        project = make_project(make_service(alert), environments=(make_environment(overrides=(change,)),))
        assert [(one.id, one.severity.value, one.message) for one in resolved(project)[1]] == [
            (
                "spec/unused-parameter",
                "warning",
                f"override of shop.Down: nothing in it refers to `${name}`, so its value changes nothing",
            )
            for _ in range(bool(name))
        ]


TEXTS = st.lists(st.sampled_from(("$a", "${b}", "$ab", "$threshold", "{{ $a }}", "x", "$$a")), max_size=2).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(("summary", "description", "runbook")), TEXTS), TEXTS, st.booleans())
def test_the_search_that_ends_early_finds_what_the_whole_one_does(
    fields: dict[str, Any], text: str, level: bool
) -> None:
    more = {"levels": {Severity.WARNING: Level(threshold=1, summary=text)}} if level else {"threshold": 1}
    alert = make_alert(expr="up", params={"a": 1, "b": 2}, annotations={"more": text}, **fields, **more)
    unused = [name for name in parameters_of(alert) if name not in refers_to(alert)]
    found = [one for one in without_effect(make_project(make_service(alert))) if one.id == "spec/unused-parameter"]
    assert [one.message.split("`")[1] for one in found] == [f"${name}" for name in unused]
