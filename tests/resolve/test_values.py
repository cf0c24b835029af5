"""Which value holds in an environment, and which rules are shared between them."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    Alert,
    Severity,
    per_env,
)
from tests.resolve.stage import (
    make_alert,
    make_environment,
    make_project,
    make_service,
    resolved,
    rule_of,
)

PRODUCTION = make_environment("production")
STAGING = PRODUCTION.derive("staging", tier="test", inherit=("addresses",))
DEVELOPMENT = STAGING.derive("development", inherit=("addresses",))
ALL = (PRODUCTION, STAGING, DEVELOPMENT)


@pytest.mark.parametrize(
    ("value", "chosen"),
    [
        (per_env("1m"), ("1m", "1m", "1m")),
        (per_env("1m", {"development": "2m"}), ("1m", "1m", "2m")),
        (per_env("1m", {"staging": "2m"}), ("1m", "2m", "2m")),
        (per_env("1m", {"staging": "2m", "development": "3m"}), ("1m", "2m", "3m")),
        (per_env("1m", tiers={"test": "2m"}), ("1m", "2m", "2m")),
        (per_env("1m", {"staging": "2m"}, tiers={"test": "3m"}), ("1m", "2m", "2m")),
        (per_env("1m", {"development": "2m"}, tiers={"test": "3m"}), ("1m", "3m", "2m")),
        (per_env("1m", {"production": "2m"}, tiers={"test": "3m"}), ("2m", "2m", "2m")),
        (per_env(environments={"production": "2m"}), ("2m", "2m", "2m")),
    ],
)
def test_exact_name_then_lineage_then_tier_then_default(value: Any, chosen: tuple[str, ...]) -> None:
    project = make_project(make_service(make_alert(keep_firing_for=value)), environments=ALL)
    minutes = [rule_of(project, name.name).keep_firing_ms // 60_000 for name in ALL]
    assert tuple(f"{count}m" for count in minutes) == chosen


def test_no_match_and_no_default_is_an_error_of_that_rule_alone() -> None:
    alerts = (make_alert(for_=per_env(environments={"staging": "2m"})), make_alert("Other"))
    project = make_project(make_service(*alerts), environments=ALL)
    stack, findings = resolved(project, "production")
    assert stack is not None
    assert [rule.name for rule in stack.alerts] == ["Other"]
    assert [(one.id, one.message) for one in findings] == [
        ("environment/missing-value", "alert Down: `for_` has no value for this environment, and no default")
    ]
    assert rule_of(make_project(make_service(alerts[0]), environments=ALL), "development").for_ms == 120_000


def test_severity_may_differ() -> None:
    alert = make_alert(severity=per_env(Severity.CRITICAL, tiers={"test": Severity.INFO}))
    project = make_project(make_service(alert), environments=ALL)
    assert [rule_of(project, one.name).severity for one in ALL] == ["critical", "info", "info"]


def test_a_rule_that_is_the_same_everywhere_is_one_object() -> None:
    """Later steps see by it that they have judged or rendered it before."""
    alerts = (make_alert(), make_alert("Varies", for_=per_env("1m", {"staging": "2m"})))
    project = make_project(make_service(*alerts), environments=(PRODUCTION, STAGING))
    from o11ygen.resolve import index, resolve

    known = index(project)
    stacks = [resolve(project, one, known, spec="specs").stack for one in project.environments]
    first, second = (tuple(stack.alerts) for stack in stacks if stack is not None)
    assert first[0] is second[0]
    assert first[1] is not second[1]


def test_an_alert_of_an_environment_that_allows_is_its_own() -> None:
    """The suppressions of the environment are part of the rule."""
    from o11ygen import allow

    alert: Alert = make_alert()
    quiet = make_environment("quiet", allow=allow("alert/text", why="x"))
    project = make_project(make_service(alert), environments=(PRODUCTION, quiet))
    found = [[one.checks for one in rule_of(project, name).source.allowances] for name in ("production", "quiet")]
    assert found == [[], [("alert/text",)]]
