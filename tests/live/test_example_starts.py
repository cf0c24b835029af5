"""Real servers start with the production output exactly as it is rendered, and take in all of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from o11ygen.duration import parse_duration
from o11ygen.resolved import AlertRule, Metric
from tests.live import example
from tests.live.process import Server
from tests.live.servers import rendered_flags, running_alertmanager, running_prometheus

pytestmark = pytest.mark.tools


def test_prometheus_loads_every_rule_and_runs_with_the_rendered_config(tmp_path: Path) -> None:
    folder = example.write("production", tmp_path) / "prometheus"
    flags = rendered_flags(folder / "flags")
    with running_prometheus(folder / "prometheus.yml", flags=flags, version="3.5") as prometheus:
        assert loaded_rules(prometheus) == rendered_rules()
        running = yaml.safe_load(prometheus.get("/api/v1/status/config")["data"]["yaml"])
        assert_holds(running, yaml.safe_load((folder / "prometheus.yml").read_text("utf-8")))
        in_force = prometheus.get("/api/v1/status/flags")["data"]
        given = dict(flag.removeprefix("--").split("=", 1) for flag in flags)
        # Where files lie on this machine is the test's own; a GB of Prometheus has 1024 MB, and is told as GiB.
        given = {**given, **{name: in_force[name] for name in ("config.file", "storage.tsdb.path")}}
        given["storage.tsdb.retention.size"] = given["storage.tsdb.retention.size"].replace("GB", "GiB")
        assert {name: in_force[name] for name in given} == given
        assert_emitted(prometheus, service="prometheus")


def loaded_rules(prometheus: Server) -> list[tuple[Any, ...]]:
    groups = prometheus.get("/api/v1/rules")["data"]["groups"]
    return sorted(
        (
            group["name"],
            rule["name"],
            int(rule.get("duration", 0) * 1000),
            sorted(rule.get("labels", {}).items()),
            sorted(rule.get("annotations", {}).items()),
        )
        for group in groups
        for rule in group["rules"]
    )


def rendered_rules() -> list[tuple[Any, ...]]:
    return sorted(
        (
            group.name,
            rule.name,
            rule.for_ms if isinstance(rule, AlertRule) else 0,
            sorted(rule.labels.items()),
            sorted(rule.annotations.items()) if isinstance(rule, AlertRule) else [],
        )
        for group in example.stack("production").groups
        for rule in group.rules
    )


@pytest.mark.parametrize("version", ["0.28", "0.33"])
def test_alertmanager_runs_with_the_rendered_config(tmp_path: Path, version: str) -> None:
    folder = example.write("production", tmp_path) / "alertmanager"
    flags = rendered_flags(folder / "flags")
    with running_alertmanager(folder / "alertmanager.yml", flags=flags, version=version) as alertmanager:
        running = yaml.safe_load(alertmanager.get("/api/v2/status")["config"]["original"])
        assert_holds(running, yaml.safe_load((folder / "alertmanager.yml").read_text("utf-8")))
        receivers = [receiver["name"] for receiver in alertmanager.get("/api/v2/receivers")]
        assert sorted(receivers) == sorted(receiver.name for receiver in example.stack("production").receivers)
        assert_emitted(alertmanager, service="alertmanager")


def assert_holds(running: Any, rendered: Any, place: str = "") -> None:
    """A running server adds its defaults to what it was given, and changes nothing of it."""
    if isinstance(rendered, dict):
        for key, value in rendered.items():
            assert key in running, f"{place}.{key}"
            assert_holds(running[key], value, f"{place}.{key}")
    elif isinstance(rendered, list):
        assert len(running) == len(rendered), place
        # All of them must match, in whatever order; Alertmanager tells them in its own.
        if place.endswith(("matchers", "equal")):
            running, rendered = sorted(running), sorted(rendered)
        for index, (has, given) in enumerate(zip(running, rendered, strict=True)):
            assert_holds(has, given, f"{place}[{index}]")
    else:
        assert same(running, rendered), f"{place}: {running!r} for {rendered!r}"


def same(running: Any, rendered: Any) -> bool:
    """Durations are written in another way, rule files and templates with their folder."""
    texts = (str(running), str(rendered))
    if running == rendered or texts[0].endswith(f"/{texts[1]}"):
        return True
    try:
        return len({parse_duration(text) for text in texts}) == 1
    except ValueError:
        return texts[0].replace('"', "") == texts[1].replace('"', "")


def assert_emitted(server: Server, *, service: str) -> None:
    """What the example declares of a server, for its alerts to read, the real one emits: names and labels."""
    declared = [metric for metric in example.stack("production").metrics if metric.service == service]
    assert declared != []
    lines = server.text("/metrics").splitlines()
    for metric in declared:
        assert emitted_labels(metric, lines) >= {label.name for label in metric.labels}, metric.name


def emitted_labels(metric: Metric, lines: Iterable[str]) -> set[str]:
    found = [line for line in lines if line.startswith((f"{metric.name} ", f"{metric.name}{{"))]
    assert found, f"nothing emits {metric.name}"
    return {pair.partition("=")[0] for line in found for pair in line.partition("{")[2].rpartition("}")[0].split(",")}
