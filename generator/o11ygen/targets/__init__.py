"""What the target systems accept: one typed model per document builds it, judges it and gives its JSON Schema.

`DOCUMENTS` names the documents by kind, as `validate --kind` and `schema` do. The models are imported when asked for:
building them costs more than starting the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from o11ygen.targets.model import Target


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document: the system whose version decides what it may hold, and where its model is."""

    kind: str
    system: str
    module: str
    name: str

    @property
    def model(self) -> type[Target]:
        """The model."""
        model: type[Target] = getattr(import_module(f"o11ygen.targets.{self.module}"), self.name)
        return model


DOCUMENTS = {
    document.kind: document
    for document in (
        Document("prometheus", "prometheus", "prometheus", "PrometheusConfig"),
        Document("prometheus-agent", "prometheus", "prometheus", "PrometheusAgentConfig"),
        Document("rules", "prometheus", "rules", "RuleFile"),
        Document("web", "prometheus", "web", "WebConfig"),
        Document("alertmanager", "alertmanager", "alertmanager", "AlertmanagerConfig"),
        Document("blackbox", "blackbox", "blackbox", "BlackboxConfig"),
        Document("jaeger", "jaeger", "jaeger", "Jaeger"),
        Document("jaeger-ui", "jaeger", "jaeger_ui", "JaegerUi"),
        Document("sampling", "jaeger", "sampling", "SamplingStrategies"),
        Document("otel", "opentelemetry", "otel_environment", "OtelEnvironment"),
        Document("compose", "compose", "compose", "Compose"),
        Document("datasources", "grafana", "grafana_provisioning", "Datasources"),
        Document("dashboard-providers", "grafana", "grafana_provisioning", "DashboardProviders"),
    )
}
