"""Remote write and remote read of Prometheus."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from o11ygen.targets import remote_relations
from o11ygen.targets.http import HTTPClient, SigV4
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relabel import RelabelConfig
from o11ygen.targets.relation import Fault, Versions, present, relation
from o11ygen.targets.scalars import Bool, Duration, Int, Text, Uint, Url


class QueueConfig(Target):
    """The queue in front of the remote endpoint."""

    capacity: Int | None = Field(default=None, description="Samples buffered for each shard.")
    max_shards: Int | None = Field(default=None, description="Most shards.")
    min_shards: Int | None = Field(default=None, description="Fewest shards.")
    max_samples_per_send: Int | None = Field(default=None, description="Most samples in a request.")
    batch_send_deadline: Duration | None = Field(default=None, description="Longest wait of a sample in the buffer.")
    min_backoff: Duration | None = Field(default=None, description="First wait after an error.")
    max_backoff: Duration | None = Field(default=None, description="Longest wait after an error.")
    retry_on_http_429: Annotated[Bool | None, Since(prometheus="2.26")] = Field(
        default=None, description="Try again when the endpoint says it is busy."
    )
    sample_age_limit: Annotated[Duration | None, Since(prometheus="2.50")] = Field(
        default=None, description="Samples older than this are dropped."
    )

    _numbers = remote_relations.queue_numbers


class MetadataConfig(Target):
    """Sending of metric metadata."""

    send: Bool | None = Field(default=None, description="Send metadata.")
    send_interval: Duration | None = Field(default=None, description="How often.")
    max_samples_per_send: Annotated[Int | None, Since(prometheus="2.29")] = Field(
        default=None, description="Most entries in a request."
    )


class ManagedIdentity(Target):
    """A managed identity of Azure."""

    client_id: Text | None = Field(default=None, description="Client id; the system's identity unless given.")


class AzureOAuth(Target):
    """An application of Azure."""

    client_id: Text | None = Field(default=None, description="Client id.")
    client_secret: Text | None = Field(default=None, description="Client secret.")
    tenant_id: Text | None = Field(default=None, description="Tenant.")


class AzureSDK(Target):
    """The credentials that the SDK of Azure finds."""

    tenant_id: Text | None = Field(default=None, description="Tenant.")


class WorkloadIdentity(Target):
    """A workload identity of Azure."""

    client_id: Text | None = Field(default=None, description="Client id.")
    tenant_id: Text | None = Field(default=None, description="Tenant.")
    token_file_path: Text | None = Field(default=None, description="File that holds the token.")


class AzureCertificate(Target):
    """A certificate of an application of Azure."""

    client_id: Text | None = Field(default=None, description="Client id.")
    tenant_id: Text | None = Field(default=None, description="Tenant.")
    certificate_path: Text | None = Field(default=None, description="File that holds the certificate.")
    certificate_key_path: Text | None = Field(default=None, description="File that holds the key.")
    certificate_password: Text | None = Field(default=None, description="Password of the certificate.")
    send_certificate_chain: Bool | None = Field(default=None, description="Send the whole chain.")


class AzureAD(Target):
    """Authentication by Microsoft Entra."""

    cloud: Literal["", "AzurePublic", "AzureGovernment", "AzureChina"] | None = Field(
        default=None, description="Cloud; `AzurePublic` unless given."
    )
    managed_identity: ManagedIdentity | None = Field(default=None, description="By managed identity.")
    oauth: Annotated[AzureOAuth | None, Since(prometheus="2.48")] = Field(default=None, description="By OAuth.")
    sdk: Annotated[AzureSDK | None, Since(prometheus="2.52")] = Field(default=None, description="By the SDK.")
    workload_identity: Annotated[WorkloadIdentity | None, Since(prometheus="3.7")] = Field(
        default=None, description="By workload identity."
    )
    certificate: Annotated[AzureCertificate | None, Since(prometheus="3.13")] = Field(
        default=None, description="By certificate."
    )
    scope: Annotated[Text | None, Since(prometheus="3.9")] = Field(default=None, description="Scope asked for.")

    @relation
    def _one_way(self, versions: Versions) -> Iterator[Fault]:
        ways = present(self, "managed_identity", "oauth", "sdk", "workload_identity", "certificate")
        if len(ways) != 1:
            message = (
                " and ".join(f"`{way}`" for way in ways) + " exclude each other" if ways else "no identity is given"
            )
            yield Fault(message, "Give exactly one, such as `managed_identity`", (ways[-1],) if ways else ())


class GoogleIAM(Target):
    """Authentication by Google Cloud."""

    credentials_file: Text | None = Field(default=None, description="File that holds the credentials.")


class _Remote(Target):
    url: Url | None = Field(description="URL of the endpoint.")
    name: Text | None = Field(default=None, description="Name in the server's own metrics; unique.")
    remote_timeout: Duration | None = Field(default=None, description="How long a request may take.")

    _url = remote_relations.remote_url


class _RemoteWriteSettings(Target):
    protobuf_message: Annotated[
        Literal["prometheus.WriteRequest", "io.prometheus.write.v2.Request"] | None, Since(prometheus="2.54")
    ] = Field(default=None, description="Message that is sent.")
    headers: Annotated[dict[str, Text] | None, Since(prometheus="2.25")] = Field(
        default=None, description="Further headers."
    )
    send_exemplars: Annotated[Bool | None, Since(prometheus="2.27")] = Field(
        default=None, description="Send exemplars."
    )
    send_native_histograms: Annotated[Bool | None, Since(prometheus="2.40")] = Field(
        default=None, description="Send native histograms."
    )
    round_robin_dns: Annotated[Bool | None, Since(prometheus="3.1")] = Field(
        default=None, description="Connect to a random address of the host."
    )
    write_relabel_configs: list[RelabelConfig] | None = Field(
        default=None, description="Relabeling of the samples that are sent."
    )
    queue_config: QueueConfig | None = Field(default=None, description="Queue.")
    metadata_config: Annotated[MetadataConfig | None, Since(prometheus="2.23")] = Field(
        default=None, description="Metadata."
    )


class _CloudAuthentication(Target):
    sigv4: Annotated[SigV4 | None, Since(prometheus="2.26")] = Field(default=None, description="AWS signature.")
    azuread: Annotated[AzureAD | None, Since(prometheus="2.45")] = Field(default=None, description="Microsoft Entra.")
    google_iam: Annotated[GoogleIAM | None, Since(prometheus="2.55")] = Field(default=None, description="Google Cloud.")


# Pydantic lists the fields of the last base first: where to, the ways to authenticate, what is sent.
class RemoteWrite(_RemoteWriteSettings, _CloudAuthentication, HTTPClient, _Remote):
    """An endpoint that samples are written to."""

    other_auth: ClassVar[tuple[str, ...]] = ("sigv4", "azuread", "google_iam")

    _own_headers = remote_relations.own_headers
    _message = remote_relations.message_named


class _RemoteReadSettings(Target):
    headers: Annotated[dict[str, Text] | None, Since(prometheus="2.26")] = Field(
        default=None, description="Further headers."
    )
    required_matchers: dict[LabelName, Text] | None = Field(
        default=None, description="Label values that a selector must ask for, to be sent here."
    )
    read_recent: Bool | None = Field(default=None, description="Also for the time that the local storage covers.")
    filter_external_labels: Annotated[Bool | None, Since(prometheus="2.34")] = Field(
        default=None, description="Select by the external labels."
    )
    chunked_read_limit: Annotated[Uint | None, Since(prometheus="2.55")] = Field(
        default=None, description="Largest answer, in bytes."
    )


class RemoteRead(_RemoteReadSettings, HTTPClient, _Remote):
    """An endpoint that samples are read from."""

    _own_headers = remote_relations.own_headers
