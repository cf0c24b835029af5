"""The environment variables that OpenTelemetry's SDKs read: an env file for an application that sends traces.

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

from typing import Literal, TypeAlias

from pydantic import ConfigDict, Field

from o11ygen.targets import otel_relations
from o11ygen.targets.model import Target
from o11ygen.targets.scalars import Text

Sampler: TypeAlias = Literal[
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
    "parentbased_jaeger_remote",
    "jaeger_remote",
    "xray",
]
Protocol: TypeAlias = Literal["grpc", "http/protobuf", "http/json"]


class OtelEnvironment(Target):
    """The variables of one application; `service_name` is `OTEL_SERVICE_NAME`."""

    model_config = ConfigDict(alias_generator=otel_relations.variable)

    service_name: Text | None = Field(default=None, description="Name of the service, as traces show it.")
    resource_attributes: Text | None = Field(default=None, description="`key=value` pairs, parted by commas.")
    traces_exporter: Text | None = Field(default=None, description="`otlp`, or `none`.")
    metrics_exporter: Text | None = Field(default=None, description="`otlp`, `prometheus` or `none`.")
    logs_exporter: Text | None = Field(default=None, description="`otlp` or `none`.")
    exporter_otlp_endpoint: Text | None = Field(default=None, description="Where telemetry goes, a URL.")
    exporter_otlp_traces_endpoint: Text | None = Field(default=None, description="Where traces go, with the path.")
    exporter_otlp_protocol: Protocol | None = Field(default=None, description="How it is sent.")
    exporter_otlp_headers: Text | None = Field(default=None, description="Headers as `key=value` pairs.")
    exporter_otlp_timeout: Text | None = Field(default=None, description="Longest export, in milliseconds.")
    exporter_otlp_compression: Literal["gzip", "none"] | None = Field(default=None, description="Compression.")
    exporter_otlp_certificate: Text | None = Field(default=None, description="File of trusted certificates.")
    traces_sampler: Sampler | None = Field(default=None, description="Which traces are kept.")
    traces_sampler_arg: Text | None = Field(default=None, description="Its number, or where it asks.")
    propagators: Text | None = Field(default=None, description="Formats of trace context, parted by commas.")
    bsp_schedule_delay: Text | None = Field(default=None, description="Milliseconds between batches of spans.")
    bsp_max_queue_size: Text | None = Field(default=None, description="Spans that wait at most.")
    bsp_max_export_batch_size: Text | None = Field(default=None, description="Spans of a batch at most.")
    bsp_export_timeout: Text | None = Field(default=None, description="Longest export of a batch, in milliseconds.")
    sdk_disabled: Literal["true", "false"] | None = Field(default=None, description="Send nothing at all.")

    _lines = otel_relations.lines
    _sampling = otel_relations.sampling
    _endpoints = otel_relations.endpoints
    _pairs = otel_relations.pairs
    _propagation = otel_relations.propagation
