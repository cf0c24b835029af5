"""Targets that hosting providers and inventories name."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from o11ygen.targets.go_url import url_is_broken
from o11ygen.targets.http import HTTPClient
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relation import Fault, Versions, one_of, relation, required
from o11ygen.targets.scalars import Bool, Duration, HttpUrl, Int, NonEmpty, Text

# What the client library of Scaleway, which Prometheus makes as it reads the file, takes for a key and an id.
_ACCESS_KEY = re.compile(r"SCW[A-Z0-9]{17}", re.ASCII)
_ZONE = re.compile(r"[a-z]{2}-[a-z]{3}-[1-9]", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


class _Polled(HTTPClient):
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")


class _WithPort(_Polled):
    port: Int | None = Field(default=None, description="Port of the targets.")


class DigitalOceanSD(_WithPort):
    """Targets from DigitalOcean."""

    role: Annotated[Literal["droplets", "databases"] | None, Since(prometheus="3.12")] = Field(
        default=None, description="What becomes a target; droplets unless given."
    )


class HetznerSD(_WithPort):
    """Targets from Hetzner."""

    role: Literal["robot", "hcloud"] = Field(description="Which API.")
    label_selector: Annotated[Text | None, Since(prometheus="3.5")] = Field(default=None, description="Which servers.")


class IONOSSD(_WithPort):
    """Targets from IONOS."""

    datacenter_id: NonEmpty = Field(description="Data center.")


class LinodeSD(_WithPort):
    """Targets from Linode."""

    region: Annotated[Text | None, Since(prometheus="2.52")] = Field(default=None, description="Region.")
    tag_separator: Text | None = Field(default=None, description="Stands between joined tags.")


class VultrSD(_WithPort):
    """Targets from Vultr."""


class ScalewaySD(_WithPort):
    """Targets from Scaleway."""

    role: Literal["instance", "baremetal"] = Field(description="What becomes a target.")
    project_id: NonEmpty = Field(description="Project.")
    api_url: Text | None = Field(default=None, description="URL of the API.")
    zone: Text | None = Field(default=None, description="Zone.")
    access_key: NonEmpty = Field(description="Access key.")
    secret_key: Text | None = Field(default=None, description="Secret key.")
    secret_key_file: Annotated[Text | None, Since(prometheus="2.27")] = Field(
        default=None, description="File that holds the secret key."
    )
    name_filter: Text | None = Field(default=None, description="Names of the servers.")
    tags_filter: list[Text] | None = Field(default=None, description="Tags of the servers.")

    @relation
    def _secret(self, versions: Versions) -> Iterator[Fault]:
        yield from one_of(self, "secret_key", "secret_key_file")

    @relation
    def _spelling(self, versions: Versions) -> Iterator[Fault]:
        if _ACCESS_KEY.fullmatch(self.access_key) is None:
            hint = "Write `SCW` and 17 capital letters or digits"
            yield Fault("this is no access key of Scaleway", hint, ("access_key",))
        for name in ("secret_key", "project_id"):
            value = getattr(self, name)
            if value and _UUID.fullmatch(value) is None:
                yield Fault(f"`{name}` is no UUID, as those of Scaleway are", "Copy it from the console", (name,))
        if "api_url" in self.model_fields_set and (not self.api_url or url_is_broken(self.api_url)):
            yield Fault("the URL is malformed", "Write such as `https://api.scaleway.com`", ("api_url",))
        elif (self.api_url or "").endswith("/"):
            yield Fault("Scaleway's client takes no URL that ends with `/`", "Remove the `/`", ("api_url",))
        # Only a field that is not there at all has the default.
        if "zone" in self.model_fields_set and _ZONE.fullmatch(self.zone or "") is None:
            yield Fault(f"`{self.zone or ''}` is no zone of Scaleway", "Write such as `fr-par-1`", ("zone",))


class StackitSD(_WithPort):
    """Targets from STACKIT."""

    project: Text | None = Field(default=None, description="Project.")
    region: Text | None = Field(default=None, description="Region.")
    endpoint: Text | None = Field(default=None, description="Endpoint of the API.")
    service_account_key: Text | None = Field(default=None, description="Key of the service account.")
    service_account_key_path: Text | None = Field(default=None, description="File that holds it.")
    private_key: Text | None = Field(default=None, description="Private key.")
    private_key_path: Text | None = Field(default=None, description="File that holds it.")
    credentials_file_path: Text | None = Field(default=None, description="File that holds the credentials.")

    @relation
    def _where(self, versions: Versions) -> Iterator[Fault]:
        if not self.endpoint and not self.region:
            yield Fault("one of `region` and `endpoint` is required", "Add `region`", ("region",))


class OutscaleSD(_WithPort):
    """Targets from OUTSCALE."""

    endpoint: Text | None = Field(default=None, description="Endpoint of the API.")
    region: NonEmpty = Field(description="Region.")
    access_key: NonEmpty = Field(description="Access key.")
    secret_key: Text | None = Field(default=None, description="Secret key.")
    secret_key_file: Text | None = Field(default=None, description="File that holds the secret key.")

    @relation
    def _secret(self, versions: Versions) -> Iterator[Fault]:
        yield from one_of(self, "secret_key", "secret_key_file")


class OVHcloudSD(Target):
    """Targets from OVHcloud."""

    service: Literal["vps", "dedicated_server"] = Field(description="What becomes a target.")
    endpoint: NonEmpty = Field(default="ovh-eu", description="Endpoint of the API.")
    application_key: NonEmpty = Field(description="Application key.")
    application_secret: NonEmpty = Field(description="Application secret.")
    consumer_key: NonEmpty = Field(description="Consumer key.")
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")


class PuppetDBSD(_WithPort):
    """Targets from PuppetDB."""

    auth_checked_since: ClassVar[str] = "2.48"

    url: HttpUrl = Field(description="URL of PuppetDB.")
    query: NonEmpty = Field(description="Query in PQL.")
    include_parameters: Bool | None = Field(default=None, description="Make labels of the parameters.")


class UyuniSD(_Polled):
    """Targets from Uyuni."""

    auth_checked_since: ClassVar[str] = "2.48"

    server: Text = Field(description="URL of Uyuni.")
    username: NonEmpty = Field(description="User name.")
    password: NonEmpty = Field(description="Password.")
    entitlement: Text | None = Field(default=None, description="Entitlement of the systems.")
    separator: Text | None = Field(default=None, description="Stands between joined groups.")

    @relation
    def _server(self, versions: Versions) -> Iterator[Fault]:
        yield from required(self, "server", "Write the URL of Uyuni")
        if url_is_broken(self.server):
            yield Fault("the URL is malformed", "Write such as `https://uyuni.example.com`", ("server",))
