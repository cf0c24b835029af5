"""What is wrong with the addresses of an environment, whoever reads them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from o11ygen import conventions
from o11ygen.credentials import is_credential
from o11ygen.finding import Finding, Severity, nearest
from o11ygen.resolve.accepted import Written
from o11ygen.resolve.choice import chosen
from o11ygen.spec.environment import Environment
from o11ygen.spec.project import Project
from o11ygen.spec.varying import PerEnv, alternatives

# What stands where a port is expected, whether it is one or not.
_NUMBER = re.compile(r"[^:]:\d+$|\]:\d+$")
_OF_DOCKER = "host.docker.internal"


def address_faults(project: Project) -> Iterator[Finding]:
    """Addresses that nothing reads, that lead nowhere, or elsewhere than to what listens there."""
    every = [
        one
        for server in alternatives(project.prometheus)
        for listed in alternatives(server.alertmanagers)
        for one in listed
    ]
    scraped = {conventions.ALERTMANAGER, conventions.BLACKBOX, *(one.name for one in every)}
    scraped.update(job.name for service in project.services for job in service.jobs)
    probed = {probe.name for service in project.services for probe in service.probes}
    environments = {environment.name: environment for environment in project.environments}
    for environment in project.environments:
        above = next((environments[name] for name in environment.lineage if name in environments), None)
        yield from _unused(environment, {*conventions.SYSTEMS, *scraped, *probed}, above)
        for name, address in _each(environment):
            inherited = _inherited("addresses", name, environment, above)
            if name in scraped and not inherited:
                yield from _as_target(environment, name, address)
            elif name == conventions.PROMETHEUS and not inherited:
                yield from _without_port(environment, name, address)
            told = _in_compose(above, name, address, project) if above is not None and inherited else ()
            known = {_what(one) for one in told}
            yield from (one for one in _in_compose(environment, name, address, project) if _what(one) not in known)


def _inherited(field: str, name: str, environment: Environment, above: Environment | None) -> bool:
    """Whether an entry is that of the environment it derives from, of which it is told already: written once."""
    return above is not None and getattr(above, field).get(name) == getattr(environment, field)[name]


def _unused(environment: Environment, read: set[str], above: Environment | None) -> Iterator[Finding]:
    """Most often a misspelt name."""
    for field, given, known in (
        ("addresses", environment.addresses, read),
        ("urls", environment.urls, set(conventions.WEB_SYSTEMS)),
    ):
        for name in given:
            if name not in known and not _inherited(field, name, environment, above):
                yield _finding(
                    environment,
                    f"environment `{environment.name}`: `{field}` has an entry for `{name}`, which nothing reads",
                    nearest(name, known) or "Name a scrape job, a probe or a system of the stack, or take it out.",
                    id="environment/unused-address",
                    field=field,
                    severity=Severity.WARNING,
                )


def _each(environment: Environment) -> Iterator[tuple[str, str]]:
    for name, listed in environment.addresses.items():
        for address in (listed,) if isinstance(listed, str) else listed:
            # Told as a credential in plain text, and never repeated.
            if not is_credential(address, name):
                yield name, address


def _as_target(environment: Environment, name: str, address: str) -> Iterator[Finding]:
    """Of other targets Prometheus itself says it; the exporter's address stands where anything may."""
    if "/" not in address:
        yield from _without_port(environment, name, address)
    elif name == conventions.BLACKBOX:
        yield _finding(
            environment,
            f"environment `{environment.name}`: the address `{address}` of `{name}` is a URL; Prometheus takes "
            "`host:port`, and no probe would get an answer",
            "Write `host:port`.",
        )


def _without_port(environment: Environment, name: str, address: str) -> Iterator[Finding]:
    if "://" in address or _port(address):
        return
    if _NUMBER.search(address):
        yield _finding(
            environment,
            f"environment `{environment.name}`: the port of the address `{address}` of `{name}` is none; nothing listens "
            "there",
            "Write one from 1 to 65535.",
        )
    else:
        yield _finding(
            environment,
            f"environment `{environment.name}`: the address `{address}` of `{name}` has no port, so port 80 is asked, or "
            "443 over TLS",
            "Write `host:port`, also where that is the right one.",
            severity=Severity.WARNING,
        )


def _what(finding: Finding) -> str:
    """What is told, without the environment."""
    return finding.message.partition(": ")[2]


def _in_compose(environment: Environment, name: str, address: str, project: Project) -> Iterator[Finding]:
    """What docker-compose.yml makes of an address: each container has a host of its own, and its usual port."""
    if not _composed(environment, project):
        return
    host, port = _host(address), _port(address)
    if host == "localhost" or _is_loopback(host):
        yield _finding(
            environment,
            f"environment `{environment.name}`: the address `{address}` of `{name}` is, inside a container, that "
            "container itself",
            f"Write the name of the other container, or `{_OF_DOCKER}` for the machine; or set "
            "`Project(compose=False)`, where compose does not run the stack.",
            severity=Severity.WARNING,
        )
        return
    listens = conventions.PORTS.get(name, ())
    alone = not any(_host(other) == host for system, other in _each(environment) if system != name)
    if listens and port and port not in listens and _is_container(host) and (alone or host == name):
        yield _finding(
            environment,
            f"environment `{environment.name}`: the address `{address}` of `{name}` leads to port {port} of its container, "
            f"which listens on {' and '.join(map(str, listens))}; nobody would answer",
            f'Write `"{host}:{listens[0]}"`, or set `Project(compose=False)`, where compose does not run the stack.',
        )


def _composed(environment: Environment, project: Project) -> bool:
    given = project.compose
    choice = chosen(given, environment) if isinstance(given, PerEnv) else None
    return given is True or (choice is not None and choice.value is True)


def _split(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        return parts.hostname or "", parts.port or 0
    except ValueError:
        return "", 0


def _host(address: str) -> str:
    return _split(address)[0]


def _port(address: str) -> int:
    return _split(address)[1]


def _is_container(host: str) -> bool:
    return bool(host) and "." not in host and ":" not in host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _finding(
    environment: Environment,
    message: str,
    hint: str,
    *,
    id: str = "environment/address",
    field: str = "addresses",
    severity: Severity = Severity.ERROR,
) -> Finding:
    origin = environment.origin
    return Written(id, severity, message, hint, origin.location(field), origin.related(), owners=(environment,))
