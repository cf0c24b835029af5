"""Jaeger's own extensions: storage, the query service with its UI, remote sampling, health, and the standard ones."""

from typing import Annotated, Any

from pydantic import Field

from o11ygen.targets import jaeger_extension_relations
from o11ygen.targets.collector import Opaque
from o11ygen.targets.collector_net import GrpcServer, HttpServer
from o11ygen.targets.component import Components
from o11ygen.targets.expandable import EnvBool, EnvDuration, EnvFloat, EnvInt, EnvText, EnvUint
from o11ygen.targets.jaeger_storage import MetricBackend, TraceBackend
from o11ygen.targets.model import Removed, Since, Target


class JaegerStorage(Target):
    """The storage backends by name; others refer to them by it."""

    backends: dict[str, TraceBackend] = Field(description="Places for spans.")
    metric_backends: dict[str, MetricBackend] | None = Field(default=None, description="Places for span metrics.")

    _any = jaeger_extension_relations.backends


class QueryStorage(Target):
    """Which backends the query service reads."""

    traces: EnvText = Field(description="Backend of the spans.")
    traces_archive: EnvText | None = Field(default=None, description="Backend of archived traces.")
    metrics: EnvText | None = Field(default=None, description="Metric backend, for the Monitor tab.")


class QueryUi(Target):
    """The web page."""

    config_file: EnvText | None = Field(default=None, description="File with the page's settings, `ui-config.json`.")
    assets_path: EnvText | None = Field(default=None, description="Directory of another build of the page.")
    log_access: EnvBool | None = Field(default=None, description="Log each request for its files.")


class JaegerQuery(Target):
    """Serves traces to the web page and to API clients."""

    storage: QueryStorage = Field(description="Which backends it reads.")
    base_path: EnvText | None = Field(default=None, description="Path under which it is served.")
    ui: QueryUi | None = Field(default=None, description="The web page.")
    http: HttpServer | None = Field(default=None, description="API and web page, port 16686 unless set.")
    grpc: GrpcServer | None = Field(default=None, description="API, port 16685 unless set.")
    max_clock_skew_adjust: EnvDuration | None = Field(default=None, description="Most that clocks are corrected.")
    max_trace_size: Annotated[EnvInt | None, Since(jaeger="2.16")] = Field(
        default=None, description="Most spans of a trace that are given; 0 is no limit."
    )
    enable_tracing: EnvBool | None = Field(default=None, description="Trace the query service itself.")
    bearer_token_propagation: EnvBool | None = Field(default=None, description="Hand the caller's token on.")
    header_forwarding: Annotated[list[dict[str, Any]] | None, Since(jaeger="2.18")] = Field(
        default=None, description="Request headers handed on."
    )
    multi_tenancy: dict[str, Any] | None = Field(default=None, description="Tenants by request header.")
    ai: Annotated[dict[str, Any] | None, Since(jaeger="2.18")] = Field(default=None, description="AI assistant.")
    otlp_proxy: Annotated[dict[str, Any] | None, Since(jaeger="2.20")] = Field(
        default=None, description="Takes telemetry of the web page."
    )
    query_interceptors: Annotated[list[EnvText] | None, Since(jaeger="2.21")] = Field(
        default=None, description="Extensions that wrap each query."
    )

    _path = jaeger_extension_relations.query_path
    _ports = jaeger_extension_relations.query_ports


class SamplingFile(Target):
    """Strategies from a file."""

    path: EnvText | None = Field(default=None, description="The file, or a URL.")
    reload_interval: Annotated[EnvDuration | None, Since(jaeger="2.2")] = Field(
        default=None, description="How often it is read again; 0 is never."
    )
    default_sampling_probability: Annotated[EnvFloat | None, Since(jaeger="2.3")] = Field(
        default=None, description="Probability where the file says nothing, 0.001 unless set."
    )

    _probability = jaeger_extension_relations.file_probability


class SamplingAdaptive(Target):
    """Strategies that follow the traffic."""

    sampling_store: EnvText = Field(description="Backend that keeps what was measured.")
    initial_sampling_probability: EnvFloat | None = Field(default=None, description="Where each operation starts.")
    target_samples_per_second: EnvFloat | None = Field(default=None, description="Traces a second of an operation.")
    delta_tolerance: EnvFloat | None = Field(default=None, description="Difference that is left alone.")
    calculation_interval: EnvDuration | None = Field(default=None, description="Time between calculations.")
    aggregation_buckets: EnvUint | None = Field(default=None, description="Measurements kept in memory.")
    calculation_buckets: EnvUint | None = Field(default=None, description="Measurements calculated with.")
    calculation_delay: EnvDuration | None = Field(default=None, description="Age of the newest of them.")
    min_sampling_probability: EnvFloat | None = Field(default=None, description="Least probability.")
    min_samples_per_second: EnvFloat | None = Field(default=None, description="Least traces a second.")
    leader_lease_refresh_interval: EnvDuration | None = Field(default=None, description="How often a leader says so.")
    follower_lease_refresh_interval: EnvDuration | None = Field(default=None, description="How often others ask.")

    _probabilities = jaeger_extension_relations.adaptive_probabilities


class RemoteSampling(Target):
    """Tells SDKs how much to sample: from a file, or by what it measures."""

    file: SamplingFile | None = Field(default=None, description="From a file.")
    adaptive: SamplingAdaptive | None = Field(default=None, description="By what it measures.")
    http: HttpServer | None = Field(default=None, description="For SDKs, usually on port 5778.")
    grpc: GrpcServer | None = Field(default=None, description="For SDKs, usually on port 5779.")

    _one = jaeger_extension_relations.strategies


class HealthPath(Target):
    """A page of the health check."""

    enabled: EnvBool | None = Field(default=None, description="Serve it.")
    path: EnvText | None = Field(default=None, description="Its path.")


class HealthHttp(HttpServer):
    """Health over HTTP."""

    config: HealthPath | None = Field(default=None, description="The configuration; it may hold secrets.")
    status: HealthPath | None = Field(default=None, description="The status, on `/status` unless set.")


class HealthCheck(HttpServer):
    """Says whether the process is well; the fields of a server at this level are the legacy form."""

    use_v2: EnvBool | None = Field(default=None, description="Use `http` and `grpc`; without it they do nothing.")
    http: HealthHttp | None = Field(default=None, description="Over HTTP, usually on port 13133.")
    grpc: GrpcServer | None = Field(default=None, description="Over gRPC, usually on port 13132.")
    component_health: dict[str, Any] | None = Field(default=None, description="Which faults count.")
    path: EnvText | None = Field(default=None, description="Legacy path.")
    response_body: dict[str, Any] | None = Field(default=None, description="Legacy answers.")
    check_collector_pipeline: dict[str, Any] | None = Field(default=None, description="Legacy, does nothing.")

    _protocols = jaeger_extension_relations.health_protocols


class RemoteStorage(GrpcServer):
    """Serves a backend to other Jaeger processes."""

    storage: EnvText = Field(description="Name of the backend.")
    multi_tenancy: dict[str, Any] | None = Field(default=None, description="Tenants by request header.")


class Zpages(HttpServer):
    """Pages that show the process from inside."""

    expvar: dict[str, Any] | None = Field(default=None, description="Variables of the process.")


class Pprof(Target):
    """Profiles of the process."""

    endpoint: EnvText | None = Field(default=None, description="Address, `localhost:1777` unless set.")
    dialer: dict[str, Any] | None = Field(default=None, description="Time limits.")
    block_profile_fraction: EnvUint | None = Field(default=None, description="Share of waits in the profile.")
    mutex_profile_fraction: EnvUint | None = Field(default=None, description="Share of locks in the profile.")
    save_to_file: EnvText | None = Field(default=None, description="File for a CPU profile.")


class Extensions(Components):
    """What runs beside the pipelines."""

    jaeger_storage: JaegerStorage | None = Field(default=None, description="Storage backends.")
    jaeger_query: JaegerQuery | None = Field(default=None, description="API and web page.")
    remote_sampling: RemoteSampling | None = Field(default=None, description="Sampling for SDKs.")
    healthcheckv2: HealthCheck | None = Field(default=None, description="Health.")
    expvar: HttpServer | None = Field(default=None, description="Variables of the process.")
    zpages: Zpages | None = Field(default=None, description="Pages from inside.")
    pprof: Annotated[Pprof | None, Since(jaeger="2.6")] = Field(default=None, description="Profiles.")
    remote_storage: Annotated[RemoteStorage | None, Since(jaeger="2.6")] = Field(
        default=None, description="Serves a backend to others."
    )
    sigv4auth: Annotated[Opaque, Since(jaeger="2.12")] = Field(default=None, description="Signs requests for AWS.")
    basicauth: Annotated[Opaque, Since(jaeger="2.13")] = Field(default=None, description="Names and passwords.")
    jaeger_mcp: Annotated[Opaque, Since(jaeger="2.15"), Removed("Use `ai.mcp` of `jaeger_query`", jaeger="2.20")] = (
        Field(default=None, description="Traces for AI assistants.")
    )
    storage_cleaner: Opaque = Field(default=None, description="Deletes everything; for tests only.")
