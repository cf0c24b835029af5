"""Tracing: the storage and its retention, and each service's sampling."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen.duration import parse_duration
from o11ygen.resolve.at import At, MissingValueError
from o11ygen.resolved import ServiceTracing, Tracing


def tracing(at: At) -> tuple[Tracing, ...]:
    """The project's tracing, if it has any."""
    given = at.project.tracing
    if given is None:
        return ()
    source = at.source("tracing", "tracing", given)
    storage = at.pick(given.storage, source, "storage")
    retention = at.environment.retention.traces
    return (
        Tracing(
            storage=type(storage).kind,
            settings={
                name: at.plain(getattr(storage, name), source, name)
                for name in type(storage).model_fields
                if getattr(storage, name) is not None
            },
            retention_ms=parse_duration(retention) if retention else 0,
            default_ratio=at.environment.sampling,
            services=tuple(_services(at)),
            links=tuple((title, at.pick(url, source, "links")) for title, url in given.links.items()),
            source=source,
        ),
    )


def _services(at: At) -> Iterator[ServiceTracing]:
    for service in at.project.services:
        given = service.tracing
        if given is None:
            continue
        source = at.source(service.name, f"tracing of service {service.name}", given, service)
        try:
            if given.operations and given.sampler == "sdk":
                at.report(
                    "spec/value",
                    source,
                    f"{source.what} sets ratios of operations, which the settings of an SDK can't express",
                    'Set `sampler="remote"` where the SDK has a Jaeger remote sampler, or drop `operations`.',
                    "operations",
                )
            ratio = at.environment.sampling if given.sampling is None else at.pick(given.sampling, source, "sampling")
            yield ServiceTracing(
                service.name,
                given.service_name or service.name,
                given.sampler,
                ratio,
                {name: at.pick(value, source, "operations") for name, value in given.operations.items()},
                at.plain(given.attributes, source, "attributes"),
                source,
            )
        except MissingValueError:
            continue
