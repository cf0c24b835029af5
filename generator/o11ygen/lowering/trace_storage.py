"""Where Jaeger keeps traces, and for how long: a storage of the spec as a backend of jaeger.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from o11ygen import conventions
from o11ygen.duration import readable_duration
from o11ygen.lowering.dollars import doubled
from o11ygen.lowering.durations import go_duration
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.secrets import expanded
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import SecretRef, Stack, Tracing
from o11ygen.targets.jaeger_retention import Backend, TraceRetention, trace_retention
from o11ygen.targets.outlined import collector_net
from o11ygen.targets.outlined import jaeger_elasticsearch as search
from o11ygen.targets.outlined import jaeger_storage as target

if TYPE_CHECKING:
    from o11ygen.targets.jaeger_elasticsearch import BasicAuth, Elasticsearch
    from o11ygen.targets.jaeger_storage import TraceBackend

# Backends whose spans are deleted by a job beside Jaeger.
CLEANED = ("elasticsearch", "opensearch")
_DAY_MS = 86_400_000
_CASSANDRA_PORT = 9042
# The target's own hint, where the author has other words for it.
_INSTEAD = {"memory": "Keep traces on a disk, with `Tracing(storage=BadgerStorage())`"}


def backend(tracing: Tracing) -> TraceBackend:
    """The backend; a retention that it can't keep is left out, and told by `storage_problems`."""
    lowered = _BACKENDS[tracing.storage](
        tracing.settings, go_duration(tracing.retention_ms) if tracing.retention_ms else None
    )
    if not tracing.storage_extra:
        return lowered
    own = document(lowered)[tracing.storage]
    connection = tracing.storage_extra.get("connection", tracing.storage_extra)
    if isinstance(connection, Mapping) and "tls" in connection:
        # Ours only says that there is none.
        (own.get("connection", own)).pop("tls", None)
    further: dict[str, Any] = {tracing.storage: merged(own, expanded(tracing.storage_extra, variable))}
    return part(target.TraceBackend)(**further)


def cleaning_days(retention_ms: int) -> int:
    """The age in days at which the index cleaner may delete an index so that each span lives for the retention.

    An index holds a whole day and is as old as the start of that day, so it takes a day more than the retention.
    """
    return -(-retention_ms // _DAY_MS) + 1


def retention_of(stack: Stack, tracing: Tracing) -> TraceRetention:
    """Where the backend keeps its retention in the declared Jaeger."""
    versions = {conventions.JAEGER: stack.environment.versions[conventions.JAEGER]}
    return trace_retention(cast("Backend", tracing.storage), versions=versions)


def storage_problems(stack: Stack, tracing: Tracing) -> Iterator[RenderProblem]:
    """What the declared storage can't do: keep traces for a time, or read its password from a file."""
    kept = retention_of(stack, tracing)
    if tracing.retention_ms and kept.fault:
        environment = stack.environment
        time = readable_duration(tracing.retention_ms)
        yield RenderProblem(
            "jaeger/retention",
            environment.source,
            f"environment `{environment.name}` keeps traces for {time}, which its storage can't promise: {kept.fault}; "
            "traces would be gone earlier, or stay for ever, and nobody would be told",
            f"{_INSTEAD.get(tracing.storage, kept.hint)}. Or take the promise back with `Retention(traces=None)`.",
            "retention",
        )
    for name, secret in (*_passed(tracing.extra), *_passed(tracing.storage_extra)):
        if secret.kind == "file":
            yield RenderProblem(
                "secret/no-file-field",
                secret.source,
                f"{secret.source.what}: `{name}` in `extra` is `Secret.file`, which would stand in jaeger.yaml as the path",
                "Give Jaeger's own field for a file, as text, or `Secret.env(...)`, which Jaeger expands.",
            )
    if tracing.storage in CLEANED:
        return
    for name, secret in tracing.settings.items():
        if isinstance(secret, SecretRef) and secret.kind == "file":
            yield RenderProblem(
                "secret/no-file-field",
                secret.source,
                f"{secret.source.what}: Jaeger has no field for a file with the {name} of {tracing.storage}, so the file "
                "is never read and every span is refused",
                f'Write `Secret.env("JAEGER_{name.upper()}")`: Jaeger expands environment variables in its file.',
            )


def _passed(value: Any, name: str = "") -> Iterator[tuple[str, SecretRef]]:
    """Every secret that is passed through, with the key it stands under."""
    if isinstance(value, SecretRef):
        yield name, value
    for key, item in value.items() if isinstance(value, Mapping) else ():
        yield from _passed(item, key)
    for item in value if isinstance(value, list | tuple) else ():
        yield from _passed(item, name)


def _memory(settings: Mapping[str, Any], ttl: str | None) -> TraceBackend:
    return part(target.TraceBackend)(memory=part(target.Memory)(max_traces=settings["max_traces"]))


def _badger(settings: Mapping[str, Any], ttl: str | None) -> TraceBackend:
    directory = doubled(settings["directory"]).rstrip("/")
    return part(target.TraceBackend)(
        badger=part(target.Badger)(
            ephemeral=False,
            directories=part(target.BadgerDirectories)(keys=f"{directory}/keys", values=f"{directory}/values"),
            ttl=part(target.BadgerTtl)(spans=ttl) if ttl else None,
        )
    )


def _elasticsearch(settings: Mapping[str, Any], ttl: str | None) -> Elasticsearch:
    index = part(search.Index)(shards=settings["shards"], replicas=settings["replicas"])
    return part(search.Elasticsearch)(
        server_urls=[doubled(url) for url in settings["server_urls"]],
        auth=part(search.SearchAuth)(basic=_search_login(settings)) if settings["username"] else None,
        indices=part(search.Indices)(
            index_prefix=doubled(settings["index_prefix"]) or None,
            spans=index,
            services=index,
            dependencies=index,
            sampling=index,
        ),
        max_span_age=ttl,
    )


def _search_login(settings: Mapping[str, Any]) -> BasicAuth:
    password = settings.get("password")
    is_file = isinstance(password, SecretRef) and password.kind == "file"
    return part(search.BasicAuth)(
        username=doubled(settings["username"]),
        password_file=password.reference if is_file and password is not None else None,
        password=None if is_file else _variable(password),
    )


def _cassandra(settings: Mapping[str, Any], ttl: str | None) -> TraceBackend:
    connection: dict[str, Any] = {"servers": [doubled(_with_port(server)) for server in settings["servers"]]}
    if settings["username"]:
        connection["auth"] = {"basic": _login(settings)}
    # TLS is what Jaeger takes unless it is told otherwise.
    connection["tls"] = {"insecure": True}
    return part(target.TraceBackend)(
        cassandra=part(target.Cassandra)(
            schema_=part(target.CassandraSchema)(
                keyspace=doubled(settings["keyspace"]),
                create=True,
                datacenter=doubled(settings["datacenter"]),
                trace_ttl=ttl,
                dependencies_ttl=ttl,
            ),
            connection=connection,
        )
    )


def _with_port(server: str) -> str:
    """A node with its port: a bare name without a dot is no server to Jaeger, which then stops at start."""
    return server if ":" in server else f"{server}:{_CASSANDRA_PORT}"


def _clickhouse(settings: Mapping[str, Any], ttl: str | None) -> TraceBackend:
    return part(target.TraceBackend)(
        clickhouse=part(target.Clickhouse)(
            addresses=[doubled(address) for address in settings["addresses"]],
            database=doubled(settings["database"]),
            auth=part(target.ClickhouseAuth)(basic=_login(settings)) if settings["username"] else None,
            create_schema=True,
            ttl=ttl,
        )
    )


def _grpc(settings: Mapping[str, Any], ttl: str | None) -> TraceBackend:
    endpoint = doubled(settings["endpoint"])
    tls = None if endpoint.startswith("https://") else part(collector_net.TlsClient)(insecure=True)
    return part(target.TraceBackend)(grpc=part(target.GrpcStorage)(endpoint=endpoint, tls=tls))


def _login(settings: Mapping[str, Any]) -> dict[str, Any]:
    login = {"username": doubled(settings["username"]), "password": _variable(settings.get("password"))}
    return {name: value for name, value in login.items() if value is not None}


def _variable(secret: Any) -> str | None:
    return variable(secret) if isinstance(secret, SecretRef) and secret.kind == "env" else None


def variable(secret: SecretRef) -> str:
    """What Jaeger replaces by the secret as it reads its file; a file is told by `storage_problems`."""
    return f"${{{secret.kind}:{secret.reference}}}"


_BACKENDS: Mapping[str, Callable[[Mapping[str, Any], str | None], TraceBackend]] = {
    "memory": _memory,
    "badger": _badger,
    "elasticsearch": lambda settings, ttl: part(target.TraceBackend)(elasticsearch=_elasticsearch(settings, ttl)),
    "opensearch": lambda settings, ttl: part(target.TraceBackend)(opensearch=_elasticsearch(settings, ttl)),
    "cassandra": _cassandra,
    "clickhouse": _clickhouse,
    "grpc": _grpc,
}
