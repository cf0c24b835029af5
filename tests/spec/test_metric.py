"""Values of metrics that no client library takes, or that nothing could be judged by."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from o11ygen import External, Gauge, Histogram, Summary
from o11ygen.spec.faults import explain_error


def refusal(build: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as caught:
        build()
    kinds = {kind.__name__: kind for kind in (External, Gauge, Histogram, Summary)}
    [fault] = explain_error(kinds[caught.value.title], caught.value)
    return fault.message


@pytest.mark.parametrize("kind", [Histogram, lambda name, **fields: External(name, kind="histogram", **fields)])
@pytest.mark.parametrize(
    ("buckets", "message"),
    [
        ((1, 0.5), "the bound 0.5 stands behind 1; client libraries refuse such buckets, and quantiles of them would be "
         "wrong"),
        ((1, 1.0), "the bound 1 is listed twice; client libraries refuse such buckets, and quantiles of them would be "
         "wrong"),
        ((1, math.inf), "`inf` is no bound of a bucket; the one of +Inf is always there, so that the metric would be read "
         "wrong"),
        ((math.nan,), "`nan` is no bound of a bucket; the one of +Inf is always there, so that the metric would be read "
         "wrong"),
    ],
)  # fmt: skip
def test_buckets(kind: Callable[..., object], buckets: tuple[float, ...], message: str) -> None:
    assert message in refusal(lambda: kind("x_seconds", buckets=buckets))


@pytest.mark.parametrize(
    ("quantiles", "message"),
    [
        ((0.5, 99), "99 is no quantile: it is a share of the observations, from 0 to 1"),
        ((-0.1,), "-0.1 is no quantile: it is a share of the observations, from 0 to 1"),
        ((0.5, 0.5), "the quantile 0.5 is listed twice"),
    ],
)
def test_quantiles(quantiles: tuple[float, ...], message: str) -> None:
    assert message in refusal(lambda: Summary("x_seconds", quantiles=quantiles))


@pytest.mark.parametrize("limits", [(1, 0), (1, 1), (math.nan, 1)])
def test_a_range_has_room(limits: tuple[float, float]) -> None:
    expected = f"no value lies between {limits[0]:g} and {limits[1]:g}"
    assert expected in refusal(lambda: Gauge("x", range=limits))


def test_what_is_right() -> None:
    assert Histogram("x_seconds", buckets=(-1, 0, 0.5, 1e9)).buckets == (-1, 0, 0.5, 1e9)
    assert Summary("x_seconds", quantiles=(0, 0.5, 1)).quantiles == (0, 0.5, 1)
    assert Gauge("x", range=(0, math.inf)).range == (0, math.inf)
