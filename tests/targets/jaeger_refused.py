"""What the real Jaeger refuses, with our words for it."""

from __future__ import annotations

from tests.targets.jaeger_documents import BACKEND, SAMPLING, Edit, Fault, backend, extension, processor, query

# What the real Jaeger 2.13 refuses in `jaeger validate`: the words are ours, the verdict is shared.
REFUSED: dict[str, tuple[Edit, list[Fault]]] = {
    "days": (
        backend({"badger": {"ttl": {"spans": "7d"}}}),
        [(f"{BACKEND}.badger.ttl.spans", "`7d` is not a duration of Go", "Write `168h`: there are no days in Go")],
    ),
    "misspelt field": (
        backend({"badger": {"ephemral": False}}),
        [(f"{BACKEND}.badger.ephemral", "unknown field `ephemral`", 'Did you mean "ephemeral"?')],
    ),
    "retention of dependencies": (
        lambda d: d["extensions"]["jaeger_storage"].update(dependencies={"ttl": "168h"}),
        [
            (
                "extensions.jaeger_storage.dependencies",
                "unknown field `dependencies`",
                "Known fields: backends, metric_backends",
            )
        ],
    ),
    "misspelt extension": (
        lambda d: d["service"]["extensions"].append("zpage"),
        [
            (
                "service.extensions[4]",
                "the extension `zpage` is not defined",
                "Defined are: healthcheckv2, jaeger_query, jaeger_storage, remote_sampling",
            )
        ],
    ),
    "an extension that is not compiled in": (
        extension("health_check", {}),
        [("extensions.health_check", "unknown field `health_check`", 'Did you mean "healthcheckv2"?')],
    ),
    "backend without a type": (
        backend({}),
        [
            (
                BACKEND,
                "a backend needs a type",
                "Add one of `memory`, `badger`, `elasticsearch`, `opensearch`, `cassandra`, `clickhouse`, `grpc`",
            )
        ],
    ),
    "no backends": (
        lambda d: d["extensions"]["jaeger_storage"].update(backends={}),
        [("extensions.jaeger_storage.backends", "`backends` is empty", "Define at least one backend")],
    ),
    "limiter without a limit": (
        processor("memory_limiter", {"check_interval": "1s"}),
        [
            (
                "processors.memory_limiter",
                "a memory limiter needs a limit",
                "Set `limit_percentage: 80` or `limit_mib`",
            )
        ],
    ),
    "limiter that never checks": (
        processor("memory_limiter", {"limit_mib": 512}),
        [("processors.memory_limiter.check_interval", "`check_interval` must be longer than zero", "Write `1s`")],
    ),
    "spike as large as the limit": (
        processor("memory_limiter", {"check_interval": "1s", "limit_mib": 100, "spike_limit_mib": 100}),
        [
            (
                "processors.memory_limiter.spike_limit_mib",
                "`spike_limit_mib` 100 leaves nothing of `limit_mib` 100",
                "Lower it",
            )
        ],
    ),
    "more than all memory": (
        processor("memory_limiter", {"check_interval": "1s", "limit_percentage": 101}),
        [
            (
                "processors.memory_limiter.limit_percentage",
                "`limit_percentage` is 101, more than all there is",
                "Write at most 100",
            )
        ],
    ),
    "batch smaller than its size": (
        processor("batch", {"send_batch_max_size": 100}),
        [
            (
                "processors.batch.send_batch_max_size",
                "`send_batch_max_size` 100 is smaller than `send_batch_size` 8192",
                "Raise it, or lower `send_batch_size` too",
            )
        ],
    ),
    "one header twice": (
        processor("batch", {"metadata_keys": ["X-Tenant", "x-tenant"]}),
        [("processors.batch.metadata_keys[1]", "the header `x-tenant` is listed twice", "Remove one")],
    ),
    "negative time": (
        processor("batch", {"timeout": "-1s"}),
        [("processors.batch.timeout", "the duration `-1s` is negative", "Write a duration of zero or more")],
    ),
    "a fault in a named component": (
        processor("batch/slow", {"tmeout": "1s"}),
        [('processors["batch/slow"].tmeout', "unknown field `tmeout`", 'Did you mean "timeout"?')],
    ),
    "query without storage": (
        query(storage={}),
        [("extensions.jaeger_query.storage.traces", "`traces` is required", "")],
    ),
    "exporter without storage": (
        lambda d: d["exporters"].update(jaeger_storage_exporter={}),
        [("exporters.jaeger_storage_exporter.trace_storage", "`trace_storage` is required", "")],
    ),
    "sampling without strategies": (
        extension("remote_sampling", {"http": {"endpoint": "0.0.0.0:5778"}}),
        [(SAMPLING, "remote sampling has no strategies", "Add `file` or `adaptive`")],
    ),
    "two kinds of sampling": (
        extension("remote_sampling", {"file": {"path": "a"}, "adaptive": {"sampling_store": "main"}}),
        [(f"{SAMPLING}.adaptive", "`file` and `adaptive` exclude each other", "Keep one of them")],
    ),
    "probability over one": (
        extension("remote_sampling", {"file": {"path": "a", "default_sampling_probability": 10}}),
        [(f"{SAMPLING}.file.default_sampling_probability", "10 is not a probability", "Write 0 to 1")],
    ),
    "receiver without a protocol": (
        lambda d: d["receivers"].update(otlp={"protocols": {}}),
        [("receivers.otlp.protocols", "an OTLP receiver needs at least one protocol", "Add `grpc` or `http`")],
    ),
    "unknown kind of pipeline": (
        lambda d: d["service"]["pipelines"].update(
            trace={"receivers": ["otlp"], "exporters": ["jaeger_storage_exporter"]}
        ),
        [("service.pipelines.trace", "`trace` is no kind of pipeline", 'Did you mean "traces"?')],
    ),
    "pipeline without a receiver": (
        lambda d: d["service"]["pipelines"]["traces"].update(receivers=[]),
        [("service.pipelines.traces.receivers", "a pipeline needs at least one of its receivers", "Name one")],
    ),
    "pipeline with an undefined processor": (
        lambda d: d["service"]["pipelines"]["traces"]["processors"].append("batch/slow"),
        [
            (
                "service.pipelines.traces.processors[2]",
                "the processor `batch/slow` is not defined",
                'Did you mean "batch"?',
            )
        ],
    ),
    "tables kept for less than a second": (
        backend({"cassandra": {"schema": {"trace_ttl": "10ms"}}}),
        [
            (
                f"{BACKEND}.cassandra.schema.trace_ttl",
                "`trace_ttl` is shorter than a second",
                "Write `1s` or more, or `0s` for ever",
            )
        ],
    ),
    "windows of a second": (
        backend({"cassandra": {"schema": {"compaction_window": "1s"}}}),
        [
            (
                f"{BACKEND}.cassandra.schema.compaction_window",
                "`compaction_window` is shorter than a minute",
                "Write `1m` or more",
            )
        ],
    ),
    "ClickHouse without servers": (
        backend({"clickhouse": {"addresses": []}}),
        [(f"{BACKEND}.clickhouse.addresses", "`addresses` is empty", "Name a server, such as `clickhouse:9000`")],
    ),
    "lifecycle policy without aliases": (
        backend({"elasticsearch": {"server_urls": ["http://e:9200"], "use_ilm": True, "create_mappings": False}}),
        [(f"{BACKEND}.elasticsearch.use_ilm", "`use_ilm` needs `use_aliases: true`", "Add it")],
    ),
    "health check without a protocol": (
        extension("healthcheckv2", {"use_v2": True}),
        [("extensions.healthcheckv2.use_v2", "the health check answers nowhere", "Add `http` with an endpoint")],
    ),
    "number in quotes": (
        backend({"memory": {"max_traces": "1000"}}),
        [(f"{BACKEND}.memory.max_traces", "must be a whole number, without quotes", "")],
    ),
    "certificate without its key": (
        lambda d: d["receivers"]["otlp"]["protocols"]["grpc"].update(tls={"cert_file": "/tls/cert.pem"}),
        [
            (
                "receivers.otlp.protocols.grpc.tls",
                "`key_file` is required: a certificate and its key come together",
                "Name both files",
            )
        ],
    ),
    "unknown level of metrics": (
        lambda d: d["service"]["telemetry"]["metrics"].update(level="high"),
        [
            (
                "service.telemetry.metrics.level",
                "must be one of `none`, `basic`, `normal` or `detailed`",
                "",
            )
        ],
    ),
    "connector without an end": (
        lambda d: (
            d.update(connectors={"spanmetrics": {}}),
            d["service"]["pipelines"]["traces"]["exporters"].append("spanmetrics"),
        ),
        [
            (
                "connectors.spanmetrics",
                "no pipeline receives from the connector `spanmetrics`",
                "Name it as exporter of one pipeline and as receiver of another",
            )
        ],
    ),
}
