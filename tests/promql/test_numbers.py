"""Numbers in `le` and `quantile`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.promql.numbers import label_value, spellings


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0.0"),
        (1, "1.0"),
        (0.25, "0.25"),
        (10, "10.0"),
        (100_000, "100000.0"),
        (1_000_000, "1e+06"),
        (1_234_567, "1.234567e+06"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (0.000025, "2.5e-05"),
        (-2.5, "-2.5"),
        (1e100, "1e+100"),
        (float("inf"), "+Inf"),
    ],
)
def test_as_prometheus_stores_it(number: float, text: str) -> None:
    assert label_value(number) == text
    assert text in spellings(number)


def test_a_whole_number_is_written_in_two_ways() -> None:
    assert spellings(1) == {"1", "1.0"}
    assert spellings(1_000_000) == {"1e+06", "1000000", "1000000.0"}
    assert spellings(float("inf")) == {"+Inf"}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_it_reads_back_as_the_number(number: float) -> None:
    assert {float(text) for text in (label_value(number),)} == {number}
