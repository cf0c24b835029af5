"""Addresses of an environment, taken apart: whose name stands in them, and which of them is a name of this network."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from o11ygen.resolved.stack import Environment

# The name that Docker gives to the machine a container runs on.
DOCKER_HOST = "host.docker.internal"


def first(environment: Environment, system: str, *, otherwise: str) -> str:
    """The first address of a system in an environment, or `otherwise` where it names none."""
    return (environment.addresses.get(system) or (otherwise,))[0]


def hosts(environment: Environment, system: str) -> tuple[str, ...]:
    """The hosts in the addresses of a system, each once."""
    return tuple(dict.fromkeys(host(address) for address in environment.addresses.get(system, ())))


def host(address: str) -> str:
    """The host of `host:port` or of a URL; empty where there is none."""
    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""


def port(address: str) -> int:
    """The port of `host:port` or of a URL; 0 where there is none."""
    try:
        return urlsplit(address if "://" in address else f"//{address}").port or 0
    except ValueError:
        return 0


def url(address: str) -> str:
    """The address as a URL; plain HTTP unless it names its scheme."""
    return address if "://" in address else f"http://{address}"


def path(url: str) -> str:
    """The path of a URL without a slash at its end: `/jaeger`, or nothing."""
    return urlsplit(url).path.rstrip("/")


def is_name(host: str) -> bool:
    """Whether a host can be the name of a container: not empty, no IP address, and nobody else's."""
    if not host or host in ("localhost", DOCKER_HOST):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
