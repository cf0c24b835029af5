"""The HTTP client that Prometheus and Alertmanager share: authentication, TLS, proxy, headers.

Prometheus writes these fields in line; Alertmanager, and the exporters, under `http_config`.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from o11ygen.targets import http_relations
from o11ygen.targets.model import Deprecated, Since, Target
from o11ygen.targets.scalars import Bool, Text, Url

TLSVersion = Literal["TLS10", "TLS11", "TLS12", "TLS13"]


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

    _one_of_each = http_relations.basic_auth


class Authorization(Target):
    """The `Authorization` header."""

    type: Text | None = Field(default=None, description="Scheme; `Bearer` unless given.")
    credentials: Text | None = Field(default=None, description="Credentials.")
    credentials_file: Text | None = Field(default=None, description="File that holds the credentials.")
    credentials_ref: Annotated[Text | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")] = Field(
        default=None, description="Name of the credentials in a secret manager; neither server registers one."
    )

    _credentials = http_relations.authorization


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

    _pairs = http_relations.certificates


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
        dict[str, list[Text] | None] | None, Since(prometheus="2.41", alertmanager="0.26", blackbox="0.24")
    ] = Field(default=None, description="Headers sent to the proxy.")

    _proxy = http_relations.proxy


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

    _secrets = http_relations.oauth2


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
        dict[str, Header | None] | None, Since(prometheus="2.53", alertmanager="0.28", blackbox="0.26")
    ] = Field(default=None, description="Further headers.")


# Pydantic lists the fields of the last base first: authentication, proxy, connection.
class HTTPClient(_Connection, Proxy, _Authentication):
    """An HTTP client."""

    # Some service discoveries left these rules unchecked, and had no HTTP client, in older releases.
    http_since: ClassVar[str] = "2.20"
    auth_checked_since: ClassVar[str] = "2.20"
    other_auth: ClassVar[tuple[str, ...]] = ()

    _authentication = http_relations.authentication
    _proxy = http_relations.client_proxy
    _headers = http_relations.client_headers
    _known = http_relations.client_known


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

    _keys = http_relations.signature_keys
