"""jaeger.yaml of Jaeger v2, the settings of its web page, and the strategies of services that ask it."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen import templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.duration import readable_duration
from o11ygen.renderer import RenderProblems, Written, renderer
from o11ygen.resolved import UNKNOWN, Stack, Tracing

# `lowering` takes time to load, and many projects trace nothing: functions import what they need of it.

# What the storages do that know of no time.
# https://www.jaegertracing.io/docs/latest/storage/
_FOR_EVER = "Nothing deletes any."
_UNSAID = {
    "badger": "Unasked, Badger deletes each span after 3d.",
    "cassandra": "Unasked, Cassandra deletes each span after 2d, in tables that Jaeger makes.",
    **dict.fromkeys(("clickhouse", "elasticsearch", "opensearch"), _FOR_EVER),
}


@renderer("jaeger")
def render(stack: Stack) -> Iterator[Artifact]:
    """Everything of Jaeger, where the project has tracing."""
    for tracing in stack.tracing:
        from o11ygen.lowering.jaeger import jaeger_problems
        from o11ygen.lowering.trace_storage import storage_problems

        yield from _render(stack, tracing)
        problems = (*storage_problems(stack, tracing), *jaeger_problems(stack, tracing))
        if problems:
            raise RenderProblems(problems)


def _render(stack: Stack, tracing: Tracing) -> Iterator[Artifact]:
    from o11ygen.lowering.jaeger import UI_CONFIG, jaeger_document
    from o11ygen.lowering.jaeger_ui import ui_document

    config = jaeger_document(stack, tracing)
    text = templating.render(
        "jaeger/jaeger.yaml.j2",
        stack=stack,
        config=config,
        kept=_kept(stack, tracing),
        further="From `Tracing(extra=...)`.",
        services=[service.service_name for service in tracing.remote_services],
    )
    yield Artifact("jaeger/jaeger.yaml", text, config, target="jaeger", sources=_sources(stack, tracing))
    ui = ui_document(stack, tracing)
    sources: dict[DocumentPath, object] = {
        (): Written(tracing.source, {(): "links"}),
        ("linkPatterns",): Written(stack.environment.source, {(): "urls"}),
    }
    yield Artifact(
        f"jaeger/{UI_CONFIG}",
        templating.json_text(ui) + "\n",
        ui,
        format="json",
        target="jaeger-ui",
        sources=sources,
    )
    if tracing.remote_services:
        yield _strategies(stack, tracing)


def _strategies(stack: Stack, tracing: Tracing) -> Artifact:
    from o11ygen.lowering.jaeger import STRATEGIES
    from o11ygen.lowering.sampling import strategies_document

    strategies = strategies_document(tracing)
    sources: dict[DocumentPath, object] = {(): Written(stack.environment.source, {(): "sampling"})}
    for index, service in enumerate(tracing.remote_services):
        fields: dict[DocumentPath, str] = {
            ("service",): "service_name",
            ("param",): "sampling",
            ("operation_strategies",): "operations",
        }
        sources["service_strategies", index] = Written(service.source, fields)
    text = templating.json_text(strategies) + "\n"
    return Artifact(f"jaeger/{STRATEGIES}", text, strategies, format="json", target="sampling", sources=sources)


def _sources(stack: Stack, tracing: Tracing) -> dict[DocumentPath, object]:
    from o11ygen.lowering.jaeger import BACKEND
    from o11ygen.lowering.trace_storage import retention_of

    backend: DocumentPath = ("extensions", "jaeger_storage", "backends", BACKEND)
    retention = Written(stack.environment.source, {(): "retention"})
    places = retention_of(stack, tracing).fields
    return {
        (): Written(tracing.source),
        ("extensions", "jaeger_query", "base_path"): Written(stack.environment.source, {(): "urls"}),
        backend: Written(tracing.source, {(): "storage"})
        if tracing.storage_source is UNKNOWN
        else Written(tracing.storage_source),
        **{(*backend, tracing.storage, *place): retention for place in places},
    }


def _kept(stack: Stack, tracing: Tracing) -> str:
    """How long traces stay, and who sees to it."""
    from o11ygen.lowering.trace_storage import CLEANED, retention_of

    if tracing.storage == "memory":
        return "The newest traces, in memory: a restart loses them all, and no time is promised."
    if not tracing.retention_ms:
        unsaid = f"No time is promised: `Retention(traces=...)` of `{stack.environment.name}` says nothing."
        return f"{unsaid}\n{_UNSAID[tracing.storage]}" if tracing.storage in _UNSAID else unsaid
    kept = retention_of(stack, tracing)
    time = f"Traces stay for {readable_duration(tracing.retention_ms)}"
    if kept.fault:
        return f"{time}, if the storage sees to it: {kept.fault}."
    if tracing.storage == "badger":
        return f"{time}: Badger deletes each span at that age."
    if tracing.storage in CLEANED:
        return f"{time}, but nothing in this file deletes any:\n{_cleaner(stack, tracing)}"
    return f"{time}.\n{kept.caveat[:1].upper()}{kept.caveat[1:]}."


def _cleaner(stack: Stack, tracing: Tracing) -> str:
    if stack.compose:
        from o11ygen.lowering.tracing_containers import cleaner_name

        return f"the service `{cleaner_name(stack)}` of docker-compose.yml does, once a day."
    from o11ygen.lowering.trace_storage import cleaning_days

    servers = tracing.settings["server_urls"]
    days = cleaning_days(tracing.retention_ms)
    return f"run `jaeger-es-index-cleaner {days} {servers[0] if servers else 'URL'}` once a day."
