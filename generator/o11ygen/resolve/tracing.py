"""Tracing: the storage and its retention, and each service's sampling."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.resolve.at import At, MissingValueError
from o11ygen.resolved import ServiceTracing, Tracing


def tracing(at: At) -> tuple[Tracing, ...]:
    """The project's tracing, if it has any."""
    given = at.project.tracing
    if given is None:
        _without_project(at)
        return ()
    _reachable(at)
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


def _without_project(at: At) -> None:
    for service in at.project.services:
        if service.tracing is not None:
            source = at.source(service.name, f"tracing of service {service.name}", service.tracing, service)
            at.report(
                "spec/missing",
                source,
                f"{source.what}: the project itself has no `tracing`, so nothing is rendered of it, and no trace is taken",
                "Add `tracing=Tracing(...)` to the project, or take it out of the service.",
            )


def _reachable(at: At) -> None:
    """Where nobody says otherwise, spans go to the Jaeger that compose runs; without it nobody knows where."""
    known = at.environment.addresses
    services = [service.tracing for service in at.project.services if service.tracing is not None]
    wanted = {conventions.JAEGER_OTLP: bool(services)}
    wanted[conventions.JAEGER_QUERY] = any(one.sampler == "remote" for one in services)
    if conventions.JAEGER in known or conventions.JAEGER_QUERY in known:
        wanted[conventions.JAEGER_QUERY] = False
    if at.project.compose:
        return
    for system, needed in wanted.items():
        if needed and not known.get(system):
            what = "send their spans to" if system == conventions.JAEGER_OTLP else "ask which traces to take"
            at.report(
                "environment/missing-value",
                at.source(at.environment.name, f"environment {at.environment.name}", at.environment),
                f"environment `{at.environment.name}` knows no address of `{system}`, which services with tracing {what}; "
                "they would ask a host that is called `jaeger`, if there is one",
                f'Add `addresses={{"{system}": "host:{conventions.PORTS[system][0]}"}}` to the environment.',
                "addresses",
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
