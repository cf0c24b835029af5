"""The event recorder of Alertmanager, which is experimental."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from o11ygen.targets.http import HTTPClient, TLSConfig
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Bool, Duration, HttpUrl, Int, NonEmpty, Text


class FileOutput(Target):
    """Events in a file."""

    path: NonEmpty = Field(description="File.")


class WebhookOutput(Target):
    """Events sent to an HTTP endpoint."""

    url: HttpUrl = Field(description="URL.")
    http_config: HTTPClient | None = Field(default=None, description="HTTP client.")
    timeout: Duration | None = Field(default=None, description="How long a request may take.")
    workers: Int | None = Field(default=None, description="Requests at a time.")
    max_retries: Int | None = Field(default=None, description="How often a request is tried again.")
    retry_backoff: Duration | None = Field(default=None, description="First wait before that.")
    batch: Annotated[Bool | None, Since(alertmanager="0.34")] = Field(
        default=None, description="Several events in a request."
    )
    batch_max_events: Annotated[Int | None, Since(alertmanager="0.34")] = Field(
        default=None, description="Most events in a request."
    )
    batch_max_bytes: Annotated[Int | None, Since(alertmanager="0.34")] = Field(
        default=None, description="Largest request, in bytes."
    )
    batch_flush_interval: Annotated[Duration | None, Since(alertmanager="0.34")] = Field(
        default=None, description="Longest wait of an event."
    )

    @relation
    def _batch(self, versions: Versions) -> Iterator[Fault]:
        for name in ("batch_max_events", "batch_max_bytes", "batch_flush_interval"):
            if getattr(self, name) and not self.batch:
                yield Fault(f"`{name}` needs `batch: true`", "Add it, or remove the field", (name,))


class KafkaOutput(Target):
    """Events sent to Kafka."""

    brokers: list[Text] = Field(min_length=1, description="Brokers, `host:port`.")
    topic: NonEmpty = Field(description="Topic.")
    client_id: Text | None = Field(default=None, description="Id of this client.")
    format: Literal["", "json", "protobuf"] | None = Field(default=None, description="Encoding.")
    acks: Literal["", "none", "leader", "all"] | None = Field(default=None, description="Who must acknowledge.")
    compression: Literal["", "none", "gzip", "snappy", "lz4", "zstd"] | None = Field(
        default=None, description="Compression."
    )
    buffer_size: Int | None = Field(default=None, description="Events that wait.")
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")


class StdoutOutput(Target):
    """Events on standard output."""


class EventRecorder(Target):
    """Where events are recorded."""

    file_outputs: list[FileOutput] | None = Field(default=None, description="Files.")
    webhook_outputs: list[WebhookOutput] | None = Field(default=None, description="HTTP endpoints.")
    kafka_outputs: list[KafkaOutput] | None = Field(default=None, description="Kafka topics.")
    stdout_outputs: Annotated[list[StdoutOutput] | None, Since(alertmanager="0.34")] = Field(
        default=None, description="Standard output."
    )
