"""Compose files: what is built satisfies the specification, and what Docker finds out late is said early."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from o11ygen.targets.compose import Compose, Dependency, Healthcheck, Mount, Port, Secret, Service, ServiceSecret
from o11ygen.targets.model import judge


def built() -> dict[str, Any]:
    return Compose(
        name="monitoring",
        services={
            "prometheus": Service(
                image="prom/prometheus:v3.5.0",
                profiles=["monitoring"],
                user="65534:65534",
                command=["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.retention.time=30d"],
                volumes=[
                    Mount(type="bind", source="./prometheus", target="/etc/prometheus", read_only=True),
                    Mount(type="volume", source="prometheus-data", target="/prometheus"),
                ],
                secrets=["scrape-password", ServiceSecret(source="token", target="token")],
                ports=[Port(target=9090, published=9090, host_ip="127.0.0.1")],
                networks=["monitoring"],
                healthcheck=Healthcheck(
                    test=["CMD", "wget", "-q", "--spider", "http://localhost:9090/-/ready"], interval="10s", retries=6
                ),
                restart="unless-stopped",
            ),
            "grafana": Service(
                image="grafana/grafana:12.0.2",
                profiles=["monitoring"],
                environment={
                    "GF_SECURITY_ADMIN_PASSWORD__FILE": "/run/secrets/token",
                    "GF_USERS_ALLOW_SIGN_UP": "false",
                },
                secrets=["token"],
                networks=["monitoring"],
                depends_on={"prometheus": Dependency(condition="service_healthy")},
                restart="on-failure:3",
            ),
        },
        networks={"monitoring": None},
        volumes={"prometheus-data": None},
        secrets={"scrape-password": Secret(file="./secrets/scrape-password"), "token": Secret(environment="TOKEN")},
    ).document()


def faults(value: Any) -> list[tuple[str, str, str]]:
    return [(each.place, each.message, each.hint) for each in judge(Compose, value, {})]


def test_what_is_built_is_accepted() -> None:
    assert faults(built()) == []


def test_what_is_built_satisfies_the_specification(tmp_path: Path) -> None:
    file = tmp_path / "docker-compose.yml"
    # JSON is YAML, and needs no writer.
    file.write_text(json.dumps(built()), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


PROMETHEUS = "services.prometheus"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            lambda p: p.update(image="prom/prometheus"),
            (
                f"{PROMETHEUS}.image",
                "the image `prom/prometheus` is another one each day",
                "Write the full version, such as `prom/prometheus:v3.5.0`",
            ),
        ),
        (
            lambda p: p.update(image="registry.example.com:5000/prometheus:latest"),
            (
                f"{PROMETHEUS}.image",
                "the image `registry.example.com:5000/prometheus:latest` is another one each day",
                "Write the full version, such as `prom/prometheus:v3.5.0`",
            ),
        ),
        (
            lambda p: p.update(secrets=["scrape-pasword"]),
            (
                f"{PROMETHEUS}.secrets[0]",
                "the secret `scrape-pasword` is not defined",
                'Did you mean "scrape-password"?',
            ),
        ),
        (
            lambda p: p.update(networks=["backend"]),
            (f"{PROMETHEUS}.networks", "the network `backend` is not defined", "Define it under `networks`"),
        ),
        (
            lambda p: p.update(volumes=["data:/prometheus"]),
            (f"{PROMETHEUS}.volumes[0]", "the volume `data` is not defined", "Define it under `volumes`"),
        ),
        (
            lambda p: p.update(volumes=["./a:/data", "./b:/data:ro"]),
            (f"{PROMETHEUS}.volumes[1]", "two mounts at `/data`", "Keep one of them"),
        ),
        (
            lambda p: p.update(depends_on=["grafana"]),
            (f"{PROMETHEUS}.depends_on", "`prometheus` waits for itself", "Remove one `depends_on` of the circle"),
        ),
        (
            lambda p: p.update(depends_on=["alertmanager"]),
            (
                f"{PROMETHEUS}.depends_on",
                "the service `alertmanager` is not defined",
                "Define it under `services`",
            ),
        ),
        (
            lambda p: p.pop("healthcheck"),
            (
                "services.grafana.depends_on.prometheus",
                "`prometheus` has no health check to wait for",
                "Give `prometheus` a `healthcheck`, or wait for `service_started`",
            ),
        ),
        (
            lambda p: p["healthcheck"].update(test=["wget", "http://localhost"]),
            (
                f"{PROMETHEUS}.healthcheck.test",
                "a test starts with `CMD`, `CMD-SHELL` or `NONE`",
                "Put `CMD` first",
            ),
        ),
        (
            lambda p: p["healthcheck"].update(interval="10"),
            (f"{PROMETHEUS}.healthcheck.interval", "`10` is no duration of Compose", "Write `30s` or `1m30s`"),
        ),
        (
            lambda p: p.update(restart="sometimes"),
            (
                f"{PROMETHEUS}.restart",
                "`sometimes` is no way to restart",
                "Write `no`, `always`, `unless-stopped` or `on-failure:3`",
            ),
        ),
        (
            lambda p: p.update(ports=["9090:http"]),
            (f"{PROMETHEUS}.ports[0]", "`9090:http` is no port", "Write `127.0.0.1:9090:9090`"),
        ),
        (
            lambda p: p.update(mem_limit="lots"),
            (f"{PROMETHEUS}.mem_limit", "`lots` is no size", "Write `512m` or `2g`"),
        ),
        (
            lambda p: p.update(command=["--ignore=^/(sys|proc)($|/)"]),
            (
                f"{PROMETHEUS}.command[0]",
                "Compose refuses the single `$` in `--ignore=^/(sys|proc)($|/)`",
                "Write `$$` for a dollar that is meant",
            ),
        ),
        (
            lambda p: p.update(volumes=[{"type": "bind", "target": "/etc/prometheus"}]),
            (f"{PROMETHEUS}.volumes[0].source", "a bind mount needs `source`", "Name the path on the host"),
        ),
    ],
)
def test_faults(edit: Callable[[dict[str, Any]], object], expected: tuple[str, str, str]) -> None:
    value = built()
    edit(value["services"]["prometheus"])
    assert faults(value) == [expected]


@pytest.mark.parametrize(
    "fields",
    [
        {"image": "prom/prometheus@sha256:" + "0" * 64},
        {"image": "${PROMETHEUS_IMAGE}"},
        {"command": ["--ignore=^/(sys|proc)($$|/)", "--url=${URL}"]},
        {"ports": ["127.0.0.1:9090:9090", "9090", "[::1]:9090:9090/tcp", 9090]},
        {"restart": "on-failure:3", "mem_limit": "512m"},
        {"volumes": ["./prometheus:/etc/prometheus:ro", "prometheus-data:/prometheus"]},
    ],
)
def test_accepted(fields: dict[str, Any]) -> None:
    value = built()
    value["services"]["prometheus"].update(fields)
    assert faults(value) == []


def test_a_secret_has_one_source() -> None:
    value = built()
    value["secrets"]["token"] = {"file": "./token", "environment": "TOKEN"}
    assert faults(value) == [
        ("secrets.token", "a secret comes from one of `file`, `environment` and `external`", "Keep or add one")
    ]
