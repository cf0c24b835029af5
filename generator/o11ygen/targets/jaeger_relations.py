"""What holds between the parts of `jaeger.yaml`; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.finding import nearest
from o11ygen.targets.collector_relations import type_of
from o11ygen.targets.path import Path
from o11ygen.targets.reference import refers
from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.component import Components
    from o11ygen.targets.jaeger import Jaeger

SIGNALS = ("traces", "metrics", "logs", "profiles")


@relation
def extensions(config: Jaeger, versions: Versions) -> Iterator[Fault]:
    """The extensions that run are defined."""
    for number, id_ in enumerate(config.service.extensions or ()):
        yield from _defined(id_, "extension", _ids(config.extensions), ("service", "extensions", number))


@relation
def pipelines(config: Jaeger, versions: Versions) -> Iterator[Fault]:
    """The components of pipelines are defined."""
    joints = _ids(config.connectors)
    known = {
        "receivers": (*_ids(config.receivers), *joints),
        "processors": _ids(config.processors),
        "exporters": (*_ids(config.exporters), *joints),
    }
    if not config.service.pipelines:
        yield Fault("a service needs at least one pipeline", "Add `traces`", ("service", "pipelines"))
    for name, pipeline in config.service.pipelines.items():
        place = ("service", "pipelines", name)
        if type_of(name) not in SIGNALS:
            hint = nearest(name, SIGNALS) or "Write `traces`, or `traces/name`"
            yield Fault(f"`{name}` is no kind of pipeline", hint, place)
        for kind, ids in known.items():
            for number, id_ in enumerate(getattr(pipeline, kind) or ()):
                yield from _defined(id_, kind[:-1], ids, (*place, kind, number))


@relation
def joints(config: Jaeger, versions: Versions) -> Iterator[Fault]:
    """A connector joins two pipelines."""
    pipelines = config.service.pipelines.values()
    for id_ in _ids(config.connectors):
        fed = any(id_ in pipeline.exporters for pipeline in pipelines)
        drained = any(id_ in pipeline.receivers for pipeline in pipelines)
        if fed != drained:
            missing = "receives from" if fed else "exports to"
            hint = "Name it as exporter of one pipeline and as receiver of another"
            yield Fault(f"no pipeline {missing} the connector `{id_}`", hint, ("connectors", id_))


@relation
def storage_runs(config: Jaeger, versions: Versions) -> Iterator[Fault]:
    """Storage is an extension like others: those that use it fail at start when it is not listed."""
    running = config.service.extensions or []
    exporting = {id_ for pipeline in config.service.pipelines.values() for id_ in pipeline.exporters}
    users = [id_ for id_ in running if type_of(id_) in ("jaeger_query", "remote_storage")]
    users += sorted(id_ for id_ in exporting if type_of(id_) == "jaeger_storage_exporter")
    if users and not any(type_of(id_) == "jaeger_storage" for id_ in running):
        hint = "Add `jaeger_storage` to `service.extensions`"
        yield Fault(f"`{users[0]}` needs `jaeger_storage`, which does not run", hint, ("service", "extensions"))


@relation
def backends(config: Jaeger, versions: Versions) -> Iterator[Fault]:
    """The backends that are used are defined."""
    storages = [
        body for id_, body in config.extensions.by_id() if type_of(id_) == "jaeger_storage" and body is not None
    ]
    traces = tuple(name for storage in storages for name in storage.backends)
    if not traces:
        return
    metrics = tuple(name for storage in storages for name in storage.metric_backends or ())
    for place, name, title, known in _storage_references(config, traces, metrics):
        yield from _defined(name, title, known, place)


@relation
def adaptive(config: Jaeger, versions: Versions) -> Iterator[Fault]:
    """What measures for adaptive sampling has something to report to."""
    used = [
        ("service", "pipelines", name, "processors", number)
        for name, pipeline in config.service.pipelines.items()
        for number, id_ in enumerate(pipeline.processors or ())
        if type_of(id_) == "adaptive_sampling"
    ]
    running = set(config.service.extensions or ())
    sampling = [body for id_, body in config.extensions.by_id() if type_of(id_) == "remote_sampling" and id_ in running]
    if used and not any(body is not None and body.adaptive is not None for body in sampling):
        hint = "Run `remote_sampling` with `adaptive`, or remove the processor"
        yield Fault("`adaptive_sampling` has no adaptive remote sampling to report to", hint, used[0])


def _storage_references(
    config: Jaeger, traces: tuple[str, ...], metrics: tuple[str, ...]
) -> Iterator[tuple[Path, str, str, tuple[str, ...]]]:
    """Each name of a backend: where it stands, the name, what it names, and the names there are."""
    for id_, body in config.extensions.by_id():
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
    for id_, body in config.exporters.by_id():
        if type_of(id_) == "jaeger_storage_exporter" and body is not None:
            yield ("exporters", id_, "trace_storage"), body.trace_storage, "storage backend", traces


def _ids(section: Components | None) -> tuple[str, ...]:
    return section.ids() if section is not None else ()


def _defined(name: str, title: str, known: tuple[str, ...], place: Path) -> Iterator[Fault]:
    if refers(name) or name in known:
        return
    listed = "Defined are: " + ", ".join(sorted(known)) if known else f"Define the {title}"
    yield Fault(f"the {title} `{name}` is not defined", nearest(name, known) or listed, place)
