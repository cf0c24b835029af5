"""The environment of an application that sends traces: what OpenTelemetry's SDKs read at their start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

from o11ygen import conventions
from o11ygen.lowering.jaeger import OTLP_GRPC, OTLP_HTTP, SAMPLING_GRPC, SAMPLING_HTTP
from o11ygen.lowering.parts import document, part
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import ServiceTracing, Stack, addresses
from o11ygen.targets.otel_relations import attribute_pairs
from o11ygen.targets.outlined import otel_environment as target

if TYPE_CHECKING:
    from o11ygen.targets.otel_environment import Protocol, Sampler

_SERVICE_NAME = "service.name"
_ENVIRONMENT = "deployment.environment.name"
_KEY = re.compile(r"[A-Za-z0-9._/-]+")
# What `docker run`, Compose, systemd and shells all read as it stands, without quotes.
_PLAIN = re.compile(r"[A-Za-z0-9._~:/@%+,=-]+")
_POLLING_MS = 60_000


def sdk_environment(stack: Stack, service: ServiceTracing) -> dict[str, str]:
    """The variables, in the order of the file.

    A service name that some reader of env files would change goes into the resource attributes, where it is encoded.
    """
    plain_name = _PLAIN.fullmatch(service.service_name) is not None
    attributes = {_ENVIRONMENT: stack.environment.name, **service.attributes}
    attributes = {name: value for name, value in attributes.items() if _KEY.fullmatch(name) and name != _SERVICE_NAME}
    if not plain_name:
        attributes[_SERVICE_NAME] = service.service_name
    endpoint = _endpoint(stack)
    protocol: Protocol = "grpc" if addresses.port(endpoint) == OTLP_GRPC else "http/protobuf"
    sampler, argument = _sampler(stack, service)
    values = document(
        part(target.OtelEnvironment)(
            service_name=service.service_name if plain_name else None,
            resource_attributes=attribute_pairs(attributes),
            traces_exporter="otlp",
            metrics_exporter="none",
            logs_exporter="none",
            exporter_otlp_endpoint=endpoint,
            exporter_otlp_protocol=protocol,
            traces_sampler=sampler,
            traces_sampler_arg=argument,
        )
    )
    return {name: str(value) for name, value in values.items()}


def sampling_url(stack: Stack) -> str:
    """Where SDKs whose sampler speaks HTTP ask; their code names it, since no variable does."""
    return f"http://{_jaeger_host(stack)}:{SAMPLING_HTTP}/sampling"


def sdk_problems(service: ServiceTracing) -> Iterator[RenderProblem]:
    """Attributes that no SDK would take."""
    for name in service.attributes:
        if name == _SERVICE_NAME:
            yield RenderProblem(
                "otel/attribute",
                service.source,
                f"{service.source.what} sets the attribute `{_SERVICE_NAME}`, which `OTEL_SERVICE_NAME` always wins over; "
                "the traces would be under another name than this one",
                'Write `ServiceTracing(service_name="...")`.',
                "attributes",
            )
        elif _KEY.fullmatch(name) is None:
            yield RenderProblem(
                "otel/attribute",
                service.source,
                f"{service.source.what} sets the attribute `{name}`, a name that SDKs can't read back from "
                "`OTEL_RESOURCE_ATTRIBUTES`; they drop all attributes then",
                "Use letters, digits, `.`, `_`, `-` and `/`.",
                "attributes",
            )


def _endpoint(stack: Stack) -> str:
    found = addresses.first(stack.environment, conventions.JAEGER_OTLP, otherwise=f"{_jaeger_host(stack)}:{OTLP_HTTP}")
    return quote(addresses.url(found), safe=":/@%+,=-._~[]")


def _jaeger_host(stack: Stack) -> str:
    for system in (conventions.JAEGER_QUERY, conventions.JAEGER):
        for host in addresses.hosts(stack.environment, system):
            if host:
                return host
    return conventions.JAEGER


def _sampler(stack: Stack, service: ServiceTracing) -> tuple[Sampler, str]:
    """The sampler and its argument; a parent's decision holds, so that no trace has holes."""
    ratio = decimal(service.ratio)
    if service.sampler == "remote":
        # The one SDK that takes its remote sampler from these variables, Java's, speaks gRPC.
        # https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
        asked = f"endpoint=http://{_jaeger_host(stack)}:{SAMPLING_GRPC}"
        return "parentbased_jaeger_remote", f"{asked},pollingIntervalMs={_POLLING_MS},initialSamplingRate={ratio}"
    return "parentbased_traceidratio", ratio


def decimal(number: float) -> str:
    """A number without an exponent, which not every SDK reads: `0.00001`, not `1e-05`."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
