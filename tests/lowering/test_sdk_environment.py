"""The variables of an application: every reader of env files takes them as they are meant."""

from __future__ import annotations

import shlex
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.lowering.sdk_environment import decimal, sdk_environment
from o11ygen.renderers import opentelemetry
from o11ygen.targets.model import judge
from o11ygen.targets.otel_environment import OtelEnvironment
from tests.traces import attributes_of, make_service_tracing, make_traced

_ODD = ("on", "a b", "#1", "$HOME", "${HOME}", "'", '"', "\\", "\n", "=", ",", ";", "%20", "`id`", "ü", " x ")
text = st.one_of(st.sampled_from(_ODD), st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20))
names = st.text("abcXYZ019._-/", min_size=1, max_size=12).filter(lambda name: name != "service.name")


@settings(max_examples=100, deadline=None)
@given(service_name=text, attributes=st.dictionaries(names, text, max_size=3), ratio=st.floats(0, 1))
def test_every_value_comes_out_as_it_went_in(service_name: str, attributes: dict[str, str], ratio: float) -> None:
    service = make_service_tracing(service_name=service_name, attributes=attributes, ratio=ratio)
    (artifact,) = opentelemetry.render(make_traced("memory", service))
    assert judge(OtelEnvironment, artifact.value, {}) == ()
    lines = [line for line in artifact.text.splitlines() if line and not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in lines)
    assert variables == artifact.value
    for value in variables.values():
        # A shell, systemd and Compose would all change a value with anything else in it.
        assert shlex.split(value) == [value]
        assert not set(value) & set("$`\"'\\# ")
    read = attributes_of(variables["OTEL_RESOURCE_ATTRIBUTES"])
    expected = {"deployment.environment.name": "production", **attributes}
    if "OTEL_SERVICE_NAME" in variables:
        assert variables["OTEL_SERVICE_NAME"] == service_name
    else:
        expected["service.name"] = service_name
    assert read == expected
    assert float(variables["OTEL_TRACES_SAMPLER_ARG"]) == ratio


@pytest.mark.parametrize(
    ("number", "written"), [(1e-05, "0.00001"), (0.1, "0.1"), (1.0, "1"), (0, "0"), (0.25, "0.25"), (100.0, "100")]
)
def test_numbers_without_an_exponent(number: float, written: str) -> None:
    assert decimal(number) == written


@pytest.mark.parametrize(
    ("address", "endpoint", "protocol"),
    [
        ("jaeger:4318", "http://jaeger:4318", "http/protobuf"),
        ("collector:4317", "http://collector:4317", "grpc"),
        ("https://traces.example.com", "https://traces.example.com", "http/protobuf"),
        ("http://host/a b$c", "http://host/a%20b%24c", "http/protobuf"),
    ],
)
def test_the_endpoint_and_what_is_spoken_there(address: str, endpoint: str, protocol: str) -> None:
    stack = make_traced("memory", environment={"addresses": {"jaeger-otlp": (address,)}})
    variables = sdk_environment(stack, make_service_tracing())
    assert (variables["OTEL_EXPORTER_OTLP_ENDPOINT"], variables["OTEL_EXPORTER_OTLP_PROTOCOL"]) == (endpoint, protocol)
    assert unquote(endpoint) == (address if "://" in address else f"http://{address}")


def test_the_environment_may_be_called_otherwise() -> None:
    service = make_service_tracing(attributes={"deployment.environment.name": "live"})
    variables = sdk_environment(make_traced("memory"), service)
    assert attributes_of(variables["OTEL_RESOURCE_ATTRIBUTES"]) == {"deployment.environment.name": "live"}
