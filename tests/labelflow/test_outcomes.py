"""What the samples of an expression are, whether it returns, and how far back it looks."""

from __future__ import annotations

import math

import pytest

from tests.labelflow.declared import flow

inf = math.inf
HOUR = 3_600_000


@pytest.mark.parametrize(
    ("text", "kinds", "limits"),
    [
        ("requests_total", ["counter"], [(0, inf)]),
        ("memory_bytes", ["gauge bytes"], [(-inf, inf)]),
        ("up", ["boolean"], [(0, 1)]),
        ("other", ["unknown"], [(-inf, inf)]),
        ("latency_seconds_bucket", ["buckets seconds"], [(0, inf)]),
        ("latency_seconds", ["histogram seconds"], [(-inf, inf)]),
        ("rate(requests_total[5m])", ["rate"], [(0, inf)]),
        ("rate(bytes_total[5m])", ["rate bytes/s"], [(0, inf)]),
        ("irate(bytes_total[5m])", ["rate bytes/s"], [(0, inf)]),
        ("increase(bytes_total[5m])", ["increase bytes"], [(0, inf)]),
        ("deriv(memory_bytes[5m])", ["rate bytes/s"], [(-inf, inf)]),
        ("delta(memory_bytes[5m])", ["gauge bytes"], [(-inf, inf)]),
        ("changes(memory_bytes[5m])", ["count"], [(0, inf)]),
        ("resets(bytes_total[5m])", ["count"], [(0, inf)]),
        ("count_over_time(memory_bytes[5m])", ["count"], [(1, inf)]),
        ("max_over_time(memory_bytes[5m])", ["gauge bytes"], [(-inf, inf)]),
        ("avg_over_time(up[5m])", ["ratio"], [(0, 1)]),
        ("sum_over_time(up[5m])", ["count"], [(0, inf)]),
        ("present_over_time(up[5m])", ["boolean"], [(1, 1)]),
        ("stddev_over_time(memory_bytes[5m])", ["gauge bytes"], [(0, inf)]),
        ("stdvar_over_time(memory_bytes[5m])", ["number"], [(0, inf)]),
        ("ts_of_max_over_time(memory_bytes[5m])", ["timestamp seconds"], [(-inf, inf)]),
        ("timestamp(up)", ["timestamp seconds"], [(0, inf)]),
        ("time()", ["timestamp seconds"], [(0, inf)]),
        ("vector(time())", ["timestamp seconds"], [(0, inf)]),
        ("vector(1)", ["number"], [(1.0, 1.0)]),
        ("scalar(memory_bytes)", ["gauge bytes"], [(-inf, inf)]),
        ("absent(up)", ["boolean"], [(1, 1)]),
        ("abs(memory_bytes)", ["gauge bytes"], [(0.0, inf)]),
        ("sqrt(memory_bytes)", ["number"], [(0, inf)]),
        ("hour()", ["number"], [(0.0, 23.0)]),
        ("month(started_seconds)", ["number"], [(1.0, 12.0)]),
        ("step()", ["duration seconds"], [(0, inf)]),
        ("sum(requests_total)", ["counter"], [(0, inf)]),
        ("sum by (job) (rate(bytes_total[5m]))", ["rate bytes/s"], [(0, inf)]),
        ("avg(up)", ["ratio"], [(0, 1)]),
        ("sum(up)", ["count"], [(0, inf)]),
        ("min(up)", ["boolean"], [(0, 1)]),
        ("count(up)", ["count"], [(1, inf)]),
        ("group(memory_bytes)", ["boolean"], [(1, 1)]),
        ("stddev(memory_bytes)", ["gauge bytes"], [(0, inf)]),
        ("stdvar(memory_bytes)", ["number"], [(0, inf)]),
        ("quantile(0.9, memory_bytes)", ["gauge bytes"], [(-inf, inf)]),
        ("topk(3, memory_bytes)", ["gauge bytes"], [(-inf, inf)]),
        ('count_values("v", memory_bytes)', ["count"], [(1, inf)]),
        ("sum(share)", ["number"], [(0, inf)]),
        ("avg(share)", ["ratio ratio"], [(0, 1)]),
        ("sum(build_info)", ["count"], [(1, inf)]),
        ("memory_bytes / limit_bytes", ["ratio"], [(-inf, inf)]),
        ("1 - memory_bytes / limit_bytes", ["ratio"], [(-inf, inf)]),
        ("100 * memory_bytes / limit_bytes", ["ratio percent"], [(-inf, inf)]),
        ("100 * (memory_bytes / limit_bytes)", ["ratio percent"], [(-inf, inf)]),
        ("100 * share", ["ratio percent"], [(0.0, 100.0)]),
        ("memory_bytes / 1024", ["gauge"], [(-inf, inf)]),
        ("memory_bytes * 8", ["gauge"], [(-inf, inf)]),
        ("memory_bytes + limit_bytes", ["gauge bytes"], [(-inf, inf)]),
        ("memory_bytes - bytes_total", ["unknown bytes"], [(-inf, inf)]),
        ("memory_bytes * on (job) group_left () build_info", ["gauge bytes"], [(-inf, inf)]),
        ("rate(latency_seconds_sum[5m]) / rate(latency_seconds_count[5m])", ["gauge seconds"], [(0, inf)]),
        ('sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m]))', ["ratio"], [(0, 1)]),
        ("rate(requests_total[5m]) / rate(other[5m])", ["quotient"], [(0, inf)]),
        ("rate(bytes_total[5m]) / memory_bytes", ["quotient bytes/s per bytes"], [(-inf, inf)]),
        ("count(up == 1) / count(up)", ["ratio"], [(0, 1)]),
        ("sum(up) / count(up)", ["ratio"], [(0.0, inf)]),
        ("time() - started_seconds", ["duration seconds"], [(-inf, inf)]),
        ("started_seconds + 60", ["timestamp seconds"], [(60.0, inf)]),
        ("started_seconds - started_seconds", ["duration seconds"], [(-inf, inf)]),
        ("up > 0", ["boolean"], [(5e-324, 1)]),
        ("up > bool 0", ["boolean"], [(0, 1)]),
        ("memory_bytes ^ 2", ["unknown"], [(-inf, inf)]),
        ("memory_bytes % 10", ["gauge bytes"], [(-inf, inf)]),
        ("memory_bytes atan2 limit_bytes", ["unknown"], [(-3.2, 3.2)]),
        ("histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))", ["gauge seconds"], [(0.0, 10.0)]),
        ("histogram_quantile(0.9, rate(latency_seconds[5m]))", ["gauge seconds"], [(-inf, inf)]),
        ("histogram_fraction(0, 1, rate(latency_seconds[5m]))", ["ratio"], [(0, 1)]),
        ("histogram_count(rate(latency_seconds[5m]))", ["rate"], [(-inf, inf)]),
        ("histogram_sum(latency_seconds)", ["counter seconds"], [(-inf, inf)]),
        ("histogram_avg(rate(latency_seconds[5m]))", ["gauge seconds"], [(-inf, inf)]),
        ("histogram_stdvar(latency_seconds)", ["number"], [(0, inf)]),
        ("-share", ["ratio ratio"], [(-1, 0)]),
        ("memory_bytes or vector(0)", ["gauge bytes", "number"], [(-inf, inf), (0.0, 0.0)]),
        ("predict_linear(memory_bytes[1h], 3600)", ["gauge bytes"], [(-inf, inf)]),
        ("1 + 1", ["number"], [(2.0, 2.0)]),
        ("NaN", ["number"], [(-inf, inf)]),
    ],
)
def test_what_the_samples_are(text: str, kinds: list[str], limits: list[tuple[float, float]]) -> None:
    found = flow(text).result
    assert [" ".join(word for word in (one.value, one.unit) if word) for one in found] == kinds
    assert [one.limits[:2] for one in found] == limits


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("1", "always"),
        ("time()", "always"),
        ("vector(1)", "always"),
        ("scalar(other)", "always"),
        ("hour()", "always"),
        ("up", "sometimes"),
        ("sum(up)", "sometimes"),
        ("absent(up)", "sometimes"),
        ("absent(vector(1))", "never"),
        ('absent(up{a="1", a="2"})', "always"),
        ("up or vector(0)", "always"),
        ("sum(up) or vector(0)", "always"),
        ("sum by (job) (up) or on () vector(0)", "always"),
        ("sum(up or vector(0))", "always"),
        ("max(sum(up) or vector(0))", "always"),
        ("max(sum(other) or vector(0))", "sometimes"),  # a native histogram has no largest value
        ("count(other or vector(0))", "always"),
        ("label_replace(vector(1), 'a', 'b', '', '')", "always"),
        ("abs(vector(1))", "always"),
        ("histogram_count(vector(1))", "sometimes"),
        ("vector(1) + vector(2)", "always"),
        ("vector(1) + 1", "always"),
        ("vector(1) + on () up", "sometimes"),
        ("vector(1) > 0", "always"),
        ("vector(1) > 1", "never"),
        ("vector(NaN) > 0", "sometimes"),
        ("vector(1) > bool 1", "always"),
        ("vector(time()) > 0", "sometimes"),
        ("(sum(up) or vector(0)) >= 0", "always"),
        ("(sum(up) or vector(0)) > 0", "sometimes"),
        ("(sum(memory_bytes) or vector(0)) >= 0", "sometimes"),
        ("up > 1", "never"),
        ("up >= 1", "sometimes"),
        ("(up > 0) < 0", "never"),
        ("(up == 1) != 1", "never"),
        ("up == 1 or up == 2", "sometimes"),
        ("up == 3 or up == 2", "never"),
        ("sum(up > 1)", "never"),
        ("up and (up > 1)", "never"),
        ("up unless on () vector(1)", "never"),
        ("sum(up) unless vector(1)", "never"),
        ("up unless vector(1)", "sometimes"),
        ("vector(1) unless on () up", "sometimes"),
        ('vector(1) unless up{job="a"}', "always"),
        ("vector(1) and on () up", "sometimes"),
        ("vector(1) and vector(2)", "always"),
        ("sum(up) and up", "never"),
        ("sum by (job) (up) * sum by (instance) (up)", "never"),
        ("sum by (job) (up) * on (job) sum by (job, instance) (up)", "sometimes"),
        ('up{job="a"} * on (job) up{job="b"}', "never"),
        ('up{job="a"} * ignoring (job) up{job="b"}', "sometimes"),
        ('up{job=~"a.*"} * on (job) up{job=~"b.*"}', "never"),
        ('up{code="a"} and up{code!="a"}', "never"),
        ('sum by (job) (up{job="a"}) * on (job) group_right () up{job="b"}', "never"),
        ('label_replace(up{job="a"}, "job", "b", "", "") * on (job) up{job="b"}', "sometimes"),
        ("up + fill(0) sum(up)", "sometimes"),
        ('rate({__name__=~"a.*"}[5m]) + on (__name__) rate({__name__=~"b.*"}[5m])', "sometimes"),
        ('other{a="1", a="2"}', "never"),
        ('other{a="1", a=~"2|3"}', "never"),
        ('other{a="1", a=~"1|3"}', "sometimes"),
        ("topk(0, up)", "never"),
        ("topk(1, vector(1))", "always"),
        ("limit_ratio(0, up)", "never"),
        ("clamp(up, 2, 1)", "never"),
        ("clamp(vector(1), 0, time())", "sometimes"),
        ("max_over_time(vector(1)[5m:1m])", "always"),
        ("max_over_time(vector(1)[5m:])", "sometimes"),
        ("max_over_time(vector(1)[1m:5m])", "sometimes"),
        ("rate(vector(1)[5m:1m])", "sometimes"),
    ],
)
def test_whether_something_is_returned(text: str, returns: str) -> None:
    assert flow(text).returns == returns


@pytest.mark.parametrize(
    ("text", "reach", "fixed"),
    [
        ("up", 0, False),
        ("1", 0, False),
        ("up offset 1h", HOUR, False),
        ("up offset -1h", 0, False),
        ("rate(up[1h])", HOUR, False),
        ("rate(up[1h] offset 1h)", 2 * HOUR, False),
        ("rate(up[1h] offset -30m)", HOUR / 2, False),
        ("up[1h:1m]", HOUR, False),
        ("max_over_time(rate(up[1h])[2h:1m] offset 1h)", 4 * HOUR, False),
        ("up @ end()", 0, False),
        ("up @ 1000", 0, True),
        ("max_over_time(up[1h] @ 1000)", HOUR, True),
        ("max_over_time((up @ 1000)[1h:1m])", 0, True),
        ("up - up offset 1h", HOUR, False),
        ("up and up offset 1h", HOUR, False),
        ("up or up offset 1h", HOUR, False),
        ("up unless up offset 1h", HOUR, False),
        ("up > scalar(up offset 1h)", HOUR, False),
        ("topk(scalar(up offset 1h), up)", HOUR, False),
        ("clamp_max(up, scalar(up offset 1h))", HOUR, False),
        ("absent(up offset 1h)", HOUR, False),
        ("vector(scalar(up offset 1h))", HOUR, False),
        ("rate(up[step()])", 0, False),
    ],
)
def test_how_far_back_it_looks(text: str, reach: int, fixed: bool) -> None:
    found = flow(text)
    assert found.reach_ms == reach
    assert any(one.fixed for one in found.result) == fixed


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("up", []),
        ("up == 0", [("==", 0)]),
        ("0 < up", [(">", 0)]),
        ("up > sum(up)", [(">", None)]),
        ("up > bool 0", [(">", 0)]),
        ("sum by (job) (up == 0) > 2", [("==", 0), (">", 2)]),
        ("sum(up == 0 or up == 1)", [("==", 0), ("==", 1)]),
        ("sum(up == 0 or up)", []),
        ("rate((up > 0)[5m:1m])", [(">", 0)]),
        ("up > 2 * 10", [(">", 20)]),
        ("up > time()", [(">", None)]),
    ],
)
def test_the_conditions_on_the_way(text: str, conditions: list[tuple[str, float | None]]) -> None:
    assert [(one.op, one.threshold) for one in flow(text).result[0].conditions] == conditions


def test_a_condition_has_its_place() -> None:
    text = "sum(up == 0) > 2"
    (outcome,) = flow(text).result
    assert [text[one.start : one.end] for one in outcome.conditions] == ["up == 0", text]


def test_what_was_joined() -> None:
    (outcome,) = flow("up and on (job) (memory_bytes > 5) unless on (job) absent(other)").result
    assert [(one.op, one.on, one.labels) for one in outcome.joins] == [
        ("and", True, ("job",)),
        ("unless", True, ("job",)),
    ]
    assert outcome.joins[0].partners[0].conditions[0].threshold == 5
    assert outcome.joins[1].partners[0].absent


def test_which_metrics_and_operations_it_comes_from() -> None:
    (outcome,) = flow("sum by (job) (rate(requests_total[5m])) * on (job) group_left (code) build_info > 5").result
    assert outcome.metrics == ("requests_total", "build_info")
    assert outcome.operations == (">", "*", "sum", "rate")
    assert [one.taken for one in outcome.joins] == [("code",)]


def test_what_says_why() -> None:
    (outcome,) = flow("up > 1").result
    assert outcome.why == "`>` is never true: `up` is 0 or 1"
    (outcome,) = flow("up and on (job) sum(up)").result
    assert (
        outcome.why
        == "`and` matches nothing: every series on the left has `job`, and none on the right (removed by `sum`)"
    )
