"""What holds between the environment variables of OpenTelemetry's SDKs; without the models, so that it loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from o11ygen.targets.checked_text import url_fault
from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.otel_environment import OtelEnvironment

_RATIO = ("traceidratio", "parentbased_traceidratio")
_REMOTE = ("jaeger_remote", "parentbased_jaeger_remote")
_PROPAGATORS = ("tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace", "none")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+")
# What stands for itself in a value: commas and equals signs part the entries, the rest means something to shells and
# to readers of env files.
_SAFE = "-._~/:@+*()[]|"
_KEY = re.compile(r"[A-Za-z0-9._/-]+")


def variable(field: str) -> str:
    """The variable of a field."""
    return f"OTEL_{field.upper()}"


@relation
def lines(variables: OtelEnvironment, versions: Versions) -> Iterator[Fault]:
    """Each variable is one line."""
    for name, value in variables.given():
        if isinstance(value, str) and re.search(r"[\r\n\0]", value):
            yield Fault("an environment file holds one line a variable", "Remove the line break", (variable(name),))


@relation
def sampling(variables: OtelEnvironment, versions: Versions) -> Iterator[Fault]:
    """The argument is one that the sampler reads."""
    sampler, argument = variables.traces_sampler, variables.traces_sampler_arg
    if argument is not None and sampler is None:
        yield Fault("a sampler's argument does nothing without the sampler", "Set it", ("OTEL_TRACES_SAMPLER_ARG",))
    if sampler in _RATIO and (argument is None or not _is_ratio(argument)):
        shown = "is missing" if argument is None else f"`{argument}` is no probability"
        hint = "Write 0 to 1, such as `0.1` for 10 %"
        yield Fault(f"the argument of `{sampler}` {shown}: everything is sampled", hint, ("OTEL_TRACES_SAMPLER_ARG",))
    if sampler in _REMOTE and not (argument and "endpoint=" in argument):
        hint = "Write `endpoint=http://jaeger:5779,pollingIntervalMs=60000,initialSamplingRate=0.1`"
        yield Fault(f"`{sampler}` does not know where to ask", hint, ("OTEL_TRACES_SAMPLER_ARG",))


@relation
def endpoints(variables: OtelEnvironment, versions: Versions) -> Iterator[Fault]:
    """Telemetry goes to a URL, by what is spoken there."""
    for name in ("exporter_otlp_endpoint", "exporter_otlp_traces_endpoint"):
        value = getattr(variables, name)
        fault = url_fault(value) if value else ""
        if fault:
            yield Fault(fault, "Write a URL such as `http://jaeger:4318`", (variable(name),))
    ports = {"grpc": ":4318", "http/protobuf": ":4317", "http/json": ":4317"}
    wrong = ports.get(variables.exporter_otlp_protocol or "")
    if wrong and (variables.exporter_otlp_endpoint or "").rstrip("/").endswith(wrong):
        hint = "gRPC is on 4317, HTTP on 4318"
        message = f"port {wrong[1:]} does not speak {variables.exporter_otlp_protocol}"
        yield Fault(message, hint, ("OTEL_EXPORTER_OTLP_ENDPOINT",))


@relation
def pairs(variables: OtelEnvironment, versions: Versions) -> Iterator[Fault]:
    """Lists of pairs are read back as such."""
    for name in ("resource_attributes", "exporter_otlp_headers"):
        for pair in filter(None, (getattr(variables, name) or "").split(",")):
            if not pair.partition("=")[0].strip() or "=" not in pair:
                hint = "Write `key=value`, with `%2C` for a comma in a value"
                yield Fault(f"`{pair}` is no pair", hint, (variable(name),))


@relation
def propagation(variables: OtelEnvironment, versions: Versions) -> Iterator[Fault]:
    """The formats of trace context are known."""
    for name in filter(None, (variables.propagators or "").split(",")):
        if name not in _PROPAGATORS:
            yield Fault(f"`{name}` is no propagator", "Known are: " + ", ".join(_PROPAGATORS), ("OTEL_PROPAGATORS",))


def _is_ratio(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and 0 <= float(text) <= 1


def attribute_pairs(attributes: Mapping[str, str]) -> str:
    """`OTEL_RESOURCE_ATTRIBUTES` from attributes, by name; what would part or end an entry is percent-encoded.

    Raises ValueError for a name that SDKs, which decode values only, could not read back.
    """
    for key in attributes:
        if _KEY.fullmatch(key) is None:
            raise ValueError(f"`{key}` is no name of an attribute; use letters, digits, `.`, `_`, `-` and `/`")
    return ",".join(f"{key}={quote(attributes[key], safe=_SAFE)}" for key in sorted(attributes))
