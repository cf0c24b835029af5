"""jaeger.yaml of Jaeger v2 as a whole: spans come in over OTLP, go to one storage, and are read from it again."""

from __future__ import annotations

from typing import Any

from o11ygen import conventions
from o11ygen.lowering.parts import added, document, part
from o11ygen.lowering.secrets import expanded
from o11ygen.lowering.trace_storage import backend, variable
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Stack, Tracing, addresses
from o11ygen.targets.outlined import collector, collector_net, jaeger
from o11ygen.targets.outlined import jaeger_extensions as extensions

STRATEGIES = "sampling-strategies.json"
UI_CONFIG = "ui-config.json"
# The name of the one backend inside the file.
BACKEND = "main"

OTLP_HTTP, OTLP_GRPC = conventions.PORTS[conventions.JAEGER_OTLP]
QUERY_HTTP, QUERY_GRPC = conventions.PORTS[conventions.JAEGER_QUERY]
SAMPLING_HTTP, SAMPLING_GRPC = 5778, 5779
HEALTH, METRICS = 13133, 8888

# https://github.com/jaegertracing/jaeger/releases: before, the file is read once, at start.
_RELOADS_SINCE = (2, 2)


def jaeger_document(stack: Stack, tracing: Tracing) -> dict[str, Any]:
    """The whole file, with what the author passes through."""
    return added(_own_document(stack, tracing), expanded(tracing.extra, variable), tracing.source)[0]


def jaeger_problems(stack: Stack, tracing: Tracing) -> list[RenderProblem]:
    """What the author passes through and o11ygen writes itself."""
    return added(_own_document(stack, tracing), expanded(tracing.extra, variable), tracing.source)[1]


def _own_document(stack: Stack, tracing: Tracing) -> dict[str, Any]:
    running = [
        "jaeger_storage",
        "jaeger_query",
        *(["remote_sampling"] if tracing.remote_services else []),
        "healthcheckv2",
    ]
    return document(
        part(jaeger.Jaeger)(
            service=part(collector.Service)(
                extensions=running,
                pipelines={
                    "traces": part(collector.Pipeline)(
                        receivers=["otlp"],
                        processors=["memory_limiter", "batch"],
                        exporters=["jaeger_storage_exporter"],
                    )
                },
                telemetry=_telemetry(),
            ),
            extensions=part(extensions.Extensions)(
                jaeger_storage=part(extensions.JaegerStorage)(backends={BACKEND: backend(tracing)}),
                jaeger_query=_query(stack),
                remote_sampling=_remote_sampling(stack) if tracing.remote_services else None,
                healthcheckv2=part(extensions.HealthCheck)(
                    use_v2=True, http=part(extensions.HealthHttp)(endpoint=_everywhere(HEALTH))
                ),
            ),
            receivers=part(collector.Receivers)(
                otlp=part(collector.OtlpReceiver)(
                    protocols=part(collector.OtlpProtocols)(
                        grpc=part(collector_net.GrpcServer)(endpoint=_everywhere(OTLP_GRPC)),
                        http=part(collector.OtlpHttp)(endpoint=_everywhere(OTLP_HTTP)),
                    )
                )
            ),
            processors=part(collector.Processors)(
                memory_limiter=part(collector.MemoryLimiter)(
                    check_interval="1s", limit_percentage=80, spike_limit_percentage=25
                ),
                batch=part(collector.Batch)(),
            ),
            exporters=part(collector.Exporters)(
                jaeger_storage_exporter=part(collector.StorageExporter)(trace_storage=BACKEND)
            ),
        )
    )


def _everywhere(port: int) -> str:
    """An address that other containers reach: on localhost, which is the default, nobody does."""
    return f"0.0.0.0:{port}"


def _telemetry() -> collector.Telemetry:
    exporter = {"prometheus": {"host": "0.0.0.0", "port": METRICS}}
    return part(collector.Telemetry)(
        resource={"service.name": "jaeger"},
        logs={"level": "info"},
        metrics=part(collector.MetricsTelemetry)(level="normal", readers=[{"pull": {"exporter": exporter}}]),
    )


def _query(stack: Stack) -> extensions.JaegerQuery:
    url = stack.environment.urls.get(conventions.JAEGER, "")
    return part(extensions.JaegerQuery)(
        storage=part(extensions.QueryStorage)(traces=BACKEND),
        base_path=addresses.path(url) or None,
        ui=part(extensions.QueryUi)(config_file=f"{conventions.JAEGER_FOLDER}/{UI_CONFIG}"),
        http=part(collector_net.HttpServer)(endpoint=_everywhere(QUERY_HTTP)),
        grpc=part(collector_net.GrpcServer)(endpoint=_everywhere(QUERY_GRPC)),
    )


def _remote_sampling(stack: Stack) -> extensions.RemoteSampling:
    reloads = stack.environment.versions[conventions.JAEGER][:2] >= _RELOADS_SINCE
    return part(extensions.RemoteSampling)(
        file=part(extensions.SamplingFile)(
            path=f"{conventions.JAEGER_FOLDER}/{STRATEGIES}", reload_interval="1m" if reloads else None
        ),
        http=part(collector_net.HttpServer)(endpoint=_everywhere(SAMPLING_HTTP)),
        grpc=part(collector_net.GrpcServer)(endpoint=_everywhere(SAMPLING_GRPC)),
    )
