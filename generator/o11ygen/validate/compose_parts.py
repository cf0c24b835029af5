"""What one part of a compose file says of another: names that lead nowhere, ports taken twice, waits without an end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.finding import nearest
from o11ygen.validate.circles import circles
from o11ygen.validate.flaw import Flaw, Path, warning

Json: TypeAlias = Mapping[str, Any]

_SINGULAR = {"networks": "network", "volumes": "volume", "secrets": "secret", "configs": "config"}
_RESTART = re.compile(r"no|always|unless-stopped|on-failure(?::\d+)?")
_PORTS = re.compile(
    r"(?:(?P<ip>[\d.]+|\[[\da-fA-F:]+\]):)?(?P<host>\d+)(?:-(?P<last>\d+))?:\d+(?:-\d+)?(?:/(?P<protocol>\w+))?"
)
_MOST_PORTS = 256


def judge_parts(value: Json) -> Iterator[Flaw]:
    """The faults between services, and between them and what stands at the top of the file."""
    services = value.get("services")
    if not isinstance(services, Mapping):
        if "services" not in value and not value.get("include"):
            yield Flaw("compose/missing", "there are no `services` to start", "Write `services:`.")
        return
    included = bool(value.get("include"))
    for name, service in services.items():
        if isinstance(service, Mapping):
            at: Path = ("services", str(name))
            yield from _service(str(name), service, at)
            yield from _depends(service, services, at, included=included)
            if not included:
                yield from _others(service, services, at)
                yield from _parts(service, value, at)
    if not included:
        yield from _circles(services)
    yield from _ports(services)
    yield from _sources(value)


def _service(name: str, service: Json, at: Path) -> Iterator[Flaw]:
    if not any(key in service for key in ("image", "build", "extends", "provider")):
        message = f"the service `{name}` has neither `image` nor `build`: Compose refuses the file"
        yield Flaw("compose/missing", message, "Add `image`.", at)
    if service.get("network_mode") and service.get("networks"):
        message = "`network_mode` and `networks` exclude each other: Compose refuses the file"
        yield Flaw("compose/exclusive", message, "Keep one of them.", (*at, "networks"))
    restart = service.get("restart")
    if isinstance(restart, str) and "$" not in restart and _RESTART.fullmatch(restart) is None:
        message = f"`{restart}` is no way to restart: the container is not made"
        hint = nearest(restart, ("always", "unless-stopped", "on-failure")) or "Write `unless-stopped`."
        yield Flaw("compose/value", message, hint, (*at, "restart"))
    deploy = service.get("deploy")
    replicas = deploy.get("replicas") if isinstance(deploy, Mapping) else None
    if service.get("container_name") and isinstance(replicas, int) and replicas > 1:
        message = f"{replicas} containers can't all be called `{service['container_name']}`: Compose refuses the file"
        yield Flaw("compose/exclusive", message, "Remove `container_name`.", (*at, "container_name"))


def _depends(service: Json, services: Json, at: Path, *, included: bool) -> Iterator[Flaw]:
    depends = service.get("depends_on")
    for index, name in enumerate(_names(depends)):
        place = (*at, "depends_on", name if isinstance(depends, Mapping) else index)
        other = services.get(name)
        settings = depends.get(name) if isinstance(depends, Mapping) else None
        settings = settings if isinstance(settings, Mapping) else {}
        if name not in services:
            if not included:
                hint = nearest(name, map(str, services)) or "Name a service of this file."
                yield Flaw("compose/reference", f"there is no service `{name}` to depend on", hint, place)
        elif isinstance(other, Mapping):
            yield from _condition(settings, name, other, place)
            wanted, own = _texts(other.get("profiles")), _texts(service.get("profiles"))
            if wanted and not own & wanted and settings.get("required") is not False:
                listed = ", ".join(f"`{profile}`" for profile in sorted(wanted))
                message = f"`{name}` is started with the profile {listed} only, and this service needs it"
                yield warning(
                    "compose/profile", message, "Give both the same profile, or write `required: false`.", place
                )


def _condition(settings: Json, name: str, other: Json, place: Path) -> Iterator[Flaw]:
    if settings.get("condition") != "service_healthy":
        return
    check = other.get("healthcheck")
    disabled = isinstance(check, Mapping) and (check.get("disable") is True or check.get("test") in (["NONE"], "NONE"))
    if disabled:
        message = f"`{name}` has no health check, so it is never healthy and this service never starts"
        yield Flaw("compose/condition", message, "Give it a `healthcheck`, or wait for `service_started`.", place)
    elif not check and "extends" not in other:
        message = f"`{name}` has no `healthcheck` here: unless its image brings one, this service never starts"
        yield warning("compose/condition", message, "Give it a `healthcheck`, or wait for `service_started`.", place)


def _others(service: Json, services: Json, at: Path) -> Iterator[Flaw]:
    """Names of services in other fields than `depends_on`."""
    for field in ("network_mode", "ipc", "pid"):
        mode = service.get(field)
        if isinstance(mode, str) and mode.startswith("service:"):
            yield from _known(mode.removeprefix("service:"), services, (*at, field))
    for field in ("links", "volumes_from"):
        listed = service.get(field)
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            name = str(item).partition(":")[0]
            if not str(item).startswith("container:"):
                yield from _known(name, services, (*at, field, index))
    extends = service.get("extends")
    if isinstance(extends, str):
        yield from _known(extends, services, (*at, "extends"))
    elif isinstance(extends, Mapping) and not extends.get("file") and isinstance(extends.get("service"), str):
        yield from _known(extends["service"], services, (*at, "extends", "service"))


def _known(name: str, services: Json, place: Path) -> Iterator[Flaw]:
    if name not in services and "$" not in name:
        hint = nearest(name, map(str, services)) or "Name a service of this file."
        yield Flaw("compose/reference", f"there is no service `{name}`: Compose refuses the file", hint, place)


def _parts(service: Json, value: Json, at: Path) -> Iterator[Flaw]:
    for part, singular in _SINGULAR.items():
        known = value.get(part)
        listed = known if isinstance(known, Mapping) else {}
        for place, wanted in _taken(service.get(part), part):
            if wanted not in listed and "$" not in wanted and not (part == "networks" and wanted == "default"):
                message = f"the {singular} `{wanted}` is declared nowhere: Compose refuses the file"
                hint = nearest(wanted, map(str, listed)) or f"Add it to `{part}` at the top of the file."
                yield Flaw("compose/reference", message, hint, (*at, part, *place))


def _taken(listed: Any, part: str) -> Iterator[tuple[Path, str]]:
    """The names that a service takes from a part at the top of the file, each with its place."""
    if isinstance(listed, Mapping):
        yield from (((str(name),), str(name)) for name in listed)
        return
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if part == "volumes":
            name = _volume(item)
        elif isinstance(item, Mapping):
            name = str(item.get("source") or "")
        else:
            name = str(item)
        if name:
            yield (index,), name


def _volume(item: Any) -> str:
    """The named volume that a mount takes; none for a path of the host, or an anonymous one."""
    if isinstance(item, Mapping):
        return str(item.get("source") or "") if item.get("type", "volume") == "volume" else ""
    source, separator, _ = str(item).partition(":")
    return source if separator and source[:1] not in ("/", ".", "~", "$") and "\\" not in source else ""


def _circles(services: Json) -> Iterator[Flaw]:
    """Services that wait for one another."""
    waits = {str(name): _names(one.get("depends_on")) for name, one in services.items() if isinstance(one, Mapping)}
    for way in circles(waits):
        chain = " → ".join(f"`{name}`" for name in (*way, way[0]))
        message = f"services wait for one another ({chain}): Compose refuses the file"
        yield Flaw("compose/circle", message, "Take one of them out.", ("services", way[0], "depends_on"))


def _ports(services: Json) -> Iterator[Flaw]:
    """Ports of the host that two services take; services of different profiles may never run together."""
    first: dict[tuple[int, str], tuple[str, str, frozenset[str]]] = {}
    for name, service in services.items():
        listed = service.get("ports") if isinstance(service, Mapping) else None
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            profiles = _texts(service.get("profiles"))
            for address, port, protocol in _published(item):
                other = first.setdefault((port, protocol), (str(name), address, profiles))
                apart = profiles and other[2] and not profiles & other[2]
                same = address == other[1] or "" in (address, other[1])
                if other[0] != str(name) and same and not apart:
                    message = f"port {port} of the host is taken by `{other[0]}` too: one of the two does not start"
                    place = ("services", str(name), "ports", index)
                    yield warning("compose/port", message, "Publish another port, or none.", place)
                    break


def _published(item: Any) -> Iterator[tuple[str, int, str]]:
    """Address, port and protocol of what a service publishes; an empty address is every one."""
    if isinstance(item, Mapping):
        first = str(item.get("published") or "")
        address, protocol = str(item.get("host_ip") or ""), str(item.get("protocol") or "tcp")
        begin, _, end = first.partition("-")
    else:
        match = _PORTS.fullmatch(str(item))
        if match is None:
            return
        begin, end = match["host"], match["last"] or ""
        address, protocol = match["ip"] or "", match["protocol"] or "tcp"
    if begin.isdecimal() and (not end or end.isdecimal()):
        last = min(int(end or begin), int(begin) + _MOST_PORTS)
        yield from (("" if address == "0.0.0.0" else address, port, protocol) for port in range(int(begin), last + 1))


def _sources(value: Json) -> Iterator[Flaw]:
    """Secrets and configurations without a source."""
    for part, ways in (("secrets", ("file", "environment")), ("configs", ("file", "environment", "content"))):
        listed = value.get(part)
        for name, body in listed.items() if isinstance(listed, Mapping) else ():
            given = body if isinstance(body, Mapping) else {}
            if not any(key in given for key in (*ways, "external", "driver", "template_driver")):
                words = " or ".join(f"`{way}`" for way in ways)
                message = (
                    f"the {_SINGULAR[part]} `{name}` says nowhere where its value comes from: Compose refuses the file"
                )
                yield Flaw("compose/missing", message, f"Write {words}, or `external: true`.", (part, str(name)))


def _names(depends: Any) -> list[str]:
    return [str(name) for name in depends] if isinstance(depends, (Mapping, list)) else []


def _texts(listed: Any) -> frozenset[str]:
    return frozenset(str(item) for item in listed) if isinstance(listed, list) else frozenset()
