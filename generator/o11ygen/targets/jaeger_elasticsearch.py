"""Elasticsearch and OpenSearch as storage backends of Jaeger v2. How long spans live is never said here.

Indices are deleted by the index cleaner (dated indices), by es-rollover with the cleaner, or by a lifecycle policy of
the server; `max_span_age` only bounds how far back Jaeger looks.
"""

from typing import Annotated, Literal

from pydantic import Field

from o11ygen.targets import jaeger_search_relations
from o11ygen.targets.collector_net import TlsClient
from o11ygen.targets.expandable import EnvBool, EnvDuration, EnvInt, EnvText
from o11ygen.targets.model import Removed, Since, Target

_ROTATION = "Use `indices.<type>.rotation`"
_NO_EFFECT = "Remove it: the client has no such step any more"


class BasicAuth(Target):
    """A name and a password."""

    username: EnvText | None = Field(default=None, description="Name.")
    password: EnvText | None = Field(default=None, description="Password, as `${env:NAME}`.")
    password_file: EnvText | None = Field(default=None, description="File with the password.")
    reload_interval: Annotated[EnvDuration | None, Since(jaeger="2.9")] = Field(
        default=None, description="How often the file is read again."
    )


class TokenAuth(Target):
    """A token from a file, or from the caller."""

    file_path: EnvText | None = Field(default=None, description="File with the token.")
    from_context: EnvBool | None = Field(default=None, description="Use the caller's token.")
    reload_interval: Annotated[EnvDuration | None, Since(jaeger="2.9")] = Field(
        default=None, description="How often the file is read again."
    )


class SearchAuth(Target):
    """Credentials; each kind sets the same header, so only one can be chosen."""

    basic: BasicAuth | None = Field(default=None, description="Name and password.")
    bearer_token: TokenAuth | None = Field(default=None, description="Bearer token.")
    api_key: Annotated[TokenAuth | None, Since(jaeger="2.9")] = Field(default=None, description="API key.")
    authenticator: Annotated[EnvText | None, Since(jaeger="2.12")] = Field(
        default=None, description="An extension that adds credentials, such as `sigv4auth`."
    )

    _one = jaeger_search_relations.one_login


class Periodic(Target):
    """A new index each day or hour."""

    date_layout: EnvText | None = Field(default=None, description="Go layout of the date, `2006-01-02` unless set.")
    rollover_frequency: Literal["day", "hour"] | None = Field(default=None, description="`day` unless set.")


class ManualRollover(Target):
    """Aliases that es-rollover moves."""

    read_alias: EnvText | None = Field(default=None, description="Alias to read from.")
    write_alias: EnvText | None = Field(default=None, description="Alias to write to.")


class AutoRollover(ManualRollover):
    """Aliases that a lifecycle policy of the server moves."""

    policy_name: EnvText | None = Field(default=None, description="Name of the policy.")


class Rotation(Target):
    """How indices follow one another; at most one way."""

    periodic: Periodic | None = Field(default=None, description="A new index each day or hour.")
    manual_rollover: ManualRollover | None = Field(default=None, description="By es-rollover.")
    auto_rollover: AutoRollover | None = Field(default=None, description="By a lifecycle policy.")
    data_stream: dict[str, EnvText] | None = Field(default=None, description="Not implemented by Jaeger.")

    _one = jaeger_search_relations.one_rotation


class Index(Target):
    """One kind of index."""

    priority: EnvInt | None = Field(default=None, description="Priority of the index template.")
    shards: EnvInt | None = Field(default=None, description="Shards of an index, 5 unless set.")
    replicas: EnvInt | None = Field(default=None, description="Replicas of an index, 1 unless set.")
    date_layout: EnvText | None = Field(default=None, description="Go layout of the date in the name.")
    rollover_frequency: Literal["day", "hour"] | None = Field(default=None, description="`day` unless set.")
    rotation: Annotated[Rotation | None, Since(jaeger="2.20")] = Field(default=None, description="How they rotate.")

    _one_home = jaeger_search_relations.rotation_home


class Indices(Target):
    """All kinds of index."""

    index_prefix: EnvText | None = Field(default=None, description="Prefix of every index.")
    spans: Index | None = Field(default=None, description="Spans.")
    services: Index | None = Field(default=None, description="Names of services and operations.")
    dependencies: Index | None = Field(default=None, description="Dependencies, written by a separate job.")
    sampling: Index | None = Field(default=None, description="Adaptive sampling.")


class Sniffing(Target):
    """Finding the other nodes of a cluster."""

    enabled: EnvBool | None = Field(default=None, description="Look for them.")
    use_https: Annotated[EnvBool | None, Removed(_NO_EFFECT, jaeger="2.21")] = Field(
        default=None, description="Use HTTPS to reach them."
    )


class BulkProcessing(Target):
    """When spans are written together."""

    max_bytes: EnvInt | None = Field(default=None, description="Bytes after which they are written.")
    flush_interval: EnvDuration | None = Field(default=None, description="Longest wait.")
    workers: EnvInt | None = Field(default=None, description="Writes at once.")
    max_actions: Annotated[EnvInt | None, Removed("Use `max_bytes`", jaeger="2.21")] = Field(
        default=None, description="Spans after which they are written."
    )


class TagsAsFields(Target):
    """Which tags become fields of their own."""

    all: EnvBool | None = Field(default=None, description="All of them.")
    dot_replacement: EnvText | None = Field(default=None, description="What stands for a dot in a name.")
    config_file: EnvText | None = Field(default=None, description="File that lists them.")
    include: EnvText | None = Field(default=None, description="List of them, with commas.")


class Elasticsearch(Target):
    """Spans in Elasticsearch 7 to 9 or OpenSearch 1 to 3."""

    server_urls: list[EnvText] = Field(description="Servers, such as `http://elasticsearch:9200`.")
    remote_read_clusters: list[EnvText] | None = Field(default=None, description="Clusters searched too.")
    auth: SearchAuth | None = Field(default=None, description="Credentials.")
    tls: TlsClient | None = Field(default=None, description="TLS.")
    sniffing: Sniffing | None = Field(default=None, description="Finding the other nodes.")
    query_timeout: EnvDuration | None = Field(default=None, description="Longest query; 0 is no limit.")
    http_compression: Annotated[EnvBool | None, Since(jaeger="2.6")] = Field(default=None, description="Compress.")
    custom_headers: Annotated[dict[str, EnvText] | None, Since(jaeger="2.12")] = Field(
        default=None, description="Headers of every request."
    )
    bulk_processing: BulkProcessing | None = Field(default=None, description="When spans are written.")
    write_mode: Annotated[Literal["async", "sync"] | None, Since(jaeger="2.21")] = Field(
        default=None, description="Whether a failed write is noticed."
    )
    poison_pill_handling: Annotated[Literal["fail", "drop"] | None, Since(jaeger="2.21")] = Field(
        default=None, description="What happens to spans the server refuses, in mode `sync`."
    )
    version: EnvInt | None = Field(default=None, description="Version of the server; 0 asks it.")
    log_level: Literal["debug", "info", "error"] | None = Field(default=None, description="Log of the client.")
    indices: Indices | None = Field(default=None, description="Names, sizes and rotation of indices.")
    create_mappings: EnvBool | None = Field(default=None, description="Create the index templates at start.")
    max_doc_count: EnvInt | None = Field(default=None, description="Most documents a query gives.")
    max_span_age: EnvDuration | None = Field(default=None, description="How far back Jaeger looks, 72h unless set.")
    max_trace_duration: Annotated[EnvDuration | None, Since(jaeger="2.20")] = Field(
        default=None, description="Longest trace, 24h unless set."
    )
    service_cache_ttl: EnvDuration | None = Field(default=None, description="How long names are cached.")
    adaptive_sampling_lookback: EnvDuration | None = Field(default=None, description="How far back it looks.")
    tags_as_fields: TagsAsFields | None = Field(default=None, description="Tags that become fields.")
    use_aliases: Annotated[EnvBool | None, Removed(_ROTATION, jaeger="2.20")] = Field(
        default=None, description="Use aliases that es-rollover moves."
    )
    use_ilm: Annotated[EnvBool | None, Removed(_ROTATION, jaeger="2.20")] = Field(
        default=None, description="A lifecycle policy moves them."
    )
    span_read_alias: Annotated[EnvText | None, Since(jaeger="2.14"), Removed(_ROTATION, jaeger="2.20")] = Field(
        default=None, description="Alias to read spans from."
    )
    span_write_alias: Annotated[EnvText | None, Since(jaeger="2.14"), Removed(_ROTATION, jaeger="2.20")] = Field(
        default=None, description="Alias to write spans to."
    )
    service_read_alias: Annotated[EnvText | None, Since(jaeger="2.14"), Removed(_ROTATION, jaeger="2.20")] = Field(
        default=None, description="Alias to read services from."
    )
    service_write_alias: Annotated[EnvText | None, Since(jaeger="2.14"), Removed(_ROTATION, jaeger="2.20")] = Field(
        default=None, description="Alias to write services to."
    )
    disable_health_check: Annotated[EnvBool | None, Since(jaeger="2.7"), Removed(_NO_EFFECT, jaeger="2.21")] = Field(
        default=None, description="Do not ask whether the server is well."
    )
    health_check_timeout_startup: Annotated[
        EnvDuration | None, Since(jaeger="2.16"), Removed(_NO_EFFECT, jaeger="2.21")
    ] = Field(default=None, description="How long to ask.")
    send_get_body_as: Annotated[EnvText | None, Removed(_NO_EFFECT, jaeger="2.21")] = Field(
        default=None, description="HTTP method of searches."
    )

    _servers = jaeger_search_relations.servers
    _version = jaeger_search_relations.version
    _aliases = jaeger_search_relations.aliases
    _rotation = jaeger_search_relations.rotations
