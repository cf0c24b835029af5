"""Containers of the monitoring stack, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from o11ygen import conventions
from o11ygen.lowering.parts import part
from o11ygen.record import record
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Environment, Stack, addresses
from o11ygen.targets.images import UnknownImage, image
from o11ygen.targets.outlined import compose
from o11ygen.version import Version

if TYPE_CHECKING:
    from o11ygen.targets.compose import Healthcheck, Service

PROFILE = "monitoring"
_SYSTEMS = (
    conventions.PROMETHEUS,
    conventions.ALERTMANAGER,
    conventions.GRAFANA,
    conventions.JAEGER,
    conventions.JAEGER_QUERY,
    conventions.JAEGER_OTLP,
    conventions.NODE,
    conventions.BLACKBOX,
)


@record
class Container:
    """One service of docker-compose.yml: its name, what a comment says of it, and the named volumes that it keeps."""

    name: str
    note: str
    service: Service
    volumes: tuple[str, ...] = ()


@record
class Names:
    """The name of a container, and those under which rendered addresses ask for it besides."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def networks(self) -> dict[str, Any] | None:
        """The default network with the further names; nothing where there are none."""
        return {"default": {"aliases": list(self.aliases)}} if self.aliases else None


def names(environment: Environment, *systems: str) -> Names:
    """The name that the addresses of some systems, which are one container, agree on; else the first system's own.

    A host with a dot in it can't be the name of a container, but stand beside it; one that several containers share
    leads to none of them.
    """
    found = [host for system in systems for host in addresses.hosts(environment, system) if addresses.is_name(host)]
    others = {host for system in _SYSTEMS if system not in systems for host in addresses.hosts(environment, system)}
    own = [host for host in dict.fromkeys(found) if host not in others]
    name = next((host for host in own if "." not in host), systems[0])
    return Names(name, tuple(host for host in own if host != name))


def service(stack: Stack, component: str, **fields: Any) -> Service:
    """A container of a component in its declared version, with no more rights than it needs.

    Without an image where the version has none; `image_problems` tells it.
    """
    common: dict[str, Any] = {
        "image": image_of(stack, component),
        "profiles": [PROFILE],
        "restart": "unless-stopped",
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
    }
    return part(compose.Service)(**{**common, **fields})


def version_of(stack: Stack, component: str) -> Version:
    """The declared version of a component."""
    return stack.environment.versions[component.replace("-", "_")]


def image_problems(stack: Stack, components: Iterable[str]) -> Iterator[RenderProblem]:
    """Declared versions without an image."""
    environment = stack.environment
    for component in components:
        try:
            image(component, version_of(stack, component))
        except UnknownImage as unknown:
            yield RenderProblem(
                "compose/image",
                environment.source,
                f"environment `{environment.name}`: {unknown}, so docker compose would have nothing to start",
                f"{unknown.hint}. Or set `Project(compose=False)`, where compose does not run the containers.",
                "versions",
            )


def image_of(stack: Stack, component: str) -> str | None:
    """The image of the declared version, if there is one."""
    try:
        return image(component, version_of(stack, component))
    except UnknownImage:
        return None


def asks(url: str, *, patience: str = "30s") -> Healthcheck:
    """A health check that GETs a URL with busybox' wget; failures count only after `patience`."""
    return check(["CMD", "wget", "-q", "-O", "/dev/null", url], patience=patience)


def check(test: list[str], *, patience: str = "30s", interval: str = "10s", retries: int = 6) -> Healthcheck:
    """A health check that runs a command in the container."""
    return part(compose.Healthcheck)(test=test, interval=interval, timeout="5s", retries=retries, start_period=patience)


def read_only(source: str, target: str) -> str:
    """A file or folder beside docker-compose.yml, mounted so that the container can't change it."""
    return f"./{source}:{target}:ro"


def local_port(port: int) -> str:
    """A port that only this machine reaches: none of these programs asks who is there."""
    return f"127.0.0.1:{port}:{port}"
