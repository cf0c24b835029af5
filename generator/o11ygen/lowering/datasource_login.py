"""How Grafana logs in at a datasource, in the fields of its provisioning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from o11ygen.lowering.dollars import doubled
from o11ygen.resolved import Datasource, SecretRef

_HEADER = "Authorization"


class LoginFields(TypedDict, total=False):
    """The fields of a datasource of any plugin, as keywords for its model."""

    basic_auth: bool
    basic_auth_user: str
    secure_json_data: dict[str, str]


class HttpFields(TypedDict, total=False):
    """The fields of its `jsonData`."""

    tls_auth: bool
    tls_auth_with_ca_cert: bool
    tls_skip_verify: bool
    server_name: str
    http_header_name1: str


def login_fields(datasource: Datasource | None) -> LoginFields:
    """Name, and what is secret; Grafana keeps the latter encrypted."""
    if datasource is None:
        return {}
    basic = datasource.connection.basic_auth
    fields: LoginFields = {}
    if basic:
        fields["basic_auth"] = True
        fields["basic_auth_user"] = doubled(basic["username"])
    secrets = _secrets(datasource)
    if secrets:
        fields["secure_json_data"] = secrets
    return fields


def http_fields(datasource: Datasource | None) -> HttpFields:
    """TLS and headers, without what is secret of them."""
    if datasource is None:
        return {}
    tls, fields = datasource.connection.tls, HttpFields()
    if tls.get("cert_file"):
        fields["tls_auth"] = True
    if tls.get("ca_file"):
        fields["tls_auth_with_ca_cert"] = True
    if tls.get("insecure_skip_verify"):
        fields["tls_skip_verify"] = True
    if tls.get("server_name"):
        fields["server_name"] = doubled(tls["server_name"])
    if datasource.connection.authorization:
        fields["http_header_name1"] = _HEADER
    return fields


def _secrets(datasource: Datasource) -> dict[str, str]:
    connection = datasource.connection
    tls: Mapping[str, Any] = connection.tls
    result: dict[str, str] = {}
    if connection.basic_auth:
        result["basicAuthPassword"] = reference(connection.basic_auth["password"])
    if connection.authorization:
        scheme = doubled(connection.authorization.get("type", "Bearer"))
        result["httpHeaderValue1"] = f"{scheme} {reference(connection.authorization['credentials'])}"
    for name, given in (("tlsCACert", "ca_file"), ("tlsClientCert", "cert_file"), ("tlsClientKey", "key")):
        if tls.get(given):
            result[name] = reference(tls[given])
    return result


def reference(value: SecretRef | str) -> str:
    """What Grafana replaces by the secret: a variable of its environment, or what stands in a file.

    Without braces: Grafana expands `${NAME}` twice, so a dollar sign in the value would begin another reference.
    https://grafana.com/docs/grafana/latest/administration/provisioning/#use-environment-variables
    """
    if isinstance(value, SecretRef) and value.kind == "env":
        return f"${value.reference}"
    return f"$__file{{{value.reference if isinstance(value, SecretRef) else value}}}"
