"""What holds between the fields of an HTTP client; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from o11ygen.targets.relation import Fault, Versions, at_least, exclusive, one_of, present, relation, required

if TYPE_CHECKING:
    from o11ygen.targets.http import Authorization, BasicAuth, HTTPClient, OAuth2, Proxy, SigV4, TLSConfig

_RESERVED = """
authorization host content-encoding content-length content-type user-agent connection keep-alive proxy-authenticate
proxy-authorization www-authenticate accept-encoding x-prometheus-remote-write-version x-prometheus-remote-read-version
x-prometheus-scrape-timeout-seconds x-amz-date x-amz-security-token x-amz-content-sha256
"""
RESERVED_HEADERS = frozenset(_RESERVED.split())
CLIENT_FIELDS = (
    *("basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file", "tls_config"),
    *("proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header"),
    *("follow_redirects", "enable_http2", "http_headers"),
)
"""The fields of an HTTP client, in the order of its model."""
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_SIGNATURES = ("RS256", "RS384", "RS512")


def reserved_headers(headers: object, field: str) -> Iterator[Fault]:
    """A fault for each header name (the keys of `headers`) that the client sets itself."""
    for name in headers if isinstance(headers, dict) else ():
        if name.lower() in RESERVED_HEADERS:
            hint = "Use `basic_auth`, `authorization` or `oauth2`" if name.lower() == "authorization" else "Remove it"
            yield Fault(f"the header `{name}` is set by the client itself", hint, (field, name))


@relation
def basic_auth(auth: BasicAuth, versions: Versions) -> Iterator[Fault]:
    """One user name and one password."""
    yield from exclusive(auth, "username", "username_file", "username_ref")
    yield from exclusive(auth, "password", "password_file", "password_ref")


@relation
def authorization(header: Authorization, versions: Versions) -> Iterator[Fault]:
    """Credentials come from one place, and are not those of `basic_auth`."""
    if (header.type or "").strip().lower() == "basic":
        yield Fault("`authorization` does not take the type `basic`", "Write `basic_auth`", ("type",))
    yield from exclusive(header, "credentials", "credentials_file", "credentials_ref")


@relation
def certificates(tls: TLSConfig, versions: Versions) -> Iterator[Fault]:
    """Each part comes from one place, and a certificate has its key."""
    for part in ("ca", "cert", "key"):
        yield from exclusive(tls, part, f"{part}_file", f"{part}_ref")
    # Older programs find out when they make the client.
    read = at_least(versions, prometheus="2.45", alertmanager="0.26", blackbox="0.25")
    yield from pair_faults(tls, kind="value" if read else "server")


def pair_faults(tls: TLSConfig, *, kind: Literal["value", "server"]) -> Iterator[Fault]:
    """A certificate without its key, or the reverse."""
    cert, key = present(tls, "cert", "cert_file", "cert_ref"), present(tls, "key", "key_file", "key_ref")
    if bool(cert) != bool(key):
        has, lacks = ("certificate", "key") if cert else ("key", "certificate")
        message = f"a client {has} is given without its {lacks}"
        yield Fault(message, "Give both, or neither", ((cert or key)[0],), kind)


@relation
def proxy(client: Proxy, versions: Versions) -> Iterator[Fault]:
    """The proxy comes from one place, and what belongs to one has one."""
    if client.proxy_from_environment:
        yield from exclusive(client, "proxy_from_environment", "proxy_url")
        yield from exclusive(client, "proxy_from_environment", "no_proxy")
    elif not client.proxy_url:
        # For `no_proxy` the programs are content with an empty URL.
        names = ("no_proxy", "proxy_connect_header") if client.proxy_url is None else ("proxy_connect_header",)
        for name in present(client, *names):
            yield Fault(f"`{name}` has no effect without `proxy_url`", "Add `proxy_url`, or remove it", (name,))


@relation
def oauth2(client: OAuth2, versions: Versions) -> Iterator[Fault]:
    """What a token is asked for with."""
    yield from required(client, "client_id")
    yield from required(client, "token_url")
    if not at_least(versions, prometheus="2.51", alertmanager="0.28"):
        yield from one_of(client, "client_secret", "client_secret_file")
    if client.grant_type == _JWT_BEARER:
        key = "client_certificate_key"
        yield from exclusive(client, key, f"{key}_file", f"{key}_ref")
        if client.signature_algorithm and client.signature_algorithm not in _SIGNATURES:
            message = f"`{client.signature_algorithm}` is not a signature algorithm"
            yield Fault(message, f"Write one of {', '.join(_SIGNATURES)}", ("signature_algorithm",))
        return
    yield from exclusive(client, "client_secret", "client_secret_file", "client_secret_ref")
    if client.grant_type and client.grant_type != "client_credentials":
        message = f"the grant `{client.grant_type}` is not known, so the one of client credentials is asked for"
        hint = f"Write `client_credentials` or `{_JWT_BEARER}`"
        yield Fault(message, hint, ("grant_type",), kind="advice")


@relation
def authentication(client: HTTPClient, versions: Versions) -> Iterator[Fault]:
    """A client has one way to log in."""
    if not at_least(versions, prometheus=client.auth_checked_since):
        return
    bearer = present(client, "bearer_token", "bearer_token_file")
    if len(bearer) > 1:
        yield from exclusive(client, "bearer_token", "bearer_token_file")
    yield from exclusive(client, *bearer[:1], "basic_auth", "authorization", "oauth2", *client.other_auth)


@relation
def client_proxy(client: HTTPClient, versions: Versions) -> Iterator[Fault]:
    """The rules of the proxy, where the release looks at them."""
    if at_least(versions, prometheus=client.auth_checked_since):
        yield from proxy(client, versions)


@relation
def client_headers(client: HTTPClient, versions: Versions) -> Iterator[Fault]:
    """No header is one that the client sets itself."""
    yield from reserved_headers(client.http_headers, "http_headers")


@relation
def client_known(client: HTTPClient, versions: Versions) -> Iterator[Fault]:
    """The part has an HTTP client in this release."""
    if not at_least(versions, prometheus=client.http_since):
        for name in client.model_fields_set.intersection(CLIENT_FIELDS):
            yield Fault(f"`{name}` needs Prometheus {client.http_since} here", "Remove it", (name,))


@relation
def signature_keys(signature: SigV4, versions: Versions) -> Iterator[Fault]:
    """An access key has its secret."""
    if bool(signature.access_key) != bool(signature.secret_key):
        yield Fault("`access_key` and `secret_key` belong together", "Give both, or neither")
    if signature.external_id and not signature.role_arn:
        yield Fault("`external_id` is told to the role of `role_arn`, which is not given", "Add it", ("external_id",))


def certificate_faults(client: HTTPClient, versions: Versions) -> Iterator[Fault]:
    """A client certificate without its key where promtool looked for it before all programs did."""
    if client.tls_config is not None and not at_least(versions, prometheus="2.45"):
        for fault in pair_faults(client.tls_config, kind="value"):
            yield Fault(fault.message, fault.hint, ("tls_config", *fault.at))


def has_authorization(client: HTTPClient | None) -> bool:
    """Whether a client logs in by a token; the older `bearer_token` is read as `authorization`."""
    return client is not None and (
        client.authorization is not None or bool(present(client, "bearer_token", "bearer_token_file"))
    )
