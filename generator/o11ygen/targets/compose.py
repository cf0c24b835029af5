"""The part of a Compose file that o11ygen writes; the whole specification has a schema of its own.

Compose replaces `$NAME` and `${NAME}` everywhere; a `$` that is meant is written `$$`.
https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

from typing import Any, Literal

from pydantic import Field

from o11ygen.targets import compose_relations
from o11ygen.targets.model import Target
from o11ygen.targets.scalars import Bool, Int, NonEmpty, Text, Uint


class Healthcheck(Target):
    """How Docker sees that a service is well."""

    test: list[Text] | Text | None = Field(default=None, description="`[CMD, ...]`, or a line for the shell.")
    interval: Text | None = Field(default=None, description="Time between tests.")
    timeout: Text | None = Field(default=None, description="Longest test.")
    retries: Uint | None = Field(default=None, description="Failures after which it is unwell.")
    start_period: Text | None = Field(default=None, description="Time in which failures do not count.")
    start_interval: Text | None = Field(default=None, description="Time between tests until then.")
    disable: Bool | None = Field(default=None, description="Do not test, whatever the image says.")

    _times = compose_relations.times
    _command = compose_relations.command


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

    _source = compose_relations.mounted


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

    _image = compose_relations.image
    _texts = compose_relations.texts
    _dollars = compose_relations.dollars
    _mounts_differ = compose_relations.mounts_differ


class Secret(Target):
    """A secret, from a file or the environment."""

    file: Text | None = Field(default=None, description="File on the host.")
    environment: Text | None = Field(default=None, description="Environment variable of Compose.")
    external: Bool | None = Field(default=None, description="Made elsewhere.")
    name: Text | None = Field(default=None, description="Its name there.")

    _one = compose_relations.secret_source


class Compose(Target):
    """A Compose file."""

    name: Text | None = Field(default=None, description="Name of the project.")
    services: dict[str, Service] = Field(description="The containers.")
    networks: dict[str, dict[str, Any] | None] | None = Field(default=None, description="Networks.")
    volumes: dict[str, dict[str, Any] | None] | None = Field(default=None, description="Volumes that last.")
    configs: dict[str, dict[str, Any]] | None = Field(default=None, description="Configuration files.")
    secrets: dict[str, Secret] | None = Field(default=None, description="Secrets.")

    _names = compose_relations.names
    _references = compose_relations.references
    _circle = compose_relations.circle
    _healthy = compose_relations.healthy
