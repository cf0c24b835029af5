"""What the target systems accept: one typed model per document builds it, judges it and gives its JSON Schema.

`DOCUMENTS` names the documents by kind, as `validate --kind` and `schema` do. The models are imported when asked for:
building them costs more than starting the program.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from o11ygen.record import record

if TYPE_CHECKING:
    from o11ygen.targets.model import Target


@record
class Document:
    """A kind of document: the system whose version decides what it may hold, and where its model is.

    `area` is the first part of the ids of what is found in it. A file that `is_list` is one list, which its model calls
    `groups`.
    """

    kind: str
    system: str
    module: str
    name: str
    area: str
    is_list: bool = False

    @property
    def shape(self) -> str:
        """The name of its model with the module, as the shapes have it."""
        return f"{self.module}.{self.name}"

    @property
    def model(self) -> type[Target]:
        """The model."""
        model: type[Target] = getattr(import_module(f"o11ygen.targets.{self.module}"), self.name)
        return model


DOCUMENTS = {
    document.kind: document
    for document in (
        Document("prometheus", "prometheus", "prometheus", "PrometheusConfig", "prometheus"),
        Document("prometheus-agent", "prometheus", "prometheus", "PrometheusAgentConfig", "prometheus"),
        Document("rules", "prometheus", "rules", "RuleFile", "rules"),
        Document("prometheus-rule", "prometheus", "prometheus_rule", "PrometheusRule", "rules"),
        Document("tests", "prometheus", "rule_tests", "RuleTests", "tests"),
        Document("file-sd", "prometheus", "target_groups", "TargetGroups", "prometheus", is_list=True),
        Document("scrape-configs", "prometheus", "scrape_files", "ScrapeConfigFile", "prometheus"),
        Document("web", "prometheus", "web", "WebConfig", "prometheus"),
        Document("alertmanager", "alertmanager", "alertmanager", "AlertmanagerConfig", "alertmanager"),
        Document("blackbox", "blackbox", "blackbox", "BlackboxConfig", "blackbox"),
        Document("jaeger", "jaeger", "jaeger", "Jaeger", "jaeger"),
        Document("jaeger-ui", "jaeger", "jaeger_ui", "JaegerUi", "jaeger"),
        Document("sampling", "jaeger", "sampling", "SamplingStrategies", "jaeger"),
        Document("otel", "opentelemetry", "otel_environment", "OtelEnvironment", "otel"),
        Document("compose", "compose", "compose", "Compose", "compose"),
        Document("datasources", "grafana", "grafana_provisioning", "Datasources", "grafana"),
        Document("dashboard-providers", "grafana", "grafana_provisioning", "DashboardProviders", "grafana"),
    )
}
