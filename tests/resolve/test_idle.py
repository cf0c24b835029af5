"""Overrides and disables that change nothing."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import Environment, Level, Severity, disable, override, per_env
from tests.resolve.stage import make_alert, make_environment, make_project, make_service, resolved

LEVELS = {Severity.WARNING: Level(threshold=1, for_="5m"), Severity.CRITICAL: Level(threshold=2)}


def said(alert: Any, *changes: Any, farther: tuple[Any, ...] = ()) -> list[str]:
    """What is told of `changes` in an environment that derives from one with the changes `farther`."""
    base = make_environment("base", overrides=farther)
    derived: Environment = base.derive(
        "derived", tier="derived", overrides=changes, inherit=("addresses", "notifications")
    )
    project = make_project(make_service(alert), environments=(base, derived))
    return [one.message for one in resolved(project, "derived")[1] if one.id == "environment/no-effect"]


def vain(what: str) -> list[str]:
    return [f"override of shop.Down: {what} is what it has anyway, so `derived` does not differ by it"]


@pytest.mark.parametrize(
    ("fields", "changes", "what"),
    [
        ({"for_": "5m"}, {"for_": "5m"}, "`for_`"),
        ({"for_": "5m", "labels": {"a": "1"}}, {"for_": "5m", "labels": {"a": "1"}}, "`for_`, `labels['a']`"),
        ({"for_": per_env("1m", {"derived": "9m"})}, {"for_": "9m"}, "`for_`"),
        ({"params": {"a": per_env(1, {"derived": 2})}, "expr": "up < $a"}, {"params": {"a": 2}}, "`params['a']`"),
        ({"levels": LEVELS}, {"levels": {Severity.WARNING: Level(for_="5m")}}, "`for_ at warning`"),
        # A level that says nothing of it follows the alert.
        ({"levels": LEVELS, "for_": "9m"}, {"levels": {Severity.CRITICAL: Level(for_="9m")}}, "`for_ at critical`"),
        ({"levels": LEVELS, "for_": "5m"}, {"for_": "5m"}, "`for_`"),
        ({}, {"keep_firing_for": "0s"}, "`keep_firing_for`"),
    ],
)
def test_what_it_has_anyway(fields: dict[str, Any], changes: dict[str, Any], what: str) -> None:
    alert = make_alert(**{"expr": "up < 1", **fields})
    assert said(alert, override(alert, **changes)) == vain(what)


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({"for_": "5m"}, {"for_": "6m"}),
        # One value of two is enough.
        ({"for_": "5m"}, {"for_": "5m", "labels": {"a": "1"}}),
        ({"for_": per_env("1m", {"base": "9m"}, tiers={"derived": "2m"})}, {"for_": "2m"}),
        ({"levels": LEVELS, "for_": "9m"}, {"for_": "9m"}),
        ({"levels": LEVELS}, {"levels": {Severity.INFO: Level(threshold=1)}}),
    ],
)
def test_what_differs(fields: dict[str, Any], changes: dict[str, Any]) -> None:
    alert = make_alert(**{"expr": "up < 1", **fields})
    assert said(alert, override(alert, **changes)) == []


def test_the_word_of_a_farther_environment_is_taken_back() -> None:
    alert = make_alert(for_="5m")
    assert said(alert, override(alert, for_="5m"), farther=(override(alert, for_="9m"),)) == []
    assert said(alert, override(alert, for_="5m"), farther=(disable(alert, why="not here"),)) == []
    assert said(alert, disable(alert, why="not here"), farther=(override(alert, for_="9m"),)) == []


def test_disabled_where_it_is_derived_from() -> None:
    alert = make_alert()
    assert said(alert, disable(alert, why="not here"), farther=(disable(alert, why="nor there"),)) == [
        "shop.Down is disabled already in an environment that `derived` derives from"
    ]
    assert said(alert, disable(alert, why="not here")) == []


def test_what_is_inherited_is_told_where_it_is_written() -> None:
    alert = make_alert(for_=per_env("5m", {"base": "9m"}))
    assert said(alert, farther=(override(alert, for_="5m"),)) == []
