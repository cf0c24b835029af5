"""Budgets, and how many targets a job has."""

from __future__ import annotations

from o11ygen import Budget, DnsDiscovery, ScrapeJob, Static, per_env
from tests.resolve.stage import make_environment, make_project, make_service, stack_of


def test_a_budget_differs_by_environment_and_is_merged_by_derive() -> None:
    base = make_environment("base", budget=Budget(series=per_env(100, {"derived": 50}), samples_per_second=9))
    derived = base.derive("derived", tier="derived", inherit=("addresses",), budget=Budget(series_per_metric=7))
    project = make_project(make_service(), environments=(base, derived))
    found = [stack_of(project, name).environment.budget for name in ("base", "derived")]
    assert [(one.series, one.series_per_metric, one.samples_per_second) for one in found] == [(100, 0, 9), (50, 7, 9)]
    assert found[1].source.what == "the environment"


def test_only_services_that_say_so_have_a_budget() -> None:
    own = per_env(None, {"production": Budget(series=5)})
    services = (make_service(budget=own), make_service(name="quiet", jobs=()))
    budgets = stack_of(make_project(*services)).budgets
    assert {name: one.series for name, one in budgets.items()} == {"shop": 5}
    assert budgets["shop"].source.what == "service shop"
    assert stack_of(make_project(*services)).environment.budget.series == 0


def test_targets_are_those_expected_or_listed_and_at_least_one() -> None:
    jobs = (
        ScrapeJob("app"),
        ScrapeJob("two", discovery=(Static(("a:1",)), Static(("b:1",), labels={"site": "b"}))),
        ScrapeJob("found", discovery=(DnsDiscovery(("shop.internal",), type="A", port=80),)),
        ScrapeJob("many", discovery=(Static(("a:1",)),), expected_targets=per_env(3, {"production": 40})),
    )
    found = {job.name: job.targets for job in stack_of(make_project(make_service(jobs=jobs))).jobs}
    assert found == {"app": 1, "two": 2, "found": 1, "many": 40}
