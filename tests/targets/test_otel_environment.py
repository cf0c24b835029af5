"""The variables of OpenTelemetry's SDKs: names, values that SDKs would quietly replace, and encoded attributes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.targets.model import judge
from o11ygen.targets.otel_environment import OtelEnvironment
from o11ygen.targets.otel_relations import attribute_pairs
from tests.traces import attributes_of


def faults(value: Any) -> list[tuple[str, str]]:
    return [(each.place, each.message) for each in judge(OtelEnvironment, value, {})]


def test_built_under_the_names_of_the_variables() -> None:
    built = OtelEnvironment(
        service_name="churn-predictor",
        resource_attributes="deployment.environment.name=production",
        traces_exporter="otlp",
        exporter_otlp_endpoint="http://jaeger:4318",
        exporter_otlp_protocol="http/protobuf",
        traces_sampler="parentbased_traceidratio",
        traces_sampler_arg="0.1",
    )
    assert built.document() == {
        "OTEL_SERVICE_NAME": "churn-predictor",
        "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=production",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://jaeger:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": "0.1",
    }
    assert faults(built.document()) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"OTEL_SERVICENAME": "a"}, ("OTEL_SERVICENAME", "unknown field `OTEL_SERVICENAME`")),
        ({"OTEL_SERVICE_NAME": "a\nb"}, ("OTEL_SERVICE_NAME", "an environment file holds one line a variable")),
        (
            {"OTEL_TRACES_SAMPLER": "traceidratio"},
            ("OTEL_TRACES_SAMPLER_ARG", "the argument of `traceidratio` is missing: everything is sampled"),
        ),
        (
            {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "10%"},
            (
                "OTEL_TRACES_SAMPLER_ARG",
                "the argument of `parentbased_traceidratio` `10%` is no probability: everything is sampled",
            ),
        ),
        (
            {"OTEL_TRACES_SAMPLER_ARG": "0.1"},
            ("OTEL_TRACES_SAMPLER_ARG", "a sampler's argument does nothing without the sampler"),
        ),
        (
            {"OTEL_TRACES_SAMPLER": "jaeger_remote"},
            ("OTEL_TRACES_SAMPLER_ARG", "`jaeger_remote` does not know where to ask"),
        ),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "jaeger:4317"},
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "the URL has no scheme"),
        ),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://jaeger:4318", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "port 4318 does not speak grpc"),
        ),
        ({"OTEL_RESOURCE_ATTRIBUTES": "a=b,c"}, ("OTEL_RESOURCE_ATTRIBUTES", "`c` is no pair")),
        ({"OTEL_PROPAGATORS": "tracecontext,w3c"}, ("OTEL_PROPAGATORS", "`w3c` is no propagator")),
    ],
)
def test_faults(value: Any, expected: tuple[str, str]) -> None:
    assert faults(value) == [expected]


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9._]{0,8}", fullmatch=True), st.text(max_size=12)))
def test_attributes_are_read_back(attributes: dict[str, str]) -> None:
    encodable = {key: value for key, value in attributes.items() if _is_encodable(value)}
    pairs = attribute_pairs(encodable)
    assert attributes_of(pairs) == encodable
    assert not set(pairs) & set(" \n\r\t\"'\\$#`")


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def test_attributes_stand_by_name() -> None:
    assert attribute_pairs({"b": "x,y", "a": "1 = 1"}) == "a=1%20%3D%201,b=x%2Cy"


def test_a_name_that_sdks_do_not_decode() -> None:
    with pytest.raises(ValueError, match="`a b` is no name of an attribute"):
        attribute_pairs({"a b": "c"})
