"""`jaeger.yaml` of Jaeger v2: the whole document, and the references between its parts."""

from collections.abc import Iterator

from pydantic import Field, SerializeAsAny

from o11ygen.finding import nearest
from o11ygen.targets.collector import Connectors, Exporters, Processors, Receivers, Service
from o11ygen.targets.component import Components, type_of
from o11ygen.targets.expandable import refers
from o11ygen.targets.jaeger_extensions import Extensions, JaegerStorage
from o11ygen.targets.model import Path, Target
from o11ygen.targets.relation import Fault, Versions, relation

SIGNALS = ("traces", "metrics", "logs", "profiles")


class Jaeger(Target):
    """The configuration of a Jaeger v2 process."""

    service: Service = Field(description="What runs, and how it is joined.")
    extensions: SerializeAsAny[Extensions] = Field(description="What runs beside the pipelines.")
    receivers: SerializeAsAny[Receivers] = Field(description="Where spans come in.")
    processors: SerializeAsAny[Processors] | None = Field(default=None, description="What happens to them.")
    exporters: SerializeAsAny[Exporters] = Field(description="Where they go.")
    connectors: SerializeAsAny[Connectors] | None = Field(default=None, description="What joins pipelines.")

    @relation
    def _extensions(self, versions: Versions) -> Iterator[Fault]:
        for number, id_ in enumerate(self.service.extensions or ()):
            yield from _defined(id_, "extension", _ids(self.extensions), ("service", "extensions", number))

    @relation
    def _pipelines(self, versions: Versions) -> Iterator[Fault]:
        joints = _ids(self.connectors)
        known = {
            "receivers": (*_ids(self.receivers), *joints),
            "processors": _ids(self.processors),
            "exporters": (*_ids(self.exporters), *joints),
        }
        if not self.service.pipelines:
            yield Fault("a service needs at least one pipeline", "Add `traces`", ("service", "pipelines"))
        for name, pipeline in self.service.pipelines.items():
            place = ("service", "pipelines", name)
            if type_of(name) not in SIGNALS:
                hint = nearest(name, SIGNALS) or "Write `traces`, or `traces/name`"
                yield Fault(f"`{name}` is no kind of pipeline", hint, place)
            for kind, ids in known.items():
                for number, id_ in enumerate(getattr(pipeline, kind) or ()):
                    yield from _defined(id_, kind[:-1], ids, (*place, kind, number))

    @relation
    def _joints(self, versions: Versions) -> Iterator[Fault]:
        pipelines = self.service.pipelines.values()
        for id_ in _ids(self.connectors):
            fed = any(id_ in pipeline.exporters for pipeline in pipelines)
            drained = any(id_ in pipeline.receivers for pipeline in pipelines)
            if fed != drained:
                missing = "receives from" if fed else "exports to"
                hint = "Name it as exporter of one pipeline and as receiver of another"
                yield Fault(f"no pipeline {missing} the connector `{id_}`", hint, ("connectors", id_))

    @relation
    def _storage_runs(self, versions: Versions) -> Iterator[Fault]:
        """Storage is an extension like others: those that use it fail at start when it is not listed."""
        running = self.service.extensions or []
        exporting = {id_ for pipeline in self.service.pipelines.values() for id_ in pipeline.exporters}
        users = [id_ for id_ in running if type_of(id_) in ("jaeger_query", "remote_storage")]
        users += sorted(id_ for id_ in exporting if type_of(id_) == "jaeger_storage_exporter")
        if users and not any(type_of(id_) == "jaeger_storage" for id_ in running):
            hint = "Add `jaeger_storage` to `service.extensions`"
            yield Fault(f"`{users[0]}` needs `jaeger_storage`, which does not run", hint, ("service", "extensions"))

    @relation
    def _backends(self, versions: Versions) -> Iterator[Fault]:
        storages = [body for _, body in self.extensions.by_id() if isinstance(body, JaegerStorage)]
        traces = tuple(name for storage in storages for name in storage.backends)
        if not traces:
            return
        metrics = tuple(name for storage in storages for name in storage.metric_backends or ())
        for place, name, title, known in self._storage_references(traces, metrics):
            yield from _defined(name, title, known, place)

    @relation
    def _adaptive(self, versions: Versions) -> Iterator[Fault]:
        used = [
            ("service", "pipelines", name, "processors", number)
            for name, pipeline in self.service.pipelines.items()
            for number, id_ in enumerate(pipeline.processors or ())
            if type_of(id_) == "adaptive_sampling"
        ]
        running = set(self.service.extensions or ())
        sampling = [
            body for id_, body in self.extensions.by_id() if type_of(id_) == "remote_sampling" and id_ in running
        ]
        if used and not any(body is not None and body.adaptive is not None for body in sampling):
            hint = "Run `remote_sampling` with `adaptive`, or remove the processor"
            yield Fault("`adaptive_sampling` has no adaptive remote sampling to report to", hint, used[0])

    def _storage_references(
        self, traces: tuple[str, ...], metrics: tuple[str, ...]
    ) -> Iterator[tuple[Path, str, str, tuple[str, ...]]]:
        """Each name of a backend: where it stands, the name, what it names, and the names there are."""
        for id_, body in self.extensions.by_id():
            kind, place = type_of(id_), ("extensions", id_)
            if kind == "jaeger_query" and body is not None:
                for field in ("traces", "traces_archive", "metrics"):
                    name = getattr(body.storage, field)
                    if name:
                        known = metrics if field == "metrics" else traces
                        title = "metric backend" if field == "metrics" else "storage backend"
                        yield (*place, "storage", field), name, title, known
            elif kind == "remote_sampling" and body is not None and body.adaptive is not None:
                yield (*place, "adaptive", "sampling_store"), body.adaptive.sampling_store, "storage backend", traces
            elif kind == "remote_storage" and body is not None:
                yield (*place, "storage"), body.storage, "storage backend", traces
        for id_, body in self.exporters.by_id():
            if type_of(id_) == "jaeger_storage_exporter" and body is not None:
                yield ("exporters", id_, "trace_storage"), body.trace_storage, "storage backend", traces


def _ids(section: Components | None) -> tuple[str, ...]:
    return section.ids() if section is not None else ()


def _defined(name: str, title: str, known: tuple[str, ...], place: Path) -> Iterator[Fault]:
    if refers(name) or name in known:
        return
    listed = "Defined are: " + ", ".join(sorted(known)) if known else f"Define the {title}"
    yield Fault(f"the {title} `{name}` is not defined", nearest(name, known) or listed, place)
