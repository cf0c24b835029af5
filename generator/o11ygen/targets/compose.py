"""The part of a Compose file that o11ygen writes; the whole specification has a schema of its own.

Compose replaces `$NAME` and `${NAME}` everywhere; a `$` that is meant is written `$$`.
https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from o11ygen.finding import nearest
from o11ygen.targets.model import Target
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Bool, Int, NonEmpty, Text, Uint

# Compose writes `1m30s`, and knows hours, minutes, seconds, milli- and microseconds.
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:us|ms|s|m|h))+")
_SIZE = re.compile(r"\d+(?:\.\d+)?(?:b|k|kb|m|mb|g|gb)?", re.IGNORECASE)
_PORT = re.compile(r"(?:(?:\d{1,3}\.){3}\d{1,3}:|\[[0-9a-fA-F:]+\]:)?(?:\d+(?:-\d+)?:)?\d+(?:-\d+)?(?:/(?:tcp|udp))?")
_NAME = re.compile(r"[a-zA-Z0-9._-]+")
_RESTART = re.compile(r"no|always|unless-stopped|on-failure(?::\d+)?")
_STRAY_DOLLAR = re.compile(r"\$(?![A-Za-z_{])")
_MUTABLE_TAGS = ("latest", "main", "master", "edge", "nightly")


class Healthcheck(Target):
    """How Docker sees that a service is well."""

    test: list[Text] | Text | None = Field(default=None, description="`[CMD, ...]`, or a line for the shell.")
    interval: Text | None = Field(default=None, description="Time between tests.")
    timeout: Text | None = Field(default=None, description="Longest test.")
    retries: Uint | None = Field(default=None, description="Failures after which it is unwell.")
    start_period: Text | None = Field(default=None, description="Time in which failures do not count.")
    start_interval: Text | None = Field(default=None, description="Time between tests until then.")
    disable: Bool | None = Field(default=None, description="Do not test, whatever the image says.")

    @relation
    def _times(self, versions: Versions) -> Iterator[Fault]:
        for name in ("interval", "timeout", "start_period", "start_interval"):
            value = getattr(self, name)
            if value is not None and _DURATION.fullmatch(value) is None:
                yield Fault(f"`{value}` is no duration of Compose", "Write `30s` or `1m30s`", (name,))

    @relation
    def _command(self, versions: Versions) -> Iterator[Fault]:
        if isinstance(self.test, list) and (not self.test or self.test[0] not in ("NONE", "CMD", "CMD-SHELL")):
            yield Fault("a test starts with `CMD`, `CMD-SHELL` or `NONE`", "Put `CMD` first", ("test",))


class ServiceSecret(Target):
    """A secret in a service: a file under `/run/secrets`."""

    source: NonEmpty = Field(description="Name of the secret.")
    target: Text | None = Field(default=None, description="Name of the file.")
    uid: Text | None = Field(default=None, description="Its owner.")
    gid: Text | None = Field(default=None, description="Its group.")
    mode: Int | Text | None = Field(default=None, description="Its permissions.")


class Mount(Target):
    """A file, directory or volume in a service."""

    type: Literal["bind", "volume", "tmpfs"] = Field(description="Which of them.")
    source: Text | None = Field(default=None, description="Path on the host, or name of a volume.")
    target: NonEmpty = Field(description="Path in the container.")
    read_only: Bool | None = Field(default=None, description="The service can't write to it.")
    bind: dict[str, Any] | None = Field(default=None, description="How a path is mounted.")
    volume: dict[str, Any] | None = Field(default=None, description="How a volume is mounted.")
    tmpfs: dict[str, Any] | None = Field(default=None, description="Size of a directory in memory.")

    @relation
    def _source(self, versions: Versions) -> Iterator[Fault]:
        if self.type == "bind" and not self.source:
            yield Fault("a bind mount needs `source`", "Name the path on the host", ("source",))
        if not self.target.startswith("/"):
            yield Fault(f"`{self.target}` is no absolute path", "Start it with a slash", ("target",))


class Port(Target):
    """A port of a service on the host."""

    target: Int | Text = Field(description="Port in the container.")
    published: Int | Text | None = Field(default=None, description="Port on the host.")
    host_ip: Text | None = Field(default=None, description="Address on the host; `127.0.0.1` keeps it private.")
    protocol: Literal["tcp", "udp"] | None = Field(default=None, description="`tcp` unless set.")
    mode: Literal["host", "ingress"] | None = Field(default=None, description="How it is published.")
    name: Text | None = Field(default=None, description="Its name.")
    app_protocol: Text | None = Field(default=None, description="What is spoken on it.")


class Dependency(Target):
    """What a service waits for."""

    condition: Literal["service_started", "service_healthy", "service_completed_successfully"] = Field(
        description="Until when."
    )
    restart: Bool | None = Field(default=None, description="Restart this one with it.")
    required: Bool | None = Field(default=None, description="Fail without it.")


class Service(Target):
    """One container."""

    image: NonEmpty | None = Field(default=None, description="Image with its full tag.")
    container_name: Text | None = Field(default=None, description="Its name, unique on the host.")
    hostname: Text | None = Field(default=None, description="Its name inside.")
    profiles: list[NonEmpty] | None = Field(default=None, description="Started only with one of these profiles.")
    entrypoint: list[Text] | Text | None = Field(default=None, description="Program.")
    command: list[Text] | Text | None = Field(default=None, description="Its arguments.")
    user: Text | None = Field(default=None, description="User that runs it.")
    group_add: list[Text | Int] | None = Field(default=None, description="Further groups.")
    environment: dict[str, Text | Int | bool | None] | list[Text] | None = Field(
        default=None, description="Environment variables."
    )
    env_file: list[Text] | Text | None = Field(default=None, description="Files with more of them.")
    configs: list[Text | dict[str, Any]] | None = Field(default=None, description="Configuration files.")
    secrets: list[Text | ServiceSecret] | None = Field(default=None, description="Secrets, as files.")
    volumes: list[Text | Mount] | None = Field(default=None, description="Files, directories and volumes.")
    tmpfs: list[Text] | Text | None = Field(default=None, description="Directories in memory.")
    ports: list[Text | Int | Port] | None = Field(default=None, description="Ports on the host.")
    expose: list[Text | Int] | None = Field(default=None, description="Ports for other services.")
    networks: list[Text] | dict[str, dict[str, Any] | None] | None = Field(default=None, description="Networks.")
    network_mode: Text | None = Field(default=None, description="`host`, `none` or `service:name`.")
    pid: Text | None = Field(default=None, description="`host` to see its processes.")
    extra_hosts: list[Text] | dict[str, Text] | None = Field(default=None, description="Further names of hosts.")
    depends_on: list[Text] | dict[str, Dependency] | None = Field(default=None, description="What it waits for.")
    healthcheck: Healthcheck | None = Field(default=None, description="How Docker sees that it is well.")
    restart: Text | None = Field(default=None, description="When it is started again.")
    stop_grace_period: Text | None = Field(default=None, description="Time to stop in.")
    read_only: Bool | None = Field(default=None, description="Its own files can't be changed.")
    init: Bool | None = Field(default=None, description="Run under an init process.")
    cap_add: list[Text] | None = Field(default=None, description="Capabilities added.")
    cap_drop: list[Text] | None = Field(default=None, description="Capabilities taken away.")
    security_opt: list[Text] | None = Field(default=None, description="Security options.")
    mem_limit: Text | Int | None = Field(default=None, description="Most memory.")
    cpus: Text | float | int | None = Field(default=None, description="Most processors.")
    labels: dict[str, Text] | list[Text] | None = Field(default=None, description="Labels of the container.")
    logging: dict[str, Any] | None = Field(default=None, description="Where its output goes.")
    ulimits: dict[str, Any] | None = Field(default=None, description="Limits of the process.")
    deploy: dict[str, Any] | None = Field(default=None, description="Resources.")

    @relation
    def _image(self, versions: Versions) -> Iterator[Fault]:
        if self.image is None or "@sha256:" in self.image or "$" in self.image:
            return
        tag = self.image.rpartition("/")[2].partition(":")[2]
        if not tag or tag in _MUTABLE_TAGS:
            hint = "Write the full version, such as `prom/prometheus:v3.5.0`"
            yield Fault(f"the image `{self.image}` is another one each day", hint, ("image",))

    @relation
    def _texts(self, versions: Versions) -> Iterator[Fault]:
        if self.restart is not None and _RESTART.fullmatch(self.restart) is None:
            hint = "Write `no`, `always`, `unless-stopped` or `on-failure:3`"
            yield Fault(f"`{self.restart}` is no way to restart", hint, ("restart",))
        if self.stop_grace_period is not None and _DURATION.fullmatch(self.stop_grace_period) is None:
            yield Fault(f"`{self.stop_grace_period}` is no duration", "Write `30s`", ("stop_grace_period",))
        if isinstance(self.mem_limit, str) and _SIZE.fullmatch(self.mem_limit) is None and "$" not in self.mem_limit:
            yield Fault(f"`{self.mem_limit}` is no size", "Write `512m` or `2g`", ("mem_limit",))
        for number, port in enumerate(self.ports or ()):
            if isinstance(port, str) and "$" not in port and _PORT.fullmatch(port) is None:
                yield Fault(f"`{port}` is no port", "Write `127.0.0.1:9090:9090`", ("ports", number))

    @relation
    def _dollars(self, versions: Versions) -> Iterator[Fault]:
        for path, text in _expanded_texts(self):
            if _STRAY_DOLLAR.search(text.replace("$$", "")):
                hint = "Write `$$` for a dollar that is meant"
                yield Fault(f"Compose refuses the single `$` in `{text}`", hint, path)

    @relation
    def _mounts_differ(self, versions: Versions) -> Iterator[Fault]:
        seen: set[str] = set()
        for number, mount in enumerate(self.volumes or ()):
            target = mount.target if isinstance(mount, Mount) else mount.split(":")[1:2][0] if ":" in mount else mount
            if target in seen:
                yield Fault(f"two mounts at `{target}`", "Keep one of them", ("volumes", number))
            seen.add(target)


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


class Secret(Target):
    """A secret, from a file or the environment."""

    file: Text | None = Field(default=None, description="File on the host.")
    environment: Text | None = Field(default=None, description="Environment variable of Compose.")
    external: Bool | None = Field(default=None, description="Made elsewhere.")
    name: Text | None = Field(default=None, description="Its name there.")

    @relation
    def _one(self, versions: Versions) -> Iterator[Fault]:
        found = [name for name in ("file", "environment", "external") if getattr(self, name)]
        if len(found) != 1:
            yield Fault("a secret comes from one of `file`, `environment` and `external`", "Keep or add one")


class Compose(Target):
    """A Compose file."""

    name: Text | None = Field(default=None, description="Name of the project.")
    services: dict[str, Service] = Field(description="The containers.")
    networks: dict[str, dict[str, Any] | None] | None = Field(default=None, description="Networks.")
    volumes: dict[str, dict[str, Any] | None] | None = Field(default=None, description="Volumes that last.")
    configs: dict[str, dict[str, Any]] | None = Field(default=None, description="Configuration files.")
    secrets: dict[str, Secret] | None = Field(default=None, description="Secrets.")

    @relation
    def _names(self, versions: Versions) -> Iterator[Fault]:
        for section in ("services", "networks", "volumes", "configs", "secrets"):
            for name in getattr(self, section) or ():
                if _NAME.fullmatch(name) is None:
                    hint = "Use letters, digits, `.`, `_` and `-`"
                    yield Fault(f"`{name}` is no name", hint, (section, name))

    @relation
    def _references(self, versions: Versions) -> Iterator[Fault]:
        for name, service in self.services.items():
            for kind, used, path in _references(service):
                known = tuple(getattr(self, kind) or ())
                if used not in known and not (kind == "networks" and used == "default"):
                    title = kind.removesuffix("s")
                    hint = nearest(used, known) or f"Define it under `{kind}`"
                    yield Fault(f"the {title} `{used}` is not defined", hint, ("services", name, *path))

    @relation
    def _circle(self, versions: Versions) -> Iterator[Fault]:
        for name in self.services:
            if name in _reached(self.services, name):
                hint = "Remove one `depends_on` of the circle"
                yield Fault(f"`{name}` waits for itself", hint, ("services", name, "depends_on"))
                return

    @relation
    def _healthy(self, versions: Versions) -> Iterator[Fault]:
        """Waiting for health is for ever when nobody tests it; images seldom bring a test."""
        for name, service in self.services.items():
            waits = service.depends_on if isinstance(service.depends_on, dict) else {}
            for other, dependency in waits.items():
                awaited = self.services.get(other)
                if dependency.condition == "service_healthy" and awaited is not None and awaited.healthcheck is None:
                    hint = f"Give `{other}` a `healthcheck`, or wait for `service_started`"
                    path = ("services", name, "depends_on", other)
                    yield Fault(f"`{other}` has no health check to wait for", hint, path)


def _references(service: Service) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """What a service names in other sections: the section, the name, and where it stands in the service."""
    for number, secret in enumerate(service.secrets or ()):
        yield "secrets", secret.source if isinstance(secret, ServiceSecret) else secret, ("secrets", number)
    for network in service.networks or ():
        yield "networks", network, ("networks",)
    for other in service.depends_on or ():
        yield "services", other, ("depends_on",)
    for number, mount in enumerate(service.volumes or ()):
        if isinstance(mount, Mount):
            if mount.type == "volume" and mount.source:
                yield "volumes", mount.source, ("volumes", number)
        elif ":" in mount and not mount.startswith((".", "/", "~", "$")):
            yield "volumes", mount.partition(":")[0], ("volumes", number)


def _reached(services: dict[str, Service], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        service = services.get(waiting.pop())
        for other in (service.depends_on or ()) if service is not None else ():
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
