"""Where a Docker daemon runs: the rendered docker-compose.yml starts the whole stack, and every service gets well."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.live import example
from tests.live.process import wait_until
from tests.programs import ROOT

pytestmark = pytest.mark.tools
PATIENCE = 900
MONITORED = {"alertmanager", "blackbox-exporter", "grafana", "jaeger", "node-exporter", "prometheus"}


@pytest.fixture
def docker() -> str:
    """The client, where it reaches a daemon and has Compose; else the test is visibly left out."""
    client = shutil.which("docker")
    for needed in (("info",), ("compose", "version")):
        if client is None or subprocess.run([client, *needed], capture_output=True, check=False).returncode:
            pytest.skip("real program left out: a Docker daemon with Compose is not at hand")
    return client


class Stack:
    """Containers of a test: its own names, and no port of this machine."""

    def __init__(self, docker: str, folder: Path) -> None:
        name = f"o11ygen-test-{os.getpid()}"
        services = yaml.safe_load((folder / "docker-compose.yml").read_text("utf-8"))["services"]
        ports = "".join(f"  {service}:\n    ports: !reset []\n" for service in services)
        override = folder / "override.yml"
        override.write_text(f"services:\n{ports}networks:\n  default:\n    name: {name}\n", "utf-8")
        files = ("-f", str(folder / "docker-compose.yml"), "-f", str(override))
        self.command = (docker, "compose", "-p", name, *files, "--profile", "monitoring")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.command, *arguments], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, f"{' '.join(arguments)}: {done.stderr}\n{done.stdout}"
        return done.stdout

    def states(self) -> dict[str, tuple[str, str, int]]:
        """State, health and exit code of each service."""
        lines = self.run("ps", "--all", "--format", "json").splitlines()
        found: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return {one["Service"]: (one["State"], one["Health"], one["ExitCode"]) for one in found}


@pytest.fixture
def stack(docker: str, tmp_path: Path) -> Iterator[Stack]:
    folder = example.write("production", tmp_path / "production")
    placeholders = [sys.executable, str(ROOT / "scripts" / "dev_secrets.py"), "--out", str(tmp_path)]
    subprocess.run(placeholders, check=True, capture_output=True)
    built = Stack(docker, folder)
    try:
        yield built
    finally:
        subprocess.run([*built.command, "down", "--volumes"], capture_output=True, timeout=PATIENCE, check=False)


def test_every_service_gets_well(stack: Stack) -> None:
    stack.run("up", "--detach", "--wait", "--wait-timeout", str(PATIENCE - 60))
    states = stack.states()
    assert states.pop("jaeger-volume") == ("exited", "", 0)
    assert states.keys() == MONITORED
    assert set(states.values()) == {("running", "healthy", 0)}
    wait_until(lambda: scraped(stack) >= MONITORED, what="Prometheus finds the others by their names")


def scraped(stack: Stack) -> set[str]:
    """The jobs with a target that answers."""
    url = "http://127.0.0.1:9090/api/v1/targets"
    targets = json.loads(stack.run("exec", "prometheus", "wget", "-q", "-O", "-", url))["data"]["activeTargets"]
    return {target["labels"]["job"] for target in targets if target["health"] == "up"}
