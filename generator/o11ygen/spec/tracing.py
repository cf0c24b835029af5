"""Tracing: where Jaeger keeps traces, and how many of them are taken."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, Field

from o11ygen.spec.frozen import EMPTY, Frozen
from o11ygen.spec.model import Spec, refuse, relation
from o11ygen.spec.values import Extra, Integer, Number, Secret, Text, WebLink
from o11ygen.spec.varying import Varies

# The share of traces that is taken, from 0 to 1.
Ratio: TypeAlias = Annotated[Number, Field(ge=0, le=1)]


class TraceStorage(Spec):
    """Where Jaeger keeps traces."""

    kind: ClassVar[str]

    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the storage, under Jaeger's names.")


class MemoryStorage(TraceStorage):
    """In memory: keeps a number of traces, so no time can be promised."""

    kind = "memory"
    max_traces: Varies[Annotated[Integer, Field(gt=0)]] = Field(
        default=100_000, description="The most traces that are kept."
    )


def _directory(path: str) -> str:
    if not path.startswith("/") or not path.strip("/"):
        raise refuse(
            f'"{path}" is no absolute path of a directory, so nobody knows where the traces lie',
            "Write such as `/badger`.",
        )
    return path


class BadgerStorage(TraceStorage):
    """On the local disk, in Badger; keeps each span for the retention time."""

    kind = "badger"
    directory: Varies[Annotated[str, AfterValidator(_directory)]] = Field(
        default="/badger", description="Where the data lies; a volume that Jaeger's user may write."
    )


def _whose(storage: "ElasticsearchStorage | CassandraStorage | ClickhouseStorage") -> None:
    if storage.password is not None and not storage.username:
        raise refuse(
            "`password` is given without `username`, so it would not be sent and the storage refuses every span",
            "Add `username=`, or take the password out.",
        )


class ElasticsearchStorage(TraceStorage):
    """In Elasticsearch; an index cleaner job deletes what is older than the retention time."""

    kind = "elasticsearch"
    server_urls: Varies[tuple[str, ...]] = Field(description="Full URLs of the servers.")
    username: Varies[str] = Field(default="", description="The user.")
    password: Varies[Secret | None] = Field(default=None, description="The password; a file.")
    index_prefix: Varies[str] = Field(default="", description="What stands before the index names.")
    shards: Varies[Annotated[Integer, Field(gt=0)]] = Field(default=5, description="Primary shards of each index.")
    replicas: Varies[Annotated[Integer, Field(ge=0)]] = Field(default=1, description="Replicas of each shard.")

    @relation
    def _login(self) -> None:
        _whose(self)


class OpensearchStorage(ElasticsearchStorage):
    """In OpenSearch; the same settings as Elasticsearch."""

    kind = "opensearch"


class CassandraStorage(TraceStorage):
    """In Cassandra; the retention time is set when the schema is created."""

    kind = "cassandra"
    servers: Varies[tuple[str, ...]] = Field(description="Addresses of the nodes.")
    keyspace: Varies[str] = Field(default="jaeger_v1_dc1", description="The keyspace.")
    datacenter: Varies[str] = Field(default="dc1", description="The datacenter of the keyspace.")
    username: Varies[str] = Field(default="", description="The user.")
    password: Varies[Secret | None] = Field(default=None, description="The password, from an environment variable.")

    @relation
    def _login(self) -> None:
        _whose(self)


class ClickhouseStorage(TraceStorage):
    """In ClickHouse; the retention time is set when the schema is created."""

    kind = "clickhouse"
    addresses: Varies[tuple[str, ...]] = Field(description="`host:port` of the servers.")
    database: Varies[str] = Field(default="jaeger", description="The database.")
    username: Varies[str] = Field(default="", description="The user.")
    password: Varies[Secret | None] = Field(default=None, description="The password, from an environment variable.")

    @relation
    def _login(self) -> None:
        _whose(self)


class RemoteStorage(TraceStorage):
    """Behind a remote storage API; retention is its own matter."""

    kind = "grpc"
    endpoint: Varies[str] = Field(description="`host:port` of the storage.")


AnyStorage: TypeAlias = (
    MemoryStorage
    | BadgerStorage
    | ElasticsearchStorage
    | OpensearchStorage
    | CassandraStorage
    | ClickhouseStorage
    | RemoteStorage
)


class Tracing(Spec):
    """How Jaeger is set up for the project."""

    extra: Varies[Extra] = Field(default=EMPTY, description="Further sections of jaeger.yaml, under Jaeger's names.")
    storage: Varies[AnyStorage] = Field(default=MemoryStorage(), description="Where traces are kept.")
    links: Varies[Frozen[str, Varies[WebLink]]] = Field(
        default=EMPTY, description="Entries of Jaeger's menu: title and URL."
    )


class ServiceTracing(Spec):
    """How one service's traces are sampled and sent."""

    sampler: Varies[Literal["sdk", "remote"]] = Field(
        default="sdk",
        description="`sdk`: the rendered environment sets the ratio; `remote`: the SDK asks Jaeger for its strategy.",
    )
    sampling: Varies[Ratio | None] = Field(
        default=None, description="The share of traces taken; else the environment's."
    )
    operations: Varies[Frozen[str, Varies[Ratio]]] = Field(
        default=EMPTY,
        description="Shares of single operations; needs a remote sampler, SDK settings can't express them.",
    )
    service_name: Varies[str] = Field(default="", description="The name in the traces; else the service's.")
    attributes: Varies[Frozen[str, Varies[Text]]] = Field(default=EMPTY, description="Further resource attributes.")
