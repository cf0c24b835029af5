"""Targets that the Kubernetes API names."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from o11ygen.targets.http import HTTPClient, TLSConfig
from o11ygen.targets.http_relations import certificate_faults
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relation import Fault, Versions, at_least, relation
from o11ygen.targets.scalars import Bool, Text, Url

Role = Literal["node", "pod", "service", "endpoints", "endpointslice", "ingress"]
# The values by which a field of the HTTP client stays what it is without it.
_EMPTY: tuple[object, ...] = (None, "", False)
_UNCHANGED: dict[str, tuple[object, ...]] = {
    "follow_redirects": (None, True),
    "enable_http2": (None, True),
    "tls_config": (None, TLSConfig()),
}
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


def _selector_fault(kind: str, selector: str) -> str:
    if kind == "field":
        parts = [part for part in re.split(r"(?<!\\),", selector) if part]
        return next((part for part in parts if not _FIELD_REQUIREMENT.fullmatch(part)), "")
    if not selector.strip():
        return ""
    parts = re.split(r",(?![^()]*\))", selector)
    return next((part for part in parts if not _LABEL_REQUIREMENT.fullmatch(part)), "")


class Namespaces(Target):
    """The namespaces that are watched; all unless given."""

    own_namespace: Annotated[Bool | None, Since(prometheus="2.33")] = Field(
        default=None, description="Also the namespace that Prometheus runs in."
    )
    names: list[Text] | None = Field(default=None, description="Namespaces.")


class Selector(Target):
    """Which objects of one role are watched."""

    role: Role = Field(description="Kind of object.")
    label: Text | None = Field(default=None, description="Label selector of Kubernetes.")
    field: Text | None = Field(default=None, description="Field selector of Kubernetes.")

    @relation
    def _parses(self, versions: Versions) -> Iterator[Fault]:
        for kind in ("label", "field"):
            part = _selector_fault(kind, getattr(self, kind) or "")
            if part:
                hint = "Write `name=value`; separate several with commas"
                yield Fault(f"`{part.strip()}` is not a {kind} selector", hint, (kind,))


class AttachMetadata(Target):
    """Which metadata of related objects is attached."""

    node: Bool | None = Field(default=None, description="Of the node.")
    namespace: Annotated[Bool | None, Since(prometheus="3.6")] = Field(default=None, description="Of the namespace.")
    deployment: Annotated[Bool | None, Since(prometheus="3.11")] = Field(default=None, description="Of the deployment.")
    job: Annotated[Bool | None, Since(prometheus="3.11")] = Field(default=None, description="Of the job.")
    cronjob: Annotated[Bool | None, Since(prometheus="3.11")] = Field(default=None, description="Of the cron job.")


class _Where(Target):
    role: Role = Field(description="Kind of object that becomes a target.")
    api_server: Url | None = Field(default=None, description="API server; the cluster's own unless given.")
    kubeconfig_file: Annotated[Text | None, Since(prometheus="2.28")] = Field(
        default=None, description="kubeconfig file, instead of `api_server` and the HTTP client."
    )
    namespaces: Namespaces | None = Field(default=None, description="Namespaces.")
    selectors: list[Selector] | None = Field(default=None, description="Which objects; one selector for each role.")
    attach_metadata: Annotated[AttachMetadata | None, Since(prometheus="2.35")] = Field(
        default=None, description="Metadata of related objects."
    )


class KubernetesSD(HTTPClient, _Where):
    """Targets that the Kubernetes API names."""

    @relation
    def _certificate(self, versions: Versions) -> Iterator[Fault]:
        yield from certificate_faults(self, versions)

    @relation
    def _role(self, versions: Versions) -> Iterator[Fault]:
        if self.role == "endpointslice" and not at_least(versions, prometheus="2.21"):
            yield Fault("the role `endpointslice` needs Prometheus 2.21", "Use `endpoints`", ("role",))

    @relation
    def _api(self, versions: Versions) -> Iterator[Fault]:
        client = [name for name in HTTPClient.model_fields if getattr(self, name) not in _UNCHANGED.get(name, _EMPTY)]
        own = self.namespaces is not None and bool(self.namespaces.own_namespace)
        if self.kubeconfig_file and self.api_server:
            yield Fault(
                "`kubeconfig_file` and `api_server` exclude each other", "Keep one of them", ("kubeconfig_file",)
            )
        if self.kubeconfig_file and client:
            yield Fault(f"`kubeconfig_file` excludes `{client[0]}`", "Keep one of them", (client[0],))
        if own and (self.kubeconfig_file or self.api_server):
            other = "kubeconfig_file" if self.kubeconfig_file else "api_server"
            where = ("namespaces", "own_namespace")
            yield Fault(f"`own_namespace` excludes `{other}`", "It needs the cluster Prometheus runs in", where)
        if client and not self.api_server and not self.kubeconfig_file:
            yield Fault(f"`{client[0]}` needs `api_server`", "Add `api_server`, or use the pod's account", (client[0],))

    @relation
    def _selectors(self, versions: Versions) -> Iterator[Fault]:
        allowed = _SELECTABLE[self.role]
        if self.role == "pod" and at_least(versions, prometheus="3.11"):
            allowed = ("pod", "node")
        seen: set[str] = set()
        for index, selector in enumerate(self.selectors or ()):
            place = ("selectors", index, "role")
            if selector.role not in allowed:
                listed = ", ".join(f"`{role}`" for role in allowed)
                message = f"the role `{self.role}` takes no selector of the role `{selector.role}`"
                yield Fault(message, f"Use {listed}", place)
            if selector.role in seen:
                yield Fault(f"a second selector of the role `{selector.role}`", "Make one selector of them", place)
            seen.add(selector.role)
