"""What an environment lays over the values of the spec, and where a value then comes from."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    Alert,
    Dashboard,
    Environment,
    Level,
    Project,
    RecordingRule,
    Row,
    ScrapeJob,
    Severity,
    Team,
    TextPanel,
    disable,
    override,
    per_env,
    slack,
)
from tests.resolve.stage import (
    APP,
    TEAM,
    make_alert,
    make_environment,
    make_project,
    make_service,
    resolved,
    rule_of,
    stack_of,
)

PRODUCTION = make_environment("production")


class TestOverrides:
    def test_the_nearest_wins_field_by_field(self) -> None:
        alert = make_alert(for_="1m", summary="a", description="b")
        staging = PRODUCTION.derive(
            "staging", tier="test", inherit=("addresses",), overrides=(override(alert, for_="2m", summary="c"),)
        )
        development = staging.derive("development", inherit=("addresses",), overrides=override("Down", for_="3m"))
        project = make_project(make_service(alert), environments=(PRODUCTION, staging, development))
        found = [rule_of(project, one.name) for one in project.environments]
        assert [one.for_ms // 60_000 for one in found] == [1, 2, 3]
        assert [one.annotations["summary"] for one in found] == ["a", "c", "c"]
        assert [one.annotations["description"] for one in found] == ["b", "b", "b"]

    @pytest.mark.parametrize("target", ["shop.Down", "Down", "object"])
    def test_ways_to_name_the_target(self, target: str) -> None:
        alert = make_alert(for_="1m")
        change = override(alert if target == "object" else target, for_="2m")
        project = make_project(make_service(alert), environments=(make_environment(overrides=(change,)),))
        assert rule_of(project).for_ms == 120_000

    def test_mappings_merge_by_key(self) -> None:
        alert = make_alert(
            expr="up < $low + $high", params={"low": 1, "high": 2}, labels={"a": "1", "b": "2"}, annotations={"x": "1"}
        )
        change = override(alert, params={"high": 9}, labels={"b": "3", "c": "4"}, annotations={"y": "2"})
        rule = rule_of(make_project(make_service(alert), environments=(make_environment(overrides=(change,)),)))
        assert rule.expr == "up < 1 + 9"
        assert {name: rule.labels[name] for name in "abc"} == {"a": "1", "b": "3", "c": "4"}
        assert (rule.annotations["x"], rule.annotations["y"]) == ("1", "2")

    def test_levels_merge_by_severity_and_field(self) -> None:
        alert = make_alert(
            expr="up < $threshold",
            levels={
                Severity.WARNING: Level(threshold=1, for_="1m"),
                Severity.CRITICAL: Level(threshold=2, for_="1m"),
            },
        )
        staging = PRODUCTION.derive(
            "staging",
            tier="test",
            inherit=("addresses",),
            overrides=(override(alert, levels={Severity.WARNING: Level(for_="2m", keep_firing_for="7m")}),),
        )
        development = staging.derive(
            "development",
            inherit=("addresses",),
            overrides=(
                override(alert, levels={Severity.WARNING: Level(threshold=5), Severity.INFO: Level(threshold=9)}),
            ),
        )
        project = make_project(make_service(alert), environments=(PRODUCTION, staging, development))
        assert {
            one.name: [
                (rule.severity, rule.expr, rule.for_ms // 60_000, rule.keep_firing_ms // 60_000)
                for rule in stack_of(project, one.name).alerts
            ]
            for one in project.environments
        } == {
            "production": [("critical", "up < 2", 1, 0), ("warning", "up < 1", 1, 0)],
            "staging": [("critical", "up < 2", 1, 0), ("warning", "up < 1", 2, 7)],
            "development": [("critical", "up < 2", 1, 0), ("warning", "up < 5", 2, 7), ("info", "up < 9", 0, 0)],
        }

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"for_": "15m"}, [("critical", "up < 2", 15, "Bad"), ("warning", "up < 1", 15, "All")]),
            ({"threshold": 7, "summary": "New"}, [("critical", "up < 7", 1, "New"), ("warning", "up < 7", 5, "New")]),
            (
                {"for_": "15m", "levels": {Severity.CRITICAL: Level(for_="3m")}},
                [("critical", "up < 2", 3, "Bad"), ("warning", "up < 1", 15, "All")],
            ),
            (
                {"for_": "15m", "levels": {"critical": Level(threshold=3)}},
                [("critical", "up < 3", 15, "Bad"), ("warning", "up < 1", 15, "All")],
            ),
            (
                {"threshold": 7, "levels": {Severity.INFO: Level(for_="9m")}},
                [("critical", "up < 7", 1, "Bad"), ("warning", "up < 7", 5, "All"), ("info", "up < 7", 9, "All")],
            ),
        ],
    )
    def test_what_is_said_of_the_alert_reaches_every_level(self, changes: dict[str, Any], expected: list[Any]) -> None:
        alert = make_alert(
            expr="up < $threshold",
            summary="All",
            levels={
                Severity.WARNING: Level(threshold=1, for_="5m"),
                Severity.CRITICAL: Level(threshold=2, for_="1m", summary="Bad"),
            },
        )
        environment = make_environment(overrides=(override(alert, **changes),))
        rules = stack_of(make_project(make_service(alert), environments=(environment,))).alerts
        assert [
            (rule.severity, rule.expr, rule.for_ms // 60_000, rule.annotations["summary"]) for rule in rules
        ] == expected

    def test_keys_that_levels_have_are_reached_as_well(self) -> None:
        levels = {Severity.WARNING: Level(params={"a": 1, "b": 1}, labels={"x": "1", "y": "1"})}
        alert = make_alert(expr="up < $a + $b", levels=levels)
        change = override(alert, params={"a": 2}, labels={"x": "2"})
        rule = rule_of(make_project(make_service(alert), environments=(make_environment(overrides=(change,)),)))
        assert (rule.expr, rule.labels["x"], rule.labels["y"]) == ("up < 2 + 1", "2", "1")

    def test_the_nearer_of_alert_and_level_wins(self) -> None:
        alert = make_alert(levels={Severity.WARNING: Level(for_="1m"), Severity.CRITICAL: Level(for_="2m")})
        level = override(alert, levels={Severity.WARNING: Level(for_="3m"), Severity.INFO: Level(for_="4m")})
        whole = override(alert, for_="5m")

        def minutes(*overrides: Any) -> list[int]:
            first = make_environment(overrides=overrides[:1])
            second = first.derive("second", tier="test", inherit=("addresses",), overrides=overrides[1:])
            project = make_project(make_service(alert), environments=(first, second))
            return [rule.for_ms // 60_000 for rule in stack_of(project, "second").alerts]

        assert minutes(level, whole) == [5, 5, 5]
        assert minutes(whole, level) == [5, 3, 4]

    @pytest.mark.parametrize(
        ("first", "second", "what"),
        [
            ({"for_": "1m"}, {"for_": "2m"}, "for_"),
            ({"labels": {"a": "1", "b": "1"}}, {"labels": {"b": "2"}}, "labels['b']"),
            (
                {"levels": {Severity.INFO: Level(for_="1m")}},
                {"levels": {Severity.INFO: Level(for_="2m", summary="x")}},
                "for_ at info",
            ),
            ({"for_": per_env("1m")}, {"for_": per_env("2m")}, "for_"),
            ({"for_": "1m"}, {"for_": "1m"}, ""),
            ({"for_": per_env("1m", {"a": "2m"})}, {"for_": per_env("1m", {"a": "2m"})}, ""),
            ({"for_": "1m", "labels": {"a": "1"}}, {"summary": "x", "labels": {"b": "1"}}, ""),
        ],
    )
    def test_one_environment_says_one_value(self, first: dict[str, Any], second: dict[str, Any], what: str) -> None:
        alert = make_alert(levels={Severity.INFO: Level(keep_firing_for="1m")})
        changes = (override(alert, **first), override("Down", **second))
        project = make_project(make_service(alert), environments=(make_environment(overrides=changes),))
        assert [(one.id, one.message) for one in resolved(project)[1]] == [
            (
                "environment/conflict",
                f"override of shop.Down: `{what}` is overridden twice by one environment, with different values",
            )
            for _ in range(bool(what))
        ]

    @pytest.mark.parametrize("kind", ["alert", "scrape job", "dashboard"])
    def test_a_name_is_kept(self, kind: str) -> None:
        alert = make_alert()
        board = Dashboard("board", title="Before", rows=(Row("A", (TextPanel("A", content="a"),)),))
        targets: dict[str, Alert | ScrapeJob | Dashboard] = {"alert": alert, "scrape job": APP, "dashboard": board}
        target = targets[kind]
        environment = make_environment(overrides=(override(target, name="other"),))
        service = make_service(alert, dashboards=(board,))
        (found,) = resolved(make_project(service, environments=(environment,)))[1]
        assert found.message == (
            f"override of shop.{target.name}: `name` tells it from others; routes, links and other overrides name it so"
        )
        assert found.hint == (
            f"Keep the name; or disable this {kind} here, and declare another that the other environments disable."
        )

    def test_levels_of_what_has_none(self) -> None:
        record = RecordingRule("x:y:z", expr="up")
        change = override(record, levels={Severity.INFO: Level(for_="1m")})
        project = make_project(
            make_service(recording_rules=(record,)), environments=(make_environment(overrides=(change,)),)
        )
        assert [one.message for one in resolved(project)[1]] == [
            "override of shop.x:y:z: `levels` is no field of RecordingRule"
        ]

    def test_a_value_of_an_override_may_differ_as_well(self) -> None:
        alert = make_alert(for_="1m")
        change = override(alert, for_=per_env("2m", {"development": "3m"}))
        staging = PRODUCTION.derive("staging", tier="test", inherit=("addresses",), overrides=(change,))
        project = make_project(
            make_service(alert), environments=(staging, staging.derive("development", inherit=("addresses",)))
        )
        assert [rule_of(project, name).for_ms // 60_000 for name in ("staging", "development")] == [2, 3]

    def test_the_team_that_an_override_names_is_told(self) -> None:
        other = Team("other", page=slack("#other"), notify=slack("#other-too"))
        alert = make_alert()
        environment = make_environment(overrides=(override(alert, owner=other),))
        stack = stack_of(make_project(make_service(alert), environments=(environment,)))
        (rule,) = stack.alerts
        assert [team.name for team in stack.teams] == ["web", "other"]
        assert [route.receiver for route in stack.router.reached(rule.labels)] == ["other-notify"]

    def test_one_object_in_two_services_is_two_rules(self) -> None:
        alert = make_alert(for_="1m")
        other = ScrapeJob("other")
        project = make_project(
            make_service(alert),
            make_service(alert, name="other", jobs=(other,), metrics=()),
            environments=(
                make_environment(
                    addresses={"app": "a:1", "other": "b:1", "alertmanager": "am:9093"},
                    overrides=(override("other.Down", for_="2m"),),
                ),
            ),
        )
        assert [(rule.id, rule.for_ms // 60_000) for rule in stack_of(project).alerts] == [
            ("shop.Down", 1),
            ("other.Down", 2),
        ]

    def test_a_job_and_a_dashboard_of_one_name_are_told_apart(self) -> None:
        dashboard = Dashboard("app", title="Before", rows=(Row("A", (TextPanel("A", content="a"),)),))
        service = make_service(make_alert(), dashboards=(dashboard,))

        def of(*changes: Any) -> Project:
            return make_project(service, environments=(make_environment(overrides=changes),))

        stack = stack_of(of(override(dashboard, title="After"), override(APP, interval="10s")))
        assert (stack.dashboards[0].title, stack.jobs[0].interval_ms) == ("After", 10_000)
        stack = stack_of(of(disable(dashboard, why="x")))
        assert (stack.dashboards, [job.name for job in stack.jobs]) == ((), ["app"])
        _, findings = resolved(of(override("shop.app", title="After")))
        assert [(one.message, one.hint) for one in findings] == [
            (
                '`override` names "shop.app", which is a dashboard and a scrape job',
                "Give the object itself instead of its id: `override(the_dashboard, ...)`.",
            )
        ]

    def test_what_is_refused_is_told_at_the_override(self) -> None:
        alert = make_alert()
        project = make_project(
            make_service(alert), environments=(make_environment(overrides=(override(alert, fore="1m", for_="1"),)),)
        )
        _, findings = resolved(project)
        assert sorted(one.message for one in findings) == [
            "override of shop.Down: `for_`: `1` has no unit, and there is no default one",
            "override of shop.Down: `fore` is no field of Alert",
        ]

    @pytest.mark.parametrize(
        ("target", "message"),
        [
            ("Dwn", '`override` names "Dwn", which does not exist; nothing changes in `production`'),
            (make_alert("Lost"), "`override` names alert Lost, which is in no service of the project"),
            (3, "`override` names no object and no id"),
            (
                TEAM,
                "`override` names team web; only alerts, recording rules, scrape jobs, probes and dashboards can be "
                "overridden",
            ),
            ("shop", '`override` names "shop", which is a service; a service can\'t be overridden as a whole'),
        ],
    )
    def test_targets_that_are_none(self, target: Any, message: str) -> None:
        project = make_project(
            make_service(make_alert()), environments=(make_environment(overrides=(override(target, for_="1m"),)),)
        )
        assert [one.message for one in resolved(project)[1]] == [message]

    def test_a_name_of_two_services_is_no_target(self) -> None:
        environment = make_environment(
            addresses={"app": "a:1", "b": "b:1", "alertmanager": "am:9093"}, overrides=(override("Down", for_="1m"),)
        )
        project = make_project(
            make_service(make_alert()),
            make_service(make_alert(), name="other", jobs=(ScrapeJob("b"),)),
            environments=(environment,),
        )
        _, findings = resolved(project)
        assert [(one.message, one.hint) for one in findings] == [
            ('`override` names "Down", which several services have', "Write one of: other.Down, shop.Down.")
        ]


def test_the_place_of_a_field_is_where_its_value_was_given() -> None:
    alert = make_alert(for_="1m")
    environment: Environment = make_environment(overrides=(override(alert, for_="2m"),))
    rule = rule_of(make_project(make_service(alert), environments=(environment,)))
    changed, other = rule.source.location("for_"), rule.source.location("summary")
    here = (changed.file, changed.line)
    assert here == (__file__, environment.overrides[0].origin.location().line)
    assert other.line != changed.line
