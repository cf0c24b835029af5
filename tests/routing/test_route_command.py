"""`o11ygen route`, as people call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from o11ygen.cli import main

CONFIG = """\
route:
  receiver: everyone
  group_by: [alertname]
  routes:
    - matchers: [severity="critical"]
      receiver: page
    - matchers: [severity="info"]
      receiver: low
      active_time_intervals: [work]
receivers: [{name: everyone}, {name: page}, {name: low}]
inhibit_rules:
  - {source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [service]}
time_intervals:
  - name: work
    time_intervals: [{times: [{start_time: '09:00', end_time: '17:00'}]}]
"""
NO_LABELS = "has no labels; a variable of the shell may be unset. Write `severity=critical team=ml`."
TWICE = '`a` is `b` and `c`, and an alert has one value for it. Put each alert in braces: `{a="b"}` `{a="c"}`.'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "alertmanager.yml"
    file.write_text(CONFIG)
    return file


def _route(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["route", *arguments])


def test_it_shows_the_way_the_group_the_times_and_what_silences(config: Path) -> None:
    result = _route(
        "severity=info",
        "alertname=A",
        '{severity="warning", service="x"}',
        *("--firing", '{severity="critical", service="x"}', "--at", "2026-03-02T03:00:00Z", "--config", str(config)),
    )
    assert (result.exit_code, result.output) == (
        0,
        """\
{alertname="A", severity="info"}
  low  via severity="info" (route.routes[1])
      grouped by alertname
      group_wait 30s, group_interval 5m, repeat_interval 4h
      muted by work
{service="x", severity="warning"}
  everyone  via all (route)
      grouped by alertname
      group_wait 30s, group_interval 5m, repeat_interval 4h
  inhibited by {service="x", severity="critical"} (inhibit_rules[0])
""",
    )


def test_programs_get_json(config: Path) -> None:
    result = _route("severity=info", "--at", "2026-03-02T12:00:00", "--config", str(config), "--format", "json")
    answer = json.loads(result.output)
    assert answer["at"] == "2026-03-02T12:00:00+00:00"
    alert = answer["alerts"][0]
    assert (alert["labels"], alert["receivers"], alert["told"]) == ({"severity": "info"}, ["low"], ["low"])
    assert alert["routes"][0]["muted_by"] == []


def test_expectations_are_kept_in_a_file(config: Path) -> None:
    file = config.parent / "routing.yml"
    file.write_text(
        """\
alertmanager: alertmanager.yml
tests:
  - {name: critical pages, labels: {severity: critical}, receivers: [page], told: [page]}
  - name: info waits for the morning
    at: 2026-03-02T03:00:00Z
    labels: {severity: info}
    receivers: [everyone]
    muted: false
  - name: a critical alert silences the warning
    labels: {severity: warning, service: x}
    firing: [{severity: critical, service: x}]
    inhibited: true
    told: []
    group_by: [alertname]
"""
    )
    result = _route("--expect", str(file))
    assert (result.exit_code, result.output) == (
        1,
        f"""\
{file}: info waits for the morning
    `receivers` is low, expected is everyone
    `muted` is true, expected is false
2 of 3 expectations hold
""",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no alert is given. Write `severity=critical team=ml`, or an alert of the project."),
        (("severity!=info",), "an alert has one value for `severity`: write `=`, not `!=`."),
        (("a=b", "a=c"), TWICE),
        (('{a="b", a="c"}',), TWICE),
        (
            ("a=b", "--expect", "nosuch.yml"),
            "nosuch.yml can't be read: No such file or directory. Name a file of expectations.",
        ),
        (
            ("severity=info", "--at", "noon"),
            "`noon` is no time. Write one such as 2026-03-02T03:00:00Z, or leave out --at for now.",
        ),
        (
            ("severity=info", "--at", ""),
            "`` is no time. Write one such as 2026-03-02T03:00:00Z, or leave out --at for now.",
        ),
        (
            ("severity=info", "--at", "9999-12-31T23:00:00-12:00"),
            "`9999-12-31T23:00:00-12:00` is at the end of all time. "
            "Write one such as 2026-03-02T03:00:00Z, or leave out --at for now.",
        ),
        (("a=b", "--expect", "/dev/null"), "/dev/null is no file. Name a file of expectations."),
        (("",), f"`` {NO_LABELS}"),
        (("{}",), f"`{{}}` {NO_LABELS}"),
        (("a=b", "--firing", ""), f"`` {NO_LABELS}"),
        (("High",), "`High` is no label. Write `alertname=High`, or leave out --config."),
    ],
)
def test_what_can_not_be_asked_is_refused(config: Path, arguments: tuple[str, ...], message: str) -> None:
    result = _route(*arguments, "--config", str(config))
    assert (result.exit_code, result.output) == (2, f"o11ygen: {message}\n")


def test_a_broken_configuration_is_told(tmp_path: Path) -> None:
    file = tmp_path / "broken.yml"
    file.write_text("route: {receiver: nobody}\nreceivers: [{name: a}]\n")
    result = _route("a=b", "--config", str(file))
    assert result.exit_code == 2
    assert result.output == (
        f"o11ygen: Alertmanager refuses {file}: the receiver `nobody` does not exist (at `route.receiver`). "
        f"Run `o11ygen validate {file}` for all of it.\n"
    )


def test_a_test_that_expects_nothing_is_refused(config: Path) -> None:
    file = config.parent / "routing.yml"
    file.write_text("tests: [{labels: {a: b}}]\n")
    result = _route("--expect", str(file), "--config", str(config))
    assert result.exit_code == 2
    assert "the test expects nothing, so it can't fail" in result.output
