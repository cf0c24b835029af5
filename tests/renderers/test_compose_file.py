"""docker-compose.yml: right by the compose specification, and of one mind with the files beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from o11ygen import conventions
from o11ygen.lowering.flags import alertmanager_flags, prometheus_flags
from o11ygen.renderers import alertmanager, compose, grafana, jaeger, prometheus
from o11ygen.resolved import SecretRef, Stack
from tests import golden
from tests.stacks import make_environment, make_integration, make_receiver, make_server, make_stack, secret
from tests.traces import make_traced

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("compose/*/expected/docker-compose.yml"))


def test_every_golden_file_follows_the_specification() -> None:
    # A version without an image leaves the image out; `generate` refuses it for that.
    right = [file for file in FILES if not (file.parent / golden.FINDINGS).exists()]
    assert len(right) > 5
    checked = _schema_check(right)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_specification_refuses_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "docker-compose.yml"
    file.write_text("services:\n  prometheus:\n    imag: prom/prometheus:v3.5.0\n", "utf-8")
    assert _schema_check([file]).returncode == 1


def _schema_check(files: list[Path]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rendered(stack: Stack) -> dict[str, Any]:
    (artifact,) = compose.render(stack)
    document: dict[str, Any] = yaml.safe_load(artifact.text)
    return document


def test_every_service_is_of_the_profile() -> None:
    for file in FILES:
        services = yaml.safe_load(file.read_text("utf-8"))["services"]
        assert {tuple(service["profiles"]) for service in services.values()} == {("monitoring",)}


def test_programs_run_with_the_rendered_flags() -> None:
    stack = make_stack(prometheus=make_server(features=("exemplar-storage",)))
    services = rendered(stack)["services"]
    assert services["prometheus"]["command"] == list(prometheus_flags(stack))
    assert services["alertmanager"]["command"] == list(alertmanager_flags(stack))


def test_every_mounted_folder_is_rendered() -> None:
    """Docker makes an empty folder of what is not there, and the program starts without its config."""
    stack = golden.load(HERE / "compose" / "whole")
    modules = (prometheus, alertmanager, grafana, jaeger)
    files = [artifact.path for module in modules for artifact in module.render(stack)]
    mounts = [mount for service in rendered(stack)["services"].values() for mount in service.get("volumes", ())]
    sources = [mount.split(":")[0].removeprefix("./") for mount in mounts if mount.startswith("./")]
    sources.remove("blackbox")
    assert [source for source in sources if not any(file.startswith(f"{source}/") for file in files)] == []


def test_a_secret_is_mounted_where_the_config_looks_for_it() -> None:
    url = secret("/run/secrets/hook")
    stack = make_stack(receivers=(make_receiver("drop", make_integration("slack", channel="#a", api_url=url)),))
    document = rendered(stack)
    config = yaml.safe_load(next(iter(alertmanager.render(stack))).text)
    assert config["receivers"][0]["slack_configs"][0]["api_url_file"] == "/run/secrets/hook"
    assert document["services"]["alertmanager"]["secrets"] == ["hook"]
    assert document["secrets"]["hook"] == {"file": "./secrets/hook"}


@pytest.mark.parametrize("reference", ["/run/secrets/a", "/run/secrets/deep/a", "/elsewhere/$a"])
def test_each_path_of_a_secret_is_the_mount_of_one_file(reference: str) -> None:
    stack = make_stack(notifications={"smtp_auth_password": secret(reference)})
    document = rendered(stack)
    (mount,) = document["services"]["alertmanager"]["secrets"]
    name, path = (mount, f"/run/secrets/{mount}") if isinstance(mount, str) else (mount["source"], mount["target"])
    assert path == reference.replace("$", "$$")
    assert document["secrets"][name] == {"file": f"./secrets/{name}"}


def test_a_variable_is_demanded_by_its_name() -> None:
    settings = {"username": "jaeger", "password": SecretRef("env", "CASSANDRA_PASSWORD", make_stack().source)}
    stack = make_traced("cassandra", tracing={"settings": settings})
    environment = rendered(stack)["services"]["jaeger"]["environment"]
    assert environment == {
        "CASSANDRA_PASSWORD": "${CASSANDRA_PASSWORD:?a secret of Jaeger; set it in the environment or in a file .env}"
    }
    config = next(iter(jaeger.render(stack))).text
    assert "password: ${env:CASSANDRA_PASSWORD}" in config


def test_rendered_addresses_lead_to_containers() -> None:
    """Each system's host is the name, or another name, of the container that runs it."""
    systems = {
        "prometheus": "prom",
        "alertmanager": "am.ops",
        "grafana": "graf",
        "jaeger": "traces",
        "node-exporter": "n",
    }
    addresses = {system: (f"{host}:1",) for system, host in systems.items()}
    stack = make_traced("memory", environment={"addresses": addresses})
    services = rendered(stack)["services"]
    answered = {
        name: service["image"].partition("/")[2].partition(":")[0]
        for container, service in services.items()
        for name in (container, *service.get("networks", {}).get("default", {}).get("aliases", ()))
    }
    assert {host: answered.get(host) for host in systems.values()} == {host: system for system, host in systems.items()}


def test_the_index_cleaner_is_of_the_jaegers_release() -> None:
    for version, tag in (("2.0", "1.63.0"), ("2.13", "1.76.0"), ("2.14", "2.14.1"), ("2.20", "2.20.0")):
        stack = make_traced("elasticsearch", days=1, environment={"versions": {"jaeger": version}})
        image = rendered(stack)["services"]["jaeger-index-cleaner"]["image"]
        assert image == f"jaegertracing/jaeger-es-index-cleaner:{tag}"


def test_nothing_cleans_where_no_time_is_promised() -> None:
    assert "jaeger-index-cleaner" not in rendered(make_traced("elasticsearch"))["services"]


def test_no_text_has_a_single_dollar() -> None:
    stack = make_stack(
        environment=make_environment(urls={"prometheus": "https://x/$a/${b}", "grafana": "https://x/$c"})
    )
    text = next(iter(compose.render(stack))).text.replace("$$", "")
    assert [line for line in text.splitlines() if "$" in line and "ROOT_PROPAGATION" not in line] == []


def test_grafana_reads_dashboards_from_where_they_are_mounted() -> None:
    from tests.live import example

    providers = next(
        artifact.text
        for artifact in example.rendered().artifacts["production"]
        if artifact.path == "grafana/provisioning/dashboards/dashboards.yaml"
    )
    assert yaml.safe_load(providers)["providers"][0]["options"]["path"] == conventions.GRAFANA_DASHBOARDS
    mounts = rendered(example.stack("production"))["services"][conventions.GRAFANA]["volumes"]
    assert f"./grafana/dashboards:{conventions.GRAFANA_DASHBOARDS}:ro" in mounts
