"""Between which values results lie, and the comparisons that this settles."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.labelflow import About, LabelFlow, Sample, flow_of
from o11ygen.labelflow.knowledge import Ignorance
from o11ygen.promql.limits import ANY, Limits, hull
from o11ygen.promql.parse import tree

INF = math.inf
DECLARED = {
    "ratio": Limits(0, 1, "`ratio` is declared to lie between 0 and 1"),
    "delta": Limits(-5, 3, "`delta` is declared to lie between -5 and 3"),
    "total": Limits(0, INF),
}
BUCKETS = {"x_bucket": (0.1, 1.0, 10.0), "y_bucket": (-1.0, 2.0)}


class Ranges(Ignorance):
    """Nothing is known but the ranges and buckets above."""

    def about(self, name: str) -> About:
        limits = DECLARED.get(name, ANY)
        return About(Sample(limits=limits, nan=not limits.why))

    def buckets_of(self, name: str) -> tuple[float, ...]:
        return BUCKETS.get(name, ())


def flow(text: str) -> LabelFlow:
    whole = tree(text)
    assert whole is not None, text
    return flow_of(whole, Ranges())


def limits(text: str) -> tuple[float, float]:
    low, high, _ = hull(one.limits for one in flow(text).result)
    return low, high


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ratio", (0, 1)),
        ('avg by (job) (max_over_time(ratio{job="a"}[5m]))', (0, 1)),
        ("-delta", (-3, 5)),
        ("+delta", (-5, 3)),
        ("max_over_time(ratio[step() * 2] anchored)", (0, 1)),
        ("ratio + fill (7) ratio", (-INF, INF)),
        ("1 - ratio", (0, 1)),
        ("ratio * 100", (0, 100)),
        ("delta * -2 + 1", (-5, 11)),
        ("delta / 2", (-2.5, 1.5)),
        ("ratio * delta", (-5, 3)),
        ("ratio / ratio", (0, 1)),
        ("ratio / delta ^ 2", (-INF, INF)),
        ("ratio / delta", (-INF, INF)),
        ("sum(ratio)", (0, INF)),
        ("sum(delta)", (-INF, INF)),
        ("count(delta)", (1, INF)),
        ("rate(total[5m])", (0, INF)),
        ("rate(unknown[5m])", (0, INF)),
        ("rate(delta[5m])", (-INF, INF)),
        ("abs(delta)", (0, 5)),
        ("clamp(unknown, 1, 2)", (1, 2)),
        ("clamp_max(delta, 0)", (-5, 0)),
        ("clamp_min(unknown, 0)", (0, INF)),
        ("absent(unknown)", (1, 1)),
        ("quantile(0.9, ratio)", (0, 1)),
        ("quantile(2, ratio)", (-INF, INF)),
        ("ratio > 0.5", (math.nextafter(0.5, 1), 1)),
        ("0.5 >= ratio", (0, 0.5)),
        ("ratio == 1", (1, 1)),
        ("ratio > 2", (0, 1)),
        ("sum(ratio > 0)", (math.nextafter(0, 1), INF)),
        ("ratio > bool 0.5", (0, 1)),
        ("ratio or delta", (-5, 3)),
        ("ratio and delta", (0, 1)),
        ("ratio unless delta", (0, 1)),
        ("histogram_quantile(0.9, rate(x_bucket[5m]))", (0, 10)),
        ("histogram_quantile(0.9, sum by (le) (rate(y_bucket[5m])))", (-1, 2)),
        ("histogram_quantile(1.5, rate(x_bucket[5m]))", (-INF, INF)),
        ("histogram_quantile(0.9, rate(unknown_bucket[5m]))", (-INF, INF)),
        ("day_of_week()", (0, 6)),
        ("ratio % 2", (0, INF)),
        ("delta % 2", (-INF, INF)),
    ],
)
def test_limits(text: str, expected: tuple[float, float]) -> None:
    assert limits(text) == expected


def settled(text: str) -> list[tuple[str, bool]]:
    told = [one for one in flow(text).remarks if one.kind in ("always_true", "never_true")]
    return [(one.what.split("`")[1], one.kind == "always_true") for one in told]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ratio > 1", [("> 1", False)]),
        ("ratio >= 1", []),
        ("ratio >= 0", [(">= 0", True)]),
        ("ratio < 0", [("< 0", False)]),
        ("ratio <= 0", []),
        ("ratio == 2", [("== 2", False)]),
        ("ratio != 2", [("!= 2", True)]),
        ("2 < ratio", [("2 <", False)]),
        ("rate(total[5m]) < 0", [("< 0", False)]),
        ("total >= 0", []),
        ("(ratio > 0.5) and on () (delta > 4)", [("> 4", False)]),
        ("sum(ratio > 1) > 5", [("> 1", False)]),
        ("sum(ratio == 1) == 0", [("== 0", False)]),
        ("count(total) == 0", [("== 0", False)]),
        ("count(total) > 0", []),
        ("(total > 5) > 3", []),
        ("ratio > delta", []),
        ("ratio > NaN", []),
        ("rate(total[5m * 2] smoothed) < 0 or +ratio offset step() > 1", [("< 0", False), ("> 1", False)]),
    ],
)
def test_conditions(text: str, expected: list[tuple[str, bool]]) -> None:
    assert settled(text) == expected


NUMBERS = st.sampled_from([-2.0, -0.5, 0.0, 0.5, 1.0, 3.0])
LEAVES = st.one_of(st.just("ratio"), st.just("delta"), NUMBERS.map(lambda one: f"{one:g}"))
EXPRESSIONS = st.recursive(
    LEAVES, lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner), max_leaves=6
)


@given(EXPRESSIONS, st.floats(0, 1), st.floats(-5, 3))
@settings(max_examples=150, deadline=None)
def test_what_is_computed_lies_within_the_limits(text: str, ratio: float, delta: float) -> None:
    try:
        value = eval(text, {"ratio": ratio, "delta": delta})
    except ZeroDivisionError:
        return
    if not math.isfinite(value):
        return
    low, high = limits(text)
    slack = 1e-9 * max(1.0, abs(value))
    assert low - slack <= value <= high + slack


WHOLE = "sum by (job) (rate(total[5m]))"


@pytest.mark.parametrize(
    "text",
    [
        f'sum by (job) (rate(total{{code=~"5.."}}[5m])) / {WHOLE}',
        f'sum by (job, code) (rate(total{{code=~"5.."}}[5m])) / on (job) group_left () {WHOLE}',
        f'(sum by (job) (rate(total{{code="500"}}[5m])) or vector(0)) / ({WHOLE} > 0)',
        '(sum by (job) (increase(total{a="b"}[5m])) or 0 * sum by (job) (rate(total[5m]))) / '
        "clamp_min(sum by (job) (increase(total[5m])), 1)",
        "rate(hits_total[5m]) / (rate(hits_total[5m]) + rate(misses_total[5m]))",
        'sum(rate(x_bucket{le="0.1"}[5m])) / sum(rate(x_count[5m]))',
        "count(delta < 0) / count(delta)",
    ],
)
def test_a_part_of_a_whole_is_at_most_1(text: str) -> None:
    assert limits(text) == (0, 1)
    assert limits(f"1 - {text}") == (0, 1)
    assert limits(f"100 * ({text})") == (0, 100)


@pytest.mark.parametrize(
    "text",
    [
        'sum by (job) (rate(total[5m])) / sum by (job) (rate(total{code=~"5.."}[5m]))',
        f'sum by (job) (rate(total{{code=~"5.."}}[10m])) / {WHOLE}',
        f'sum by (job) (rate(total{{code=~"5.."}}[5m] offset 1h)) / {WHOLE}',
        f"sum by (job) (rate(other[5m])) / {WHOLE}",
        f'sum by (instance) (rate(total{{code=~"5.."}}[5m])) / {WHOLE}',
        f'max by (job) (rate(total{{code=~"5.."}}[5m])) / {WHOLE}',
        'sum(rate(x_bucket{le=~"0.1|1"}[5m])) / sum(rate(x_count[5m]))',
        "rate(hits_total[5m]) / (rate(total[5m]) + rate(misses_total[5m]))",
    ],
)
def test_other_quotients_may_be_more(text: str) -> None:
    assert limits(text) == (0, INF)


def test_of_what_may_be_negative_a_part_may_be_more_than_the_whole() -> None:
    assert limits('sum(delta{a="b"}) / sum(delta)') == (-INF, INF)
