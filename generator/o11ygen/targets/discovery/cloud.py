"""Targets that the larger clouds name: Azure, Google, OpenStack, Oracle, Triton."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from o11ygen.targets.http import HTTPClient, TLSConfig
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relation import Fault, Versions, at_least, relation, required
from o11ygen.targets.scalars import Bool, Duration, Int, NonEmpty, Text, milliseconds


class AzureSD(HTTPClient):
    """Targets from virtual machines of Azure."""

    http_since: ClassVar[str] = "2.31"
    auth_checked_since: ClassVar[str] = "2.48"

    environment: Text | None = Field(default=None, description="Azure environment; `AzurePublicCloud` unless given.")
    authentication_method: Text = Field(
        default="OAuth", description="`OAuth` (default), `ManagedIdentity`, `SDK` or `WorkloadIdentity`."
    )
    subscription_id: Text | None = Field(default=None, description="Subscription.")
    tenant_id: Text | None = Field(default=None, description="Tenant, of `OAuth`.")
    client_id: Text | None = Field(default=None, description="Client, of `OAuth`.")
    client_secret: Text | None = Field(default=None, description="Client secret, of `OAuth`.")
    resource_group: Annotated[Text | None, Since(prometheus="2.35")] = Field(
        default=None, description="Resource group; all unless given."
    )
    port: Int | None = Field(default=None, description="Port of the targets.")
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")

    @relation
    def _identity(self, versions: Versions) -> Iterator[Fault]:
        method = self.authentication_method
        methods = {"OAuth": "2.0", "ManagedIdentity": "2.0", "SDK": "2.52", "WorkloadIdentity": "3.11"}
        if method not in methods or not at_least(versions, prometheus=methods[method]):
            hint = "Use `OAuth` or `ManagedIdentity`"
            yield Fault(f"`{method}` is not an authentication method", hint, ("authentication_method",))
        yield from required(self, "subscription_id")
        if method == "OAuth":
            for name in ("tenant_id", "client_id", "client_secret"):
                yield from required(self, name, "`OAuth` needs it")


class GCESD(Target):
    """Targets from instances of Google Compute Engine."""

    project: NonEmpty = Field(description="Project.")
    zone: NonEmpty = Field(description="Zone.")
    filter: Text | None = Field(default=None, description="Which instances.")
    port: Int | None = Field(default=None, description="Port of the targets.")
    tag_separator: Text | None = Field(default=None, description="Stands between joined tags.")
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")


class OpenStackSD(Target):
    """Targets from OpenStack."""

    role: Literal["hypervisor", "instance", "loadbalancer"] = Field(description="What becomes a target.")
    region: NonEmpty = Field(description="Region.")
    identity_endpoint: Text | None = Field(default=None, description="Endpoint of the identity service.")
    username: Text | None = Field(default=None, description="User name.")
    userid: Text | None = Field(default=None, description="User id.")
    password: Text | None = Field(default=None, description="Password.")
    domain_name: Text | None = Field(default=None, description="Domain.")
    domain_id: Text | None = Field(default=None, description="Domain id.")
    project_name: Text | None = Field(default=None, description="Project.")
    project_id: Text | None = Field(default=None, description="Project id.")
    application_credential_name: Text | None = Field(default=None, description="Application credential.")
    application_credential_id: Text | None = Field(default=None, description="Id of the application credential.")
    application_credential_secret: Text | None = Field(default=None, description="Its secret.")
    all_tenants: Bool | None = Field(default=None, description="The instances of all projects.")
    availability: Literal["public", "admin", "internal"] = Field(
        default="public", description="Kind of endpoint; `public` unless given."
    )
    port: Int | None = Field(default=None, description="Port of the targets.")
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")


class OCISD(HTTPClient):
    """Targets from Oracle Cloud Infrastructure."""

    auth: Text | None = Field(default=None, description="How to authenticate.")
    tenancy: Text | None = Field(default=None, description="Tenancy.")
    user: Text | None = Field(default=None, description="User.")
    fingerprint: Text | None = Field(default=None, description="Fingerprint of the key.")
    key_file: Text | None = Field(default=None, description="File that holds the key.")
    key_passphrase: Text | None = Field(default=None, description="Passphrase of the key.")
    key_passphrase_file: Text | None = Field(default=None, description="File that holds the passphrase.")
    region: Text | None = Field(default=None, description="Region.")
    compartments: list[Text] | None = Field(default=None, description="Compartments.")
    port: Int | None = Field(default=None, description="Port of the targets.")
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")


class TritonSD(Target):
    """Targets from Triton."""

    account: NonEmpty = Field(description="Account.")
    role: Literal["container", "cn"] = Field(
        default="container", description="What becomes a target; `container` unless given."
    )
    dns_suffix: NonEmpty = Field(description="Suffix of the targets' names.")
    endpoint: NonEmpty = Field(description="Endpoint.")
    groups: list[Text] | None = Field(default=None, description="Groups of containers.")
    port: Int | None = Field(default=None, description="Port of the endpoint.")
    version: Int | None = Field(default=None, description="Version of the API.")
    refresh_interval: Duration | None = Field(default=None, description="How often the API is asked.")
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")

    @relation
    def _refresh(self, versions: Versions) -> Iterator[Fault]:
        if "refresh_interval" in self.model_fields_set and milliseconds(self.refresh_interval or "0") == 0:
            yield Fault("`refresh_interval` must be longer than zero", "Write `60s`", ("refresh_interval",))
