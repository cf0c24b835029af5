"""Prometheus, Alertmanager, Grafana and the exporters as containers."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from o11ygen import conventions
from o11ygen.lowering.containers import (
    Container,
    asks,
    check,
    local_port,
    names,
    read_only,
    service,
)
from o11ygen.lowering.dollars import doubled
from o11ygen.lowering.flags import (
    ALERTMANAGER_DATA,
    PROMETHEUS_DATA,
    alertmanager_flags,
    prometheus_flags,
    serves_tls_or_users,
)
from o11ygen.lowering.secret_files import GRAFANA_PASSWORD, SecretFile, demanded, variables
from o11ygen.lowering.target_files import target_folders
from o11ygen.resolved import Stack, addresses
from o11ygen.resolved.addresses import DOCKER_HOST

if TYPE_CHECKING:
    from o11ygen.targets.compose import Healthcheck

_PROVISIONING = "/etc/grafana/provisioning"
_GRAFANA_DATA = "/var/lib/grafana"
_HOST_ROOT = "/host"
_PROMETHEUS, _ALERTMANAGER, _GRAFANA, _NODE, _BLACKBOX = (
    conventions.PORTS[system][0]
    for system in (
        conventions.PROMETHEUS,
        conventions.ALERTMANAGER,
        conventions.GRAFANA,
        conventions.NODE,
        conventions.BLACKBOX,
    )
)
Secrets = Mapping[str, tuple[SecretFile, ...]]


def monitoring_containers(stack: Stack, secrets: Secrets) -> Iterator[Container]:
    """The containers that every stack has, and the exporters that its addresses and probes ask for."""
    yield _prometheus(stack, secrets)
    yield from _alertmanagers(stack, secrets)
    yield _grafana(stack, secrets)
    if conventions.NODE in stack.environment.addresses:
        yield _node_exporter(stack)
    if stack.probes:
        yield _blackbox_exporter(stack, secrets)


def _prometheus(stack: Stack, secrets: Secrets) -> Container:
    called = names(stack.environment, conventions.PROMETHEUS)
    volume = f"{called.name}-data"
    listed = target_folders(stack)
    built = service(
        stack,
        "prometheus",
        command=[doubled(flag) for flag in prometheus_flags(stack)],
        secrets=_mounts(secrets, conventions.PROMETHEUS),
        volumes=[
            read_only("prometheus", conventions.PROMETHEUS_FOLDER),
            *(doubled(f"{folder}:{folder}:ro") for folder in listed),
            f"{volume}:{PROMETHEUS_DATA}",
        ],
        ports=[local_port(_PROMETHEUS)],
        networks=called.networks,
        extra_hosts=_docker_host(stack),
        healthcheck=_prometheus_health(stack),
        # It writes down what it has in memory.
        stop_grace_period="1m",
    )
    note = "Scrapes, evaluates rules, sends alerts."
    if listed:
        note += f"\nReads files of this machine, in {' and '.join(listed)}."
    return Container(called.name, note, built, (volume,))


def _prometheus_health(stack: Stack) -> Healthcheck:
    if serves_tls_or_users(stack):
        # Nobody may ask without a certificate or a password, so that it listens must do.
        listening = f"grep -q ':{_PROMETHEUS:04X} [0-9A-F]*:0000 0A' /proc/net/tcp /proc/net/tcp6"
        return check(["CMD-SHELL", listening], patience="5m")
    # Reading back its log takes minutes after a crash.
    return asks(_own_url(stack, conventions.PROMETHEUS, _PROMETHEUS, "/-/ready"), patience="5m")


def _alertmanagers(stack: Stack, secrets: Secrets) -> Iterator[Container]:
    """One, or where the environment has several addresses, a cluster of them."""
    environment = stack.environment
    hosts = [host for host in addresses.hosts(environment, conventions.ALERTMANAGER) if "." not in host]
    called = names(environment, conventions.ALERTMANAGER)
    several = len(hosts) > 1 and all(map(addresses.is_name, hosts))
    members = hosts if several else [called.name]
    for name in members:
        volume = f"{name}-data"
        built = service(
            stack,
            "alertmanager",
            command=[doubled(flag) for flag in alertmanager_flags(stack)],
            secrets=_mounts(secrets, conventions.ALERTMANAGER),
            volumes=[read_only("alertmanager", conventions.ALERTMANAGER_FOLDER), f"{volume}:{ALERTMANAGER_DATA}"],
            ports=[local_port(_ALERTMANAGER)] if name == members[0] else None,
            networks=None if several else called.networks,
            healthcheck=asks(_own_url(stack, conventions.ALERTMANAGER, _ALERTMANAGER, "/-/ready")),
        )
        note = "Tells people; a member of a cluster." if several else "Tells people."
        yield Container(name, note, built, (volume,))


def _grafana(stack: Stack, secrets: Secrets) -> Container:
    called = names(stack.environment, conventions.GRAFANA)
    volume = f"{called.name}-data"
    url = shlex.quote(_own_url(stack, conventions.GRAFANA, _GRAFANA, "/api/health"))
    mounts = [read_only("grafana/provisioning/datasources", f"{_PROVISIONING}/datasources")]
    if stack.dashboards:
        mounts.append(read_only("grafana/provisioning/dashboards", f"{_PROVISIONING}/dashboards"))
        mounts.append(read_only("grafana/dashboards", conventions.GRAFANA_DASHBOARDS))
    built = service(
        stack,
        "grafana",
        environment=_grafana_environment(stack),
        secrets=_mounts(secrets, conventions.GRAFANA),
        volumes=[*mounts, f"{volume}:{_GRAFANA_DATA}"],
        ports=[local_port(_GRAFANA)],
        networks=called.networks,
        # Its images have curl or wget, or both.
        healthcheck=check(["CMD-SHELL", f"curl -fsS -o /dev/null {url} || wget -q -O /dev/null {url}"], patience="1m"),
    )
    note = "Shows dashboards. The administrator's password is taken from its file at the first start only."
    return Container(called.name, note, built, (volume,))


def _grafana_environment(stack: Stack) -> dict[str, str]:
    """No account but the administrator's, nothing sent to Grafana's makers, nothing fetched at start."""
    url = stack.environment.urls.get(conventions.GRAFANA, "")
    values = {
        "GF_SECURITY_ADMIN_USER": "admin",
        "GF_SECURITY_ADMIN_PASSWORD__FILE": GRAFANA_PASSWORD,
        "GF_SECURITY_DISABLE_GRAVATAR": "true",
        "GF_USERS_ALLOW_SIGN_UP": "false",
        "GF_AUTH_ANONYMOUS_ENABLED": "false",
        "GF_SNAPSHOTS_EXTERNAL_ENABLED": "false",
        "GF_ANALYTICS_REPORTING_ENABLED": "false",
        "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
        "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES": "false",
        "GF_NEWS_NEWS_FEED_ENABLED": "false",
        "GF_PLUGINS_PREINSTALL_DISABLED": "true",
    }
    for secret in variables(stack, conventions.GRAFANA):
        values[secret.reference] = demanded(secret, of="Grafana")
    if url:
        values["GF_SERVER_ROOT_URL"] = doubled(url.rstrip("/") + "/")
        if addresses.path(url):
            values["GF_SERVER_SERVE_FROM_SUB_PATH"] = "true"
        if url.startswith("https://"):
            values["GF_SECURITY_COOKIE_SECURE"] = "true"
    return values


def _node_exporter(stack: Stack) -> Container:
    """In the network of this stack, unless its address is the host's: then in the host's, whose counters it sees."""
    called = names(stack.environment, conventions.NODE)
    on_host = DOCKER_HOST in addresses.hosts(stack.environment, conventions.NODE)
    built = service(
        stack,
        "node-exporter",
        command=[f"--path.rootfs={_HOST_ROOT}"],
        pid="host",
        network_mode="host" if on_host else None,
        networks=None if on_host else called.networks,
        # Compose fills in what its own environment says.
        volumes=[f"/:{_HOST_ROOT}:ro,${{ROOT_PROPAGATION:-rslave}}"],
        healthcheck=asks(f"http://127.0.0.1:{_NODE}/"),
    )
    note = "The machine. Docker Desktop can't mount with `rslave`: set ROOT_PROPAGATION=rprivate there."
    if not on_host:
        note += (
            "\nNetwork counters are those of this container; for the machine's own, give `node-exporter` the address\n"
            f"`{DOCKER_HOST}:{_NODE}`."
        )
    return Container(called.name, note, built)


def _blackbox_exporter(stack: Stack, secrets: Secrets) -> Container:
    called = names(stack.environment, conventions.BLACKBOX)
    built = service(
        stack,
        "blackbox-exporter",
        command=[f"--config.file={conventions.BLACKBOX_FOLDER}/blackbox.yml"],
        # The image would run it as root, which only ICMP needs.
        user="65534:65534",
        secrets=_mounts(secrets, conventions.BLACKBOX),
        volumes=[read_only("blackbox", conventions.BLACKBOX_FOLDER)],
        networks=called.networks,
        extra_hosts=_docker_host(stack),
        healthcheck=asks(f"http://127.0.0.1:{_BLACKBOX}/-/healthy"),
    )
    return Container(called.name, "Asks endpoints from outside.", built)


def _mounts(secrets: Secrets, system: str) -> list[Any] | None:
    return [secret.mount for secret in secrets.get(system, ())] or None


def _own_url(stack: Stack, system: str, port: int, page: str) -> str:
    """A page of a server as its own container sees it: under the path of its external URL."""
    prefix = addresses.path(stack.environment.urls.get(system, ""))
    return doubled(f"http://127.0.0.1:{port}{prefix}{page}")


def _docker_host(stack: Stack) -> list[str] | None:
    """The name of the machine itself, where a target has it: Linux gives it to no container unasked."""
    targets = [address for listed in stack.environment.addresses.values() for address in listed]
    targets += [target for probe in stack.probes for target in probe.targets]
    targets += [target for job in stack.jobs for one in job.discovery for target in one.targets]
    named = any(addresses.host(target) == DOCKER_HOST for target in targets)
    return [f"{DOCKER_HOST}:host-gateway"] if named else None
