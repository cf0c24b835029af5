"""How an endpoint is reached, in the fields of the HTTP client that Prometheus and Alertmanager share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from o11ygen.lowering.parts import part
from o11ygen.lowering.secrets import file_fields
from o11ygen.resolved import Connection
from o11ygen.targets.outlined import http

if TYPE_CHECKING:
    from o11ygen.targets.http import Authorization, BasicAuth, TLSConfig

# The places of the client's fields, and the author's names for them.
CLIENT_FIELDS: Mapping[tuple[str | int, ...], str] = {
    ("basic_auth",): "basic_auth",
    ("authorization",): "authorization",
    ("tls_config",): "tls",
}


class ClientFields(TypedDict):
    """The client's fields, as keywords for the models that have them in line."""

    basic_auth: BasicAuth | None
    authorization: Authorization | None
    tls_config: TLSConfig | None


def client_fields(connection: Connection) -> ClientFields:
    """Authentication and TLS; the scheme is not part of the client."""
    return {
        "basic_auth": part(http.BasicAuth)(**file_fields(connection.basic_auth, model=http.BasicAuth))
        if connection.basic_auth
        else None,
        "authorization": authorization(connection.authorization) if connection.authorization else None,
        "tls_config": part(http.TLSConfig)(**file_fields(connection.tls, model=http.TLSConfig))
        if connection.tls
        else None,
    }


def authorization(settings: Mapping[str, Any]) -> Authorization:
    """The header, with what is secret of it from a file."""
    return part(http.Authorization)(**file_fields(settings, model=http.Authorization))


def client_secrets(connection: Connection) -> dict[str, Any]:
    """The same settings with the secrets still references, under the names of the client, for `secret_problems`."""
    return {
        "basic_auth": connection.basic_auth,
        "authorization": connection.authorization,
        "tls_config": connection.tls,
    }


def scheme(connection: Connection) -> str | None:
    """The scheme, unless it is the `http` that every target takes without being told."""
    return None if connection.scheme == "http" else connection.scheme
