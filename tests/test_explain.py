"""Where every value of a rule came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from o11ygen import conventions
from o11ygen.loader import find_project
from o11ygen.pipeline import Explained, explain
from tests import author

SPEC = """
from o11ygen import *

quiet = disable("shop.Quiet", why="nobody looks")

def down(**fields):
    return Alert(
        "Down",
        expr="up{$selector} < $threshold",
        levels={
            Severity.CRITICAL: Level(threshold=per_env(1, {"staging": 2}, tiers={"test": 3}), for_="2m"),
            Severity.WARNING: Level(threshold=9, labels={"tier": "b"}),
        },
        summary="Down",
        **fields,
    )

alert = down(params={"p": 1}, labels={"a": "b"}, annotations={"x": "y"})
other = Alert("Quiet", expr="up", severity=Severity.INFO)
record = RecordingRule("job:up:sum", expr="sum by (job) (up)", labels={"z": "1"})
team = Team("web", page=slack("#a"), notify=slack("#b"))
service = Service("shop", team=team, jobs=(ScrapeJob("app"),), alerts=(alert, other), recording_rules=(record,))
production = Environment("production", tier="production", addresses={"app": "a:1", "alertmanager": "alertmanager:9093"})
staging = production.derive("staging", tier="test", inherit=("addresses",),
    overrides=(
        override(alert, summary="Test", params={"p": 2}, why="tests"),
        override("Down", levels={Severity.CRITICAL: Level(for_="1h")}),
        quiet,
    ))
development = production.derive("development", tier="test", inherit=("addresses",), versions=Versions(prometheus="3.5"))
nightly = staging.derive("nightly", inherit=("addresses",), overrides=(
    override(alert, for_="3h", threshold=7, why="slow"),
    override(other, summary="Back", why="somebody looks"),
    override("Down", levels={Severity.INFO: Level(summary="Info", keep_firing_for="1m")}),
))
project = Project("demo", services=(service,), environments=(production, staging, development, nightly),
    routing=Routing(default=slack("#c")))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return author.write(tmp_path_factory.mktemp("explain"), {"specs/__init__.py": SPEC})


def of(folder: Path, name: str, *names: str) -> Explained:
    return explain(find_project(folder), name, names=names)


def values(explained: Explained, number: int = 0) -> dict[str, str]:
    return {one.field: f"{one.value} | {one.how} | {one.location.line}" for one in explained.found[number].values}


def test_the_spec_the_level_and_what_is_set_by_itself(folder: Path) -> None:
    explained = of(folder, "shop.Down", "production")
    assert [one.title for one in explained.found] == ["alert Down (critical)", "alert Down (warning)"]
    assert values(explained) == {
        "expr": 'up{job="app"} < 1 | spec | 9',
        "severity": "critical | spec | 10",
        "for": "2m | level | 11",
        "keep_firing_for": "0s | default | 7",
        "params.p": "1 | spec | 18",
        "params.threshold": "1 | per_env default | 11",
        "labels.service": "shop | set by o11ygen | 7",
        "labels.team": "web | set by o11ygen | 7",
        "labels.severity": "critical | set by o11ygen | 7",
        "labels.a": "b | spec | 18",
        "annotations.summary": "Down | spec | 14",
        "annotations.x": "y | spec | 18",
    }
    assert values(explained, 1)["labels.tier"] == "b | level | 12"
    assert explained.found[0].receivers == ("web-page (team web: page)",)


def test_overrides_and_values_of_an_environment(folder: Path) -> None:
    staging, development = values(of(folder, "Down", "staging")), values(of(folder, "Down", "development"))
    assert staging["annotations.summary"] == "Test | override: tests | 26"
    assert staging["params.p"] == "2 | override: tests | 26"
    assert staging["for"] == "1h | override | 27"
    assert staging["params.threshold"] == '2 | per_env "staging" | 11'
    assert development["params.threshold"] == '3 | per_env tier "test" | 11'
    assert development["for"] == "2m | level | 11"


def test_every_environment_unless_named(folder: Path) -> None:
    found = of(folder, "shop.Quiet")
    assert [one.environment for one in found.found] == ["production", "development", "nightly"]
    assert [(one.environment, one.why, str(one.location)) for one in found.absent] == [
        ("staging", "nobody looks", "specs/__init__.py:4")
    ]


def test_an_override_of_the_alert_reaches_its_levels(folder: Path) -> None:
    critical, warning, info = (values(of(folder, "Down", "nightly"), number) for number in range(3))
    assert critical["for"] == warning["for"] == info["for"] == "3h | override: slow | 32"
    assert critical["params.threshold"] == info["params.threshold"] == "7 | override: slow | 32"
    assert (critical["severity"], info["severity"]) == ("critical | spec | 10", "info | override | 34")
    assert critical["annotations.summary"] == "Test | override: tests | 26"
    assert (info["annotations.summary"], info["keep_firing_for"]) == ("Info | override | 34", "1m | override | 34")
    assert warning["labels.tier"] == "b | level | 12"


def test_a_nearer_override_brings_back_what_is_disabled(folder: Path) -> None:
    found = of(folder, "shop.Quiet", "nightly")
    assert found.absent == ()
    assert values(found)["annotations.summary"] == "Back | override: somebody looks | 33"
    assert values(found)["severity"] == "info | spec | 19"


def test_a_recording_rule(folder: Path) -> None:
    explained = of(folder, "job:up:sum", "production")
    assert values(explained) == {"expr": "sum by (job) (up) | spec | 20", "labels.z": "1 | spec | 20"}
    assert explained.found[0].receivers == ()


def test_the_series_that_an_alert_returns(folder: Path) -> None:
    (series,) = of(folder, "Down", "production").found[0].series
    assert (series.what, series.returns, series.why, series.reach) == ("boolean, 0 to 1", "sometimes", "", "0s")
    assert not series.open
    assert [(name, *state) for name, state in series.labels] == [
        ("a", "sure", "set by the rule"),
        ("environment", "sure", "external label"),
        ("instance", "sure", "set by the scrape"),
        ("job", "sure", 'matched by `job="app"`'),
        ("service", "sure", "set by the rule"),
        ("severity", "sure", "set by the rule"),
        ("team", "sure", "set by the rule"),
    ]


def test_the_series_that_a_recording_rule_makes(folder: Path) -> None:
    (series,) = of(folder, "job:up:sum", "production").found[0].series
    assert series.what == "count, 0 or more"
    assert [(name, *state) for name, state in series.labels] == [
        ("job", "sure", "set by the scrape"),
        ("z", "sure", "set by the rule"),
        ("instance", "impossible", "removed by `sum by (job)`"),
    ]


def test_what_does_not_exist(folder: Path) -> None:
    explained = of(folder, "Dwn")
    assert (explained.found, explained.absent) == ((), ())
    assert explained.known == {"shop.Down", "Down", "shop.Quiet", "Quiet", "shop.job:up:sum", "job:up:sum"}


VARYING = """
from o11ygen import *

other = Team("other", page=slack("#c"), notify=slack("#d"))
board = Dashboard("main", title="Main", rows=(Row("A", (TimeSeriesPanel("Up", "up"),)),))
labels = per_env({"a": "b"},
    {"staging": {"a": per_env("c")}})
alert = Alert(
    "Down",
    expr=per_env("up == 0",
        {"staging": "up < 1"}),
    levels=per_env({Severity.INFO: Level(for_="1m")},
        {"staging": {Severity.WARNING: Level(
            for_=per_env("2m"))}}),
    labels=labels,
    summary="Down",
    dashboard=per_env(None, {"staging": board}),
    owner=per_env(None, {"staging": other}),
)
record = RecordingRule("job:up:sum", expr="sum by (job) (up)",
    labels=per_env({}, {"staging": {"z": "1"}}))
team = Team("web", page=slack("#a"), notify=slack("#b"))
service = Service("shop", team=team, jobs=(ScrapeJob("app"),), alerts=(alert,), recording_rules=(record,),
    dashboards=(board,))
addresses, urls = {"app": "a:1", "alertmanager": "am:9093"}, {"grafana": "https://grafana.example.com"}
production = Environment("production", tier="production", addresses=addresses)
staging = Environment("staging", tier="staging", addresses=addresses, urls=urls,
    overrides=(override(alert, labels={"d": "e"},
        owner=team),))
test = Environment("test", tier="staging", addresses=addresses, urls=urls)
project = Project("demo", services=(service,), environments=(production, staging, test), routing=Routing(default=slack("#z")))
"""


def test_whole_fields_that_differ(tmp_path: Path) -> None:
    folder = author.write(tmp_path, {"specs/__init__.py": VARYING})
    production, staging = (values(of(folder, "Down", name)) for name in ("production", "staging"))
    assert production == {
        "expr": "up == 0 | per_env default | 10",
        "severity": "info | per_env default | 12",
        "for": "1m | level | 12",
        "keep_firing_for": "0s | default | 8",
        "labels.service": "shop | set by o11ygen | 8",
        "labels.team": "web | set by o11ygen | 8",
        "labels.severity": "info | set by o11ygen | 8",
        "labels.a": "b | per_env default | 6",
        "annotations.summary": "Down | spec | 16",
    }
    assert staging["expr"] == 'up < 1 | per_env "staging" | 10'
    assert staging["severity"] == 'warning | per_env "staging" | 12'
    assert staging["for"] == "2m | per_env default | 14"
    assert (staging["labels.a"], staging["labels.d"]) == ("c | per_env default | 7", "e | override | 28")
    assert staging["labels.team"] == "web | override | 29"
    assert staging[f"annotations.{conventions.DASHBOARD}"].endswith('/d/demo-main | per_env "staging" | 17')
    assert values(of(folder, "job:up:sum", "staging"))["labels.z"] == '1 | per_env "staging" | 21'
