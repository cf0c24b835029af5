"""How targets are found, as the `*_sd_configs` and `static_configs` of a scrape job or an Alertmanager entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from o11ygen.artifact import DocumentPath
from o11ygen.lowering.http_client import CLIENT_FIELDS, authorization, client_fields, client_secrets
from o11ygen.lowering.parts import document, merged, model_of, part
from o11ygen.lowering.secrets import file_fields
from o11ygen.renderer import Written
from o11ygen.resolved import UNKNOWN, Connection, Discovery
from o11ygen.targets.outlined import kubernetes, registry, static

if TYPE_CHECKING:
    from o11ygen.targets.discovery.kubernetes import KubernetesSD
    from o11ygen.targets.discovery.registry import ConsulSD
    from o11ygen.targets.discovery.static import DNSSD, HTTPSD, FileSD, StaticConfig

Settings = Mapping[str, Any]


class DiscoveryFields(TypedDict):
    """The lists of targets, as keywords for the models that have them in line."""

    static_configs: list[StaticConfig] | None
    file_sd_configs: list[FileSD] | None
    dns_sd_configs: list[DNSSD] | None
    http_sd_configs: list[HTTPSD] | None
    kubernetes_sd_configs: list[KubernetesSD] | None
    consul_sd_configs: list[ConsulSD] | None


def discovery_fields(found: Iterable[Discovery]) -> DiscoveryFields:
    """Each kind's settings in its own list, in the order the author gave them."""
    lists: dict[str, list[Any]] = {}
    for one in found:
        key, lower = _KINDS[one.kind]
        lowered = lower(one.settings)
        if one.extra:
            further = file_fields(one.extra, model=model_of(lowered))
            lists.setdefault(key, []).append(merged(document(lowered), further))
        else:
            lists.setdefault(key, []).append(lowered)
    return {
        "static_configs": lists.get("static_configs"),
        "file_sd_configs": lists.get("file_sd_configs"),
        "dns_sd_configs": lists.get("dns_sd_configs"),
        "http_sd_configs": lists.get("http_sd_configs"),
        "kubernetes_sd_configs": lists.get("kubernetes_sd_configs"),
        "consul_sd_configs": lists.get("consul_sd_configs"),
    }


def discovery_sources(place: DocumentPath, found: Iterable[Discovery]) -> Iterator[tuple[DocumentPath, Written]]:
    """What each entry below a place was written from."""
    counts: dict[str, int] = {}
    for one in found:
        key, _ = _KINDS[one.kind]
        number = counts[key] = counts.get(key, -1) + 1
        if one.source is not UNKNOWN:
            yield (*place, key, number), Written(one.source, _FIELDS.get(one.kind, {}))


def discovery_secrets(found: Sequence[Discovery]) -> dict[str, Any]:
    """The settings that hold secrets, still references, at the places where the targets' models have them."""
    clients = [client_secrets(one.settings["connection"]) for one in found if one.kind == "http"]
    tokens = [one.settings["token"] for one in found if one.kind == "consul" and "token" in one.settings]
    secrets: dict[str, Any] = {
        "http_sd_configs": clients,
        "consul_sd_configs": [{"authorization": {"credentials": token}} for token in tokens],
    }
    for one in found:
        if one.extra:
            key, _ = _KINDS[one.kind]
            secrets.setdefault(key, []).append(one.extra)
    return secrets


def _static(settings: Settings) -> StaticConfig:
    return part(static.StaticConfig)(targets=list(settings["targets"]), labels=dict(settings.get("labels", {})) or None)


def _file(settings: Settings) -> FileSD:
    return part(static.FileSD)(**settings)


def _dns(settings: Settings) -> DNSSD:
    return part(static.DNSSD)(**settings)


def _http(settings: Settings) -> HTTPSD:
    connection: Connection = settings["connection"]
    fields = client_fields(connection)
    if connection.authorization:
        # Prometheus before 2.53 adds the usual scheme everywhere but here, and the endpoint sees a token alone.
        fields["authorization"] = authorization({"type": "Bearer", **connection.authorization})
    return part(static.HTTPSD)(url=settings["url"], refresh_interval=settings.get("refresh_interval"), **fields)


def _kubernetes(settings: Settings) -> KubernetesSD:
    namespaces = part(kubernetes.Namespaces)(
        own_namespace=settings.get("own_namespace") or None, names=list(settings.get("namespaces", ())) or None
    )
    return part(kubernetes.KubernetesSD)(
        role=settings["role"],
        api_server=settings.get("api_server"),
        namespaces=namespaces if namespaces.model_fields_set else None,
        selectors=[part(kubernetes.Selector)(**selector) for selector in settings.get("selectors", ())] or None,
    )


def _consul(settings: Settings) -> ConsulSD:
    given = {name: value for name, value in settings.items() if name != "token" and value != ()}
    token = settings.get("token")
    # Consul's own `token` field takes no file; a bearer token, which Consul takes as well, does.
    # https://developer.hashicorp.com/consul/api-docs/api-structure#authentication
    bearer = authorization({"credentials": token}) if token is not None else None
    return part(registry.ConsulSD)(**given, authorization=bearer)


_FIELDS: Mapping[str, Mapping[DocumentPath, str]] = {
    "http": CLIENT_FIELDS,
    "consul": {("authorization",): "token"},
}
_KINDS: Mapping[str, tuple[str, Callable[[Settings], Any]]] = {
    "static": ("static_configs", _static),
    "file": ("file_sd_configs", _file),
    "dns": ("dns_sd_configs", _dns),
    "http": ("http_sd_configs", _http),
    "kubernetes": ("kubernetes_sd_configs", _kubernetes),
    "consul": ("consul_sd_configs", _consul),
}
