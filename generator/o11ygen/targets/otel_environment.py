"""The environment variables that OpenTelemetry's SDKs read: an env file for an application that sends traces.

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias
from urllib.parse import quote, unquote

from pydantic import ConfigDict, Field

from o11ygen.targets.model import Target
from o11ygen.targets.relation import Fault, Versions, relation
from o11ygen.targets.scalars import Text, url_fault

Sampler: TypeAlias = Literal[
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
    "parentbased_jaeger_remote",
    "jaeger_remote",
    "xray",
]
Protocol: TypeAlias = Literal["grpc", "http/protobuf", "http/json"]
# The samplers that Python's SDK has; it warns of any other name and samples everything.
PYTHON_SAMPLERS = frozenset(
    {
        "always_on",
        "always_off",
        "traceidratio",
        "parentbased_always_on",
        "parentbased_always_off",
        "parentbased_traceidratio",
    }
)
_RATIO = ("traceidratio", "parentbased_traceidratio")
_REMOTE = ("jaeger_remote", "parentbased_jaeger_remote")
_PROPAGATORS = ("tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace", "none")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+")
# What stands for itself in a value: commas and equals signs part the entries, the rest means something to shells and
# to readers of env files.
_SAFE = "-._~/:@+*()[]|"
_KEY = re.compile(r"[A-Za-z0-9._/-]+")


def _variable(field: str) -> str:
    return f"OTEL_{field.upper()}"


class OtelEnvironment(Target):
    """The variables of one application; `service_name` is `OTEL_SERVICE_NAME`."""

    model_config = ConfigDict(alias_generator=_variable)

    service_name: Text | None = Field(default=None, description="Name of the service, as traces show it.")
    resource_attributes: Text | None = Field(default=None, description="`key=value` pairs, parted by commas.")
    traces_exporter: Text | None = Field(default=None, description="`otlp`, or `none`.")
    metrics_exporter: Text | None = Field(default=None, description="`otlp`, `prometheus` or `none`.")
    logs_exporter: Text | None = Field(default=None, description="`otlp` or `none`.")
    exporter_otlp_endpoint: Text | None = Field(default=None, description="Where telemetry goes, a URL.")
    exporter_otlp_traces_endpoint: Text | None = Field(default=None, description="Where traces go, with the path.")
    exporter_otlp_protocol: Protocol | None = Field(default=None, description="How it is sent.")
    exporter_otlp_headers: Text | None = Field(default=None, description="Headers as `key=value` pairs.")
    exporter_otlp_timeout: Text | None = Field(default=None, description="Longest export, in milliseconds.")
    exporter_otlp_compression: Literal["gzip", "none"] | None = Field(default=None, description="Compression.")
    exporter_otlp_certificate: Text | None = Field(default=None, description="File of trusted certificates.")
    traces_sampler: Sampler | None = Field(default=None, description="Which traces are kept.")
    traces_sampler_arg: Text | None = Field(default=None, description="Its number, or where it asks.")
    propagators: Text | None = Field(default=None, description="Formats of trace context, parted by commas.")
    bsp_schedule_delay: Text | None = Field(default=None, description="Milliseconds between batches of spans.")
    bsp_max_queue_size: Text | None = Field(default=None, description="Spans that wait at most.")
    bsp_max_export_batch_size: Text | None = Field(default=None, description="Spans of a batch at most.")
    bsp_export_timeout: Text | None = Field(default=None, description="Longest export of a batch, in milliseconds.")
    sdk_disabled: Literal["true", "false"] | None = Field(default=None, description="Send nothing at all.")

    @relation
    def _lines(self, versions: Versions) -> Iterator[Fault]:
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if isinstance(value, str) and re.search(r"[\r\n\0]", value):
                yield Fault(
                    "an environment file holds one line a variable", "Remove the line break", (field.alias or name,)
                )

    @relation
    def _sampling(self, versions: Versions) -> Iterator[Fault]:
        sampler, argument = self.traces_sampler, self.traces_sampler_arg
        if argument is not None and sampler is None:
            yield Fault("a sampler's argument does nothing without the sampler", "Set it", ("OTEL_TRACES_SAMPLER_ARG",))
        if sampler in _RATIO and (argument is None or not _is_ratio(argument)):
            shown = "is missing" if argument is None else f"`{argument}` is no probability"
            hint = "Write 0 to 1, such as `0.1` for 10 %"
            yield Fault(
                f"the argument of `{sampler}` {shown}: everything is sampled", hint, ("OTEL_TRACES_SAMPLER_ARG",)
            )
        if sampler in _REMOTE and not (argument and "endpoint=" in argument):
            hint = "Write `endpoint=http://jaeger:5779,pollingIntervalMs=60000,initialSamplingRate=0.1`"
            yield Fault(f"`{sampler}` does not know where to ask", hint, ("OTEL_TRACES_SAMPLER_ARG",))

    @relation
    def _endpoints(self, versions: Versions) -> Iterator[Fault]:
        for name in ("exporter_otlp_endpoint", "exporter_otlp_traces_endpoint"):
            value = getattr(self, name)
            fault = url_fault(value) if value else ""
            if fault:
                yield Fault(fault, "Write a URL such as `http://jaeger:4318`", (_variable(name),))
        ports = {"grpc": ":4318", "http/protobuf": ":4317", "http/json": ":4317"}
        wrong = ports.get(self.exporter_otlp_protocol or "")
        if wrong and (self.exporter_otlp_endpoint or "").rstrip("/").endswith(wrong):
            hint = "gRPC is on 4317, HTTP on 4318"
            message = f"port {wrong[1:]} does not speak {self.exporter_otlp_protocol}"
            yield Fault(message, hint, ("OTEL_EXPORTER_OTLP_ENDPOINT",))

    @relation
    def _pairs(self, versions: Versions) -> Iterator[Fault]:
        for name in ("resource_attributes", "exporter_otlp_headers"):
            for pair in filter(None, (getattr(self, name) or "").split(",")):
                if not pair.partition("=")[0].strip() or "=" not in pair:
                    hint = "Write `key=value`, with `%2C` for a comma in a value"
                    yield Fault(f"`{pair}` is no pair", hint, (_variable(name),))

    @relation
    def _propagation(self, versions: Versions) -> Iterator[Fault]:
        for name in filter(None, (self.propagators or "").split(",")):
            if name not in _PROPAGATORS:
                yield Fault(
                    f"`{name}` is no propagator", "Known are: " + ", ".join(_PROPAGATORS), ("OTEL_PROPAGATORS",)
                )


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


def attributes_of(pairs: str) -> dict[str, str]:
    """The attributes in a value of `OTEL_RESOURCE_ATTRIBUTES`, as the SDKs read it."""
    entries = (pair.partition("=") for pair in pairs.split(",") if pair)
    return {key.strip(): unquote(value.strip()) for key, _, value in entries}
