"""What holds between the parts of a Compose file; without the models, so that it loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from o11ygen.finding import nearest
from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.compose import Compose, Healthcheck, Mount, Secret, Service

# Compose writes `1m30s`, and knows hours, minutes, seconds, milli- and microseconds.
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:us|ms|s|m|h))+")
_SIZE = re.compile(r"\d+(?:\.\d+)?(?:b|k|kb|m|mb|g|gb)?", re.IGNORECASE)
_PORT = re.compile(r"(?:(?:\d{1,3}\.){3}\d{1,3}:|\[[0-9a-fA-F:]+\]:)?(?:\d+(?:-\d+)?:)?\d+(?:-\d+)?(?:/(?:tcp|udp))?")
_NAME = re.compile(r"[a-zA-Z0-9._-]+")
_RESTART = re.compile(r"no|always|unless-stopped|on-failure(?::\d+)?")
_STRAY_DOLLAR = re.compile(r"\$(?![A-Za-z_{])")
_MUTABLE_TAGS = ("latest", "main", "master", "edge", "nightly")


@relation
def times(check: Healthcheck, versions: Versions) -> Iterator[Fault]:
    """The times are such as Compose reads."""
    for name in ("interval", "timeout", "start_period", "start_interval"):
        value = getattr(check, name)
        if value is not None and _DURATION.fullmatch(value) is None:
            yield Fault(f"`{value}` is no duration of Compose", "Write `30s` or `1m30s`", (name,))


@relation
def command(check: Healthcheck, versions: Versions) -> Iterator[Fault]:
    """A test says how it is run."""
    if isinstance(check.test, list) and (not check.test or check.test[0] not in ("NONE", "CMD", "CMD-SHELL")):
        yield Fault("a test starts with `CMD`, `CMD-SHELL` or `NONE`", "Put `CMD` first", ("test",))


@relation
def mounted(mount: Mount, versions: Versions) -> Iterator[Fault]:
    """A path of the host has its source, and the place in the container is absolute."""
    if mount.type == "bind" and not mount.source:
        yield Fault("a bind mount needs `source`", "Name the path on the host", ("source",))
    if not mount.target.startswith("/"):
        yield Fault(f"`{mount.target}` is no absolute path", "Start it with a slash", ("target",))


@relation
def image(service: Service, versions: Versions) -> Iterator[Fault]:
    """The image is the same one each day."""
    if service.image is None or "@sha256:" in service.image or "$" in service.image:
        return
    tag = service.image.rpartition("/")[2].partition(":")[2]
    if not tag or tag in _MUTABLE_TAGS:
        hint = "Write the full version, such as `prom/prometheus:v3.5.0`"
        yield Fault(f"the image `{service.image}` is another one each day", hint, ("image",))


@relation
def texts(service: Service, versions: Versions) -> Iterator[Fault]:
    """Texts that Compose takes apart are of its forms."""
    if service.restart is not None and _RESTART.fullmatch(service.restart) is None:
        hint = "Write `no`, `always`, `unless-stopped` or `on-failure:3`"
        yield Fault(f"`{service.restart}` is no way to restart", hint, ("restart",))
    if service.stop_grace_period is not None and _DURATION.fullmatch(service.stop_grace_period) is None:
        yield Fault(f"`{service.stop_grace_period}` is no duration", "Write `30s`", ("stop_grace_period",))
    if (
        isinstance(service.mem_limit, str)
        and _SIZE.fullmatch(service.mem_limit) is None
        and "$" not in service.mem_limit
    ):
        yield Fault(f"`{service.mem_limit}` is no size", "Write `512m` or `2g`", ("mem_limit",))
    for number, port in enumerate(service.ports or ()):
        if isinstance(port, str) and "$" not in port and _PORT.fullmatch(port) is None:
            yield Fault(f"`{port}` is no port", "Write `127.0.0.1:9090:9090`", ("ports", number))


@relation
def dollars(service: Service, versions: Versions) -> Iterator[Fault]:
    """No dollar stands alone."""
    for path, text in _expanded_texts(service):
        if _STRAY_DOLLAR.search(text.replace("$$", "")):
            hint = "Write `$$` for a dollar that is meant"
            yield Fault(f"Compose refuses the single `$` in `{text}`", hint, path)


@relation
def mounts_differ(service: Service, versions: Versions) -> Iterator[Fault]:
    """No place in the container has two mounts."""
    seen: set[str] = set()
    for number, mount in enumerate(service.volumes or ()):
        target = mount.target if not isinstance(mount, str) else mount.split(":")[1:2][0] if ":" in mount else mount
        if target in seen:
            yield Fault(f"two mounts at `{target}`", "Keep one of them", ("volumes", number))
        seen.add(target)


@relation
def secret_source(secret: Secret, versions: Versions) -> Iterator[Fault]:
    """A secret comes from one place."""
    found = [name for name in ("file", "environment", "external") if getattr(secret, name)]
    if len(found) != 1:
        yield Fault("a secret comes from one of `file`, `environment` and `external`", "Keep or add one")


@relation
def names(compose: Compose, versions: Versions) -> Iterator[Fault]:
    """The names in all sections are such as Compose takes."""
    for section in ("services", "networks", "volumes", "configs", "secrets"):
        for name in getattr(compose, section) or ():
            if _NAME.fullmatch(name) is None:
                hint = "Use letters, digits, `.`, `_` and `-`"
                yield Fault(f"`{name}` is no name", hint, (section, name))


@relation
def references(compose: Compose, versions: Versions) -> Iterator[Fault]:
    """What services name is defined."""
    for name, service in compose.services.items():
        for kind, used, path in _references(service):
            known = tuple(getattr(compose, kind) or ())
            if used not in known and not (kind == "networks" and used == "default"):
                title = kind.removesuffix("s")
                hint = nearest(used, known) or f"Define it under `{kind}`"
                yield Fault(f"the {title} `{used}` is not defined", hint, ("services", name, *path))


@relation
def circle(compose: Compose, versions: Versions) -> Iterator[Fault]:
    """No service waits for itself."""
    for name in compose.services:
        if name in _reached(compose.services, name):
            hint = "Remove one `depends_on` of the circle"
            yield Fault(f"`{name}` waits for itself", hint, ("services", name, "depends_on"))
            return


@relation
def healthy(compose: Compose, versions: Versions) -> Iterator[Fault]:
    """Waiting for health is for ever when nobody tests it; images seldom bring a test."""
    for name, service in compose.services.items():
        waits = service.depends_on if isinstance(service.depends_on, dict) else {}
        for other, dependency in waits.items():
            awaited = compose.services.get(other)
            if dependency.condition == "service_healthy" and awaited is not None and awaited.healthcheck is None:
                hint = f"Give `{other}` a `healthcheck`, or wait for `service_started`"
                path = ("services", name, "depends_on", other)
                yield Fault(f"`{other}` has no health check to wait for", hint, path)


def _expanded_texts(service: Service) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in ("entrypoint", "command", "environment"):
        value = getattr(service, name)
        if isinstance(value, str):
            yield (name,), value
        elif isinstance(value, list):
            yield from (((name, number), text) for number, text in enumerate(value))
        elif isinstance(value, dict):
            yield from (((name, key), text) for key, text in value.items() if isinstance(text, str))
    test = service.healthcheck.test if service.healthcheck is not None else None
    for number, text in enumerate(test if isinstance(test, list) else ()):
        yield ("healthcheck", "test", number), text


def _references(service: Service) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """What a service names in other sections: the section, the name, and where it stands in the service."""
    for number, secret in enumerate(service.secrets or ()):
        yield "secrets", secret if isinstance(secret, str) else secret.source, ("secrets", number)
    for network in service.networks or ():
        yield "networks", network, ("networks",)
    for other in service.depends_on or ():
        yield "services", other, ("depends_on",)
    for number, mount in enumerate(service.volumes or ()):
        if not isinstance(mount, str):
            if mount.type == "volume" and mount.source:
                yield "volumes", mount.source, ("volumes", number)
        elif ":" in mount and not mount.startswith((".", "/", "~", "$")):
            yield "volumes", mount.partition(":")[0], ("volumes", number)


def _reached(services: Mapping[str, Service], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        service = services.get(waiting.pop())
        for other in (service.depends_on or ()) if service is not None else ():
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
