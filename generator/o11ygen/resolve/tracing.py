"""Tracing: the storage and its retention, and each service's sampling."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.resolve.at import At, Here, MissingValueError
from o11ygen.resolve.extra import extra
from o11ygen.resolved import ServiceTracing, Source, Tracing
from o11ygen.spec.project import Service


def tracing(at: At) -> tuple[Tracing, ...]:
    """The project's tracing, if it has any."""
    given = at.tracing
    if given is None:
        _without_project(at)
        return ()
    _reachable(at)
    source = at.source("tracing", "tracing", given)
    stored = at.source("tracing", source.what, given.storage, given)
    storage = at.here(given.storage, source)
    retention = at.here(at.environment.retention, source).traces
    return (
        Tracing(
            storage=type(storage).kind,
            settings={
                name: at.plain(getattr(storage, name), source, name)
                for name in type(storage).model_fields
                if getattr(storage, name) is not None and name != "extra"
            },
            retention_ms=parse_duration(retention) if retention else 0,
            default_ratio=at.environment.sampling,
            services=tuple(_services(at)),
            links=tuple(given.links.items()),
            storage_extra=extra(at, storage, stored),
            extra=at.plain(given.extra, source, "extra"),
            storage_source=stored,
            source=source,
        ),
    )


def _without_project(at: At) -> None:
    for service in at.project.services:
        for _, source in _given(at, service):
            at.report(
                "spec/missing",
                source,
                f"{source.what}: the project itself has no `tracing`, so nothing is rendered of it, and no trace is taken",
                "Add `tracing=Tracing(...)` to the project, or take it out of the service.",
            )


def _reachable(at: At) -> None:
    """Where nobody says otherwise, spans go to the Jaeger that compose runs; without it nobody knows where."""
    known = at.environment.addresses
    services = [given for service in at.project.services for given, _ in _given(at, service)]
    wanted = {conventions.JAEGER_OTLP: bool(services)}
    wanted[conventions.JAEGER_QUERY] = any(one.sampler == "remote" for one in services)
    if conventions.JAEGER in known or conventions.JAEGER_QUERY in known:
        wanted[conventions.JAEGER_QUERY] = False
    if at.compose:
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
        for given, source in _given(at, service):
            if given.operations and given.sampler == "sdk":
                at.report(
                    "spec/value",
                    source,
                    f"{source.what} sets ratios of operations, which the settings of an SDK can't express",
                    'Set `sampler="remote"` where the SDK has a Jaeger remote sampler, or drop `operations`.',
                    "operations",
                )
            ratio = at.environment.sampling if given.sampling is None else given.sampling
            yield ServiceTracing(
                service.name,
                given.service_name or service.name,
                given.sampler,
                ratio,
                dict(given.operations),
                dict(given.attributes),
                source,
            )


def _given(at: At, service: Service) -> Iterator[tuple[Here, Source]]:
    """How a service's traces are taken here, if they are."""
    try:
        owner = at.source(service.name, f"service {service.name}", service)
        declared = at.pick(service.tracing, owner, "tracing")
        if declared is not None:
            source = at.source(service.name, f"tracing of service {service.name}", declared, service)
            yield at.here(declared, source), source
    except MissingValueError:
        return
