"""What holds between the fields of web-config.yml; without the models, so that it loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.refusal import refuse
from o11ygen.targets.relation import Fault, Versions, exclusive, one_of, present, relation

if TYPE_CHECKING:
    from o11ygen.targets.web import HTTPServer, TLSServer, WebConfig

# The headers that the server lets be set, with the values it accepts; any value where there are none.
_HEADERS: dict[str, tuple[str, ...]] = {
    "Strict-Transport-Security": (),
    "X-Content-Type-Options": ("nosniff",),
    "X-Frame-Options": ("deny", "sameorigin"),
    "X-XSS-Protection": (),
    "Content-Security-Policy": (),
}
_BCRYPT = re.compile(r"\$2[abxy]?\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}", re.ASCII)


# What Go reads of one as it loads the file: its version, its cost and the least length.
# https://pkg.go.dev/golang.org/x/crypto/bcrypt#Cost
_READ = re.compile(rb"\$[^3-\xff](?:\$|[^$].)\+?(?:0?[4-9]|[12]\d|3[01])", re.DOTALL)
_LEAST = 59
_REMEDY = "Write the output of `htpasswd -nBC 10 USER`"


def bcrypt_hash(password: str) -> str:
    """A password as the server reads it."""
    written = password.encode("utf-8", "surrogateescape")
    if _READ.match(written) is None or len(written) < _LEAST:
        raise refuse("the password is not a bcrypt hash", _REMEDY)
    return password


@relation
def passwords(config: WebConfig, versions: Versions) -> Iterator[Fault]:
    """Somebody can log in: what the server reads and is no hash fits no password."""
    for user, password in (config.basic_auth_users or {}).items():
        if _BCRYPT.fullmatch(password) is None:
            message = "the password is not a whole bcrypt hash: the server takes it, and nobody can log in"
            yield Fault(message, _REMEDY, ("basic_auth_users", user), "advice")


@relation
def certificate(server: TLSServer, versions: Versions) -> Iterator[Fault]:
    """The endpoint has one certificate and its key."""
    yield from one_of(server, "cert_file", "cert")
    yield from one_of(server, "key_file", "key")


@relation
def clients(server: TLSServer, versions: Versions) -> Iterator[Fault]:
    """Authorities of clients count only where clients are asked."""
    yield from exclusive(server, "client_ca_file", "client_ca")
    authority = present(server, "client_ca_file", "client_ca")
    if authority and server.client_auth_type in (None, "", "NoClientCert"):
        message = f"`{authority[0]}` has no effect without `client_auth_type`"
        yield Fault(message, "Add `client_auth_type: RequireAndVerifyClientCert`", ("client_auth_type",))


@relation
def headers(server: HTTPServer, versions: Versions) -> Iterator[Fault]:
    """The headers are such as the server lets be set."""
    for name, value in (server.headers or {}).items():
        values = _HEADERS.get(name)
        if values is None:
            known = ", ".join(f"`{header}`" for header in _HEADERS)
            yield Fault(f"the header `{name}` can't be set", f"These can: {known}", ("headers", name))
        elif values and value not in values:
            listed = " or ".join(f"`{one}`" for one in values)
            yield Fault(f"`{value}` is not a value of the header `{name}`", f"Write {listed}", ("headers", name))
