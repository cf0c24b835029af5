"""Targets that a service registry or scheduler names: Consul, Nomad, Eureka, Kuma, Marathon, ZooKeeper, Docker."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from o11ygen.targets.discovery.aws import Filter
from o11ygen.targets.go_url import url_is_broken
from o11ygen.targets.http import HTTPClient
from o11ygen.targets.model import Deprecated, Since, Target
from o11ygen.targets.relation import Fault, Versions, exclusive, relation
from o11ygen.targets.scalars import Bool, Duration, Int, NonEmpty, Text


class _Catalogue(Target):
    server: NonEmpty = Field(default="localhost:8500", description="Address of Consul; `localhost:8500` unless given.")
    path_prefix: Annotated[Text | None, Since(prometheus="2.45")] = Field(
        default=None, description="Prefix of the paths of the API."
    )
    scheme: Text | None = Field(default=None, description="`http` or `https`.")
    token: Text | None = Field(default=None, description="Token.")
    datacenter: Text | None = Field(default=None, description="Data center.")
    namespace: Annotated[Text | None, Since(prometheus="2.28")] = Field(default=None, description="Namespace.")
    partition: Annotated[Text | None, Since(prometheus="2.40")] = Field(default=None, description="Partition.")
    username: Annotated[Text | None, Deprecated("Write `basic_auth`", prometheus="2.28")] = Field(
        default=None, description="User name."
    )
    password: Annotated[Text | None, Deprecated("Write `basic_auth`", prometheus="2.28")] = Field(
        default=None, description="Password."
    )
    services: list[Text] | None = Field(default=None, description="Services; all unless given.")
    tags: Annotated[list[Text] | None, Deprecated("Write `filter`", prometheus="3.0")] = Field(
        default=None, description="Tags that nodes must have."
    )
    node_meta: Annotated[dict[str, Text] | None, Deprecated("Write `filter`", prometheus="3.0")] = Field(
        default=None, description="Metadata that nodes must have."
    )
    filter: Annotated[Text | None, Since(prometheus="3.0")] = Field(
        default=None, description="Filter expression of the catalogue."
    )
    health_filter: Annotated[Text | None, Since(prometheus="3.12")] = Field(
        default=None, description="Filter expression of the health endpoint."
    )
    tag_separator: Text | None = Field(default=None, description="Stands between joined tags.")
    allow_stale: Bool | None = Field(default=None, description="Accept answers that may be old.")
    refresh_interval: Duration | None = Field(default=None, description="How often the catalogue is read.")


class ConsulSD(HTTPClient, _Catalogue):
    """Targets from the catalogue of Consul."""

    @relation
    def _token(self, versions: Versions) -> Iterator[Fault]:
        if not self.server.strip():
            yield Fault("`server` must not be blank", "Name the address of Consul", ("server",))
        if self.username or self.password:
            name = "username" if self.username else "password"
            yield from exclusive(self, name, "basic_auth")
        yield from exclusive(self, "token", "authorization")
        yield from exclusive(self, "token", "oauth2")


class NomadSD(HTTPClient):
    """Targets from the services of Nomad."""

    server: NonEmpty = Field(default="http://localhost:4646", description="Address of Nomad.")
    namespace: Text | None = Field(default=None, description="Namespace.")
    region: Text | None = Field(default=None, description="Region.")
    tag_separator: Text | None = Field(default=None, description="Stands between joined tags.")
    allow_stale: Bool | None = Field(default=None, description="Accept answers that may be old.")
    refresh_interval: Duration | None = Field(default=None, description="How often the services are listed.")

    @relation
    def _server(self, versions: Versions) -> Iterator[Fault]:
        if not self.server.strip():
            yield Fault("`server` must not be blank", "Name the address of Nomad", ("server",))


def whole_url(server: str) -> Iterator[Fault]:
    """A fault unless the address of a server has a scheme and a host."""
    scheme, separator, rest = server.partition("://")
    if url_is_broken(server) or not (scheme and separator and rest[:1].strip("/?#")):
        yield Fault("`server` is not the URL of a server", "Write a URL such as `https://host:8080`", ("server",))


class EurekaSD(HTTPClient):
    """Targets from Eureka."""

    server: Text = Field(description="URL of Eureka.")
    refresh_interval: Duration | None = Field(default=None, description="How often the instances are listed.")

    @relation
    def _server(self, versions: Versions) -> Iterator[Fault]:
        yield from whole_url(self.server)


class KumaSD(HTTPClient):
    """Targets from the control plane of Kuma."""

    server: Text = Field(description="URL of the control plane.")
    client_id: Annotated[Text | None, Since(prometheus="2.50")] = Field(default=None, description="Id of this client.")
    refresh_interval: Duration | None = Field(default=None, description="How often the targets are listed.")
    fetch_timeout: Duration | None = Field(default=None, description="How long one request may take.")

    @relation
    def _server(self, versions: Versions) -> Iterator[Fault]:
        yield from whole_url(self.server)


class MarathonSD(HTTPClient):
    """Targets from Marathon."""

    servers: list[Text] = Field(min_length=1, description="URLs of Marathon.")
    auth_token: Text | None = Field(default=None, description="Token.")
    auth_token_file: Text | None = Field(default=None, description="File that holds the token.")
    refresh_interval: Duration | None = Field(default=None, description="How often the applications are listed.")

    @relation
    def _token(self, versions: Versions) -> Iterator[Fault]:
        yield from exclusive(self, "auth_token", "auth_token_file")
        token = "auth_token" if self.auth_token else "auth_token_file"
        for other in ("basic_auth", "bearer_token", "bearer_token_file", "authorization", "oauth2"):
            yield from exclusive(self, token, other)


class ZooKeeperSD(Target):
    """Targets from ZooKeeper, of Serversets or of Nerve."""

    servers: list[Text] = Field(min_length=1, description="Addresses of ZooKeeper.")
    paths: list[Text] = Field(min_length=1, description="Paths; each starts with `/`.")
    timeout: Duration | None = Field(default=None, description="How long a session lasts.")

    @relation
    def _paths(self, versions: Versions) -> Iterator[Fault]:
        for index, path in enumerate(self.paths):
            if not path.startswith("/"):
                yield Fault(f"the path `{path}` does not start with `/`", "Write the whole path", ("paths", index))


class _Docker(HTTPClient):
    host: NonEmpty = Field(description="Address of the Docker daemon, such as `unix:///var/run/docker.sock`.")
    port: Int | None = Field(default=None, description="Port of targets that publish none.")
    refresh_interval: Duration | None = Field(default=None, description="How often the daemon is asked.")

    @relation
    def _address(self, versions: Versions) -> Iterator[Fault]:
        if url_is_broken(self.host):
            yield Fault("the URL is malformed", "Write such as `unix:///var/run/docker.sock`", ("host",))


class DockerSD(_Docker):
    """Targets from the containers of a Docker daemon."""

    host_networking_host: Annotated[Text | None, Since(prometheus="2.30")] = Field(
        default=None, description="Host of containers in the host's network."
    )
    match_first_network: Annotated[Bool | None, Since(prometheus="2.54")] = Field(
        default=None, description="Only the first network of a container."
    )
    filters: list[Filter | None] | None = Field(default=None, description="Which containers.")


class DockerSwarmSD(_Docker):
    """Targets from Docker Swarm."""

    role: Text = Field(description="`services`, `tasks` or `nodes`.")
    filters: Annotated[list[Filter | None] | None, Since(prometheus="2.23")] = Field(
        default=None, description="Which services, tasks or nodes."
    )

    @relation
    def _role(self, versions: Versions) -> Iterator[Fault]:
        if self.role not in ("services", "tasks", "nodes"):
            yield Fault(f"`{self.role}` is not a role", "Use `services`, `tasks` or `nodes`", ("role",))
