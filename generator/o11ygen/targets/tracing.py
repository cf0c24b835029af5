"""The traces that Prometheus and Alertmanager send of themselves."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from o11ygen.targets.http import Header, TLSConfig
from o11ygen.targets.http_relations import reserved_headers
from o11ygen.targets.model import Target
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Bool, Duration, Float, NonEmpty, Text


class _Exporter(Target):
    client_type: Literal["grpc", "http"] | None = Field(default=None, description="Protocol; `grpc` unless given.")
    endpoint: NonEmpty = Field(description="Address that traces are sent to.")
    sampling_fraction: Float | None = Field(default=None, description="Share of the traces that is kept; 0 to 1.")
    insecure: Bool | None = Field(default=None, description="Without TLS.")
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")
    compression: Literal["", "gzip"] | None = Field(default=None, description="Compression.")
    timeout: Duration | None = Field(default=None, description="How long a request may take.")


class Tracing(_Exporter):
    """Traces of Prometheus."""

    headers: dict[str, Text] | None = Field(default=None, description="Further headers.")

    @relation
    def _headers(self, versions: Versions) -> Iterator[Fault]:
        yield from reserved_headers(self.headers, "headers")


class AlertmanagerTracing(_Exporter):
    """Traces of Alertmanager."""

    headers: dict[str, Header | None] | None = Field(default=None, description="Further headers.")

    @relation
    def _headers(self, versions: Versions) -> Iterator[Fault]:
        yield from reserved_headers(self.headers, "headers")
