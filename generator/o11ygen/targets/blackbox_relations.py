"""What holds between the fields of a probe; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.relation import Fault, Versions, at_least, exclusive, relation, required

if TYPE_CHECKING:
    from o11ygen.targets.blackbox import HTTPProbe, Module, QueryResponse


@relation
def body(probe: HTTPProbe, versions: Versions) -> Iterator[Fault]:
    """The body comes from one place."""
    yield from exclusive(probe, "body", "body_file")


@relation
def http_versions(probe: HTTPProbe, versions: Versions) -> Iterator[Fault]:
    """The versions of HTTP that are accepted are such as are spoken."""
    accepted = probe.valid_http_versions or []
    if not at_least(versions, blackbox="0.28"):
        return
    if not probe.enable_http3 and "HTTP/3.0" in accepted:
        yield Fault("`HTTP/3.0` needs `enable_http3`", "Add it, or remove the version", ("valid_http_versions",))
    if probe.enable_http3 and {"HTTP/2.0", "HTTP/1.1"} & set(accepted):
        yield Fault("`enable_http3` excludes the older versions", "Keep `HTTP/3.0`", ("valid_http_versions",))
    if probe.enable_http3 and probe.enable_http2 is not False:
        yield Fault("`enable_http3` excludes HTTP/2", "Add `enable_http2: false`", ("enable_http2",))


@relation
def expect(step: QueryResponse, versions: Versions) -> Iterator[Fault]:
    """What the server says is text or bytes."""
    yield from exclusive(step, "expect", "expect_bytes")


@relation
def prober(module: Module, versions: Versions) -> Iterator[Fault]:
    """The prober is known to the release, and the settings are its own."""
    since = {"grpc": "0.20", "unix": "0.28"}.get(module.prober)
    if since and not at_least(versions, blackbox=since):
        yield Fault(f"the prober `{module.prober}` needs blackbox exporter {since}", "Use another", ("prober",))
    if module.prober == "dns":
        yield from required(module, "dns", "Name what is asked for in `dns.query_name`")
    for name in ("http", "tcp", "icmp", "dns", "grpc", "unix"):
        if name != module.prober and name in module.model_fields_set and getattr(module, name) is not None:
            message = f"`{name}` has no effect: the prober is `{module.prober}`"
            yield Fault(message, f"Remove it, or set `prober: {name}`", (name,), "advice")
