"""What Jaeger accepts in `jaeger.yaml` and nobody wants: parts that do nothing, doors that stay shut, lost traces."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen.targets.collector_net import Server
from o11ygen.targets.component import Components, type_of
from o11ygen.targets.jaeger import Jaeger
from o11ygen.targets.jaeger_extensions import JaegerStorage, RemoteSampling
from o11ygen.targets.jaeger_storage import Badger
from o11ygen.targets.model import Path, Problem, Target
from o11ygen.targets.reference import refers


def advise(config: Jaeger, *, in_container: bool) -> tuple[Problem, ...]:
    """What is legal and surely not meant, as problems of kind `advice`; `in_container` asks for reachable servers."""
    found = [*_idle(config), *_lost_traces(config), *_unmeasured(config)]
    if in_container:
        found.extend(_unreachable(config))
    return tuple(Problem(path, message, hint, "advice") for path, message, hint in found)


def _idle(config: Jaeger) -> Iterator[tuple[Path, str, str]]:
    """Components that are defined and never run."""
    pipelines = config.service.pipelines.values()
    used = {
        "extensions": set(config.service.extensions or ()),
        "receivers": {id_ for pipeline in pipelines for id_ in pipeline.receivers},
        "processors": {id_ for pipeline in pipelines for id_ in pipeline.processors or ()},
        "exporters": {id_ for pipeline in pipelines for id_ in pipeline.exporters},
    }
    for section, running in used.items():
        home = "`service.extensions`" if section == "extensions" else "a pipeline"
        for id_ in _ids(getattr(config, section)):
            if id_ not in running:
                yield (section, id_), f"`{id_}` is defined and does nothing", f"List it in {home}, or remove it"


def _ids(section: Components | None) -> tuple[str, ...]:
    return section.ids() if section is not None else ()


def _lost_traces(config: Jaeger) -> Iterator[tuple[Path, str, str]]:
    for id_, storage in config.extensions.by_id():
        if not isinstance(storage, JaegerStorage):
            continue
        for name, backend in storage.backends.items():
            place: Path = ("extensions", id_, "backends", name)
            if "memory" in backend.model_fields_set and (backend.memory is None or backend.memory.max_traces is None):
                yield (
                    (*place, "memory"),
                    "a million traces may stay in memory, which can be more than there is",
                    "Set `max_traces`",
                )
            if "badger" in backend.model_fields_set and _ephemeral(backend.badger):
                yield (
                    (*place, "badger", "ephemeral"),
                    "Badger keeps traces in a temporary place: a restart loses them all, whatever `ttl` says",
                    "Set `ephemeral: false` and `directories` on a volume",
                )


def _ephemeral(badger: Badger | None) -> bool:
    return badger is None or badger.ephemeral in (None, True)


def _unmeasured(config: Jaeger) -> Iterator[tuple[Path, str, str]]:
    """Adaptive sampling without its processor is legal, and never learns anything."""
    measured = any(
        type_of(id_) == "adaptive_sampling"
        for pipeline in config.service.pipelines.values()
        for id_ in pipeline.processors or ()
    )
    for id_, sampling in config.extensions.by_id():
        if isinstance(sampling, RemoteSampling) and sampling.adaptive is not None and not measured:
            yield (
                ("extensions", id_, "adaptive"),
                "adaptive sampling measures nothing: every operation keeps its first probability",
                "Add the processor `adaptive_sampling` to the traces pipeline",
            )


def _unreachable(config: Jaeger) -> Iterator[tuple[Path, str, str]]:
    for section in ("extensions", "receivers"):
        for id_, body in getattr(config, section).by_id():
            for path, server in _servers(body, (section, id_)):
                address = server.endpoint
                # Receivers listen on localhost unless told otherwise, and so do all endpoints that name it.
                if address is None and section == "receivers":
                    yield path, "the server listens on localhost, where no other container reaches it", _OPEN
                elif address and not refers(address) and address.startswith(_LOOPBACK):
                    yield (*path, "endpoint"), f"`{address}` is out of reach for other containers", _OPEN


_LOOPBACK = ("localhost:", "127.", "[::1]:")
_OPEN = "Listen on `0.0.0.0` with the port"


def _servers(body: object, path: Path) -> Iterator[tuple[Path, Server]]:
    if isinstance(body, Server) and ("endpoint" in body.model_fields_set or path[-1] in ("grpc", "http")):
        yield path, body
    if isinstance(body, Target):
        for name in body.model_fields_set:
            yield from _servers(getattr(body, name), (*path, name))
