"""What holds between the fields of the Collector's servers and clients; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.reference import refers
from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.collector_net import Server, Tls

_FILE_OR_TEXT = (("ca_file", "ca_pem"), ("cert_file", "cert_pem"), ("key_file", "key_pem"))


@relation
def one_source(tls: Tls, versions: Versions) -> Iterator[Fault]:
    """Each part comes from a file or stands in the text."""
    for file, text in _FILE_OR_TEXT:
        if getattr(tls, file) and getattr(tls, text):
            yield Fault(f"`{file}` and `{text}` exclude each other", "Keep the file", (text,))


@relation
def pair(tls: Tls, versions: Versions) -> Iterator[Fault]:
    """A certificate has its key."""
    has_certificate, has_key = bool(tls.cert_file or tls.cert_pem), bool(tls.key_file or tls.key_pem)
    if has_certificate != has_key:
        missing = "key_file" if has_certificate else "cert_file"
        yield Fault(f"`{missing}` is required: a certificate and its key come together", "Name both files")


@relation
def address(server: Server, versions: Versions) -> Iterator[Fault]:
    """The server can listen on its address."""
    if server.endpoint and not refers(server.endpoint) and server.transport in (None, "tcp"):
        fault = address_fault(server.endpoint)
        if fault:
            yield Fault(fault, "Write `host:port`, such as `0.0.0.0:4317`", ("endpoint",))


def address_fault(address: str) -> str:
    """Why a server can't listen on the address, or nothing."""
    host, colon, port = address.rpartition(":")
    if not colon:
        return f"`{address}` has no port"
    if "://" in address:
        return f"`{address}` is a URL, not an address to listen on"
    if not port.isdecimal() or int(port) > 65535:
        return f"`{port}` is not a port"
    if ":" in host and not (host.startswith("[") and host.endswith("]")):
        return f"the IPv6 address in `{address}` needs brackets"
    return ""


def port_of(server: Server | None) -> int | None:
    """The port that a server listens on; None where it is left to the default or known only at start."""
    if server is None or not server.endpoint or refers(server.endpoint) or address_fault(server.endpoint):
        return None
    return int(server.endpoint.rpartition(":")[2]) or None
