"""Storage backends of Jaeger v2: where spans are kept, and for how long; Elasticsearch has a file of its own."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from o11ygen.targets import jaeger_storage_relations
from o11ygen.targets.collector_net import GrpcClient, TlsClient
from o11ygen.targets.expandable import EnvBool, EnvDuration, EnvInt, EnvText, EnvUint
from o11ygen.targets.model import Since, Target
from o11ygen.targets.postponed import later

if TYPE_CHECKING:
    from o11ygen.targets.jaeger_elasticsearch import Elasticsearch, SearchAuth
else:
    Elasticsearch, SearchAuth = later("jaeger_elasticsearch", "Elasticsearch", "SearchAuth")


class Memory(Target):
    """Spans in memory, the newest `max_traces` of them; nothing outlives the process."""

    max_traces: EnvUint | None = Field(default=None, description="Traces kept; 0 is no limit, 1000000 the default.")


class BadgerTtl(Target):
    """How long Badger keeps things."""

    spans: EnvDuration | None = Field(default=None, description="How long spans are kept, 72h unless set.")


class BadgerDirectories(Target):
    """Where Badger keeps things."""

    keys: EnvText | None = Field(default=None, description="Directory of the keys; best on an SSD.")
    values: EnvText | None = Field(default=None, description="Directory of the values.")


class Badger(Target):
    """Spans in files of this one process."""

    ephemeral: EnvBool | None = Field(default=None, description="Keep them in a temporary place; true unless set.")
    directories: BadgerDirectories | None = Field(default=None, description="Where, unless ephemeral.")
    ttl: BadgerTtl | None = Field(default=None, description="How long.")
    consistency: EnvBool | None = Field(default=None, description="Write to disk at once, which is slower.")
    maintenance_interval: EnvDuration | None = Field(default=None, description="Time between clean-ups.")
    metrics_update_interval: EnvDuration | None = Field(default=None, description="Time between own metrics.")
    read_only: EnvBool | None = Field(default=None, description="Open without writing.")


class GrpcStorage(GrpcClient):
    """Spans kept by another process that speaks Jaeger's remote storage protocol."""

    timeout: EnvDuration | None = Field(default=None, description="Longest wait for an answer.")
    writer: Annotated[GrpcClient | None, Since(jaeger="2.6")] = Field(
        default=None, description="Where to write, when that is somewhere else."
    )
    max_recv_msg_size_mib: Annotated[EnvInt | None, Since(jaeger="2.19")] = Field(
        default=None, description="Largest answer, in MiB; 4 unless set."
    )
    multi_tenancy: dict[str, Any] | None = Field(default=None, description="Tenants by request header.")
    header_forwarding: Annotated[list[dict[str, Any]] | None, Since(jaeger="2.18")] = Field(
        default=None, description="Request headers handed on."
    )


class CassandraSchema(Target):
    """The tables; retention takes effect only as they are created."""

    keyspace: EnvText | None = Field(default=None, description="Keyspace, `jaeger_dc1` unless set.")
    disable_compression: EnvBool | None = Field(default=None, description="For servers without Snappy.")
    create: Annotated[EnvBool | None, Since(jaeger="2.1")] = Field(default=None, description="Create the tables.")
    datacenter: Annotated[EnvText | None, Since(jaeger="2.1")] = Field(default=None, description="Data centre.")
    trace_ttl: Annotated[EnvDuration | None, Since(jaeger="2.1")] = Field(
        default=None, description="How long spans are kept, 48h unless set; 0 is for ever."
    )
    dependencies_ttl: Annotated[EnvDuration | None, Since(jaeger="2.1")] = Field(
        default=None, description="How long dependencies are kept."
    )
    replication_factor: Annotated[EnvUint | None, Since(jaeger="2.1")] = Field(default=None, description="Copies.")
    compaction_window: Annotated[EnvDuration | None, Since(jaeger="2.1")] = Field(
        default=None, description="Span of time that one table file holds."
    )

    _times = jaeger_storage_relations.schema_times


class Cassandra(Target):
    """Spans in Apache Cassandra."""

    schema_: CassandraSchema | None = Field(default=None, description="The tables.")
    connection: dict[str, Any] | None = Field(default=None, description="Servers, port, credentials, TLS, timeouts.")
    query: dict[str, Any] | None = Field(default=None, description="Timeout, retries, consistency.")
    index: dict[str, Any] | None = Field(default=None, description="What can be searched for.")
    span_store_write_cache_ttl: EnvDuration | None = Field(default=None, description="How long names are cached.")


class ClickhouseAuth(Target):
    """Credentials for ClickHouse."""

    basic: dict[str, Any] | None = Field(default=None, description="Name and password.")


class Clickhouse(Target):
    """Spans in ClickHouse."""

    addresses: list[EnvText] = Field(description="Servers, such as `clickhouse:9000`.")
    protocol: Literal["native", "http"] | None = Field(default=None, description="`native` unless set.")
    database: EnvText | None = Field(default=None, description="Database, `jaeger` unless set.")
    auth: ClickhouseAuth | None = Field(default=None, description="Credentials.")
    tls: TlsClient | None = Field(default=None, description="TLS.")
    dial_timeout: EnvDuration | None = Field(default=None, description="Longest wait for a connection.")
    create_schema: EnvBool | None = Field(default=None, description="Create the tables.")
    default_search_depth: Annotated[EnvInt | None, Since(jaeger="2.14")] = Field(
        default=None, description="Traces a search gives unless it says otherwise."
    )
    max_search_depth: Annotated[EnvInt | None, Since(jaeger="2.14")] = Field(
        default=None, description="Most traces a search gives."
    )
    attribute_metadata_cache_ttl: Annotated[EnvDuration | None, Since(jaeger="2.18")] = Field(
        default=None, description="How long types of attributes are cached."
    )
    attribute_metadata_cache_max_size: Annotated[EnvUint | None, Since(jaeger="2.18")] = Field(
        default=None, description="How many of them."
    )
    ttl: Annotated[EnvDuration | None, Since(jaeger="2.18")] = Field(
        default=None, description="How long spans are kept; 0 is for ever. Set as the tables are created."
    )

    _values = jaeger_storage_relations.clickhouse


class PrometheusMetrics(Target):
    """Span metrics in Prometheus, for the Monitor tab."""

    endpoint: EnvText = Field(description="Prometheus' address, such as `http://prometheus:9090`.")
    connect_timeout: EnvDuration | None = Field(default=None, description="Longest wait for a connection.")
    tls: TlsClient | None = Field(default=None, description="TLS.")
    token_file_path: EnvText | None = Field(default=None, description="File with a bearer token.")
    token_override_from_context: EnvBool | None = Field(default=None, description="Use the caller's token.")
    metric_namespace: EnvText | None = Field(default=None, description="`traces_span_metrics` unless set.")
    latency_unit: Literal["ms", "s"] | None = Field(default=None, description="Unit of durations, `ms` unless set.")
    normalize_calls: EnvBool | None = Field(default=None, description="The counter is called `calls_total`.")
    normalize_duration: EnvBool | None = Field(default=None, description="The histogram's name has its unit.")
    extra_query_parameters: Annotated[dict[str, EnvText] | None, Since(jaeger="2.2")] = Field(
        default=None, description="Added to each query's URL."
    )
    auth: Annotated[SearchAuth | None, Since(jaeger="2.12")] = Field(default=None, description="Credentials.")

    _address = jaeger_storage_relations.address


class TraceBackend(Target):
    """One place for spans; exactly one type."""

    memory: Memory | None = Field(default=None, description="In memory.")
    badger: Badger | None = Field(default=None, description="In files.")
    elasticsearch: Elasticsearch | None = Field(default=None, description="In Elasticsearch.")
    opensearch: Elasticsearch | None = Field(default=None, description="In OpenSearch.")
    cassandra: Cassandra | None = Field(default=None, description="In Cassandra.")
    clickhouse: Annotated[Clickhouse | None, Since(jaeger="2.12")] = Field(default=None, description="In ClickHouse.")
    grpc: GrpcStorage | None = Field(default=None, description="In another process.")

    _one = jaeger_storage_relations.one_type


class MetricBackend(Target):
    """One place for span metrics; exactly one type."""

    prometheus: PrometheusMetrics | None = Field(default=None, description="Prometheus.")
    elasticsearch: Annotated[Elasticsearch | None, Since(jaeger="2.8")] = Field(
        default=None, description="Computed from spans in Elasticsearch."
    )
    opensearch: Annotated[Elasticsearch | None, Since(jaeger="2.9")] = Field(
        default=None, description="Computed from spans in OpenSearch."
    )
    clickhouse: Annotated[Clickhouse | None, Since(jaeger="2.18")] = Field(
        default=None, description="Computed from spans in ClickHouse."
    )

    _one = jaeger_storage_relations.one_type
