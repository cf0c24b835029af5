"""What holds between the fields of a discovery by Kubernetes; without the models, so that it loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from o11ygen.targets.http_relations import CLIENT_FIELDS, certificate_faults
from o11ygen.targets.relation import Fault, Versions, at_least, relation

if TYPE_CHECKING:
    from o11ygen.targets.discovery.kubernetes import KubernetesSD, Selector

# The values by which a field of the HTTP client stays what it is without it.
_EMPTY: tuple[object, ...] = (None, "", False)
_TRUE = ("follow_redirects", "enable_http2")
_SELECTABLE: dict[str, tuple[str, ...]] = {
    "pod": ("pod",),
    "service": ("service",),
    "endpoints": ("pod", "service", "endpoints"),
    "endpointslice": ("pod", "service", "endpointslice"),
    "node": ("node",),
    "ingress": ("ingress",),
}
_NAME = r"(?:[\w.-]+/)?[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?"
_VALUE = r"(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?"
_LABEL_REQUIREMENT = re.compile(
    rf"\s*(?:!?\s*{_NAME}|{_NAME}\s*(?:==|=|!=)\s*{_VALUE}|{_NAME}\s+(?:in|notin)\s*\(\s*{_VALUE}(?:\s*,\s*{_VALUE})*\s*\)"
    rf"|{_NAME}\s*[<>]\s*\d+)\s*",
    re.ASCII,
)
_FIELD_REQUIREMENT = re.compile(r"[^=!,]+(?:==|=|!=)(?:[^=,\\]|\\[=,\\])*")


@relation
def certificate(discovery: KubernetesSD, versions: Versions) -> Iterator[Fault]:
    """A client certificate has its key."""
    yield from certificate_faults(discovery, versions)


@relation
def selector_parses(selector: Selector, versions: Versions) -> Iterator[Fault]:
    """Kubernetes reads the selectors."""
    for kind in ("label", "field"):
        part = _selector_fault(kind, getattr(selector, kind) or "")
        if part:
            hint = "Write `name=value`; separate several with commas"
            yield Fault(f"`{part.strip()}` is not a {kind} selector", hint, (kind,))


@relation
def role_known(discovery: KubernetesSD, versions: Versions) -> Iterator[Fault]:
    """The release knows the role."""
    if discovery.role == "endpointslice" and not at_least(versions, prometheus="2.21"):
        yield Fault("the role `endpointslice` needs Prometheus 2.21", "Use `endpoints`", ("role",))


@relation
def api(discovery: KubernetesSD, versions: Versions) -> Iterator[Fault]:
    """The API is reached in one way."""
    client = [name for name in CLIENT_FIELDS if _is_changed(name, discovery)]
    # An empty URL is one to the program.
    server = discovery.api_server is not None
    own = discovery.namespaces is not None and bool(discovery.namespaces.own_namespace)
    if discovery.kubeconfig_file and server:
        yield Fault("`kubeconfig_file` and `api_server` exclude each other", "Keep one of them", ("kubeconfig_file",))
    if discovery.kubeconfig_file and client:
        yield Fault(f"`kubeconfig_file` excludes `{client[0]}`", "Keep one of them", (client[0],))
    if own and (discovery.kubeconfig_file or server):
        other = "kubeconfig_file" if discovery.kubeconfig_file else "api_server"
        where = ("namespaces", "own_namespace")
        yield Fault(f"`own_namespace` excludes `{other}`", "It needs the cluster Prometheus runs in", where)
    if client and not server and not discovery.kubeconfig_file:
        yield Fault(f"`{client[0]}` needs `api_server`", "Add `api_server`, or use the pod's account", (client[0],))


@relation
def selectors_fit(discovery: KubernetesSD, versions: Versions) -> Iterator[Fault]:
    """Selectors fit the role, one for each kind of object."""
    allowed = _SELECTABLE[discovery.role]
    if discovery.role == "pod" and at_least(versions, prometheus="3.11"):
        allowed = ("pod", "node")
    seen: set[str] = set()
    for index, selector in enumerate(discovery.selectors or ()):
        place = ("selectors", index, "role")
        if selector.role not in allowed:
            listed = ", ".join(f"`{role}`" for role in allowed)
            message = f"the role `{discovery.role}` takes no selector of the role `{selector.role}`"
            yield Fault(message, f"Use {listed}", place)
        if selector.role in seen:
            yield Fault(f"a second selector of the role `{selector.role}`", "Make one selector of them", place)
        seen.add(selector.role)


def _is_changed(name: str, discovery: KubernetesSD) -> bool:
    value: Any = getattr(discovery, name)
    if name in _TRUE:
        # Null is false to the program.
        return name in discovery.model_fields_set and value is not True
    if name == "proxy_url":
        return value is not None
    if name == "tls_config" and value is not None:
        return any(held not in _EMPTY for held in vars(value).values())
    return value not in _EMPTY


def _selector_fault(kind: str, selector: str) -> str:
    if kind == "field":
        parts = [part for part in re.split(r"(?<!\\),", selector) if part]
        return next((part for part in parts if not _FIELD_REQUIREMENT.fullmatch(part)), "")
    if not selector.strip(" \t\r\n"):
        return ""
    parts = re.split(r",(?![^()]*\))", selector)
    return next((part for part in parts if not _LABEL_REQUIREMENT.fullmatch(part)), "")
