"""otel/<service>.env: the OpenTelemetry settings of each application that sends traces."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions, templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.renderer import RenderProblems, Written, renderer
from o11ygen.resolved import Stack

_FIELDS: dict[DocumentPath, str] = {
    ("OTEL_SERVICE_NAME",): "service_name",
    ("OTEL_RESOURCE_ATTRIBUTES",): "attributes",
    ("OTEL_TRACES_SAMPLER",): "sampler",
    ("OTEL_TRACES_SAMPLER_ARG",): "sampling",
}


@renderer("opentelemetry")
def render(stack: Stack) -> Iterator[Artifact]:
    """A file for each service whose traces are sampled."""
    services = [service for tracing in stack.tracing for service in tracing.services]
    if not services:
        return
    # This takes time to load, and many projects trace nothing.
    from o11ygen.lowering.sdk_environment import sampling_url, sdk_environment, sdk_problems

    for service in services:
        variables = sdk_environment(stack, service)
        text = templating.render(
            "otel/service.env.j2", stack=stack, service=service, variables=variables, sampling_url=sampling_url(stack)
        )
        sources: dict[DocumentPath, object] = {
            (): Written(service.source, _FIELDS),
            ("OTEL_EXPORTER_OTLP_ENDPOINT",): Written(stack.environment.source, {(): "addresses"}),
        }
        path = f"otel/{conventions.slug(service.service) or service.service}.env"
        yield Artifact(path, text, variables, format="text", target="otel", sources=sources)
    problems = tuple(problem for service in services for problem in sdk_problems(service))
    if problems:
        raise RenderProblems(problems)
