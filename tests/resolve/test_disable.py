"""What does not exist in an environment, and in those derived from it."""

from __future__ import annotations

from typing import Any

from o11ygen import (
    RecordingRule,
    disable,
    override,
)
from tests.resolve.stage import (
    APP,
    make_alert,
    make_environment,
    make_project,
    make_service,
    resolved,
    stack_of,
)

PRODUCTION = make_environment("production")


class TestDisable:
    def test_a_job_of_its_services_name_is_named_in_full(self) -> None:
        def said(*changes: Any) -> list[tuple[str, str]]:
            service = make_service(make_alert(), name="app", dashboards=())
            project = make_project(service, environments=(make_environment(overrides=changes),))
            return [(one.message, one.hint) for one in resolved(project)[1]]

        assert said(disable("app", why="x")) == [
            (
                '`disable` names "app", which is a service; a service can\'t be disabled as a whole',
                'Write "app.app" for the scrape job, or name each alert: "app.AlertName".',
            )
        ]
        assert said(disable("app.app", why="x")) == []

    def test_the_nearest_word_wins(self) -> None:
        alerts = (make_alert(for_="1m"), make_alert("Other"))
        production = make_environment(overrides=(override("Down", keep_firing_for="9m"),))
        staging = production.derive(
            "staging", tier="test", inherit=("addresses",), overrides=(disable(alerts[0], why="x"),)
        )
        same = staging.derive("same", inherit=("addresses",))
        again = same.derive("again", inherit=("addresses",), overrides=(override("Down", for_="2m"),))
        gone = again.derive("gone", inherit=("addresses",), overrides=(disable("Down", why="y"),))
        project = make_project(make_service(*alerts), environments=(production, staging, same, again, gone))
        assert {
            one.name: [
                (rule.name, rule.for_ms // 60_000, rule.keep_firing_ms // 60_000)
                for rule in stack_of(project, one.name).alerts
            ]
            for one in project.environments
        } == {
            "production": [("Down", 1, 9), ("Other", 0, 0)],
            "staging": [("Other", 0, 0)],
            "same": [("Other", 0, 0)],
            "again": [("Down", 2, 9), ("Other", 0, 0)],
            "gone": [("Other", 0, 0)],
        }

    def test_one_environment_says_one_thing(self) -> None:
        alert = make_alert()
        changes = (override(alert, for_="1m"), disable("Down", why="x"))
        staging = PRODUCTION.derive("staging", tier="test", inherit=("addresses",), overrides=changes)
        back = staging.derive("back", inherit=("addresses",), overrides=(override(alert, for_="2m"),))
        project = make_project(make_service(alert), environments=(staging, back))
        for name in ("staging", "back"):
            (found,) = resolved(project, name)[1]
            assert (found.id, found.message) == (
                "environment/conflict",
                "alert Down is both overridden and disabled by one environment",
            )
            assert found.location.line == changes[0].origin.location().line
            assert found.related[0].message == "disabled here"

    def test_records_and_jobs_go_as_well(self) -> None:
        record = RecordingRule("job:up:sum", expr="sum by (job) (up)")
        environment = make_environment(overrides=(disable(record, why="x"), disable(APP, why="y")))
        stack = stack_of(make_project(make_service(recording_rules=(record,)), environments=(environment,)))
        assert (stack.groups, stack.jobs) == ((), ())
        assert stack.metrics[0].jobs == ()
