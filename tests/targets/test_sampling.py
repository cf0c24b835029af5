"""`sampling-strategies.json`: everything that Jaeger reads leniently is a fault here."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.targets.model import judge
from o11ygen.targets.sampling import DefaultStrategy, OperationStrategy, SamplingStrategies, ServiceStrategy

PLAIN = {"type": "probabilistic", "param": 0.1}
OPERATION = {"operation": "GET /health", "type": "probabilistic", "param": 0.0}


def faults(value: Any) -> list[tuple[str, str, str]]:
    return [(each.place, each.message, each.hint) for each in judge(SamplingStrategies, value, {})]


def test_a_whole_file_is_accepted() -> None:
    assert (
        faults(
            {
                "default_strategy": {**PLAIN, "operation_strategies": [OPERATION]},
                "service_strategies": [
                    {"service": "churn", "type": "ratelimiting", "param": 2},
                    {"service": "web", **PLAIN, "operation_strategies": [OPERATION]},
                ],
            }
        )
        == []
    )


def test_built_from_models() -> None:
    built = SamplingStrategies(
        default_strategy=DefaultStrategy(type="probabilistic", param=0.1),
        service_strategies=[
            ServiceStrategy(
                service="churn",
                type="probabilistic",
                param=0.5,
                operation_strategies=[OperationStrategy(operation="predict", type="probabilistic", param=1)],
            )
        ],
    )
    assert faults(built.document()) == []
    assert built.document()["service_strategies"][0]["operation_strategies"] == [
        {"operation": "predict", "type": "probabilistic", "param": 1}
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"default_strategy": {"type": "probabilistic", "param": 10}},
            ("default_strategy.param", "10 is not a probability", "Write 0 to 1, such as 0.1 for 10 %"),
        ),
        (
            {"service_strategies": [{"service": "a", "type": "ratelimiting", "param": 0.9}]},
            (
                "service_strategies[0].param",
                "Jaeger cuts 0.9 traces a second to 0",
                "Write a whole number, or use `probabilistic` for less than one trace a second",
            ),
        ),
        (
            {"service_strategies": [{"service": "a", "type": "ratelimiting", "param": -1}]},
            (
                "service_strategies[0].param",
                "-1 is no number of traces a second",
                "Write a whole number, 0 or more",
            ),
        ),
        (
            {
                "default_strategy": {
                    **PLAIN,
                    "operation_strategies": [{**OPERATION, "type": "ratelimiting", "param": 1}],
                }
            },
            (
                "default_strategy.operation_strategies[0].type",
                "Jaeger drops a rate limit on an operation",
                "Use `probabilistic`, or limit the rate of the whole service",
            ),
        ),
        (
            {"default_strategy": {**PLAIN, "operation_strategies": [OPERATION, OPERATION]}},
            (
                "default_strategy.operation_strategies[1].operation",
                "the operation `GET /health` is used twice, first by number 1",
                "Keep one: both are sent, and SDKs differ in which they take",
            ),
        ),
        (
            {"service_strategies": [{"service": "a", **PLAIN}, {"service": "a", **PLAIN}]},
            (
                "service_strategies[1].service",
                "the service `a` is used twice, first by number 1",
                "Keep one: the last wins, and the others say what is not so",
            ),
        ),
        (
            {"service_strategies": [{"service": "", **PLAIN}]},
            ("service_strategies[0].service", "`service` is empty", "Name the service"),
        ),
        (
            {"default_strategy": {"type": "probabalistic", "param": 1}},
            (
                "default_strategy.type",
                "must be one of `probabilistic` or `ratelimiting`",
                'Did you mean "probabilistic"?',
            ),
        ),
        (
            {"defaultStrategy": PLAIN},
            ("defaultStrategy", "unknown field `defaultStrategy`", 'Did you mean "default_strategy"?'),
        ),
        (
            {"default_strategy": {"service": "a", **PLAIN}},
            ("default_strategy.service", "unknown field `service`", "Known fields: operation_strategies, param, type"),
        ),
    ],
)
def test_what_jaeger_reads_otherwise(value: Any, expected: tuple[str, str, str]) -> None:
    assert faults(value) == [expected]


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["probabilistic", "ratelimiting"]))
def test_a_number_is_accepted_where_jaeger_takes_it_as_it_is(number: float, kind: str) -> None:
    value = {"default_strategy": {"type": kind, "param": number}}
    kept = 0 <= number <= 1 if kind == "probabilistic" else 0 <= number < 2**31 and number == int(number)
    assert (faults(value) == []) is kept
