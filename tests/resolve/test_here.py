"""An object as it is in one environment: every field may differ, whatever it holds."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    Alert,
    Authorization,
    BasicAuth,
    Dashboard,
    Environment,
    Level,
    Project,
    Route,
    Routing,
    Row,
    ScrapeJob,
    Secret,
    Severity,
    Static,
    Team,
    TimeInterval,
    TimeSeriesPanel,
    Variable,
    override,
    per_env,
    slack,
)
from o11ygen.resolved import AlertRule
from tests.resolve.stage import make_alert, make_environment, make_project, make_service, resolved, rule_of, stack_of

OTHER = Team("other", page=slack("#other"), notify=slack("#other-too"))
SECRET = Secret.file("/run/secrets/a")
URLS = {"grafana": "https://grafana.example.com"}


def environments(**fields: Any) -> tuple[Environment, ...]:
    return make_environment(urls=URLS), make_environment("staging", urls=URLS, **fields)


def project_of(alert: Alert, *, overrides: tuple[Any, ...] = (), **fields: Any) -> Project:
    return make_project(make_service(alert, **fields), environments=environments(overrides=overrides))


def shown(project: Project, name: str) -> list[tuple[str, int, str]]:
    return [(rule.severity, rule.for_ms, rule.team) for rule in stack_of(project, name).alerts]


def test_levels_as_a_whole() -> None:
    levels = per_env(
        {Severity.WARNING: Level(for_="1m")},
        {"production": {Severity.WARNING: Level(for_="2m"), Severity.CRITICAL: Level(for_=per_env("3m"))}},
    )
    project = project_of(make_alert(levels=levels))
    assert shown(project, "staging") == [("warning", 60_000, "web")]
    assert shown(project, "production") == [("critical", 180_000, "web"), ("warning", 120_000, "web")]


def test_severity_in_one_environment_and_levels_in_another() -> None:
    alert = Alert(
        "Down",
        expr="up == 0",
        severity=per_env(Severity.INFO, {"production": None}),
        levels=per_env({}, {"production": {Severity.CRITICAL: Level()}}),
    )
    assert shown(project_of(alert), "staging") == [("info", 0, "web")]
    assert shown(project_of(alert), "production") == [("critical", 0, "web")]


def test_what_holds_together_is_asked_in_each_environment() -> None:
    alert = Alert(
        "Down", expr="up == 0", severity=Severity.INFO, levels=per_env({}, {"production": {Severity.INFO: Level()}})
    )
    assert shown(project_of(alert), "staging") == [("info", 0, "web")]
    stack, findings = resolved(project_of(alert), "production")
    assert [(one.id, one.message, one.hint) for one in findings] == [
        (
            "spec/value",
            "alert Down: `severity` and `levels` are both given",
            "Keep `levels`, or drop it and keep `severity`.",
        )
    ]
    assert stack is not None
    assert list(stack.alerts) == []


def test_the_owner() -> None:
    project = project_of(make_alert(owner=per_env(None, {"production": OTHER})))
    assert shown(project, "staging") == [("warning", 0, "web")]
    assert shown(project, "production") == [("warning", 0, "other")]
    assert [team.name for team in stack_of(project, "production").teams] == ["web", "other"]
    assert [team.name for team in stack_of(project, "staging").teams] == ["web"]


def test_the_dashboard() -> None:
    panel = TimeSeriesPanel("Up", "up")
    dashboards = tuple(Dashboard(name, title=name, rows=(Row("A", (panel,)),)) for name in ("one", "two"))
    project = project_of(
        make_alert(dashboard=per_env(dashboards[0], {"staging": dashboards[1]})), dashboards=dashboards
    )
    assert [rule_of(project, name).dashboard for name in ("production", "staging")] == ["one", "two"]


class TestOverridesMergeIntoWhatHoldsHere:
    LABELS: Any = per_env({"a": "1", "b": "1"}, {"staging": {"a": "2", "b": per_env("3")}})

    def labels(self, rule: AlertRule) -> dict[str, str]:
        return {name: text for name, text in rule.labels.items() if name in "abc"}

    def test_labels(self) -> None:
        alert = make_alert(labels=self.LABELS)
        project = project_of(alert, overrides=(override(alert, labels={"b": "4", "c": "5"}),))
        assert self.labels(rule_of(project, "production")) == {"a": "1", "b": "1"}
        assert self.labels(rule_of(project, "staging")) == {"a": "2", "b": "4", "c": "5"}

    def test_labels_of_a_level(self) -> None:
        alert = make_alert(levels=per_env({Severity.INFO: Level(labels=self.LABELS, for_="1m")}))
        change = override(alert, levels={Severity.INFO: Level(labels={"c": "5"})})
        rule = rule_of(project_of(alert, overrides=(change,)), "staging")
        assert (self.labels(rule), rule.for_ms) == ({"a": "2", "b": "3", "c": "5"}, 60_000)

    def test_a_per_env_in_an_override(self) -> None:
        alert = make_alert()
        project = project_of(alert, overrides=(override(alert, for_=per_env("1m", tiers={"staging": "2m"})),))
        assert rule_of(project, "staging").for_ms == 120_000


def test_parts_of_a_job() -> None:
    job = ScrapeJob(
        "app",
        discovery=(Static(labels=per_env({"zone": "a"}, {"staging": {"zone": "b"}})),),
        params=per_env({"x": ("1",)}, {"staging": {}}),
        target_labels=per_env(("rack",), {"staging": ()}),
        basic_auth=per_env(None, {"production": BasicAuth(username=per_env("a"), password=SECRET)}),
        authorization=per_env(None, {"staging": Authorization(SECRET)}),
        extra=per_env({}, {"staging": {"track_timestamps_staleness": True}}),
    )
    project = make_project(make_service(jobs=(job,)), environments=environments())
    (production,), (staging,) = (stack_of(project, name).jobs for name in ("production", "staging"))
    assert production.discovery[0].settings["labels"] == {"zone": "a"}
    assert staging.discovery[0].settings["labels"] == {"zone": "b"}
    assert (production.params, staging.params) == ({"x": ("1",)}, {})
    assert (production.target_labels, staging.target_labels) == (("rack", "zone"), ("zone",))
    assert (production.connection.basic_auth["username"], production.connection.authorization) == ("a", {})
    assert (staging.connection.basic_auth, set(staging.connection.authorization)) == ({}, {"credentials"})
    assert (production.extra, staging.extra) == ({}, {"track_timestamps_staleness": True})


def test_parts_of_a_dashboard() -> None:
    dashboard = Dashboard(
        "main",
        title=per_env("Main", {"staging": "Try"}),
        rows=(
            Row(
                per_env("All", {"staging": "Some"}),
                per_env((TimeSeriesPanel(per_env("Up", {"staging": "Down"}), "up", unit=per_env("s")),)),
            ),
        ),
        variables=per_env((Variable("instance", query="label_values(up, instance)"),), {"staging": ()}),
    )
    project = make_project(make_service(dashboards=(dashboard,)), environments=environments())
    (production,), (staging,) = (stack_of(project, name).dashboards for name in ("production", "staging"))
    assert (production.title, production.rows[0].title, production.panels[0].title) == ("Main", "All", "Up")
    assert (staging.title, staging.rows[0].title, staging.panels[0].title) == ("Try", "Some", "Down")
    assert ([one.name for one in production.variables], staging.variables) == (["instance"], ())
    assert staging.panels[0].source.what == 'dashboard main, panel "Down"'


def test_parts_of_the_routing() -> None:
    night = TimeInterval("night", times=per_env(("00:00-06:00",), {"staging": ("00:00-08:00",)}), weekdays=per_env(()))
    route = Route(slack("#a"), matchers={"team": per_env("x", {"staging": "y"})}, mute=(night,))
    routing = Routing(default=slack("#b"), routes=per_env((), {"staging": (route,)}), resolve_timeout=per_env("1m"))
    project = make_project(make_service(), environments=environments(), routing=routing)
    production, staging = (stack_of(project, name) for name in ("production", "staging"))
    assert [one.title for one in production.route.routes] == ["team web"]
    assert [str(one) for one in staging.route.routes[0].matchers] == ['team="y"']
    assert [one.settings["times"] for one in staging.time_intervals] == [("00:00-08:00",)]
    assert staging.notifications["resolve_timeout"] == "1m"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"labels": per_env(environments={"staging": {"a": "b"}})}, "alert Down: `labels` has no value"),
        ({"annotations": {"a": per_env(environments={"staging": "b"})}}, "alert Down: `annotations` has no value"),
    ],
)
def test_a_missing_value(fields: dict[str, Any], message: str) -> None:
    _, findings = resolved(project_of(make_alert(**fields)))
    assert [one.message for one in findings] == [f"{message} for this environment, and no default"]
