"""`jaeger.yaml` of Jaeger v2: the whole document, and the references between its parts."""

from pydantic import Field, SerializeAsAny

from o11ygen.targets import jaeger_relations
from o11ygen.targets.collector import Connectors, Exporters, Processors, Receivers, Service
from o11ygen.targets.jaeger_extensions import Extensions
from o11ygen.targets.model import Target


class Jaeger(Target):
    """The configuration of a Jaeger v2 process."""

    service: Service = Field(description="What runs, and how it is joined.")
    extensions: SerializeAsAny[Extensions] = Field(description="What runs beside the pipelines.")
    receivers: SerializeAsAny[Receivers] = Field(description="Where spans come in.")
    processors: SerializeAsAny[Processors] | None = Field(default=None, description="What happens to them.")
    exporters: SerializeAsAny[Exporters] = Field(description="Where they go.")
    connectors: SerializeAsAny[Connectors] | None = Field(default=None, description="What joins pipelines.")

    _extensions = jaeger_relations.extensions
    _pipelines = jaeger_relations.pipelines
    _joints = jaeger_relations.joints
    _storage_runs = jaeger_relations.storage_runs
    _backends = jaeger_relations.backends
    _adaptive = jaeger_relations.adaptive
