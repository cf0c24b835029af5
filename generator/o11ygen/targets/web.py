"""web-config.yml: TLS, users and headers of a server's own web endpoint (Prometheus, Alertmanager, the exporters)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from o11ygen.targets import web_relations
from o11ygen.targets.http import TLSVersion
from o11ygen.targets.model import Since, Target
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

    _pair = web_relations.certificate
    _clients = web_relations.clients


class HTTPServer(Target):
    """HTTP of the endpoint."""

    http2: Bool | None = Field(default=None, description="HTTP/2; true unless given, and only with TLS.")
    headers: Annotated[dict[str, Text] | None, Since(prometheus="2.31", alertmanager="0.24")] = Field(
        default=None, description="Headers of every answer."
    )

    _headers = web_relations.headers


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
    basic_auth_users: dict[str, Annotated[Text, AfterValidator(web_relations.bcrypt_hash)]] | None = Field(
        default=None, description="Users, and the bcrypt hashes of their passwords."
    )

    _passwords = web_relations.passwords
