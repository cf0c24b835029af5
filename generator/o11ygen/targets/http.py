"""The HTTP client that Prometheus and Alertmanager share: authentication, TLS, proxy, headers.

Prometheus writes these fields in line; Alertmanager, and the exporters, under `http_config`.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from o11ygen.targets.model import Deprecated, Since, Target
from o11ygen.targets.relation import Fault, Versions, at_least, exclusive, one_of, present, relation, required
from o11ygen.targets.scalars import Bool, Text, Url

TLSVersion = Literal["TLS10", "TLS11", "TLS12", "TLS13"]
_RESERVED = """
authorization host content-encoding content-length content-type user-agent connection keep-alive proxy-authenticate
proxy-authorization www-authenticate accept-encoding x-prometheus-remote-write-version x-prometheus-remote-read-version
x-prometheus-scrape-timeout-seconds x-amz-date x-amz-security-token x-amz-content-sha256
"""
RESERVED_HEADERS = frozenset(_RESERVED.split())
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_SIGNATURES = ("RS256", "RS384", "RS512")


def reserved_headers(headers: object, field: str) -> Iterator[Fault]:
    """A fault for each header name (the keys of `headers`) that the client sets itself."""
    for name in headers if isinstance(headers, dict) else ():
        if name.lower() in RESERVED_HEADERS:
            hint = "Use `basic_auth`, `authorization` or `oauth2`" if name.lower() == "authorization" else "Remove it"
            yield Fault(f"the header `{name}` is set by the client itself", hint, (field, name))


class BasicAuth(Target):
    """User name and password."""

    username: Text | None = Field(default=None, description="User name.")
    username_file: Annotated[Text | None, Since(prometheus="2.49", alertmanager="0.27", blackbox="0.25")] = Field(
        default=None, description="File that holds the user name."
    )
    username_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the user name in a secret manager; neither server registers one."
    )
    password: Text | None = Field(default=None, description="Password.")
    password_file: Text | None = Field(default=None, description="File that holds the password.")
    password_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the password in a secret manager; neither server registers one."
    )

    @relation
    def _one_of_each(self, versions: Versions) -> Iterator[Fault]:
        yield from exclusive(self, "username", "username_file", "username_ref")
        yield from exclusive(self, "password", "password_file", "password_ref")


class Authorization(Target):
    """The `Authorization` header."""

    type: Text | None = Field(default=None, description="Scheme; `Bearer` unless given.")
    credentials: Text | None = Field(default=None, description="Credentials.")
    credentials_file: Text | None = Field(default=None, description="File that holds the credentials.")
    credentials_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the credentials in a secret manager; neither server registers one."
    )

    @relation
    def _credentials(self, versions: Versions) -> Iterator[Fault]:
        if (self.type or "").strip().lower() == "basic":
            yield Fault("`authorization` does not take the type `basic`", "Write `basic_auth`", ("type",))
        yield from exclusive(self, "credentials", "credentials_file", "credentials_ref")


class TLSConfig(Target):
    """TLS of a client."""

    ca: Annotated[Text | None, Since(prometheus="2.45", alertmanager="0.26", blackbox="0.25")] = Field(
        default=None, description="Certificate authority, PEM."
    )
    ca_file: Text | None = Field(default=None, description="File that holds the certificate authority.")
    ca_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the authority in a secret manager; neither server registers one."
    )
    cert: Annotated[Text | None, Since(prometheus="2.45", alertmanager="0.26", blackbox="0.25")] = Field(
        default=None, description="Client certificate, PEM."
    )
    cert_file: Text | None = Field(default=None, description="File that holds the client certificate.")
    cert_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the certificate in a secret manager; neither server registers one."
    )
    key: Annotated[Text | None, Since(prometheus="2.45", alertmanager="0.26", blackbox="0.25")] = Field(
        default=None, description="Client key, PEM."
    )
    key_file: Text | None = Field(default=None, description="File that holds the client key.")
    key_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the key in a secret manager; neither server registers one."
    )
    server_name: Text | None = Field(default=None, description="Name expected in the server's certificate.")
    insecure_skip_verify: Bool | None = Field(default=None, description="Accept any certificate.")
    min_version: Annotated[TLSVersion | None, Since(prometheus="2.35", alertmanager="0.25", blackbox="0.21")] = Field(
        default=None, description="Oldest TLS version."
    )
    max_version: Annotated[TLSVersion | None, Since(prometheus="2.41", alertmanager="0.25", blackbox="0.24")] = Field(
        default=None, description="Newest TLS version."
    )

    @relation
    def _pairs(self, versions: Versions) -> Iterator[Fault]:
        for part in ("ca", "cert", "key"):
            yield from exclusive(self, part, f"{part}_file", f"{part}_ref")
        # Older programs find out when they make the client.
        read = at_least(versions, prometheus="2.45", alertmanager="0.26", blackbox="0.25")
        yield from self.pair_faults(kind="value" if read else "server")

    def pair_faults(self, *, kind: Literal["value", "server"]) -> Iterator[Fault]:
        """A certificate without its key, or the reverse."""
        cert, key = present(self, "cert", "cert_file", "cert_ref"), present(self, "key", "key_file", "key_ref")
        if bool(cert) != bool(key):
            has, lacks = ("certificate", "key") if cert else ("key", "certificate")
            message = f"a client {has} is given without its {lacks}"
            yield Fault(message, "Give both, or neither", ((cert or key)[0],), kind)


class Proxy(Target):
    """How the client reaches the server."""

    proxy_url: Url | None = Field(default=None, description="Proxy: an http, https or socks5 URL.")
    no_proxy: Annotated[Text | None, Since(prometheus="2.43", alertmanager="0.26", blackbox="0.24")] = Field(
        default=None, description="Hosts and networks that are reached directly, separated by commas."
    )
    proxy_from_environment: Annotated[Bool | None, Since(prometheus="2.43", alertmanager="0.26", blackbox="0.24")] = (
        Field(default=None, description="Take the proxy from the environment variables of the server.")
    )
    proxy_connect_header: Annotated[
        dict[str, list[Text]] | None, Since(prometheus="2.41", alertmanager="0.26", blackbox="0.24")
    ] = Field(default=None, description="Headers sent to the proxy.")

    @relation
    def _proxy(self, versions: Versions) -> Iterator[Fault]:
        if self.proxy_from_environment:
            yield from exclusive(self, "proxy_from_environment", "proxy_url")
            yield from exclusive(self, "proxy_from_environment", "no_proxy")
        elif not self.proxy_url:
            for name in present(self, "no_proxy", "proxy_connect_header"):
                yield Fault(f"`{name}` has no effect without `proxy_url`", "Add `proxy_url`, or remove it", (name,))


class _OAuth2Client(Target):
    client_id: Text = Field(description="Client id.")
    client_secret: Text | None = Field(default=None, description="Client secret.")
    client_secret_file: Text | None = Field(default=None, description="File that holds the client secret.")
    client_secret_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the client secret in a secret manager; neither server registers one."
    )
    client_certificate_key_id: Annotated[Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")] = (
        Field(default=None, description="Id of the key that signs the assertion.")
    )
    client_certificate_key: Annotated[Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")] = (
        Field(default=None, description="Key that signs the assertion.")
    )
    client_certificate_key_file: Annotated[
        Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")
    ] = Field(default=None, description="File that holds the key that signs the assertion.")
    client_certificate_key_ref: Annotated[
        Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")
    ] = Field(default=None, description="Name of the signing key in a secret manager; neither server registers one.")
    grant_type: Annotated[Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")] = Field(
        default=None, description="OAuth 2.0 grant."
    )
    signature_algorithm: Annotated[Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")] = Field(
        default=None, description="Algorithm that signs the assertion."
    )
    iss: Annotated[Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")] = Field(
        default=None, description="Issuer of the assertion."
    )
    audience: Annotated[Text | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")] = Field(
        default=None, description="Audience of the assertion."
    )
    claims: Annotated[dict[str, Any] | None, Since(prometheus="3.8", alertmanager="0.30", blackbox="0.29")] = Field(
        default=None, description="Further claims of the assertion."
    )
    scopes: list[Text] | None = Field(default=None, description="Scopes asked for.")
    token_url: Text = Field(description="Where the token comes from.")
    endpoint_params: dict[str, Text] | None = Field(default=None, description="Parameters sent to the token URL.")
    tls_config: Annotated[TLSConfig | None, Since(prometheus="2.31", alertmanager="0.24", blackbox="0.20")] = Field(
        default=None, description="TLS towards the token URL."
    )


class OAuth2(Proxy, _OAuth2Client):
    """OAuth 2.0 client credentials."""

    proxy_url: Annotated[Url | None, Since(prometheus="2.35", alertmanager="0.25", blackbox="0.21")] = Field(
        default=None, description="Proxy towards the token URL."
    )

    @relation
    def _secrets(self, versions: Versions) -> Iterator[Fault]:
        yield from required(self, "client_id")
        yield from required(self, "token_url")
        if not at_least(versions, prometheus="2.51", alertmanager="0.28"):
            yield from one_of(self, "client_secret", "client_secret_file")
        if self.grant_type == _JWT_BEARER:
            key = "client_certificate_key"
            yield from exclusive(self, key, f"{key}_file", f"{key}_ref")
            if self.signature_algorithm and self.signature_algorithm not in _SIGNATURES:
                message = f"`{self.signature_algorithm}` is not a signature algorithm"
                yield Fault(message, f"Write one of {', '.join(_SIGNATURES)}", ("signature_algorithm",))
            return
        yield from exclusive(self, "client_secret", "client_secret_file", "client_secret_ref")
        if self.grant_type and self.grant_type != "client_credentials":
            message = f"the grant `{self.grant_type}` is not known, so the one of client credentials is asked for"
            hint = f"Write `client_credentials` or `{_JWT_BEARER}`"
            yield Fault(message, hint, ("grant_type",), kind="advice")


class Header(Target):
    """Values of one header."""

    values: list[Text] | None = Field(default=None, description="Values.")
    secrets: list[Text] | None = Field(default=None, description="Values that are secret.")
    files: list[Text] | None = Field(default=None, description="Files that hold values.")


class _Authentication(Target):
    basic_auth: BasicAuth | None = Field(default=None, description="User name and password.")
    authorization: Annotated[Authorization | None, Since(prometheus="2.26", alertmanager="0.22", blackbox="0.19")] = (
        Field(default=None, description="The `Authorization` header.")
    )
    oauth2: Annotated[OAuth2 | None, Since(prometheus="2.27", alertmanager="0.22", blackbox="0.19")] = Field(
        default=None, description="OAuth 2.0."
    )
    bearer_token: Annotated[
        Text | None, Deprecated("Write `authorization`", prometheus="2.26", alertmanager="0.22")
    ] = Field(default=None, description="Bearer token.")
    bearer_token_file: Annotated[
        Text | None,
        Deprecated("Write `authorization` with `credentials_file`", prometheus="2.26", alertmanager="0.22"),
    ] = Field(default=None, description="File that holds the bearer token.")
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")


class _Connection(Target):
    follow_redirects: Annotated[Bool | None, Since(prometheus="2.26", alertmanager="0.22", blackbox="0.19")] = Field(
        default=None, description="Follow redirects."
    )
    enable_http2: Annotated[Bool | None, Since(prometheus="2.35", alertmanager="0.25", blackbox="0.21")] = Field(
        default=None, description="Use HTTP/2 where the server offers it."
    )
    http_headers: Annotated[
        dict[str, Header] | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")
    ] = Field(default=None, description="Further headers.")


# Pydantic lists the fields of the last base first: authentication, proxy, connection.
class HTTPClient(_Connection, Proxy, _Authentication):
    """An HTTP client."""

    # Some service discoveries left these rules unchecked, and had no HTTP client, in older releases.
    http_since: ClassVar[str] = "2.20"
    auth_checked_since: ClassVar[str] = "2.20"
    other_auth: ClassVar[tuple[str, ...]] = ()

    @relation
    def _authentication(self, versions: Versions) -> Iterator[Fault]:
        if not at_least(versions, prometheus=self.auth_checked_since):
            return
        bearer = present(self, "bearer_token", "bearer_token_file")
        if len(bearer) > 1:
            yield from exclusive(self, "bearer_token", "bearer_token_file")
        yield from exclusive(self, *bearer[:1], "basic_auth", "authorization", "oauth2", *self.other_auth)

    @relation
    def _proxy(self, versions: Versions) -> Iterator[Fault]:
        if at_least(versions, prometheus=self.auth_checked_since):
            yield from super()._proxy(versions)

    @relation
    def _headers(self, versions: Versions) -> Iterator[Fault]:
        yield from reserved_headers(self.http_headers, "http_headers")

    @relation
    def _known(self, versions: Versions) -> Iterator[Fault]:
        if not at_least(versions, prometheus=self.http_since):
            for name in self.model_fields_set & HTTPClient.model_fields.keys():
                yield Fault(f"`{name}` needs Prometheus {self.http_since} here", "Remove it", (name,))


def certificate_faults(client: HTTPClient, versions: Versions) -> Iterator[Fault]:
    """A client certificate without its key where promtool looked for it before all programs did."""
    if client.tls_config is not None and not at_least(versions, prometheus="2.45"):
        for fault in client.tls_config.pair_faults(kind="value"):
            yield Fault(fault.message, fault.hint, ("tls_config", *fault.at))


class SigV4(Target):
    """AWS Signature Version 4."""

    region: Text | None = Field(default=None, description="AWS region; unless given, from the AWS configuration.")
    access_key: Text | None = Field(default=None, description="Access key.")
    secret_key: Text | None = Field(default=None, description="Secret key.")
    profile: Text | None = Field(default=None, description="AWS profile.")
    role_arn: Text | None = Field(default=None, description="Role to assume.")
    external_id: Annotated[Text | None, Since(prometheus="3.10", alertmanager="0.31")] = Field(
        default=None, description="External id used to assume the role."
    )
    use_fips_sts_endpoint: Annotated[Bool | None, Since(prometheus="2.54", alertmanager="0.28")] = Field(
        default=None, description="Use the FIPS endpoint of the token service."
    )
    service_name: Annotated[Text | None, Since(prometheus="3.5", alertmanager="0.29")] = Field(
        default=None, description="AWS service that is signed for."
    )

    @relation
    def _keys(self, versions: Versions) -> Iterator[Fault]:
        if bool(self.access_key) != bool(self.secret_key):
            yield Fault("`access_key` and `secret_key` belong together", "Give both, or neither")
