"""Targets that the Kubernetes API names."""

from typing import Annotated, Literal

from pydantic import Field

from o11ygen.targets import kubernetes_relations
from o11ygen.targets.http import HTTPClient
from o11ygen.targets.model import Since, Target
from o11ygen.targets.scalars import Bool, Text, Url

Role = Literal["node", "pod", "service", "endpoints", "endpointslice", "ingress"]


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

    _parses = kubernetes_relations.selector_parses


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

    _certificate = kubernetes_relations.certificate
    _role = kubernetes_relations.role_known
    _api = kubernetes_relations.api
    _selectors = kubernetes_relations.selectors_fit
