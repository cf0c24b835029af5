"""The parts of an OpenTelemetry Collector's file that Jaeger shares: receivers, processors, exporters, the service.

Jaeger v2 is a Collector with a fixed set of components; a type that is not compiled in stops it at start. The bodies
of components that o11ygen does not write (`kafka`, `tail_sampling` and the like) are left to Jaeger's own validation.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from o11ygen.targets import collector_relations
from o11ygen.targets.collector_net import GrpcServer, HttpServer, Retry
from o11ygen.targets.component import Components
from o11ygen.targets.expandable import EnvBool, EnvDuration, EnvInt, EnvText, EnvUint
from o11ygen.targets.model import Removed, Since, Target

# A component whose body is only judged by Jaeger itself.
Opaque: TypeAlias = dict[str, Any] | None


class OtlpHttp(HttpServer):
    """OTLP over HTTP."""

    traces_url_path: EnvText | None = Field(default=None, description="Path for traces, `/v1/traces`.")
    metrics_url_path: EnvText | None = Field(default=None, description="Path for metrics, `/v1/metrics`.")
    logs_url_path: EnvText | None = Field(default=None, description="Path for logs, `/v1/logs`.")


class OtlpProtocols(Target):
    """The protocols that an OTLP receiver speaks."""

    grpc: GrpcServer | None = Field(default=None, description="OTLP over gRPC, usually on port 4317.")
    http: OtlpHttp | None = Field(default=None, description="OTLP over HTTP, usually on port 4318.")


class OtlpReceiver(Target):
    """Receives spans from OpenTelemetry SDKs and collectors."""

    protocols: OtlpProtocols = Field(description="The protocols it speaks.")

    _any_protocol = collector_relations.any_protocol


class Receivers(Components):
    """Where spans come in."""

    otlp: OtlpReceiver | None = Field(default=None, description="OpenTelemetry's own protocol.")
    jaeger: Opaque = Field(default=None, description="The protocols of old Jaeger clients.")
    zipkin: Opaque = Field(default=None, description="Zipkin's protocol.")
    kafka: Opaque = Field(default=None, description="Spans from a Kafka topic.")
    nop: Annotated[Opaque, Since(jaeger="2.4")] = Field(default=None, description="Receives nothing.")


class Batch(Target):
    """Collects spans and hands them on together."""

    timeout: EnvDuration | None = Field(default=None, description="Longest wait before a batch is sent.")
    send_batch_size: EnvUint | None = Field(default=None, description="Spans after which a batch is sent.")
    send_batch_max_size: EnvUint | None = Field(default=None, description="Largest batch; 0 is no limit.")
    metadata_keys: list[EnvText] | None = Field(default=None, description="Request headers to batch by.")
    metadata_cardinality_limit: EnvUint | None = Field(default=None, description="Most combinations of them.")

    _sizes = collector_relations.batch_sizes
    _keys = collector_relations.batch_keys


class MemoryLimiter(Target):
    """Refuses spans before the process runs out of memory."""

    check_interval: EnvDuration | None = Field(default=None, description="Time between measurements.")
    limit_mib: EnvUint | None = Field(default=None, description="Most memory, in MiB.")
    spike_limit_mib: EnvUint | None = Field(default=None, description="Room kept for spikes, in MiB.")
    limit_percentage: EnvUint | None = Field(default=None, description="Most memory, in percent of all there is.")
    spike_limit_percentage: EnvUint | None = Field(default=None, description="Room for spikes, in percent.")
    min_gc_interval_when_soft_limited: EnvDuration | None = Field(
        default=None, description="Least time between collections near the limit."
    )
    min_gc_interval_when_hard_limited: EnvDuration | None = Field(
        default=None, description="Least time between collections beyond the limit."
    )

    _checks = collector_relations.limiter_checks
    _limits = collector_relations.limits


class Processors(Components):
    """What happens to spans between receiver and exporter."""

    batch: Batch | None = Field(default=None, description="Collects spans into batches.")
    memory_limiter: MemoryLimiter | None = Field(default=None, description="Refuses spans when memory is short.")
    tail_sampling: Opaque = Field(default=None, description="Keeps or drops whole traces.")
    attributes: Opaque = Field(default=None, description="Changes attributes of spans.")
    filter: Annotated[Opaque, Since(jaeger="2.6")] = Field(default=None, description="Drops spans.")
    adaptive_sampling: Opaque = Field(default=None, description="Measures traffic for adaptive sampling.")


class DebugExporter(Target):
    """Prints what passes; for development."""

    verbosity: Literal["basic", "normal", "detailed"] | None = Field(default=None, description="How much is printed.")
    sampling_initial: EnvInt | None = Field(default=None, description="Messages of each second that are printed.")
    sampling_thereafter: EnvInt | None = Field(default=None, description="Then one in so many.")
    use_internal_logger: EnvBool | None = Field(default=None, description="Print through the process's log.")
    output_paths: list[EnvText] | None = Field(default=None, description="Where to print otherwise.")
    sending_queue: Opaque = Field(default=None, description="Queue before the exporter.")


class StorageExporter(Target):
    """Writes spans into a storage backend of Jaeger."""

    trace_storage: EnvText = Field(description="Name of the backend under `jaeger_storage`.")
    queue: Opaque = Field(default=None, description="Queue before the backend.")
    retry_on_failure: Annotated[Retry | None, Since(jaeger="2.7")] = Field(
        default=None, description="How a failed write is tried again; it is not unless asked for."
    )


class Exporters(Components):
    """Where spans go."""

    jaeger_storage_exporter: StorageExporter | None = Field(default=None, description="Jaeger's own storage.")
    debug: DebugExporter | None = Field(default=None, description="Prints what passes.")
    otlp: Opaque = Field(default=None, description="Another collector, over gRPC.")
    otlp_grpc: Annotated[Opaque, Since(jaeger="2.15")] = Field(default=None, description="The same by its new name.")
    otlphttp: Opaque = Field(default=None, description="Another collector, over HTTP.")
    otlp_http: Annotated[Opaque, Since(jaeger="2.15")] = Field(default=None, description="The same by its new name.")
    kafka: Opaque = Field(default=None, description="A Kafka topic.")
    prometheus: Opaque = Field(default=None, description="Metrics for Prometheus to scrape.")
    nop: Annotated[Opaque, Since(jaeger="2.4")] = Field(default=None, description="Drops everything.")


class Connectors(Components):
    """What joins two pipelines."""

    forward: Opaque = Field(default=None, description="Hands on unchanged.")
    spanmetrics: Opaque = Field(default=None, description="Counts spans and measures their duration.")


class Pipeline(Target):
    """One way from receivers through processors to exporters."""

    receivers: list[EnvText] = Field(description="Ids of receivers or connectors.")
    processors: list[EnvText] | None = Field(default=None, description="Ids of processors, in order.")
    exporters: list[EnvText] = Field(description="Ids of exporters or connectors.")

    _ends = collector_relations.pipeline_ends


class MetricsTelemetry(Target):
    """Metrics of the process itself."""

    level: Literal["none", "basic", "normal", "detailed"] | None = Field(default=None, description="How many.")
    readers: list[dict[str, Any]] | None = Field(default=None, description="Where they can be read.")
    views: list[dict[str, Any]] | None = Field(default=None, description="Changes to them.")
    address: Annotated[EnvText | None, Removed("Use `readers`", jaeger="2.5")] = Field(
        default=None, description="Old form of a Prometheus reader."
    )


class Telemetry(Target):
    """What the process tells of itself."""

    resource: dict[str, Any] | None = Field(default=None, description="Attributes, such as `service.name`.")
    logs: dict[str, Any] | None = Field(default=None, description="Its log: level, encoding, paths.")
    metrics: MetricsTelemetry | None = Field(default=None, description="Its metrics.")
    traces: dict[str, Any] | None = Field(default=None, description="Its own spans.")


class Service(Target):
    """Which of the components defined elsewhere run, and how they are joined."""

    extensions: list[EnvText] | None = Field(default=None, description="Ids of extensions, in starting order.")
    pipelines: dict[str, Pipeline] = Field(description="Pipelines by `signal` or `signal/name`.")
    telemetry: Telemetry | None = Field(default=None, description="What the process tells of itself.")
