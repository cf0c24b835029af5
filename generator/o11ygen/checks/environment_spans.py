from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack, addresses

# What is spoken at each port.
_PROTOCOLS = dict(zip(conventions.PORTS[conventions.JAEGER_OTLP], ("http", "grpc"), strict=True))
_JAEGER = (conventions.JAEGER, conventions.JAEGER_QUERY)


@check("environment/spans", Severity.ERROR, needs=("scrape",))
def environment_spans(stack: Stack) -> Iterator[Flaw]:
    """Services that send their spans in plain text to a Jaeger that takes them over TLS, or the other way round.

    The SDK tries again for some seconds and drops them: no trace arrives, and only the log of the service says so.

    Bad::

        served = {"cert_file": "/run/secrets/otlp.crt", "key_file": "/run/secrets/otlp.key"}
        tracing = Tracing(extra={"receivers": {"otlp": {"protocols": {"http": {"tls": served}}}}})
        service_tracing = ServiceTracing()
        addresses = {"jaeger-otlp": "jaeger:4318"}

    Good::

        served = {"cert_file": "/run/secrets/otlp.crt", "key_file": "/run/secrets/otlp.key"}
        tracing = Tracing(extra={"receivers": {"otlp": {"protocols": {"http": {"tls": served}}}}})
        service_tracing = ServiceTracing()
        addresses = {"jaeger-otlp": "https://jaeger:4318"}
    """
    address = addresses.first(stack.environment, conventions.JAEGER_OTLP, otherwise="")
    scheme, _, rest = address.rpartition("://")
    protocol = _PROTOCOLS.get(addresses.port(address))
    if protocol is None or not _is_jaeger(stack, rest):
        return
    for tracing in stack.tracing:
        takes_tls = bool(_below(tracing.extra, "receivers", "otlp", "protocols", protocol, "tls"))
        if not tracing.services or takes_tls == (scheme == "https"):
            continue
        said = f"environment `{stack.environment.name}`: services send their spans to `{address}`"
        source = stack.environment.source
        if takes_tls:
            message = f"{said} in plain text, and Jaeger takes them over TLS alone; every trace is lost"
            hint = f'Write `addresses={{"{conventions.JAEGER_OTLP}": "https://{rest}"}}`.'
            yield Flaw(source, message, hint, field="addresses")
        elif stack.compose:
            message = f"{said} over TLS, which Jaeger does not speak there; every trace is lost"
            hint = (
                f'Write `"{rest}"`, or give Jaeger a certificate under `receivers`, `otlp`, `protocols`, `{protocol}`, `tls` '
                "of `Tracing(extra=...)`."
            )
            yield Flaw(source, message, hint, field="addresses")


def _is_jaeger(stack: Stack, address: str) -> bool:
    """Another host may be a Collector, which stands between them."""
    known = (host for system in _JAEGER for host in addresses.hosts(stack.environment, system))
    return addresses.host(address) in {conventions.JAEGER, *known}


def _below(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
