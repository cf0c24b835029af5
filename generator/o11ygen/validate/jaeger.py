"""jaeger.yaml: what Jaeger accepts and nobody wants, such as parts that do nothing, and traces that a restart loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, Path, warning

# The sections of components that pipelines list, in fields of the same names.
_SECTIONS = ("receivers", "processors", "exporters")


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What the fields alone do not show."""
    if not isinstance(value, Mapping):
        return
    yield from _idle(value)
    measured = any(_type(id_) == "adaptive_sampling" for id_ in _listed(value, "processors"))
    for id_, extension in _items(value.get("extensions")):
        place: Path = ("extensions", id_)
        if _type(id_) == "jaeger_storage":
            yield from _lost(extension, place)
        elif _type(id_) == "remote_sampling" and _field(extension, "adaptive") is not None and not measured:
            message = "nothing measures the traffic, so every operation keeps its first probability"
            hint = "Add the processor `adaptive_sampling` to the pipeline of traces."
            yield warning("jaeger/adaptive", message, hint, (*place, "adaptive"), on_key=True)


def _idle(value: Mapping[str, Any]) -> Iterator[Flaw]:
    """Components that are set up and never run; not where a name leads nowhere, which may be meant for one of them."""
    connectors = {id_ for id_, _ in _items(value.get("connectors"))}
    for section in ("extensions", *_SECTIONS):
        home = "`service.extensions`" if section == "extensions" else "a pipeline"
        running, defined = _listed(value, section), [id_ for id_, _ in _items(value.get(section))]
        for id_ in defined if running <= connectors.union(defined) else ():
            if id_ not in running:
                message = f"`{id_}` is set up, and does nothing"
                yield warning("jaeger/idle", message, f"List it in {home}, or remove it.", (section, id_), on_key=True)


def _listed(value: Mapping[str, Any], section: str) -> frozenset[str]:
    """The names of the components of a section that run."""
    service = value.get("service")
    if section == "extensions":
        return frozenset(_names(_field(service, section)))
    pipelines = _items(_field(service, "pipelines"))
    return frozenset(name for _, pipeline in pipelines for name in _names(_field(pipeline, section)))


def _lost(storage: Any, at: Path) -> Iterator[Flaw]:
    for name, backend in _items(_field(storage, "backends")):
        place = (*at, "backends", name)
        if not isinstance(backend, Mapping):
            continue
        if "memory" in backend and backend["memory"] in (None, {}, {"max_traces": 0}):
            many = "any number of" if backend["memory"] else "a million"
            message = f"{many} traces may stay in memory, which can be more than there is"
            yield warning("jaeger/memory", message, "Set `max_traces`.", (*place, "memory"), on_key=True)
        if "badger" in backend and _field(backend["badger"], "ephemeral") in (None, True):
            message = "Badger keeps traces in a temporary folder: a restart loses them all, whatever `ttl` says"
            hint = "Set `ephemeral: false`, and `directories` on a volume."
            yield warning("jaeger/ephemeral", message, hint, (*place, "badger"), on_key=True)


def _type(id_: str) -> str:
    """The kind of a component: `otlp` of `otlp/second`."""
    return id_.partition("/")[0]


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _items(value: Any) -> list[tuple[str, Any]]:
    return [(str(name), item) for name, item in value.items()] if isinstance(value, Mapping) else []


def _names(value: Any) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []
