"""What holds between the fields of Jaeger's extensions; without the models, so that it loads fast."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.collector_net_relations import port_of
from o11ygen.targets.reference import number_of, refers
from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.jaeger_extensions import (
        HealthCheck,
        JaegerQuery,
        JaegerStorage,
        RemoteSampling,
        SamplingAdaptive,
        SamplingFile,
    )


@relation
def backends(storage: JaegerStorage, versions: Versions) -> Iterator[Fault]:
    """There is a backend."""
    if not storage.backends:
        yield Fault("`backends` is empty", "Define at least one backend", ("backends",))


@relation
def query_path(query: JaegerQuery, versions: Versions) -> Iterator[Fault]:
    """The path is one that its server serves."""
    path = query.base_path
    if not path or path == "/" or refers(path):
        return
    clean = posixpath.normpath(path)
    if not path.startswith("/"):
        yield Fault(f"`{path}` does not start with a slash", f"Write `/{path}`", ("base_path",))
    elif path.removesuffix("/") != clean or path.startswith("//"):
        hint = f"Write `/{clean.lstrip('/')}`"
        yield Fault(f"`{path}` has empty or dotted steps", hint, ("base_path",))


@relation
def query_ports(query: JaegerQuery, versions: Versions) -> Iterator[Fault]:
    """HTTP and gRPC have ports of their own."""
    http = 16686 if query.http is None else port_of(query.http)
    grpc = 16685 if query.grpc is None else port_of(query.grpc)
    if http is not None and http == grpc:
        hint = "Give each its own, such as 16686 and 16685"
        yield Fault(f"HTTP and gRPC can't share the port {http}", hint, ("grpc", "endpoint"))


@relation
def file_probability(file: SamplingFile, versions: Versions) -> Iterator[Fault]:
    """The probability is one."""
    probability = number_of(file.default_sampling_probability)
    if probability is not None and not 0 <= probability <= 1:
        yield Fault(f"{probability:g} is not a probability", "Write 0 to 1", ("default_sampling_probability",))


@relation
def adaptive_probabilities(adaptive: SamplingAdaptive, versions: Versions) -> Iterator[Fault]:
    """The probabilities are such."""
    for name in ("initial_sampling_probability", "min_sampling_probability"):
        value = number_of(getattr(adaptive, name))
        if value is not None and not 0 <= value <= 1:
            yield Fault(f"`{name}` {value:g} is not a probability", "Write 0 to 1", (name,))


@relation
def strategies(sampling: RemoteSampling, versions: Versions) -> Iterator[Fault]:
    """The strategies come from one place."""
    if sampling.file is None and sampling.adaptive is None:
        yield Fault("remote sampling has no strategies", "Add `file` or `adaptive`")
    if sampling.file is not None and sampling.adaptive is not None:
        yield Fault("`file` and `adaptive` exclude each other", "Keep one of them", ("adaptive",))


@relation
def health_protocols(check: HealthCheck, versions: Versions) -> Iterator[Fault]:
    """The health check answers somewhere."""
    if check.use_v2 is True and not {"http", "grpc"} & check.model_fields_set:
        yield Fault("the health check answers nowhere", "Add `http` with an endpoint", ("use_v2",))
