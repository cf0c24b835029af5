"""Alerts and recording rules as Prometheus gets them: levels, labels, annotations, groups."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    Dashboard,
    Group,
    Level,
    Query,
    RecordingRule,
    Row,
    ScrapeJob,
    Severity,
    StatPanel,
    Team,
    TextPanel,
    disable,
    per_env,
    slack,
)
from o11ygen.resolve import index, resolve
from tests.resolve.stage import make_alert, make_environment, make_project, make_service, resolved, rule_of, stack_of

LEVELS = {
    Severity.WARNING: Level(threshold=1, for_="5m", labels={"tier": "b"}, summary="Low"),
    Severity.CRITICAL: Level(threshold=2, keep_firing_for="3m", runbook="https://r.example.com/c"),
}


def test_one_rule_for_each_level_the_worst_first() -> None:
    alert = make_alert(
        expr="up < $threshold", levels=LEVELS, for_="1m", summary="Down ($threshold)", runbook="https://r.example.com"
    )
    critical, warning = stack_of(make_project(make_service(alert))).alerts
    assert [(rule.severity, rule.name, rule.leveled) for rule in (critical, warning)] == [
        ("critical", "Down", True),
        ("warning", "Down", True),
    ]
    assert (critical.expr, critical.for_ms, critical.keep_firing_ms) == ("up < 2", 60_000, 180_000)
    assert (warning.expr, warning.for_ms, warning.keep_firing_ms) == ("up < 1", 300_000, 0)
    assert critical.annotations == {"summary": "Down (2)", "runbook_url": "https://r.example.com/c"}
    assert warning.annotations == {"summary": "Low", "runbook_url": "https://r.example.com"}
    assert critical.labels == {"service": "shop", "team": "web", "severity": "critical"}
    assert warning.labels == {"service": "shop", "team": "web", "severity": "warning", "tier": "b"}
    assert (critical.pages, warning.pages) == (True, False)


def test_a_single_level_is_no_levels() -> None:
    rule = rule_of(make_project(make_service(make_alert(levels={Severity.INFO: Level(for_="1m")}))))
    assert (rule.leveled, rule.what) == (False, "alert Down")


@pytest.mark.parametrize(
    ("jobs", "matcher"),
    [
        ((ScrapeJob("app"),), 'up{job="app"}'),
        ((ScrapeJob("app"), ScrapeJob("batch")), 'up{job=~"app|batch"}'),
    ],
)
def test_the_selector_is_the_jobs_of_the_service(jobs: tuple[ScrapeJob, ...], matcher: str) -> None:
    environment = make_environment(addresses={"app": "a:1", "batch": "b:1", "alertmanager": "am:9093"})
    service = make_service(make_alert(expr="up{$selector}"), jobs=jobs)
    assert rule_of(make_project(service, environments=(environment,))).expr == matcher


def test_jobs_that_do_not_exist_here_are_not_selected() -> None:
    jobs = (ScrapeJob("app"), ScrapeJob("batch"))
    addresses = {"app": "a:1", "batch": "b:1", "alertmanager": "am:9093"}
    production = make_environment(addresses=addresses)
    staging = production.derive(
        "staging", tier="test", inherit=("addresses",), overrides=(disable(jobs[1], why="no batches"),)
    )
    alert = make_alert(expr="up{$selector}")
    project = make_project(make_service(alert, jobs=jobs), environments=(production, staging))
    known = index(project)
    stacks = [resolve(project, one, known, spec="specs").stack for one in project.environments]
    rules = [rule.expr for stack in stacks if stack is not None for rule in stack.alerts]
    assert rules == ['up{job=~"app|batch"}', 'up{job="app"}']


def test_nothing_selects_the_jobs_of_a_service_that_has_none_left() -> None:
    levels = {Severity.WARNING: Level(for_="5m"), Severity.CRITICAL: Level(for_="9m")}
    panel = StatPanel("Up", queries=(Query("sum(up{$selector})"),))
    service = make_service(
        make_alert(expr="up{$selector}", levels=levels),
        make_alert("Other"),
        recording_rules=(RecordingRule("job:up:sum", expr="sum by (job) (up{$selector})"),),
        dashboards=(Dashboard("board", title="Board", rows=(Row("A", (panel,)),)),),
    )
    environment = make_environment(overrides=(disable("shop.app", why="x"),))
    _, findings = resolved(make_project(service, environments=(environment,)))
    why = "`$selector` selects nothing: every scrape job of service shop is disabled here"
    assert [(one.message, one.hint) for one in findings] == [
        (f"{what}: {why}", "Disable what uses it here as well, or keep one of the jobs.")
        for what in ("recording rule job:up:sum: `expr`", "alert Down: `expr`", 'dashboard board, panel "Up"')
    ]


def test_a_service_without_jobs_has_no_selector() -> None:
    _, findings = resolved(make_project(make_service(make_alert(expr="up{$selector}"), jobs=(), metrics=())))
    assert [one.message for one in findings] == [
        "alert Down: `expr`: `$selector` stands for the scrape jobs of service shop, and it has none"
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"labels": {"team": "x"}}, "`labels` sets `team`, which o11ygen sets itself"),
        ({"labels": {"severity": "x"}}, "`labels` sets `severity`, which o11ygen sets itself"),
        ({"labels": {"service": "x"}}, "`labels` sets `service`, which o11ygen sets itself"),
        ({"labels": {"alertname": "x"}}, "`labels` sets `alertname`, which Prometheus sets itself"),
        (
            {"severity": None, "levels": {Severity.INFO: Level(labels={"alertname": "x"})}},
            "`labels` sets `alertname`, which Prometheus sets itself",
        ),
        ({"annotations": {"summary": "x"}}, "`annotations` sets `summary`, which o11ygen sets itself"),
        ({"annotations": {"runbook_url": "x"}}, "`annotations` sets `runbook_url`, which o11ygen sets itself"),
        ({"params": {"value": 1}}, "parameter `value` has a name that is taken"),
        ({"params": {"for": "5m"}}, "parameter `for` has a name that is taken"),
        ({"params": {"selector": "5m"}}, "parameter `selector` has a name that is taken"),
    ],
)
def test_names_that_are_taken(fields: dict[str, Any], message: str) -> None:
    _, findings = resolved(make_project(make_service(make_alert(**fields))))
    assert [one.message for one in findings] == [f"alert Down: {message}"]


def test_a_problem_of_every_level_is_told_once() -> None:
    alert = make_alert(expr="up < $treshold", levels=LEVELS)
    _, findings = resolved(make_project(make_service(alert)))
    assert [one.message for one in findings] == ["alert Down: `expr`: `$treshold` is no parameter of this rule"]


def test_parameters_of_the_level_before_those_of_the_alert() -> None:
    levels = {Severity.WARNING: Level(params={"a": 2}), Severity.CRITICAL: Level(threshold=per_env(3))}
    alert = make_alert(expr="up > $a + $threshold", params={"a": 1}, threshold=9, levels=levels)
    assert [rule.expr for rule in stack_of(make_project(make_service(alert))).alerts] == ["up > 1 + 3", "up > 2 + 9"]


def test_the_duration_in_prose_is_that_of_the_level() -> None:
    alert = make_alert(expr="up < $threshold", levels=LEVELS, for_="90s", description="Down for ${for:duration}.")
    texts = [rule.annotations["description"] for rule in stack_of(make_project(make_service(alert))).alerts]
    assert texts == ["Down for 1 minute 30 seconds.", "Down for 5 minutes."]


def test_an_alert_of_another_team() -> None:
    other = Team("other", page=slack("#o"), notify=slack("#p"))
    project = make_project(make_service(make_alert(owner=other)))
    assert rule_of(project).team == "other"
    assert [team.name for team in stack_of(project).teams] == ["web", "other"]


def test_the_link_to_a_dashboard() -> None:
    board = Dashboard("overview", title="Overview", rows=(Row("A", (TextPanel("A", content="a"),)),))
    service = make_service(make_alert(dashboard=board), dashboards=(board,))
    environment = make_environment(urls={"grafana": "https://grafana.example.com/"})
    rule = rule_of(make_project(service, environments=(environment,)))
    assert rule.annotations["dashboard_url"] == "https://grafana.example.com/d/demo-overview"
    _, findings = resolved(make_project(service))
    assert [one.id for one in findings] == ["environment/missing-value"]


def test_groups() -> None:
    record = RecordingRule("job:up:sum", expr="sum by (job) (up)")
    group = Group("slow", rules=(record, make_alert("Slow")), interval="5m", limit=3, query_offset="1m")
    service = make_service(
        make_alert(), recording_rules=(RecordingRule("job:up:min", expr="min by (job) (up)"),), groups=(group,)
    )
    groups = stack_of(make_project(service)).groups
    assert [(one.name, [rule.name for rule in one.rules], one.records_only) for one in groups] == [
        ("shop.recording", ["job:up:min"], True),
        ("shop.alerts", ["Down"], False),
        ("shop.slow", ["job:up:sum", "Slow"], False),
    ]
    assert [(one.interval_ms, one.limit, one.query_offset_ms) for one in groups] == [
        (0, 0, 0),
        (0, 0, 0),
        (300_000, 3, 60_000),
    ]
