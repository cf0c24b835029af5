"""What is rendered for a version is accepted by the real programs of that version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from o11ygen.renderer import renderers
from o11ygen.resolved import (
    AlertRule,
    Inhibition,
    Integration,
    Matcher,
    NotificationTemplate,
    Retention,
    Stack,
    TimeInterval,
)
from o11ygen.verify import Outcome, find_programs, verify_environment
from tests import golden
from tests.programs import ALERTMANAGER_VERSIONS, PROMETHEUS_VERSIONS, ROOT, program
from tests.stacks import (
    DAY,
    make_alert,
    make_endpoint,
    make_environment,
    make_group,
    make_integration,
    make_job,
    make_probe,
    make_receiver,
    make_recording,
    make_remote_write,
    make_route,
    make_server,
    make_stack,
    secret,
    source,
    static,
)

pytestmark = pytest.mark.tools

OURS = ("alertmanager", "blackbox", "prometheus", "prometheus-rules")
CASES = [case for case in golden.cases(Path(__file__).parent) if case.parent.name in OURS]
ACCEPTED = [case for case in CASES if not (case / "expected" / golden.FINDINGS).exists()]


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_every_golden_tree_is_accepted(case: Path) -> None:
    program("promtool")
    program("amtool")
    stack = golden.load(case)
    result = verify_environment(case / "expected", versions=stack.environment.versions, programs=find_programs(ROOT))
    exact = {run.program for run in result.runs if run.exact}
    # A program of another version than the declared one may refuse what it is too old for.
    assert [finding for finding in result.findings if _program(finding.id) in exact] == []


@pytest.mark.parametrize("version", PROMETHEUS_VERSIONS)
@pytest.mark.parametrize("rule_files", ["together", "per-service"])
def test_prometheus_of_each_version(version: str, rule_files: str, tmp_path: Path) -> None:
    program("promtool", version)
    _accepted(_busy(prometheus=version, rule_files=rule_files), tmp_path, "promtool", runs=3)


@pytest.mark.parametrize("version", ALERTMANAGER_VERSIONS)
def test_alertmanager_of_each_version(version: str, tmp_path: Path) -> None:
    program("amtool", version)
    _accepted(_busy(alertmanager=version), tmp_path, "amtool", runs=1)


def _program(id: str) -> str:
    return id.rpartition("/")[2]


def _accepted(stack: Stack, folder: Path, name: str, *, runs: int) -> None:
    for renderer in renderers():
        if renderer.system in OURS:
            golden.write(folder, {artifact.path: artifact.text for artifact in renderer.render(stack)})
    result = verify_environment(folder, versions=stack.environment.versions, programs=find_programs(ROOT))
    judged = [run for run in result.runs if run.program == name]
    assert [(run.outcome, run.exact, run.note) for run in judged] == [(Outcome.ACCEPTED, True, "")] * runs
    assert [finding for finding in result.findings if _program(finding.id) == name] == []


def _busy(*, rule_files: str = "together", **versions: str) -> Stack:
    """Something of everything that the oldest of the real programs knows."""
    critical, warning = Matcher("severity", "=", "critical"), Matcher("severity", "=~", "warning|info")
    return make_stack(
        rule_files=rule_files,
        environment=make_environment(
            versions=versions,
            retention=Retention(30 * DAY, 10 * 1024**3, 0, 0),
            external_labels={"environment": "production", "price": "$5"},
        ),
        jobs=(
            make_job(
                interval_ms=15_000,
                params={"collect": ("cpu",)},
                relabel=({"source_labels": ("__address__",), "target_label": "host"},),
                metric_relabel=({"action": "labeldrop", "regex": "tmp_.*"},),
                limits={"sample_limit": 10_000, "body_size_limit": "10MB"},
            ),
        ),
        probes=(make_probe(timeout_ms=12_000), make_probe("db", kind="tcp", targets=("db:5432",))),
        groups=_groups(),
        prometheus=make_server(
            features=("exemplar-storage",),
            alertmanagers=(make_endpoint(discovery=(static("am-0:9093", "am-1:9093"),)),),
            alert_relabel=({"action": "labeldrop", "regex": "replica"},),
            remote_write=(make_remote_write(headers={"X-Scope-OrgID": "shop"}),),
        ),
        route=make_route(
            routes=(
                make_route(
                    Matcher("team", "=", 'we"b\\'),
                    receiver="web",
                    routes=(make_route(critical), make_route(warning, mute=("night",), active=("day",))),
                ),
                make_route(Matcher("alertname", "=", "Watchdog"), group_by=("...",), continue_=True),
            )
        ),
        receivers=(make_receiver(), make_receiver("web", *_integrations())),
        inhibitions=(Inhibition((critical,), (warning,), ("alertname", "service"), "why", False, source("inhibit")),),
        time_intervals=tuple(
            TimeInterval(name, {"times": (times,), "location": "Europe/Berlin"}, source(name))
            for name, times in (("night", "00:00-06:00"), ("day", "06:00-24:00"))
        ),
        notification_templates=(
            NotificationTemplate("web", '{{ define "web.title" }}{{ .Status | toUpper }}{{ end }}\n', source("web")),
        ),
        notifications={"smtp_smarthost": "mail.example.com:587", "smtp_from": "a@example.com"},
    )


def _groups() -> tuple[Any, ...]:
    hostile: AlertRule = make_alert(
        "Odd",
        expr='up{job=~"a|b"} == 0 # why\n  and on (job) vector(1)',
        keep_firing_ms=60_000,
        labels={"octal": "012", "truth": "on", "sign": "=", "blank": "a ", "time": "1:30"},
        annotations={
            "description": '"{{ $labels.job }}": {{ $value | humanize }}\n\n# last\n',
            "unicode": "Grüße \U0001f600",
        },
    )
    return (
        make_group(make_recording(description="Sum\nof all."), name="shop.recording", interval_ms=30_000),
        make_group(make_alert(), hostile, limit=10),
    )


def _integrations() -> tuple[Integration, ...]:
    return (
        make_integration(
            "slack", channel="#a", api_url=secret("/run/secrets/slack"), title='{{ template "web.title" . }}'
        ),
        make_integration("email", to="web@example.com", subject="Warning Alert"),
        make_integration("pagerduty", routing_key=secret("/run/secrets/pagerduty"), pages=True),
        make_integration("webhook", url="https://hooks.example.com/"),
        make_integration("webex", room_id="room", credentials=secret("/run/secrets/webex")),
    )
