"""web-config.yml: TLS, users and headers of a server's own web endpoint (Prometheus, Alertmanager, the exporters)."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from o11ygen.targets.http import TLSVersion
from o11ygen.targets.model import Since, Target, refuse
from o11ygen.targets.relation import Fault, Versions, exclusive, one_of, present, relation
from o11ygen.targets.scalars import Bool, GoDuration, Int, Text

ClientAuth = Literal[
    "",
    "NoClientCert",
    "RequestClientCert",
    "RequireAnyClientCert",
    "RequireClientCert",
    "VerifyClientCertIfGiven",
    "RequireAndVerifyClientCert",
]
Curve = Literal["CurveP256", "CurveP384", "CurveP521", "X25519"]
# The headers that the server lets be set, with the values it accepts; any value where there are none.
_HEADERS: dict[str, tuple[str, ...]] = {
    "Strict-Transport-Security": (),
    "X-Content-Type-Options": ("nosniff",),
    "X-Frame-Options": ("deny", "sameorigin"),
    "X-XSS-Protection": (),
    "Content-Security-Policy": (),
}
_BCRYPT = re.compile(r"\$2[abxy]?\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}", re.ASCII)


def _hash(password: str) -> str:
    if _BCRYPT.fullmatch(password) is None:
        raise refuse("the password is not a bcrypt hash", "Write the output of `htpasswd -nBC 10 USER`")
    return password


class TLSServer(Target):
    """TLS of the endpoint."""

    cert_file: Text | None = Field(default=None, description="File that holds the certificate.")
    key_file: Text | None = Field(default=None, description="File that holds the key.")
    cert: Annotated[Text | None, Since(prometheus="2.50", alertmanager="0.27")] = Field(
        default=None, description="Certificate, PEM."
    )
    key: Annotated[Text | None, Since(prometheus="2.50", alertmanager="0.27")] = Field(
        default=None, description="Key, PEM."
    )
    client_auth_type: ClientAuth | None = Field(default=None, description="What is asked of clients.")
    client_ca_file: Text | None = Field(default=None, description="File that holds the authority of the clients.")
    client_ca: Annotated[Text | None, Since(prometheus="2.50", alertmanager="0.27")] = Field(
        default=None, description="Authority of the clients, PEM."
    )
    client_allowed_sans: Annotated[list[Text] | None, Since(prometheus="2.45", alertmanager="0.26")] = Field(
        default=None, description="Names of which a client's certificate must have one."
    )
    min_version: TLSVersion | None = Field(default=None, description="Oldest TLS version; TLS12 unless given.")
    max_version: TLSVersion | None = Field(default=None, description="Newest TLS version.")
    cipher_suites: list[Text] | None = Field(default=None, description="Cipher suites up to TLS 1.2.")
    prefer_server_cipher_suites: Bool | None = Field(default=None, description="The server chooses the suite.")
    curve_preferences: list[Curve] | None = Field(default=None, description="Elliptic curves, the preferred one first.")

    @relation
    def _pair(self, versions: Versions) -> Iterator[Fault]:
        yield from one_of(self, "cert_file", "cert")
        yield from one_of(self, "key_file", "key")

    @relation
    def _clients(self, versions: Versions) -> Iterator[Fault]:
        yield from exclusive(self, "client_ca_file", "client_ca")
        authority = present(self, "client_ca_file", "client_ca")
        if authority and self.client_auth_type in (None, "", "NoClientCert"):
            message = f"`{authority[0]}` has no effect without `client_auth_type`"
            yield Fault(message, "Add `client_auth_type: RequireAndVerifyClientCert`", ("client_auth_type",))


class HTTPServer(Target):
    """HTTP of the endpoint."""

    http2: Bool | None = Field(default=None, description="HTTP/2; true unless given, and only with TLS.")
    headers: Annotated[dict[str, Text] | None, Since(prometheus="2.31", alertmanager="0.24")] = Field(
        default=None, description="Headers of every answer."
    )

    @relation
    def _headers(self, versions: Versions) -> Iterator[Fault]:
        for name, value in (self.headers or {}).items():
            values = _HEADERS.get(name)
            if values is None:
                known = ", ".join(f"`{header}`" for header in _HEADERS)
                yield Fault(f"the header `{name}` can't be set", f"These can: {known}", ("headers", name))
            elif values and value not in values:
                listed = " or ".join(f"`{one}`" for one in values)
                yield Fault(f"`{value}` is not a value of the header `{name}`", f"Write {listed}", ("headers", name))


class RateLimit(Target):
    """How many requests are answered."""

    interval: GoDuration | None = Field(default=None, description="One request is let through in this time.")
    burst: Int | None = Field(default=None, description="Requests that may come at once.")


class WebConfig(Target):
    """web-config.yml."""

    tls_server_config: TLSServer | None = Field(default=None, description="TLS.")
    http_server_config: HTTPServer | None = Field(default=None, description="HTTP.")
    rate_limit: Annotated[RateLimit | None, Since(prometheus="3.8", alertmanager="0.30")] = Field(
        default=None, description="Requests let through."
    )
    basic_auth_users: dict[str, Annotated[Text, AfterValidator(_hash)]] | None = Field(
        default=None, description="Users, and the bcrypt hashes of their passwords."
    )
